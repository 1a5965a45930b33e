"""Turns a description of a person into a body at rest: vertices, joints and skin weights."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from renderer.people.mesh_data import MeshData, read_target

YOUNG_YEARS, OLD_YEARS = 25.0, 90.0
"""The ages of MakeHuman's "young" and "old" targets."""


@dataclass(frozen=True)
class BodySpec:
    """What a person's body is like. Fractions run from 0 to 1 with 0.5 the average.

    Attributes:
        male: 0 female to 1 male.
        age_years: an adult's age.
        muscle: muscularity.
        weight: from thin to heavy.
        ideal: 0 uncommon to 1 idealised proportions.
        stature_m: standing height without shoes.
        ancestry: shares of the african, asian and caucasian targets; they are scaled to sum to one.
        details: further MakeHuman targets by path, such as `arms/measure-upperarm-length-incr`, with
            strengths.
    """

    male: float = 0.5
    age_years: float = 30.0
    muscle: float = 0.5
    weight: float = 0.5
    ideal: float = 0.5
    stature_m: float = 1.70
    ancestry: tuple[float, float, float] = (1 / 3, 1 / 3, 1 / 3)
    details: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Body:
    """A person at rest (an A pose), feet on the floor, ankles above the origin.

    Attributes:
        mesh: the shared base mesh.
        vertices_m: rest vertices, helper geometry included.
        joints_m: head of each bone at rest, in the order of `mesh.bones`.
    """

    mesh: MeshData
    vertices_m: NDArray[np.float64]
    joints_m: NDArray[np.float64]

    @cached_property
    def number(self) -> dict[str, int]:
        """Map a bone's name to its number."""
        return {name: i for i, name in enumerate(self.mesh.bones)}

    def joint(self, bone: str) -> NDArray[np.float64]:
        """Return the rest position of a bone's head in metres."""
        return self.joints_m[self.number[bone]]

    def length(self, bone: str, child: str) -> float:
        """Return the rest distance between the heads of two bones in metres."""
        return float(np.linalg.norm(self.joint(child) - self.joint(bone)))


def build_body(mesh: MeshData, spec: BodySpec) -> Body:
    """Apply the shape targets of a description to the base mesh and stand it on the floor."""
    vertices = mesh.vertices_m.copy()
    for path, strength in _targets(mesh, spec):
        rows, moves = read_target(path)
        vertices[rows] += strength * moves
    skin = np.unique(mesh.quads["body"])
    floor, top = vertices[skin, 2].min(), vertices[skin, 2].max()
    vertices = (vertices - [0.0, 0.0, floor]) * (spec.stature_m / (top - floor))
    joints = np.array([vertices[rows].mean(axis=0) for rows in mesh.heads])
    ankle_y = joints[mesh.bones.index("foot.L"), 1]
    return Body(mesh, vertices - [0, ankle_y, 0], joints - [0, ankle_y, 0])


def _levels(value: float, names: tuple[str, str, str]) -> dict[str, float]:
    """Spread a 0..1 fraction over three named targets, piecewise linearly."""
    low, mid, high = names
    return {low: max(0.0, 1 - 2 * value), mid: 1 - abs(2 * value - 1), high: max(0.0, 2 * value - 1)}


def _targets(mesh: MeshData, spec: BodySpec):
    """Yield the path and strength of every target that the description needs."""
    macro = mesh.folder / "targets" / "macrodetails"
    old = float(np.clip((spec.age_years - YOUNG_YEARS) / (OLD_YEARS - YOUNG_YEARS), 0, 1))
    genders = {"male": spec.male, "female": 1 - spec.male}
    ages = {"young": 1 - old, "old": old}
    muscles = _levels(spec.muscle, ("minmuscle", "averagemuscle", "maxmuscle"))
    weights = _levels(spec.weight, ("minweight", "averageweight", "maxweight"))
    shapes = {
        "idealproportions": max(0.0, 2 * spec.ideal - 1),
        "uncommonproportions": max(0.0, 1 - 2 * spec.ideal),
    }
    shares = np.array(spec.ancestry) / sum(spec.ancestry)
    for (gender, g), (age, a) in itertools.product(genders.items(), ages.items()):
        for race, share in zip(("african", "asian", "caucasian"), shares, strict=True):
            yield from _present(macro / f"{race}-{gender}-{age}.target.gz", g * a * share)
        for (muscle, m), (weight, w) in itertools.product(muscles.items(), weights.items()):
            stem, strength = f"{gender}-{age}-{muscle}-{weight}", g * a * m * w
            yield from _present(macro / f"universal-{stem}.target.gz", strength)
            for shape, p in shapes.items():
                yield from _present(macro / "proportions" / f"{stem}-{shape}.target.gz", strength * p)
            if gender == "female":
                breast = f"female-{age}-{muscle}-{weight}-averagecup-averagefirmness.target.gz"
                yield from _present(mesh.folder / "targets" / "breast" / breast, strength)
    for name, strength in spec.details.items():
        yield mesh.folder / "targets" / f"{name}.target.gz", strength


def _present(path, strength: float):
    """Yield a macro target if it counts; some combinations have no file because they change nothing."""
    if strength > 1e-6 and path.is_file():
        yield path, strength
