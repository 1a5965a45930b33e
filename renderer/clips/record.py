"""Pose recordings of rendered videos, made with the project's own pose stream."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from formcheck.pose.models import DEFAULT_MODEL, pose_model
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import RecordingWriter
from formcheck.pose.stream import EstimatedPoses
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.source.video import VideoFile


def record(video: Path, recording: Path, model: str = DEFAULT_MODEL, compact: bool = False) -> None:
    """Find the poses of a video and write them.

    Args:
        video: the video.
        recording: the `*.poses.jsonl.gz` to write.
        model: name of the pose model.
        compact: round to a tenth of a pixel (depth to one), for large sets.
    """
    estimator = TrackedSubjectEstimator(pose_model(model), faces=True)
    with (
        EstimatedPoses(VideoFile(video), estimator) as poses,
        RecordingWriter(recording, poses.info, model) as writer,
    ):
        for frame in poses:
            writer.write(_compact(frame) if compact else frame)


def _compact(frame: PosedFrame) -> PosedFrame:
    if frame.pose is None:
        return frame
    points = np.array(frame.pose.points)
    # x, y and depth in pixels, visibility, presence: no finer than they are good for.
    for column, places in enumerate((1, 1, 0, 2, 1)):
        points[:, column] = np.round(points[:, column], places)
    return replace(frame, pose=Pose(points, face=frame.pose.face))
