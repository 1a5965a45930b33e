"""The pose model on the sample videos: near the truth, and where it was when the golden file was made.

`python -m tests.test_golden --write` makes tests/golden/landmarks.json anew; look at the difference first.
"""

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pytest

from formcheck.pose.landmarks import Landmark
from formcheck.pose.models import pose_model
from formcheck.pose.pose import Pose
from formcheck.pose.stream import EstimatedPoses
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.source.frame import Frame
from formcheck.source.video import VideoFile
from tests.cli.recordings import GOOD, LAYBACK, SAMPLES, truth

GOLDEN = Path(__file__).parent / "golden" / "landmarks.json"
# The model follows every fifth picture of the first two presses; these are compared.
EVERY, END_S = 5, 7.6
FRAMES = (20, 45, 90, 140, 170, 210)
VISIBLE = 0.5
# How far a point may lie from the truth, as a share of the picture's height (960 px).
MARGIN = {"shoulder": 0.03, "elbow": 0.03, "wrist": 0.035, "hip": 0.02, "knee": 0.02, "ankle": 0.025,
          "tragus": 0.025}  # fmt: skip
TYPICAL_MARGIN = 0.015
GOLDEN_MARGIN = 0.01
# From the side the far half of the body is hidden.
SIDES = {GOOD: ("left", "right"), LAYBACK: ("left",)}

pytestmark = pytest.mark.model


class _EveryFew:
    """A video of which only every n-th picture is shown."""

    def __init__(self, name: str) -> None:
        self._video = VideoFile(SAMPLES / f"{name}.mp4", end_s=END_S)
        self.info = self._video.info
        self.warnings: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Frame]:
        return (frame for frame in self._video if frame.index % EVERY == 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._video.close()


@cache
def tracked(name: str) -> dict[int, Pose]:
    """The poses of a sample that are compared, by frame."""
    with EstimatedPoses(_EveryFew(name), TrackedSubjectEstimator(pose_model("full"))) as poses:
        found = {frame.index: frame.pose for frame in poses if frame.index in FRAMES}
    return {index: pose for index, pose in found.items() if pose is not None}


def off_by(name: str) -> dict[str, list[float]]:
    """Distances from the truth by joint, in shares of the picture's height."""
    known = truth(name)
    points_px, names = np.array(known["points_px"]), known["point_names"]
    found: dict[str, list[float]] = {part: [] for part in MARGIN}
    for index, pose in tracked(name).items():
        for side in SIDES[name]:
            for part in MARGIN:
                landmark = Landmark[f"{side}_{part.replace('tragus', 'ear')}".upper()]
                if pose.visibility[landmark] >= VISIBLE:
                    away = pose.xy_px[landmark] - points_px[index, names.index(f"{side}_{part}")]
                    found[part].append(float(np.hypot(*away)) / known["height_px"])
    return found


def golden_data() -> dict[str, Any]:
    """What the golden file holds: places in pixels to a tenth, null where the point is not visible."""
    return {
        name: {
            str(index): [
                [round(float(x), 1), round(float(y), 1)] if seen >= VISIBLE else None
                for x, y, _, seen, _ in pose.points
            ]
            for index, pose in tracked(name).items()
        }
        for name in SIDES
    }


def write_golden() -> None:
    """Make the golden file anew, one line a frame."""
    frames = {
        name: ",\n".join(
            f'  "{index}": {json.dumps(rows, separators=(",", ":"))}' for index, rows in of.items()
        )
        for name, of in golden_data().items()
    }
    text = ",\n".join(f' "{name}": {{\n{lines}\n }}' for name, lines in frames.items())
    GOLDEN.parent.mkdir(exist_ok=True)
    GOLDEN.write_text(f"{{\n{text}\n}}\n", encoding="utf-8", newline="\n")


@pytest.mark.parametrize("name", SIDES)
def test_the_subject_is_found_in_every_frame(name: str) -> None:
    assert sorted(tracked(name)) == sorted(FRAMES)


@pytest.mark.parametrize("name", SIDES)
def test_joints_are_near_the_truth(name: str) -> None:
    found = off_by(name)
    for part, shares in found.items():
        assert len(shares) >= len(FRAMES) // 2, f"{part} is hardly seen"
        assert max(shares) < MARGIN[part], part
    assert np.median([share for shares in found.values() for share in shares]) < TYPICAL_MARGIN


@pytest.mark.parametrize("name", SIDES)
def test_landmarks_are_where_they_were(name: str) -> None:
    golden, height_px = json.loads(GOLDEN.read_text())[name], truth(name)["height_px"]
    assert sorted(map(int, golden)) == sorted(FRAMES)
    for index, pose in tracked(name).items():
        compared = 0
        for landmark, place in zip(Landmark, golden[str(index)], strict=True):
            if place is not None and pose.visibility[landmark] >= VISIBLE:
                share = float(np.hypot(*(pose.xy_px[landmark] - place))) / height_px
                assert share < GOLDEN_MARGIN, f"{landmark.name} in frame {index}"
                compared += 1
        assert compared >= 0.9 * sum(place is not None for place in golden[str(index)])


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.test_golden --write")
    write_golden()
