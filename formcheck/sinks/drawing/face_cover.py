"""Faces that are not to be known again: blurred beyond recognition, from the points of the body."""

from collections import deque
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from formcheck.pose.estimator import PeopleFinder
from formcheck.pose.landmarks import SKELETON
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.models import pose_model
from formcheck.pose.pose import FloatArray, Pose
from formcheck.source.frame import Image, StreamInfo

# The middle of a head and how far it reaches, generously: what is covered too much harms nobody.
Head = tuple[float, float, float]

_HEAD = slice(L.NOSE, L.MOUTH_RIGHT + 1)
_SHOULDERS, _HIPS = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER), (L.LEFT_HIP, L.RIGHT_HIP)
# A head is about 0.44 trunk lengths high and 0.6 shoulder widths wide (as bodies are in
# `formcheck.results.plain`); with hair, and with points that are off, it is covered half as far again.
_PER_TRUNK, _PER_SHOULDERS, _PER_FACE = 0.4, 0.5, 1.9
# From the middle of the shoulders up to that of the head, and how far that may be off, in trunk lengths.
_UP, _DOUBT = 0.45, 0.5
_PER_EYES = 1.9  # of the mesh: its width is that of the eyes
_SMALLEST = 0.02  # of the picture's longer side
# A head of the pictures just before is covered as well: points lag, and are lost for a moment.
_REMEMBERED = 5
# Others in the picture are looked for in every n-th picture, and stay covered until the next look.
LOOK_EVERY = 4
_OTHERS_GROW = 1.5
_BLOCKS = 5  # so few blocks are left of a face before they are smoothed
_BLOCKS_OF_ALL = 32  # the same of the whole picture
# What stays sharp around bones, and around hands and feet, in trunk lengths.
_LIMB, _HELD = 0.5, 0.4


class FaceCover:
    """Covers the faces in the pictures of one stream, in the order of their times.

    The subject's face is where the pose has the head, be it turned, bowed or partly hidden: the place follows
    from all points of the head that there are, and from shoulders and trunk. Everything that is not near the
    subject's limbs and trunk is blurred as well: nobody has to be found there, be it a bystander, a mirror or
    a poster. Where others stand so close that they are within that, the faces that the pose model finds are
    covered. A picture in which nobody is found is blurred as a whole: somebody may be there.

    Args:
        info: The stream whose pixels the poses are in.
        people: Finds everybody in a picture; None: only the subject is covered.
        every: People are looked for in every n-th picture.
    """

    def __init__(self, info: StreamInfo, people: PeopleFinder | None = None, every: int = LOOK_EVERY) -> None:
        self._info, self._people, self._every = info, people, every
        self._before: deque[tuple[Head, ...]] = deque(maxlen=_REMEMBERED)
        self._others: tuple[Head, ...] = ()
        self._count = 0

    def cover(self, image: Image, pose: Pose | None) -> Image:
        """Cover the faces of a picture, in place.

        Args:
            image: (height, width, 3) uint8, at any scale.
            pose: The subject's pose in it, or None where nobody is found.

        Returns:
            The same array.
        """
        heads = () if pose is None else self._heads(image, pose)
        if pose is not None and heads:
            self._keep_body(image, pose)
        if self._people is not None:
            if self._count % self._every == 0:
                self._others = tuple(_others(self._people.find(image), heads, image))
            self._count += 1
        if not heads:
            image[:] = _blurred(image, max(image.shape[:2]) / _BLOCKS_OF_ALL)
        for head in (*heads, *(head for past in self._before for head in past), *self._others):
            _cover(image, head)
        self._before.append(heads)
        return image

    def _keep_body(self, image: Image, pose: Pose) -> None:
        """Blur all but the body and what it holds."""
        height, width = image.shape[:2]
        xy = pose.xy_px * (width / self._info.width_px, height / self._info.height_px)
        mask = _body(xy, image)
        blurred = _blurred(image, max(height, width) / _BLOCKS_OF_ALL)
        cv2.copyTo(blurred, 255 - mask, image)

    def _heads(self, image: Image, pose: Pose) -> tuple[Head, ...]:
        height, width = image.shape[:2]
        scale = np.array((width / self._info.width_px, height / self._info.height_px))
        heads = tuple(heads_of(pose.xy_px * scale, pose.visibility, max(height, width)))
        if pose.face is None or not heads:
            return heads
        face = pose.face
        radius = _PER_EYES * face.width_px * float(scale.max())
        return (*heads, (face.x_px * scale[0], face.y_px * scale[1], radius))

    def forget(self) -> None:
        """The next picture does not follow the one before."""
        self._before.clear()
        self._others, self._count = (), 0

    def close(self) -> None:
        """Free what it looks for people with."""
        if self._people is not None:
            self._people.__exit__(None, None, None)
            self._people = None

    def __enter__(self) -> Self:
        """The cover itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def open_face_cover(info: StreamInfo, model: str | None, every: int = LOOK_EVERY) -> FaceCover:
    """A cover for the pictures of a stream; to be used by one thread, and closed.

    Args:
        info: The stream.
        model: The pose model, or None where it is unknown: then only the subject is covered.
        every: The faces of others are looked for in every n-th picture; a search takes some 50 ms.

    Raises:
        ModelError: If the pose model is not there.
    """
    if model is None:
        return FaceCover(info)
    return FaceCover(info, pose_model(model).open().people.__enter__(), every)


def heads_of(xy: FloatArray, visibility: FloatArray, longest_px: float) -> Iterator[Head]:
    """Where a pose's head may be: by its own points, and by the shoulders where those are in doubt.

    Args:
        xy: (33, 2) points in pixels of the picture.
        visibility: (33,) in 0..1.
        longest_px: The picture's longer side.
    """
    shoulders, hips = _middle(xy, _SHOULDERS), _middle(xy, _HIPS)
    trunk = None if shoulders is None or hips is None else float(np.hypot(*(shoulders - hips)))
    across = xy[L.LEFT_SHOULDER] - xy[L.RIGHT_SHOULDER]
    wide = float(np.hypot(*across)) if np.isfinite(across).all() else 0.0
    least = max(_PER_TRUNK * (trunk or 0.0), _PER_SHOULDERS * wide, _SMALLEST * longest_px)
    points = xy[_HEAD][np.isfinite(xy[_HEAD]).all(axis=1)]
    if len(points):
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        spread = float(np.hypot(*(points - middle).T).max())
        yield float(middle[0]), float(middle[1]), max(least, _PER_FACE * spread)
    seen = np.nan_to_num(visibility[_HEAD])
    if shoulders is None or (len(points) and seen.max(initial=0.0) >= 0.5):
        return
    size = max(trunk or 0.0, wide)
    up = np.array((0.0, -1.0)) if not trunk or hips is None else (shoulders - hips) / max(trunk, 1e-6)
    middle = shoulders + up * _UP * size
    yield float(middle[0]), float(middle[1]), max(least, _DOUBT * size)


def _middle(xy: FloatArray, points: Sequence[L]) -> FloatArray | None:
    known = xy[list(points)]
    known = known[np.isfinite(known).all(axis=1)]
    return known.mean(axis=0) if len(known) else None


def _body(xy: FloatArray, image: Image) -> Image:
    """Where a body is, and what it holds, as a mask of 0 and 255."""
    mask = np.zeros(image.shape[:2], np.uint8)
    shoulders, hips = _middle(xy, _SHOULDERS), _middle(xy, _HIPS)
    longest = float(max(image.shape[:2]))
    trunk = longest / 6 if shoulders is None or hips is None else float(np.hypot(*(shoulders - hips)))
    thick = max(2, round(_LIMB * min(trunk, longest)))
    far = np.clip(np.nan_to_num(xy, nan=-9e4), -9e4, 9e4)
    for a, b in SKELETON:
        if np.isfinite(xy[[a, b]]).all():
            cv2.line(mask, _whole(far[a]), _whole(far[b]), 255, thick)
    corners = [L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.RIGHT_HIP, L.LEFT_HIP]
    if np.isfinite(xy[corners]).all():
        cv2.fillPoly(mask, [np.rint(far[corners]).astype(np.int32)], 255)
    for joint in (L.LEFT_WRIST, L.RIGHT_WRIST, L.LEFT_ANKLE, L.RIGHT_ANKLE):
        if np.isfinite(xy[joint]).all():
            cv2.circle(mask, _whole(far[joint]), max(1, round(_HELD * trunk)), 255, -1)
    return mask


def _whole(point: FloatArray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _others(people: Sequence[Pose], subject: Sequence[Head], image: Image) -> Iterator[Head]:
    """The heads of those who are not the subject, generously: they are not followed."""
    for pose in people:
        for x, y, radius in heads_of(pose.xy_px, pose.visibility, max(image.shape[:2])):
            if not any(np.hypot(x - own[0], y - own[1]) < own[2] for own in subject):
                yield x, y, _OTHERS_GROW * radius


def _cover(image: Image, head: Head) -> None:
    """Blur a round place."""
    height, width = image.shape[:2]
    x, y, radius = head
    left, top = max(0, int(x - radius)), max(0, int(y - radius))
    right, bottom = min(width, int(x + radius) + 1), min(height, int(y + radius) + 1)
    if right - left < 1 or bottom - top < 1:
        return
    part = image[top:bottom, left:right]
    mask = np.zeros(part.shape[:2], np.uint8)
    centre = round((x - left) * 16), round((y - top) * 16)
    cv2.circle(mask, centre, round(radius * 16), 255, -1, cv2.LINE_8, 4)
    cv2.copyTo(_blurred(part, max(1, round(2 * radius / _BLOCKS))), mask, part)


def _blurred(part: Image, block_px: float) -> Image:
    """Averaged over large blocks, and smoothed: what is in a block cannot be had back."""
    height, width = part.shape[:2]
    size = max(1, round(width / block_px)), max(1, round(height / block_px))
    few = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    return cv2.resize(few, (width, height), interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]
