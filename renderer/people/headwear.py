"""What sits on the head and moves with it: glasses, a bun, long hair, the peak of a cap, headphones."""

import numpy as np
from vtkmodules.vtkCommonCore import vtkPoints
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkFiltersCore import vtkTubeFilter
from vtkmodules.vtkFiltersSources import vtkSphereSource
from vtkmodules.vtkRenderingCore import vtkActor

from renderer.geometry import Vector
from renderer.people.appearance import Clothes
from renderer.people.body import Body
from renderer.people.rig import Pose
from renderer.scene.stage import Material, place, solid

HAIR, FRAME = Material(0.36, 0.66, 0.08, 10.0), Material(0.4, 0.6, 0.4, 30.0)


def headwear(body: Body, clothes: Clothes) -> list[vtkActor]:
    """Return the actors, drawn where they are on the resting body."""
    actors = []
    if clothes.worn != "hood":
        actors += _hair(body, clothes)
    if clothes.worn == "cap":
        actors.append(_peak(body, clothes.shirt))
    if clothes.worn == "headphones":
        actors += _headphones(body)
    if clothes.glasses:
        actors += _glasses(body)
    return actors


def _hair(body: Body, clothes: Clothes) -> list[vtkActor]:
    head, hair = _back_of_head(body), clothes.hair
    if clothes.hair_style == "bun":
        return [_ball(head + np.array([0.0, 0.02, 0.055]), (0.042, 0.038, 0.040), hair)]
    if clothes.hair_style == "ponytail":
        return [_ball(head + np.array([0.0, 0.028, -0.02]), (0.026, 0.030, 0.085), hair)]
    if clothes.hair_style in ("bob", "long"):
        return _over_the_ears(body, hair, 0.05 if clothes.hair_style == "long" else 0.0)
    return []


def _over_the_ears(body: Body, hair: tuple[int, int, int], longer_m: float) -> list[vtkActor]:
    """Return hair that covers the ears."""
    eye = body.joint("eye.L")
    back, low = eye[1] + 0.10, eye[2] - 0.030 - longer_m
    sides = [np.array([sign * (abs(eye[0]) + 0.042), back, low]) for sign in (1, -1)]
    behind = np.array([0.0, eye[1] + 0.148, eye[2] - 0.045 - longer_m])
    return [
        *(_ball(centre, (0.019, 0.050, 0.085 + longer_m), hair) for centre in sides),
        _ball(behind, (0.066, 0.034, 0.078 + longer_m), hair),
    ]


def _peak(body: Body, colour: tuple[int, int, int]) -> vtkActor:
    eye = body.joint("eye.L")
    return _ball(np.array([0.0, eye[1] - 0.045, eye[2] + 0.043]), (0.066, 0.075, 0.007), colour)


def _headphones(body: Body) -> list[vtkActor]:
    eye = body.joint("eye.L")
    across, back = abs(eye[0]) + 0.052, eye[1] + 0.092
    around = np.linspace(0, np.pi, 17)
    band = np.stack(
        [across * np.cos(around), np.full(17, back), eye[2] - 0.01 + 0.146 * np.sin(around)], axis=1
    )
    cups = [
        _ball(np.array([sign * across, back, eye[2] - 0.012]), (0.022, 0.038, 0.044), (40, 40, 44))
        for sign in (1, -1)
    ]
    return [*cups, _tube(band, 0.007)]


def put_on(actors: list[vtkActor], pose: Pose) -> None:
    """Move the actors with the head."""
    turn = pose.rotation("head")
    shift = pose.joint("head") - turn @ pose.body.joint("head")
    for actor in actors:
        place(actor, turn, shift)


def _back_of_head(body: Body) -> Vector:
    v = body.vertices_m[np.unique(body.mesh.quads["body"])]
    level = body.joint("eye.L")[2] + 0.02
    near = v[np.abs(v[:, 2] - level) < 0.02]
    return np.array([0.0, near[:, 1].max(), level])


def _ball(centre_m: Vector, radii_m: tuple[float, float, float], colour: tuple[int, int, int]) -> vtkActor:
    source = vtkSphereSource()
    source.SetRadius(1.0)
    source.SetThetaResolution(20)
    source.SetPhiResolution(16)
    actor = solid(source, colour, HAIR)
    actor.SetScale(*radii_m)
    actor.SetPosition(*centre_m)
    return actor


def _glasses(body: Body) -> list[vtkActor]:
    actors = []
    around = np.linspace(0, 2 * np.pi, 21)
    for side, sign in (("L", 1.0), ("R", -1.0)):
        eye = body.joint(f"eye.{side}")
        front = eye[1] - 0.026
        ring = np.stack(
            [eye[0] + 0.024 * np.cos(around), np.full(21, front), eye[2] - 0.003 + 0.019 * np.sin(around)],
            axis=1,
        )
        outer = np.array([eye[0] + sign * 0.024, front, eye[2]])
        ear = np.array([sign * (abs(eye[0]) + 0.043), eye[1] + 0.085, eye[2]])
        bridge = np.array([[eye[0] - sign * 0.024, front, eye[2]], [0.0, front - 0.003, eye[2] + 0.004]])
        actors += [_tube(ring), _tube(np.array([outer, ear])), _tube(bridge)]
    return actors


def _tube(points_m: np.ndarray, radius_m: float = 0.0021) -> vtkActor:
    points, cells, data = vtkPoints(), vtkCellArray(), vtkPolyData()
    cells.InsertNextCell(len(points_m))
    for number, point in enumerate(points_m):
        points.InsertNextPoint(*point)
        cells.InsertCellPoint(number)
    data.SetPoints(points)
    data.SetLines(cells)
    tube = vtkTubeFilter()
    tube.SetInputData(data)
    tube.SetRadius(radius_m)
    tube.SetNumberOfSides(6)
    return solid(tube, (34, 32, 34), FRAME)
