"""Notices a film that lies on its side or stands on its head: nobody lifts or sits like that."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import FloatArray, Pose
from formcheck.source.frame import Image

# When the picture is looked at, in seconds from where reading begins.
MOMENTS_S = (0.0, 0.5, 1.0, 2.0, 4.0)
# Who bends over the bar leans further than this; a phone that lies on its side is turned by 90.
_NEAR_DEG = 35.0
# From the side the head is ahead of the shoulders.
_HEAD_NEAR_DEG = 55.0
_SEEN = 0.5
# In one picture of a film somebody may stoop; a still has no other.
_FEWEST_MOMENTS = 2
# Later in the film: so often it is looked at, and so many times in a row somebody has to lie.
_LOOKS_EVERY_S, _LIES_TIMES = 0.5, 4

_SHOULDERS, _HIPS = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER), (L.LEFT_HIP, L.RIGHT_HIP)
_KNEES, _HEAD = (L.LEFT_KNEE, L.RIGHT_KNEE), (L.LEFT_EAR, L.RIGHT_EAR)


def turn_to_upright(pictures: Iterable[Image], find: Callable[[Image], Sequence[Pose]]) -> int:
    """By how much the pictures have to be turned clockwise for the body in them to stand upright.

    As soon as somebody is seen upright, nothing more is looked at.

    Args:
        pictures: Some moments of the film.
        find: Finds everybody in a picture.

    Returns:
        0, 90, 180 or 270; 0 also where it cannot be told.
    """
    found: Counter[int] = Counter()
    looked = 0
    for picture in pictures:
        looked += 1
        turn = _turn_of(picture, find)
        if turn == 0:
            return 0
        if turn is not None:
            found[turn] += 1
    ((turn, times),) = found.most_common(1) or [(0, 0)]
    return turn if times >= min(_FEWEST_MOMENTS, looked) and times > looked / 2 else 0


def _turn_of(picture: Image, find: Callable[[Image], Sequence[Pose]]) -> int | None:
    """The same of one picture, None where nobody is seen well enough."""
    turn = _needed(find(picture))
    if turn is not None:
        return turn
    # The model may find nobody who lies: look at the picture as it would have to be.
    for quarters in (1, 3, 2):
        turned = np.ascontiguousarray(np.rot90(picture, -quarters))
        if _needed(find(turned)) == 0:
            return 90 * quarters
    return None


def _needed(people: Sequence[Pose]) -> int | None:
    turns = [turn for turn in map(turn_of_body, people) if turn is not None]
    if 0 in turns:
        return 0
    return turns[0] if turns else None


def turn_of_body(pose: Pose) -> int | None:
    """By how much a picture has to be turned clockwise for this body to stand upright; None: unknown.

    That it does not stand upright counts only where head, trunk and, if seen, thighs agree.

    Example:
        >>> turn_of_body(Pose(np.full((33, 5), np.nan))) is None
        True
    """
    head, shoulders, hips = (_middle(pose, part) for part in (_HEAD, _SHOULDERS, _HIPS))
    if head is None or shoulders is None:
        return None
    head_deg = _direction_deg(shoulders, head)
    trunk_deg = _square_to_shoulders_deg(pose, head_deg) if hips is None else _direction_deg(hips, shoulders)
    if trunk_deg is None:
        return None
    quarter_deg = round(trunk_deg / 90) * 90
    agree = _apart_deg(trunk_deg, quarter_deg) < _NEAR_DEG
    agree &= _apart_deg(head_deg, quarter_deg) < _HEAD_NEAR_DEG
    knees = _middle(pose, _KNEES)
    if quarter_deg % 360 and knees is not None and hips is not None:
        agree &= _apart_deg(_direction_deg(knees, hips), quarter_deg) < _NEAR_DEG
    return -quarter_deg % 360 if agree else None


def _middle(pose: Pose, points: tuple[L, ...]) -> FloatArray | None:
    """The middle of those of the points that are seen: from the side, one of two is hidden."""
    seen = [point for point in points if pose.visibility[point] >= _SEEN]
    return pose.xy_px[seen].mean(0) if seen else None


def _square_to_shoulders_deg(pose: Pose, head_deg: float) -> float | None:
    """Of who sits behind a desk: the way that is square to the line of the shoulders, on the head's side."""
    if not (pose.visibility[list(_SHOULDERS)] >= _SEEN).all():
        return None
    left, right = (pose.xy_px[point] for point in _SHOULDERS)
    along_deg = _direction_deg(left, right)
    return min((along_deg + 90.0, along_deg - 90.0), key=lambda way_deg: _apart_deg(way_deg, head_deg))


def _direction_deg(start: FloatArray, end: FloatArray) -> float:
    """From one part of the body to another, clockwise from straight up."""
    way = end - start
    return float(np.degrees(np.arctan2(way[0], -way[1])))


def _apart_deg(one_deg: float, other_deg: float) -> float:
    return abs((one_deg - other_deg + 180.0) % 360.0 - 180.0)


class LyingWatch:
    """Notices a body that lies for a while later in a film, such as after the phone was turned.

    Attributes:
        since_s: Since when it first lay, or None.
    """

    def __init__(self) -> None:
        self._next_s = 0.0
        self._lying_s: list[float] = []
        self.since_s: float | None = None

    def look(self, time_s: float, pose: Pose | None) -> None:
        """Take the next pose; only some are looked at."""
        if self.since_s is not None or time_s < self._next_s:
            return
        self._next_s = time_s + _LOOKS_EVERY_S
        turn = None if pose is None else turn_of_body(pose)
        if turn:
            self._lying_s.append(time_s)
        elif turn == 0:
            self._lying_s.clear()
        if len(self._lying_s) >= _LIES_TIMES:
            self.since_s = self._lying_s[0]
