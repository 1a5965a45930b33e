"""Poses found in pictures that were made smaller come out in pixels of the whole picture."""

from pathlib import Path

import numpy as np
import pytest

from formcheck.pose.models import pose_model
from formcheck.pose.stream import EstimatedPoses
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.source.video import VideoFile

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
