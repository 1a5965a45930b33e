"""Streams of estimated poses: their pixels, and what they warn of."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from formcheck.pose.models import pose_model
from formcheck.pose.pose import Chosen, PosedFrame
from formcheck.pose.stream import EstimatedPoses
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.source.frame import Frame, StreamInfo
from formcheck.source.video import VideoFile
from tests.live.acting import Act
from tests.source.clips import make_clip

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "press_front_good.mp4"


@pytest.mark.model
def test_a_smaller_picture_gives_the_same_places() -> None:
    def points(longest_side_px: int | None) -> np.ndarray:
        source = VideoFile(SAMPLE, 0.0, 0.2, longest_side_px=longest_side_px)
        with EstimatedPoses(source, TrackedSubjectEstimator(pose_model("full"))) as stream:
            assert (stream.info.width_px, stream.info.height_px) == (540, 960)
            return np.stack([frame.pose.xy_px for frame in stream if frame.pose is not None])

    whole, small = points(None), points(640)
    assert whole.shape == small.shape
    assert np.median(np.abs(whole - small)) < 0.01 * 960


@dataclass
class Choosing(Act):
    """An estimator that chooses somebody among several in one frame."""

    at: int = 0
    chosen: Chosen = "on the left"

    def estimate(self, frame: Frame, info: StreamInfo) -> PosedFrame:
        posed = super().estimate(frame, info)
        return replace(posed, chosen=self.chosen) if frame.index == self.at else posed


@pytest.mark.parametrize(
    ("at", "chosen", "expected"),
    [
        (0, "on the left", "several people; the one on the left is watched"),
        (25, "in the middle", "several people; the one in the middle is watched, from 2.5 s on"),
        (0, "", None),
    ],
)
def test_of_several_people_it_is_warned_who_is_watched(tmp_path: Path, at, chosen, expected) -> None:
    clip = make_clip(tmp_path / "clip.mp4", [i / 10 for i in range(30)])
    with EstimatedPoses(VideoFile(clip), Choosing(lambda frame: None, at=at, chosen=chosen)) as stream:
        assert len([*stream]) == 30
        assert stream.warnings == (() if expected is None else (f"{clip}: {expected}",))
