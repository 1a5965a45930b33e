"""Makes one part of the frames, in a process of its own."""

from functools import cache
from pathlib import Path

import numpy as np

from formcheck.pose.blazepose.estimator import BlazePoseTracker
from formcheck.pose.face_mesh.network import FaceNetwork
from formcheck.pose.face_mesh.weights import find_face_mesh
from renderer.frames.studio import Studio, body_of, table_for
from renderer.people.mesh_data import MeshData, load_mesh_data
from renderer.sets.bodies import bodies_of, person

PART_FRAMES = 200
MODELS = ("full", "lite")
FOLDER = Path(__file__).parents[2] / "models"


def make_part(job: tuple[int, Path, Path, int, str]) -> int:
    """Make the scenes of one part and return how many frames they have.

    Args:
        job: number of the part, file to write, folder of the mesh data, seed, and split.
    """
    number, path, data, seed, split = job
    mesh = _mesh(data)
    people = bodies_of(split == "test")
    rng = np.random.default_rng([seed, split == "test", number])
    finders = {name: _finder(name) for name in MODELS}
    studio, frames, scene, table = Studio(mesh, finders, _face()), 0, 0, None
    while frames < PART_FRAMES:
        who = people[(number * 8 + scene) % len(people)]
        body = body_of(mesh, person(who))
        table = table or table_for(body)
        frames += studio.scene(table, rng, who, body, number * 100 + scene)
        scene += 1
    assert table is not None
    return table.write(path)


@cache
def _mesh(data: Path) -> MeshData:
    return load_mesh_data(data)


@cache
def _finder(name: str) -> BlazePoseTracker:
    """Return a pose model that stays loaded as long as the process lives."""
    return BlazePoseTracker(FOLDER / f"pose_landmarker_{name}.task")


@cache
def _face() -> FaceNetwork:
    return FaceNetwork(find_face_mesh())
