"""Makes the mean face, formcheck/pose/face_mesh/shape.toml, from the sample videos and their truth.

    python scripts/fit_face_shape.py           # writes it
    python scripts/fit_face_shape.py --check   # says whether it is the one that is there

Where a sample's subject looks at the camera, the network's points with their depth are laid upon each other
(Gower 1975, Psychometrika 40:33) and averaged, together with their mirror images.
"""

import argparse
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.pose.face_mesh.network import FaceNetwork
from formcheck.pose.face_mesh.orientation import SHAPE_FILE
from formcheck.pose.face_mesh.reader import mesh_at
from formcheck.pose.face_mesh.weights import find_face_mesh
from formcheck.pose.models import DEFAULT_MODEL, pose_model
from formcheck.pose.pose import FloatArray
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.source.video import VideoFile

_SAMPLES = Path(__file__).parents[1] / "sample_videos"
_VIDEOS = (
    "neck_mobility_front",
    "press_front_good",
    "press_dumbbells_start",
    "row_front_faulty",
    "desk_front",
)
_STRAIGHT_DEG = 4.0
_EVERY = 6
# The middle of forehead and nose, then pairs of the right and the left: corners of the eyes, brows, temples,
# cheeks, wings of the nose, jaw beside the ear. Nothing that mouth or eyelids move.
_MIDDLE = (10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 2)
_PAIRS = (
    *((33, 263), (133, 362), (54, 284), (67, 297), (103, 332), (127, 356)),
    *((117, 346), (119, 348), (129, 358), (132, 361), (147, 376)),
)
_INDEXES = (*_MIDDLE, *(index for pair in _PAIRS for index in pair))
_MIRROR = (*range(len(_MIDDLE)), *(len(_MIDDLE) + (n ^ 1) for n in range(2 * len(_PAIRS))))
_ROUNDS = 5


def main() -> int:
    """Make the mean face, or compare it with the one that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing, say whether it is the same")
    check = parser.parse_args().check
    made = _text(mean_face([points for name in _VIDEOS for points in _straight_faces(name)]))
    if check:
        same = SHAPE_FILE.is_file() and SHAPE_FILE.read_text(encoding="utf-8") == made
        print("the same" if same else "differs")
        return 0 if same else 1
    SHAPE_FILE.write_text(made, encoding="utf-8")
    print(f"{SHAPE_FILE}: {len(_INDEXES)} points")
    return 0


def mean_face(faces: list[FloatArray]) -> FloatArray:
    """The mean of faces of (n, 3) points, symmetrical, about its middle, the eyes' outer corners 1 apart."""
    faces = [face - face.mean(axis=0) for face in faces]
    faces += [face[list(_MIRROR)] * (-1, 1, 1) for face in faces]
    mean = faces[0]
    for _ in range(_ROUNDS):
        mean = np.mean([_laid_on(face, mean) for face in faces], axis=0)
        mean = (mean + mean[list(_MIRROR)] * (-1, 1, 1)) / 2
        right, left = (_INDEXES.index(index) for index in (33, 263))
        mean /= np.linalg.norm(mean[right] - mean[left])
    return np.asarray(mean)


def _laid_on(face: FloatArray, mean: FloatArray) -> FloatArray:
    left, values, right = np.linalg.svd(face.T @ mean)
    values[2] *= np.sign(np.linalg.det(left @ right))
    rotation = left @ np.diag([1, 1, np.sign(np.linalg.det(left @ right))]) @ right
    return np.asarray(face @ rotation * (values.sum() / (face**2).sum()))


def _straight_faces(name: str) -> list[FloatArray]:
    with gzip.open(_SAMPLES / f"{name}.truth.json.gz") as file:
        truth: Any = json.load(file)
    angles = [truth["angles"][f"head_{way}_deg"] for way in ("pitch", "yaw", "roll")]
    found, network = [], FaceNetwork(find_face_mesh())
    with (
        VideoFile(_SAMPLES / f"{name}.mp4") as video,
        TrackedSubjectEstimator(pose_model(DEFAULT_MODEL)) as estimator,
    ):
        for frame in video:
            if frame.index % _EVERY or frame.index >= len(truth["time_s"]):
                continue
            pose = estimator.estimate(frame, video.info).pose
            if pose is None or any(abs(angle[frame.index]) > _STRAIGHT_DEG for angle in angles):
                continue
            mesh = mesh_at(network, frame.image, pose)
            if mesh is not None:
                found.append(np.column_stack([mesh.xy_px, mesh.depth_px])[list(_INDEXES)])
    return found


def _text(points: FloatArray) -> str:
    rows = "".join(f"    [{x:.4f}, {y:.4f}, {z:.4f}],\n" for x, y, z in points + 0.0)
    return (
        "# The mean face: made by scripts/fit_face_shape.py, in distances of the outer corners of the eyes.\n"
        "# x to the right of the picture, y down, z away from the camera.\n"
        f"indexes = {list(_INDEXES)}\npoints = [\n{rows}]\n"
    )


if __name__ == "__main__":
    sys.exit(main())
