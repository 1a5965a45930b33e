"""Backgrounds: floors, walls and furniture that stand still."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from vtkmodules.vtkFiltersSources import vtkCubeSource
from vtkmodules.vtkRenderingCore import vtkActor

from renderer.geometry import rot_z
from renderer.scene.stage import Material, place, solid, texture_of, textured_quad

Rgb = tuple[int, int, int]
MATT = Material(0.55, 0.45, 0.0, 1.0)
WIDTH_M, DEPTH_M, HEIGHT_M = 9.0, 9.0, 3.8


@dataclass(frozen=True)
class Room:
    """A square room around the origin.

    Attributes:
        floor: `planks`, `rubber` or `carpet`.
        floor_colour: its main colour.
        wall_colour: colour of the walls.
        wainscot: colour of the lower wall, or None.
        wall_distance_m: how far behind and in front of the subject the walls are.
        boxes: furniture as (x0, x1, y0, y1, z0, z1) in metres with a colour.
        seed: for the textures.
        turn_deg: turn of the whole room about the vertical; the camera's azimuth puts the furnished wall
            behind the subject.
    """

    floor: str = "planks"
    floor_colour: Rgb = (150, 116, 84)
    wall_colour: Rgb = (206, 203, 194)
    wainscot: Rgb | None = None
    wall_distance_m: float = 2.3
    boxes: tuple[tuple[tuple[float, ...], Rgb], ...] = ()
    seed: int = 0
    turn_deg: float = 0.0

    def actors(self) -> list[vtkActor]:
        """Return everything that never moves."""
        d, w = self.wall_distance_m, WIDTH_M / 2
        up = np.array([0, 0, HEIGHT_M])
        floor = textured_quad(
            np.array([-w, -DEPTH_M / 2, 0.0]),
            np.array([WIDTH_M, 0, 0]),
            np.array([0, DEPTH_M, 0]),
            _floor_image(self),
            MATT,
        )
        wall = texture_of(_wall_image(self))
        corners = [
            ((-w, d), (WIDTH_M, 0)),
            ((w, -d), (-WIDTH_M, 0)),
            ((-d, -w), (0, WIDTH_M)),
            ((d, w), (0, -WIDTH_M)),
        ]
        walls = [
            textured_quad(np.array([*corner, 0.0]), np.array([*along, 0.0]), up, wall, MATT)
            for corner, along in corners
        ]
        for actor in walls:
            # Seen from outside a wall vanishes, so a camera may stand behind one.
            actor.GetProperty().BackfaceCullingOn()
        actors = [floor, *walls, *(_box(bounds, colour) for bounds, colour in self.boxes)]
        for actor in actors:
            place(actor, rot_z(self.turn_deg), np.zeros(3))
        return actors


def _box(bounds: tuple[float, ...], colour: Rgb) -> vtkActor:
    source = vtkCubeSource()
    source.SetBounds(*bounds)
    return solid(source, colour, MATT)


def _floor_image(room: Room) -> NDArray[np.uint8]:
    rng = np.random.default_rng(room.seed)
    size = 1024
    image = np.tile(np.array(room.floor_colour, float), (size, size, 1))
    if room.floor == "planks":
        for row in range(0, size, 20):
            ends = np.sort(rng.integers(0, size, 5))
            for start, end in zip([0, *ends], [*ends, size], strict=True):
                image[row : row + 20, start:end] *= rng.uniform(0.88, 1.08)
            image[row : row + 1] *= 0.72
        image *= 1 + 0.02 * rng.normal(size=(size, 1, 1))
    elif room.floor == "rubber":
        image += rng.normal(0, 5, (size, size, 1))
        image[rng.random((size, size)) > 0.985] += 45
        image[::114] *= 0.8
        image[:, ::114] *= 0.8
    else:
        image += rng.normal(0, 9, (size, size, 1))
    return np.clip(image, 0, 255).astype(np.uint8)


def _wall_image(room: Room) -> NDArray[np.uint8]:
    rng = np.random.default_rng(room.seed + 1)
    rows, columns = 512, 1024
    image = np.tile(np.array(room.wall_colour, float), (rows, columns, 1))
    across = np.linspace(-1, 1, columns)[None, :, None]
    down = np.linspace(0, 1, rows)[:, None, None]
    image *= 1.04 - 0.10 * across**2 - 0.06 * down
    metre = rows / HEIGHT_M
    if room.wainscot is not None:
        top = int(rows - 1.0 * metre)
        image[top:] = np.array(room.wainscot) * (1.0 - 0.08 * across**2)
        image[top - 3 : top] *= 0.8
    skirting = int(rows - 0.10 * metre)
    image[skirting:] = [228, 226, 220] if sum(room.wall_colour) > 300 else [90, 90, 92]
    image[skirting - 2 : skirting] *= 0.75
    image += rng.normal(0, 1.5, (rows, columns, 1))
    return np.clip(image, 0, 255).astype(np.uint8)


def gym() -> Room:
    """Return a small gym: rubber floor, grey wall with a dark lower part, racks and boxes."""
    rack: list[tuple[tuple[float, ...], Rgb]] = []
    for x in (-1.55, -0.65):
        rack.append(((x, x + 0.06, 1.85, 1.95, 0.0, 1.05), (46, 48, 52)))
    for level in (0.35, 0.72, 1.02):
        rack.append(((-1.55, -0.59, 1.75, 2.05, level, level + 0.03), (60, 62, 66)))
        rack += [
            ((x, x + 0.10, 1.76, 1.98, level + 0.03, level + 0.15), (28, 28, 31))
            for x in np.arange(-1.5, -0.7, 0.17)
        ]
    extra = (
        ((0.75, 1.35, 1.55, 2.1, 0.0, 0.55), (150, 112, 74)),
        ((0.85, 1.25, 1.65, 2.0, 0.55, 0.80), (164, 124, 84)),
        ((-0.95, 0.95, 2.24, 2.28, 2.05, 2.75), (120, 138, 148)),
    )
    return Room("rubber", (70, 72, 76), (188, 190, 190), (96, 104, 112), 2.3, (*rack, *extra), 3)


def living_room() -> Room:
    """Return a living room: wooden floor, light wall, a sideboard, pictures and a plant pot."""
    boxes = (
        ((-2.0, -0.72, 1.9, 2.28, 0.0, 0.72), (122, 86, 58)),
        ((-1.25, -1.0, 1.98, 2.2, 0.72, 1.12), (66, 96, 72)),
        ((0.45, 1.05, 2.24, 2.28, 1.25, 1.95), (150, 78, 60)),
        ((0.50, 1.00, 2.22, 2.26, 1.30, 1.90), (226, 214, 190)),
        ((1.5, 2.3, 1.55, 2.25, 0.0, 0.45), (92, 104, 128)),
        ((1.5, 2.3, 2.05, 2.28, 0.45, 0.85), (84, 96, 120)),
    )
    return Room("planks", (158, 122, 88), (212, 206, 192), None, 2.3, boxes, 5)


def office() -> Room:
    """Return an office: carpet, light wall, shelves, a window and a door."""
    boxes = [
        ((-2.1, -1.1, 1.95, 2.28, 0.0, 1.9), (176, 170, 158)),
        ((1.2, 2.1, 2.24, 2.29, 0.0, 2.05), (140, 106, 76)),
        ((-0.7, 0.7, 2.25, 2.29, 1.1, 2.2), (196, 212, 226)),
        ((-0.04, 0.04, 2.23, 2.27, 1.1, 2.2), (232, 232, 228)),
    ]
    colours = ((150, 60, 52), (58, 92, 120), (196, 168, 84), (74, 110, 84), (110, 84, 120))
    for row, level in enumerate((0.45, 0.9, 1.35)):
        for k in range(7):
            x = -2.05 + 0.13 * k
            boxes.append(((x, x + 0.09, 1.90, 2.0, level, level + 0.26), colours[(k + 2 * row) % 5]))
    return Room("carpet", (112, 116, 122), (216, 218, 214), None, 2.3, tuple(boxes), 8)


def plain() -> Room:
    """Return an empty room."""
    return Room("planks", (172, 148, 118), (220, 216, 208), None, 2.3, (), 9)


ROOMS = {"gym": gym, "living_room": living_room, "office": office, "plain": plain}
