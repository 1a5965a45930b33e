"""Draws surfaces and props with VTK, off screen, in software.

What never moves is drawn once; every frame draws only what moves, with alpha, and lays it over that picture.
"""

from dataclasses import dataclass

import numpy as np
import vtkmodules.vtkRenderingOpenGL2
from numpy.typing import NDArray
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkPoints, vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkImageData, vtkPolyData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkFiltersSources import vtkPlaneSource
from vtkmodules.vtkRenderingCore import vtkActor, vtkLight, vtkPolyDataMapper, vtkRenderer, vtkTexture

from renderer.geometry import Matrix, Vector
from renderer.scene.camera import Camera


@dataclass(frozen=True)
class Material:
    """How a surface takes light; shares from 0 to 1."""

    ambient: float = 0.34
    diffuse: float = 0.70
    specular: float = 0.06
    shininess: float = 8.0


@dataclass(frozen=True)
class Lamp:
    """A light that shines from a point toward the subject's chest."""

    position_m: tuple[float, float, float]
    strength: float
    colour: tuple[float, float, float] = (1.0, 1.0, 1.0)


class Mesh:
    """A drawable triangle mesh whose points can be replaced every frame."""

    def __init__(self, points_m: NDArray, triangles: NDArray, colours: NDArray, material: Material) -> None:
        self._points = np.ascontiguousarray(points_m, np.float32)
        self._normals = np.zeros_like(self._points)
        self._data = vtkPolyData()
        self._vtk_points = numpy_to_vtk(self._points, deep=False)
        self._vtk_normals = numpy_to_vtk(self._normals, deep=False)
        points = vtkPoints()
        points.SetData(self._vtk_points)
        self._holder = points
        self._data.SetPoints(points)
        self._cells = np.ascontiguousarray(triangles, np.int64)
        cells = vtkCellArray()
        offsets = np.arange(0, 3 * len(triangles) + 1, 3, dtype=np.int64)
        cells.SetData(
            numpy_to_vtk(offsets, deep=True, array_type=16),
            numpy_to_vtk(self._cells.ravel(), deep=True, array_type=16),
        )
        self._data.SetPolys(cells)
        self._colours = np.ascontiguousarray(colours, np.uint8)
        self._data.GetPointData().SetScalars(numpy_to_vtk(self._colours, deep=True))
        self._data.GetPointData().SetNormals(self._vtk_normals)
        mapper = vtkPolyDataMapper()
        mapper.SetInputData(self._data)
        self.actor = vtkActor()
        self.actor.SetMapper(mapper)
        apply_material(self.actor, material)

    def update(self, points_m: NDArray, normals: NDArray) -> None:
        """Move the points and their normals."""
        self._points[:] = points_m
        self._normals[:] = normals
        self._vtk_points.Modified()
        self._vtk_normals.Modified()
        self._holder.Modified()
        self._data.Modified()


def apply_material(actor: vtkActor, material: Material) -> None:
    surface = actor.GetProperty()
    surface.SetInterpolationToPhong()
    surface.SetAmbient(material.ambient)
    surface.SetDiffuse(material.diffuse)
    surface.SetSpecular(material.specular)
    surface.SetSpecularPower(material.shininess)


class Stage:
    """One off-screen picture: lamps, actors and a camera."""

    def __init__(self, camera: Camera, lamps: tuple[Lamp, ...], samples: int = 4) -> None:
        self._camera = camera
        self._renderer = vtkRenderer()
        self._renderer.SetBackground(0, 0, 0)
        self._renderer.SetBackgroundAlpha(0.0)
        self._renderer.AutomaticLightCreationOff()
        self._window = vtkmodules.vtkRenderingOpenGL2.vtkOSOpenGLRenderWindow()
        self._window.SetOffScreenRendering(True)
        self._window.SetMultiSamples(samples if samples > 1 else 0)
        self._window.SetAlphaBitPlanes(1)
        self._window.SetSize(camera.width_px, camera.height_px)
        self._window.AddRenderer(self._renderer)
        self._pixels = vtkUnsignedCharArray()
        for lamp in lamps:
            self._add_lamp(lamp)
        self._aim(camera)

    def _add_lamp(self, lamp: Lamp) -> None:
        light = vtkLight()
        light.SetLightTypeToSceneLight()
        light.SetPosition(*lamp.position_m)
        light.SetFocalPoint(0, 0, 1.2)
        light.SetIntensity(lamp.strength)
        light.SetColor(*lamp.colour)
        self._renderer.AddLight(light)

    def _aim(self, camera: Camera) -> None:
        view = self._renderer.GetActiveCamera()
        view.SetPosition(*camera.position_m)
        view.SetFocalPoint(*(camera.position_m + camera.axes[:, 1]))
        view.SetViewUp(*camera.axes[:, 2])
        view.SetViewAngle(camera.fov_deg)
        view.SetClippingRange(0.1, 30.0)

    def fill(self, red: float, green: float, blue: float) -> None:
        """Give the emptiness behind everything a colour, shares from 0 to 1."""
        self._renderer.SetBackground(red, green, blue)
        self._renderer.SetBackgroundAlpha(1.0)

    def add(self, actor: vtkActor) -> None:
        """Put an actor on the stage."""
        self._renderer.AddActor(actor)

    def picture(self) -> NDArray[np.uint8]:
        """Render and return rows x columns x red, green, blue, alpha; colours are multiplied by alpha."""
        self._window.Render()
        width, height = self._camera.width_px, self._camera.height_px
        self._window.GetRGBACharPixelData(0, 0, width - 1, height - 1, 1, self._pixels, 0)
        return vtk_to_numpy(self._pixels).reshape(height, width, 4)[::-1]


def over(front: NDArray[np.uint8], back: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay a picture with alpha over an opaque one (only where the front has anything)."""
    result = back.copy()
    rows, columns = np.flatnonzero(front[..., 3].any(axis=1)), np.flatnonzero(front[..., 3].any(axis=0))
    if len(rows) == 0:
        return result
    part = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    cover = front[part]
    seen = (255 - cover[..., 3:]).astype(np.uint16)
    result[part] = cover[..., :3] + ((back[part] * seen + 127) // 255).astype(np.uint8)
    return result


def place(actor: vtkActor, rotation: Matrix, position_m: Vector) -> None:
    """Move a rigid actor: turn it about the origin, then shift it."""
    matrix = vtkMatrix4x4()
    for row in range(3):
        for column in range(3):
            matrix.SetElement(row, column, float(rotation[row, column]))
        matrix.SetElement(row, 3, float(position_m[row]))
    actor.SetUserMatrix(matrix)


def textured_quad(
    corner_m: Vector, first_m: Vector, second_m: Vector, image: NDArray | vtkTexture, material: Material
) -> vtkActor:
    """Return a flat picture on two edges from a corner; the image's first row lies on the far edge.

    What several quads show is given as one texture, which is then sent to the drawing library once.
    """
    plane = vtkPlaneSource()
    plane.SetOrigin(*corner_m)
    plane.SetPoint1(*(corner_m + first_m))
    plane.SetPoint2(*(corner_m + second_m))
    plane.SetResolution(24, 24)
    mapper = vtkPolyDataMapper()
    mapper.SetInputConnection(plane.GetOutputPort())
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.SetTexture(image if isinstance(image, vtkTexture) else texture_of(image))
    apply_material(actor, material)
    return actor


def texture_of(image: NDArray) -> vtkTexture:
    """Return a picture as something to lay over quads."""
    data = vtkImageData()
    rows = np.ascontiguousarray(image[::-1])
    data.SetDimensions(rows.shape[1], rows.shape[0], 1)
    data.GetPointData().SetScalars(numpy_to_vtk(rows.reshape(-1, rows.shape[2]), deep=True))
    texture = vtkTexture()
    texture.SetInputData(data)
    texture.InterpolateOn()
    texture.MipmapOn()
    return texture


def solid(source, colour: tuple[int, int, int], material: Material) -> vtkActor:
    """Return an actor of one colour from a VTK source."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputConnection(source.GetOutputPort())
    actor = vtkActor()
    actor.SetMapper(mapper)
    actor.GetProperty().SetColor(*(c / 255 for c in colour))
    apply_material(actor, material)
    return actor
