"""The part of a picture that shows the body, and an observation that fits it."""

from dataclasses import replace

import numpy as np

from formcheck.pose.pose import Pose
from formcheck.session.observation import Observation
from formcheck.source.frame import Image, StreamInfo

_SEEN = 0.3
# Around the points, as a share of the body's longer side: hair, hands and what is lifted lie outside them.
_MARGIN = 0.16
# What is shown is neither a strip nor smaller than this share of the picture.
_NARROWEST, _SMALLEST = 0.75, 0.12


def closeup(image: Image, observation: Observation, info: StreamInfo) -> tuple[Image, Observation]:
    """Cut the body out of a picture.

    Args:
        image: The picture of the observation, at any scale.
        observation: What is known of it.
        info: The stream whose pixels its pose is in.

    Returns:
        The part, and the observation as if the part were the whole picture: it is drawn into as any other.
    """
    box = _box(observation.pose, info)
    if observation.pose is None or box is None:
        return image, observation
    height, width = image.shape[:2]
    x_scale, y_scale = width / info.width_px, height / info.height_px
    left, top = int(box[0] * x_scale), int(box[1] * y_scale)
    right, bottom = int(np.ceil(box[2] * x_scale)), int(np.ceil(box[3] * y_scale))
    points = observation.pose.points.copy()
    points[:, 0] = (points[:, 0] - left / x_scale) * width / (right - left)
    points[:, 1] = (points[:, 1] - top / y_scale) * height / (bottom - top)
    pose = replace(observation.pose, points=points)
    return np.ascontiguousarray(image[top:bottom, left:right]), replace(observation, pose=pose)


def _box(pose: Pose | None, info: StreamInfo) -> tuple[float, float, float, float] | None:
    """Left, top, right and bottom of the part in the stream's pixels; None where nothing can be seen."""
    if pose is None:
        return None
    seen = np.nan_to_num(pose.visibility) >= _SEEN
    points = pose.xy_px[seen & np.isfinite(pose.xy_px).all(axis=1)]
    points = np.clip(points, 0, (info.width_px, info.height_px))
    if len(points) < 3:
        return None
    low, high = points.min(axis=0), points.max(axis=0)
    size = (high - low) + 2 * _MARGIN * float((high - low).max())
    size = np.maximum(size, _NARROWEST * size[::-1])
    size = np.maximum(size, _SMALLEST * max(info.width_px, info.height_px))
    whole = np.array((info.width_px, info.height_px), float)
    size = np.minimum(size, whole)
    origin = np.clip((low + high) / 2 - size / 2, 0, whole - size)
    return float(origin[0]), float(origin[1]), float(origin[0] + size[0]), float(origin[1] + size[1])
