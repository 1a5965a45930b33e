"""Things that are held or stood on: barbell, dumbbells, kettlebell, and a soft shadow on the floor."""

from dataclasses import dataclass

import numpy as np
from vtkmodules.vtkFiltersCore import vtkAppendPolyData
from vtkmodules.vtkFiltersSources import vtkCylinderSource, vtkSphereSource
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from renderer.geometry import Matrix, Vector, rot_z
from renderer.scene.stage import Material, apply_material, place, solid, textured_quad

STEEL, RUBBER = Material(0.35, 0.65, 0.5, 40.0), Material(0.35, 0.6, 0.12, 12.0)
GRIP_RADIUS_M = 0.014


@dataclass(frozen=True)
class Barbell:
    """A bar along x through the origin, with a plate on each end.

    Attributes:
        length_m: whole length.
        plate_radius_m: radius of the plates.
        plate_colour: red, green, blue.
    """

    length_m: float = 1.50
    plate_radius_m: float = 0.16
    plate_colour: tuple[int, int, int] = (35, 35, 38)

    def actors(self) -> list[vtkActor]:
        """Return the actors; all share one placement."""
        half = self.length_m / 2
        parts = [
            (((0.0, GRIP_RADIUS_M, self.length_m),), (176, 178, 182), STEEL),
            (((half - 0.10, 0.025, 0.20), (-half + 0.10, 0.025, 0.20)), (150, 152, 158), STEEL),
            (
                ((half - 0.13, self.plate_radius_m, 0.05), (-half + 0.13, self.plate_radius_m, 0.05)),
                self.plate_colour,
                RUBBER,
            ),
            (
                (
                    (half - 0.13, 0.4 * self.plate_radius_m, 0.056),
                    (-half + 0.13, 0.4 * self.plate_radius_m, 0.056),
                ),
                (120, 122, 126),
                STEEL,
            ),
        ]
        return [_cylinders(rows, colour, material) for rows, colour, material in parts]


@dataclass(frozen=True)
class Dumbbell:
    """A short bar along x through the origin with two heads.

    Attributes:
        side: the hand that holds it, `L` or `R`.
        head_radius_m: radius of the heads.
        colour: red, green, blue.
    """

    side: str = "L"
    head_radius_m: float = 0.058
    colour: tuple[int, int, int] = (40, 40, 44)

    def actors(self) -> list[vtkActor]:
        """Return the actors; all share one placement."""
        grip = _cylinders(((0.0, GRIP_RADIUS_M, 0.16),), (170, 172, 176), STEEL)
        heads = _cylinders(
            ((0.105, self.head_radius_m, 0.075), (-0.105, self.head_radius_m, 0.075)), self.colour, RUBBER
        )
        return [grip, heads]


@dataclass(frozen=True)
class Kettlebell:
    """A handle along x through the origin with a ball under it.

    Attributes:
        side: the hand that holds it, `L` or `R`.
        radius_m: radius of the ball.
        colour: red, green, blue.
    """

    side: str = "L"
    radius_m: float = 0.085
    colour: tuple[int, int, int] = (42, 42, 46)

    def actors(self) -> list[vtkActor]:
        """Return the actors; all share one placement."""
        handle = _cylinders(((0.0, GRIP_RADIUS_M, 0.13),), self.colour, STEEL)
        ball = vtkSphereSource()
        ball.SetRadius(self.radius_m)
        ball.SetCenter(0.0, 0.0, -self.radius_m - 0.03)
        ball.SetThetaResolution(24)
        ball.SetPhiResolution(18)
        return [handle, solid(ball, self.colour, RUBBER)]


Prop = Barbell | Dumbbell | Kettlebell


def _cylinders(rows, colour: tuple[int, int, int], material: Material) -> vtkActor:
    """Return cylinders along x as one actor; rows are centre on x, radius and length in metres."""
    joined = vtkAppendPolyData()
    for centre_m, radius_m, length_m in rows:
        source = vtkCylinderSource()
        source.SetResolution(28)
        source.SetRadius(radius_m)
        source.SetHeight(length_m)
        source.SetCenter(0, -centre_m, 0)
        joined.AddInputConnection(source.GetOutputPort())
    mapper = vtkPolyDataMapper()
    mapper.SetInputConnection(joined.GetOutputPort())
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().SetColor(*(c / 255 for c in colour))
    apply_material(actor, material)
    return actor


def put(actors: list[vtkActor], rotation: Matrix, position_m: Vector) -> None:
    """Place a prop whose own long axis is x."""
    for actor in actors:
        # VTK cylinders run along y; a quarter turn makes that x.
        place(actor, rotation @ rot_z(90), position_m)


class FloorShadow:
    """A soft dark patch under each foot and one under the body."""

    def __init__(self, strength: float = 0.5) -> None:
        self._feet = [_patch(0.34, 0.42, strength) for _ in range(2)]
        self._body = _patch(1.3, 1.1, 0.55 * strength)

    @property
    def actors(self) -> list[vtkActor]:
        """Return the actors."""
        return [self._body, *self._feet]

    def update(self, left_ankle_m: Vector, right_ankle_m: Vector) -> None:
        """Move the patches under the feet."""
        for actor, ankle in zip(self._feet, (left_ankle_m, right_ankle_m), strict=True):
            place(actor, np.eye(3), np.array([ankle[0], ankle[1] - 0.05, 0.004]))
        middle = (left_ankle_m + right_ankle_m) / 2
        place(self._body, np.eye(3), np.array([middle[0], middle[1] + 0.1, 0.003]))


def _patch(width_m: float, depth_m: float, strength: float) -> vtkActor:
    grid = np.linspace(-1, 1, 64)
    distance = np.hypot(*np.meshgrid(grid, grid))
    image = np.zeros((64, 64, 4), np.uint8)
    image[..., 3] = 255 * strength * np.clip(1 - distance, 0, 1) ** 1.4
    corner = np.array([-width_m / 2, -depth_m / 2, 0.0])
    actor = textured_quad(
        corner, np.array([width_m, 0, 0]), np.array([0, depth_m, 0]), image, Material(1, 0, 0)
    )
    actor.GetProperty().SetColor(0, 0, 0)
    actor.GetProperty().LightingOff()
    return actor
