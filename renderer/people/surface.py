"""Skin, clothes and hair as one triangle mesh, cut from the base mesh and moved by the pose."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack

from renderer.people.body import Body
from renderer.people.rig import Pose


@dataclass(frozen=True)
class Layer:
    """A piece of surface.

    Attributes:
        mixing: layer vertices x base vertices: every vertex is a base vertex or lies between two of them.
        triangles: layer vertex numbers.
        colours: red, green, blue of every vertex, 0 to 255.
        thickness_m: how far every vertex stands off the surface it was cut from.
    """

    mixing: csr_matrix
    triangles: NDArray[np.int64]
    colours: NDArray[np.uint8]
    thickness_m: NDArray[np.float64]


@dataclass(frozen=True)
class Surface:
    """All layers of a person at rest, ready to be skinned."""

    rest_m: NDArray[np.float64]
    triangles: NDArray[np.int64]
    colours: NDArray[np.uint8]
    weights: csr_matrix
    incidence: csr_matrix

    def skinned(self, pose: Pose) -> NDArray[np.float64]:
        """Return the vertices of a pose in metres (linear blend skinning)."""
        return blend(self.weights, self.rest_m, pose)

    def normals(self, points_m: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return smooth unit normals, weighted by area."""
        return vertex_normals(points_m, self.triangles, self.incidence)


def blend(weights: csr_matrix, rest_m: NDArray[np.float64], pose: Pose) -> NDArray[np.float64]:
    """Move rest points with the bones they hang on."""
    shift = pose.positions_m - np.einsum("jab,jb->ja", pose.rotations, pose.body.joints_m)
    moves = np.concatenate([pose.rotations.reshape(-1, 9), shift], axis=1)
    mixed = weights @ moves
    return np.einsum("vab,vb->va", mixed[:, :9].reshape(-1, 3, 3), rest_m) + mixed[:, 9:]


def incidence_of(triangles: NDArray[np.int64], vertex_count: int) -> csr_matrix:
    """Return the matrix vertices x triangles that sums face normals into vertex normals."""
    columns = np.repeat(np.arange(len(triangles)), 3)
    ones = np.ones(len(columns), np.float32)
    return csr_matrix((ones, (triangles.ravel(), columns)), shape=(vertex_count, len(triangles)))


def vertex_normals(
    points_m: NDArray[np.float64], triangles: NDArray[np.int64], incidence: csr_matrix
) -> NDArray[np.float32]:
    """Return smooth unit normals, weighted by area."""
    a, b, c = (points_m[triangles[:, k]] for k in range(3))
    normals = incidence @ np.cross(b - a, c - a).astype(np.float32)
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def triangulated(quads: NDArray[np.int64]) -> NDArray[np.int64]:
    """Split quads into triangles."""
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def cut(triangles: NDArray[np.int64], keep: NDArray[np.float64]) -> tuple[csr_matrix, NDArray[np.int64]]:
    """Cut a mesh along the zero line of a value at its vertices, and keep the positive side.

    Args:
        triangles: base vertex numbers.
        keep: a value for every base vertex; positive is kept.

    Returns:
        The mixing matrix and the triangles of the layer.
    """
    inside = keep[triangles] > 0
    count = inside.sum(axis=1)
    corners: list[NDArray[np.int64]] = [np.stack([triangles[count == 3]] * 2, axis=-1)]
    for number in (1, 2):
        rows, flags = triangles[count == number], inside[count == number]
        # Roll each triangle so that the odd corner out comes first.
        odd = np.argmax(flags == (number == 1), axis=1)
        a, b, c = (np.take_along_axis(rows, ((odd + k) % 3)[:, None], axis=1)[:, 0] for k in range(3))
        aa, ab, bb, ca, cc = (np.stack(p, axis=-1) for p in ((a, a), (a, b), (b, b), (c, a), (c, c)))
        if number == 1:
            corners.append(np.stack([aa, ab, ca], axis=1))
        else:
            corners += [np.stack([ab, bb, cc], axis=1), np.stack([ab, cc, ca], axis=1)]
    pairs = np.sort(np.concatenate(corners).reshape(-1, 2), axis=1)
    edges, numbers = np.unique(pairs, axis=0, return_inverse=True)
    first, second = edges[:, 0], edges[:, 1]
    span = keep[first] - keep[second]
    share = np.where(first == second, 0.0, keep[first] / np.where(span == 0, 1, span))
    rows = np.arange(len(edges))
    mixing = csr_matrix((1 - share, (rows, first)), shape=(len(edges), len(keep)))
    mixing += csr_matrix((share, (rows, second)), shape=(len(edges), len(keep)))
    return mixing, numbers.reshape(-1, 3)


def assemble(body: Body, layers: Sequence[Layer]) -> Surface:
    """Join the layers of a person into one surface, each lifted off the body by its thickness."""
    points, triangles, start = [], [], 0
    for layer in layers:
        rest = layer.mixing @ body.vertices_m
        normals = vertex_normals(rest, layer.triangles, incidence_of(layer.triangles, len(rest)))
        points.append(rest + layer.thickness_m[:, None] * normals)
        triangles.append(layer.triangles + start)
        start += len(rest)
    faces = np.concatenate(triangles)
    return Surface(
        rest_m=np.concatenate(points),
        triangles=faces,
        colours=np.concatenate([layer.colours for layer in layers]),
        weights=csr_matrix(vstack([layer.mixing @ body.mesh.weights for layer in layers])),
        incidence=incidence_of(faces, start),
    )
