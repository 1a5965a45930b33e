"""Dresses a body: skin, face, hair, shirt, trousers and shoes as layers cut from the base mesh.

Every garment is a value in metres at each base vertex, positive where the garment covers the body; the mesh
is cut along its zero line, so hems and hairlines are sharp whatever the mesh resolution.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renderer.people.body import Body
from renderer.people.surface import Layer, Surface, assemble, cut, triangulated

Rgb = tuple[int, int, int]
Values = NDArray[np.float64]

_HEAD_BONES = {"head", "neck02", "neck03", "special03"}
_FACE_BONES = ("temporalis", "oculi", "risorius", "orbicularis", "levator")

WORN_CLOTH = frozenset({"cap", "beanie", "hood"})
"""What is worn on the head and lies on it like a second skin."""

UNDER_M = 0.006
"""Hair this deep under it is left out."""

SOLE_M = 0.020
"""Height of the dark sole of a shoe."""

COVERED_M = 0.035
"""Skin this deep under a garment is left out, so that it cannot poke through."""


@dataclass(frozen=True)
class Clothes:
    """What a person looks like. Colours are red, green, blue.

    Attributes:
        skin: colour of the skin.
        hair: colour of the hair.
        hair_style: `short`, `bun`, `ponytail`, `bob`, `long` (both cover the ears) or `bald`.
        worn: on the head: `nothing`, `cap`, `beanie`, `hood` (of the shirt, over the ears) or `headphones`.
        shirt: colour of the shirt.
        sleeve: share of the arm that the sleeve covers: 0 none, 0.3 short, 0.95 long.
        shirt_stripe: a second colour for horizontal stripes, or None.
        trousers: colour of the trousers.
        trouser_leg: share of the leg that the trousers cover.
        shoes: colour of the shoes.
        loose_m: how far the clothes stand off the body.
        glasses: whether the person wears glasses.
    """

    skin: Rgb = (214, 170, 145)
    hair: Rgb = (58, 38, 26)
    hair_style: str = "short"
    worn: str = "nothing"
    shirt: Rgb = (70, 95, 150)
    sleeve: float = 0.28
    shirt_stripe: Rgb | None = None
    trousers: Rgb = (45, 47, 58)
    trouser_leg: float = 0.95
    shoes: Rgb = (225, 225, 222)
    loose_m: float = 0.010
    glasses: bool = False


def dress(body: Body, clothes: Clothes) -> Surface:
    """Return the whole visible surface of a dressed person at rest."""
    builder = _Tailor(body, clothes)
    return assemble(body, builder.layers())


@dataclass(frozen=True)
class _Tailor:
    """Cuts the layers of one person."""

    body: Body
    clothes: Clothes

    def layers(self) -> list[Layer]:
        shirt, trousers, shoes = self._shirt(), self._trousers(), self._shoes()
        covered = np.maximum.reduce([shirt, trousers, shoes])
        worn = self._worn()
        hair = np.minimum(self._hair(), UNDER_M - worn)
        skin = np.minimum.reduce([COVERED_M - covered, 0.015 - hair, 0.015 - worn])
        lay, c = self._layer, self.clothes
        loose = c.loose_m
        layers = [
            lay("body", skin, self._skin_colours(), 0.0),
            lay("helper-tights", np.minimum(trousers, 0.05 - shirt), c.trousers, 0.6 * loose + 0.003),
            lay("helper-tights", shirt, self._shirt_colours(), self._drape(shirt)),
            lay("helper-tights", shoes, c.shoes, 0.010),
            lay("helper-tights", SOLE_M - self.body.vertices_m[:, 2], (72, 72, 74), 0.0115),
        ]
        layers += self._face()
        if c.hair_style != "bald":
            layers.append(lay("body", hair, self._noisy(c.hair, 12), self._hair_thickness(hair)))
        if c.worn in WORN_CLOTH:
            thickness = 0.012 + 0.5 * loose if c.worn == "hood" else 0.013
            layers.append(lay("body", worn, self._noisy(c.shirt, 2.0), thickness))
        return [layer for layer in layers if len(layer.triangles)]

    def _layer(self, group: str, keep: Values, colour, thickness_m) -> Layer:
        triangles = triangulated(self.body.mesh.quads[group])
        mixing, faces = cut(triangles, keep)
        count = len(self.body.vertices_m)
        colours = np.broadcast_to(np.asarray(colour, float), (count, 3))
        thickness = np.broadcast_to(np.asarray(thickness_m, float), count)
        return Layer(mixing, faces, np.clip(mixing @ colours, 0, 255).astype(np.uint8), mixing @ thickness)

    def _weight(self, wanted: Callable[[str], bool]) -> Values:
        """Return how much of every vertex hangs on the bones that are wanted."""
        chosen = np.array([wanted(b) for b in self.body.mesh.bones], float)
        return self.body.mesh.weights @ chosen

    def _along(self, start: str, end: str) -> Values:
        """Return how far every vertex lies along the line between two joints, in shares of its length."""
        a, b = self.body.joint(start), self.body.joint(end)
        return (self.body.vertices_m - a) @ (b - a) / ((b - a) @ (b - a))

    def _shirt(self) -> Values:
        v, body = self.body.vertices_m, self.body
        hem = body.joint("upperleg01.L")[2] + 0.015
        keep = np.minimum(v[:, 2] - hem, 1.0)
        neck = body.joint("neck01") + np.array([0, 0.012, 0.005])
        spread = (v - neck) / [1.0, 1.1, 0.9]
        keep = np.minimum(keep, np.linalg.norm(spread, axis=1) - 0.088)
        collar = body.joint("neck01")[2] + 0.015 + 0.5 * (v[:, 1] - neck[1])
        keep = np.minimum(keep, collar - v[:, 2])
        on_arm = self._weight(
            lambda b: b.startswith(("upperarm", "lowerarm", "wrist", "finger", "metacarpal"))
        )
        for side in "LR":
            arm_m = body.length(f"upperarm01.{side}", f"lowerarm01.{side}") + body.length(
                f"lowerarm01.{side}", f"wrist.{side}"
            )
            own = (v[:, 0] > 0) == (side == "L")
            end = (
                self.clothes.sleeve - 0.5 * self._along(f"upperarm01.{side}", f"lowerarm01.{side}")
            ) * arm_m
            keep = np.where(own & (on_arm > 0.35), np.minimum(keep, end), keep)
        return keep

    def _trousers(self) -> Values:
        v, body = self.body.vertices_m, self.body
        top = body.joint("spine05")[2] + 0.06
        hip, ankle = body.joint("upperleg01.L")[2], body.joint("foot.L")[2]
        keep = np.minimum(top - v[:, 2], v[:, 2] - (hip - self.clothes.trouser_leg * (hip - ankle)))
        on_arm = self._weight(
            lambda b: b.startswith(("upperarm", "lowerarm", "wrist", "finger", "metacarpal"))
        )
        return np.where(on_arm > 0.2, -1.0, keep)

    def _shoes(self) -> Values:
        return self.body.joint("foot.L")[2] + 0.02 - self.body.vertices_m[:, 2]

    def _hair(self) -> Values:
        """Return how far inside the hairline a head vertex is."""
        v, eye = self.body.vertices_m, self.body.joint("eye.L")
        scale = self._head_scale()
        y, z = v[:, 1] - eye[1], v[:, 2] - eye[2]
        if self.clothes.hair_style == "bald":
            return np.full(len(v), -1.0)
        low = -0.085 if self.clothes.hair_style in ("bob", "long") else -0.055
        # The hairline runs from the forehead down the temples, then behind the ears to the nape.
        temple = np.interp(
            y / scale, (0.02, 0.045, 0.058, 0.07, 0.095, 0.11), (0.058, 0.05, 0.008, 0.024, 0.024, 0.0)
        )
        top = z - temple * scale
        back = np.minimum(z - low * scale, y - (0.108 + 0.25 * np.clip(-z, 0, 1)) * scale)
        on_head = self._weight(lambda b: b in _HEAD_BONES or b.startswith(_FACE_BONES))
        return np.where(on_head > 0.2, np.maximum(top, back), -0.02)

    def _worn(self) -> Values:
        """Return how far inside the cloth on the head a vertex is."""
        if self.clothes.worn not in WORN_CLOTH:
            return np.full(len(self.body.vertices_m), -1.0)
        eye, scale = self.body.joint("eye.L"), self._head_scale()
        y, z = ((self.body.vertices_m - eye)[:, axis] / scale for axis in (1, 2))
        if self.clothes.worn == "hood":
            # Open around the face: up over the forehead, down in front of the ears, closed under the chin.
            inside = np.maximum(z - np.interp(y, (0.0, 0.045, 0.06), (0.052, 0.03, -0.2)), -z - 0.135)
        else:
            rim = (0.036, 0.030, 0.016) if self.clothes.worn == "cap" else (0.034, 0.005, -0.03)
            inside = z - np.interp(y, (0.0, 0.06, 0.11), rim)
        on_head = self._weight(lambda b: b in _HEAD_BONES or b.startswith((*_FACE_BONES, "neck01")))
        return np.where(on_head > 0.2, scale * inside, -0.02)

    def _head_scale(self) -> float:
        """Return the size of the head against the base mesh."""
        base = self.body.mesh.vertices_m
        heads = [self.body.mesh.heads[self.body.number[f"eye.{s}"]] for s in "LR"]
        gap = np.linalg.norm(base[heads[0]].mean(0) - base[heads[1]].mean(0))
        return float(np.linalg.norm(self.body.joint("eye.L") - self.body.joint("eye.R")) / gap)

    def _hair_thickness(self, hair: Values) -> Values:
        return 0.004 + 0.016 * np.clip(hair / 0.03, 0, 1)

    def _drape(self, shirt: Values) -> Values:
        """Let the shirt hang looser toward its hem and sleeves."""
        return self.clothes.loose_m * (1.2 - 0.5 * np.clip(shirt / 0.15, 0, 1)) + 0.002

    def _noisy(self, colour, amount: float) -> Values:
        rng = np.random.default_rng(7)
        return np.asarray(colour, float) + rng.normal(0, amount, (len(self.body.vertices_m), 1))

    def _skin_colours(self) -> Values:
        colours = self._noisy(self.clothes.skin, 1.5)
        v, eye = self.body.vertices_m, self.body.joint("eye.L")
        for sign in (1, -1):
            cheek = np.array([sign * abs(eye[0]) * 1.25, eye[1] - 0.012, eye[2] - 0.045])
            glow = np.exp(-(np.linalg.norm(v - cheek, axis=1) ** 2) / 0.018**2)[:, None]
            colours = colours + glow * [12, -10, -10]
        return colours

    def _shirt_colours(self) -> Values:
        colours = self._noisy(self.clothes.shirt, 2.0)
        if self.clothes.shirt_stripe is None:
            return colours
        stripe = (np.sin(self.body.vertices_m[:, 2] * 2 * np.pi / 0.09) > 0.2)[:, None]
        return np.where(stripe, np.asarray(self.clothes.shirt_stripe, float), colours)

    def _face(self) -> list[Layer]:
        """Return eyes, brows and lips."""
        v, lay = self.body.vertices_m, self._layer
        scale = self._head_scale()
        dark = tuple(0.75 * np.array(self.clothes.hair, float))
        brow_value, lip_value = np.full(len(v), -1.0), np.full(len(v), -1.0)
        layers = []
        for side, sign in (("L", 1), ("R", -1)):
            eye = self.body.joint(f"eye.{side}")
            x, z = sign * (v[:, 0] - eye[0]) / scale, (v[:, 2] - eye[2]) / scale
            front = v[:, 1] < eye[1] + 0.03
            arch = 0.0235 - 9.0 * (x - 0.006) ** 2
            brow = np.minimum(0.0042 - np.abs(z - arch), 0.023 - np.abs(x - 0.002))
            brow_value = np.where(front, np.maximum(brow_value, brow), brow_value)
            layers += self._eye(side, eye)
        mouth = self._mouth()
        dx, dz = (v[:, 0] - mouth[0]) / scale, (v[:, 2] - mouth[2]) / scale
        lips = 0.0085 * np.sqrt(np.clip(1 - (dx / 0.025) ** 2, 0, 1)) - np.abs(dz) - 0.0002
        lip_value = np.where(v[:, 1] < mouth[1] + 0.02, lips, lip_value)
        lip_colour = 0.86 * np.array(self.clothes.skin, float) * [1.0, 0.74, 0.74]
        layers.append(lay("body", brow_value, dark, 0.0012))
        layers.append(lay("body", lip_value, lip_colour, 0.0006))
        return layers

    def _mouth(self) -> Values:
        """Return the middle of the mouth: between the bones that move its upper and lower lip."""
        upper, lower = self.body.joint("oris05"), self.body.joint("oris01")
        return (upper + lower) / 2

    def _eye(self, side: str, centre: Values) -> list[Layer]:
        group = f"helper-{side.lower()}-eye"
        v = self.body.vertices_m
        rows = np.unique(self.body.mesh.quads[group])
        middle = v[rows].mean(axis=0)
        radius = np.linalg.norm(v[rows] - middle, axis=1).max()
        off_axis = np.hypot(v[:, 0] - middle[0], v[:, 2] - middle[2])
        front = v[:, 1] < middle[1]
        everything = np.full(len(v), 1.0)
        iris = np.where(front, 0.52 * radius - off_axis, -1.0)
        pupil = np.where(front, 0.24 * radius - off_axis, -1.0)
        return [
            self._layer(group, everything, (232, 230, 226), 0.0),
            self._layer(group, iris, (92, 64, 42), 0.0004),
            self._layer(group, pupil, (12, 10, 10), 0.0007),
        ]
