"""Single pictures of moments, as JPEG."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import FloatArray, Pose
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.closeup import closeup
from formcheck.sinks.drawing.face_cover import FaceCover
from formcheck.sinks.drawing.figure import FAINT
from formcheck.sinks.drawing.flags import flag_of
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.source.fitting import size_within
from formcheck.source.frame import AS_IT_SAYS, Frame, Image, Reading, StreamInfo
from formcheck.source.picture import PictureFile, is_picture
from formcheck.source.thinning import ALL_PICTURES
from formcheck.source.video import VideoFile

_LONGEST_SIDE_PX = 480
# Read larger than it is shown: a body that is small in the picture is cut out of it.
_READ_SIDE_PX = 1280
_QUALITY = 80
# Reading on costs less than seeking up to here.
_SEEK_GAP_S = 2.0
_SAME_MOMENT_S = 1e-4
# A body with its labels is about as high as it is wide.
_FIGURE_PX = (480, 400)
_FILLED, _FEWEST_POINTS = 0.7, 4
_BACKGROUND = (44, 50, 58)
_HEAD = (84, 94, 106)
_HEAD_PER_NECK = 0.65  # radius over the distance from the shoulders to the ears


def pictures(
    path: Path,
    moments: Mapping[str, Observation],
    overlay: Overlay,
    reading: Reading = AS_IT_SAYS,
    cover: FaceCover | None = None,
) -> dict[str, bytes]:
    """Take the source's picture at each observation, cut to the body, with the observation drawn into it.

    Skeleton, angles and what is at fault are drawn, words are not: they belong beside the picture.

    Args:
        path: The video, or a still picture.
        moments: By any name, such as a finding's id. Where they hold findings, these alone are at fault.
        overlay: Draws them.
        reading: As the video was read for the observations.
        cover: Covers faces.

    Returns:
        JPEGs by the same names, longest side 480 at most. A moment that the video does not reach has none.

    Raises:
        SourceError: If the video cannot be read.
    """
    in_order = sorted(moments.items(), key=lambda item: item[1].time_s)
    frames = _frames_at(path, [observation.time_s for _, observation in in_order], reading)
    return {
        name: _still(frame.image.copy(), observation, overlay, cover)
        for (name, observation), frame in zip(in_order, frames, strict=True)
        if frame is not None
    }


def _still(image: Image, observation: Observation, overlay: Overlay, cover: FaceCover | None) -> bytes:
    if cover is not None:
        cover.forget()
        cover.cover(image, observation.pose)
    part, seen = closeup(image, observation, overlay.info)
    height, width = part.shape[:2]
    size = size_within(width, height, _LONGEST_SIDE_PX)
    if size != (width, height):
        part = cv2.resize(part, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
    return jpeg(_drawn(np.ascontiguousarray(part), seen, overlay))


def _drawn(image: Image, seen: Observation, overlay: Overlay) -> Image:
    flags = [flag_of(finding) for finding in seen.findings] or None
    return overlay.draw(image, seen, words=False, flags=flags)


def stick_figure(observation: Observation, info: StreamInfo, overlay: Overlay) -> bytes:
    """The same of a moment of which there is no picture: the body on a plain ground, as large as it fits.

    Args:
        observation: What to draw.
        info: The stream that its pose is in.
        overlay: Draws it.

    Returns:
        A JPEG, longest side 480.
    """
    width, height = _FIGURE_PX
    ground = np.empty((height, width, 3), np.uint8)
    ground[:] = _BACKGROUND
    if observation.pose is None:
        return jpeg(_drawn(ground, observation, overlay))
    fitted = _fitted(observation.pose, info)
    _draw_head(ground, fitted.xy_px * (width / info.width_px, height / info.height_px))
    return jpeg(_drawn(ground, replace(observation, pose=fitted), overlay))


def _fitted(pose: Pose, info: StreamInfo) -> Pose:
    """The pose moved and enlarged, so that the body fills a picture of the figure's shape.

    It stays in the pixels of the stream, which the overlay expects: stretched where the shapes differ.
    """
    width, height = _FIGURE_PX
    seen = np.isfinite(pose.xy_px).all(1) & (pose.visibility >= FAINT)
    if seen.sum() < _FEWEST_POINTS:
        return pose
    low, high = pose.xy_px[seen].min(0), pose.xy_px[seen].max(0)
    scale = min(_FILLED * side / max(1.0, size) for side, size in zip(_FIGURE_PX, high - low, strict=True))
    points = pose.points.copy()
    centred = (pose.xy_px - (low + high) / 2) * scale + (width / 2, height / 2)
    points[:, :2] = centred * (info.width_px / width, info.height_px / height)
    return Pose(points)


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
    if is_picture(path):
        with PictureFile(path, _READ_SIDE_PX, reading) as picture:
            (frame,) = picture
        yield from (frame for _ in times_s)
        return
    with ExitStack() as opened:
        reading = replace(reading, thinning=ALL_PICTURES)  # which are counted depends on where reading begins
        video = opened.enter_context(VideoFile(path, None, None, _READ_SIDE_PX, reading))
        end_s = video.info.duration_s or math.inf
        frames = iter(video)
        shown = next(frames, None)
        for time_s in times_s:
            if shown is not None and shown.time_s + _SEEK_GAP_S < time_s < end_s:
                opened.close()
                start_s = time_s - _SAME_MOMENT_S
                video = opened.enter_context(VideoFile(path, start_s, None, _READ_SIDE_PX, reading))
                frames = iter(video)
                shown = next(frames, None)
            while shown is not None and shown.time_s < time_s - _SAME_MOMENT_S:
                shown = next(frames, None)
            yield shown


def jpeg(image: Image, quality: int = _QUALITY) -> bytes:
    """An RGB picture as a JPEG file."""
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    _, encoded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return encoded.tobytes()
