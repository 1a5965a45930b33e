"""Single pictures of moments, as JPEG."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import cv2
import numpy as np

from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import FloatArray
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.source.fitting import size_within
from formcheck.source.frame import AS_IT_SAYS, Frame, Image, Reading, StreamInfo
from formcheck.source.video import VideoFile

_LONGEST_SIDE_PX = 480
_QUALITY = 80
# Reading on costs less than seeking up to here.
_SEEK_GAP_S = 2.0
_SAME_MOMENT_S = 1e-4
_BACKGROUND = (44, 50, 58)
_HEAD = (84, 94, 106)
_HEAD_PER_NECK = 0.65  # radius over the distance from the shoulders to the ears


def pictures(
    path: Path, moments: Mapping[str, Observation], overlay: Overlay, reading: Reading = AS_IT_SAYS
) -> dict[str, bytes]:
    """Take the source's picture at each observation, with the observation drawn into it.

    Skeleton, angles and rings are drawn, words are not: they belong beside the picture.

    Args:
        path: The video.
        moments: By any name, such as a finding's id.
        overlay: Draws them.
        reading: As the video was read for the observations.

    Returns:
        JPEGs by the same names, longest side 480. A moment that the video does not reach has none.

    Raises:
        SourceError: If the video cannot be read.
    """
    in_order = sorted(moments.items(), key=lambda item: item[1].time_s)
    frames = _frames_at(path, [observation.time_s for _, observation in in_order], reading)
    return {
        name: jpeg(overlay.draw(frame.image.copy(), observation, words=False))
        for (name, observation), frame in zip(in_order, frames, strict=True)
        if frame is not None
    }


def stick_figure(observation: Observation, info: StreamInfo, overlay: Overlay) -> bytes:
    """The same of a moment of which there is no picture: the body on a plain ground.

    Args:
        observation: What to draw.
        info: The stream that its pose is in.
        overlay: Draws it.

    Returns:
        A JPEG, longest side 480.
    """
    width, height = size_within(info.width_px, info.height_px, _LONGEST_SIDE_PX)
    ground = np.empty((height, width, 3), np.uint8)
    ground[:] = _BACKGROUND
    if observation.pose is not None:
        _draw_head(ground, observation.pose.xy_px * (width / info.width_px))
    return jpeg(overlay.draw(ground, observation, words=False))


def _draw_head(ground: Image, xy: FloatArray) -> None:
    """A disc for the head, which the skeleton leaves to the picture."""
    ears = xy[[Landmark.LEFT_EAR, Landmark.RIGHT_EAR]].mean(0)
    shoulders = xy[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(0)
    radius = float(np.hypot(*(ears - shoulders))) * _HEAD_PER_NECK
    if np.isfinite(radius) and np.abs(ears).max() < 4 * _LONGEST_SIDE_PX:
        centre = round(float(ears[0])), round(float(ears[1]))
        cv2.circle(ground, centre, min(round(radius), _LONGEST_SIDE_PX), _HEAD, -1, cv2.LINE_AA)


def _frames_at(path: Path, times_s: Sequence[float], reading: Reading) -> Iterator[Frame | None]:
    """For each of the ascending times its picture, or None past the end; seeks over long gaps."""
    with ExitStack() as opened:
        video = opened.enter_context(VideoFile(path, None, None, _LONGEST_SIDE_PX, reading))
        end_s = video.info.duration_s or math.inf
        frames = iter(video)
        frame = next(frames, None)
        for time_s in times_s:
            if frame is not None and frame.time_s + _SEEK_GAP_S < time_s < end_s:
                opened.close()
                start_s = time_s - _SAME_MOMENT_S
                video = opened.enter_context(VideoFile(path, start_s, None, _LONGEST_SIDE_PX, reading))
                frames = iter(video)
                frame = next(frames, None)
            while frame is not None and frame.time_s < time_s - _SAME_MOMENT_S:
                frame = next(frames, None)
            yield frame


def jpeg(image: Image, quality: int = _QUALITY) -> bytes:
    """An RGB picture as a JPEG file."""
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return encoded.tobytes()
