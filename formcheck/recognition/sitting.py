"""Tells somebody who sits before the camera, as at a desk, from somebody who does something else there.

Like a lift, sitting is known by evidence that has to be there as a whole: each piece is a row below.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from formcheck.measurements.body import unusable
from formcheck.measurements.geometry import Point, minus
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.recognition.evidence import UPRIGHT_DEG
from formcheck.source.frame import StreamInfo

# On rendered people: at a desk the trunk is a quarter of the picture's height and more, in lifts a fifth.
_CLOSE = 0.24
# How far knees that are seen lie below the hips, in trunk lengths: 0 to 0.35 of who sits, and 0.55 on a high
# stool; standing it is 0.6 and more.
_LEVEL_THIGHS = 0.58
# How often it is looked at, and the longest time that one look may stand for.
_EVERY_S, _LONGEST_S = 0.2, 0.5
# In trunk lengths: hands that are lifted by so much, to this height over the shoulder, and let down again.
# Typing and a mouse stay below 0.15, and who talks with the hands keeps them at -0.4 and lower.
_LIFTED, _LIFTED_TO = 0.25, -0.33
# In looks: how long it stays there, and from when on a hand that is not seen is taken to be as low as this.
_STAYS, _HIDDEN, _HIDDEN_AT = 2, 2, -0.60
_SEEN_SHARE = 0.35
# A hand that is no lower than this below its shoulder is held up: on the table it is 0.5 and more below.
_UP = -0.15


@dataclass(frozen=True, slots=True)
class SittingLook:
    """Somebody over some time.

    Attributes:
        seen_s: For how long.
        close_share: In which share of it they seem to sit close to the camera.
        lean_deg: Hips to shoulders against the vertical, in the middle of it.
        up_share: In which share a hand is held up.
        lifts: How often a hand was lifted, of the hand that was lifted more often.
    """

    seen_s: float
    close_share: float
    lean_deg: float
    up_share: float
    lifts: int


# A film of a few seconds shows no posture that anybody keeps.
_LEAST_S = 3.0
_MOST = 0.6
_HELD_UP = 0.5
# Who drinks or scratches lifts a hand now and then; who lifts weights, eats or waves does it every 5 s.
_LIFTS_PER_MINUTE = 10.0

_EVIDENCE: tuple[tuple[Callable[[SittingLook], bool], str], ...] = (
    (lambda look: look.close_share >= _MOST, ""),
    (lambda look: look.lean_deg < UPRIGHT_DEG, "bent over or lying"),
    (lambda look: look.seen_s >= _LEAST_S, f"seen for less than {_LEAST_S:.0f} s"),
    (lambda look: look.lifts * 60.0 < _LIFTS_PER_MINUTE * look.seen_s, "the hands go up and down"),
    (lambda look: look.up_share < _HELD_UP, "a hand is held up"),
)
"""What has to hold, and what is said where it does not; who does not even sit needs no word."""


@dataclass(frozen=True, slots=True)
class _Sample:
    """One moment.

    Attributes:
        lasts_s: For how long it stands.
        sits: Whether somebody sits close.
        lean_deg: Hips to shoulders against the vertical.
        hands: Height of each hand over its shoulder, if it is seen.
    """

    lasts_s: float
    sits: bool
    lean_deg: float
    hands: tuple[float | None, float | None]


class SittingWatch:
    """Looks five times a second at whether somebody sits close by, with quiet hands."""

    def __init__(self, info: StreamInfo) -> None:
        self._info = info
        self._last_s = -math.inf
        self._samples: list[_Sample] = []

    def see(self, time_s: float, pose: Pose | None) -> None:
        """Take the next frame."""
        if pose is None or time_s < self._last_s + _EVERY_S:
            return
        lasts_s = min(time_s - self._last_s, _LONGEST_S)
        self._last_s = time_s
        self._samples.append(self._sample(pose, lasts_s))

    @property
    def sits(self) -> bool:
        """Whether it was so most of the time."""
        return not _missing(_look(self._samples))

    @property
    def doubt(self) -> str:
        """What speaks against it although somebody seems to sit there; else ""."""
        missing = _missing(_look(self._samples))
        return next((words for words in missing if words), "") if "" not in missing else ""

    def sat_for(self, seconds: float) -> bool:
        """Whether it was so most of the time lately, and so many seconds were seen."""
        lately: list[_Sample] = []
        left_s = seconds
        for sample in reversed(self._samples):
            lately.append(sample)
            left_s -= sample.lasts_s
            if left_s <= 0:
                return not _missing(_look(lately[::-1]))
        return False

    def _sample(self, pose: Pose, lasts_s: float) -> _Sample:
        reasons = unusable(pose, self._info.width_px, self._info.height_px)
        trunk_px = pose.trunk_px
        if not math.isfinite(trunk_px) or trunk_px < _CLOSE * self._info.height_px:
            return _Sample(lasts_s, sits=False, lean_deg=0.0, hands=(None, None))
        seen = [reasons[knee] is None for knee in (L.LEFT_KNEE, L.RIGHT_KNEE)]
        (_, knees_y), (_, hips_y) = pose.middle("knee"), pose.middle("hip")
        sits = not any(seen) or knees_y - hips_y < _LEVEL_THIGHS * trunk_px
        left, right = (
            _height(pose, shoulder, wrist) / trunk_px if reasons[wrist] is None else None
            for shoulder, wrist in ((L.LEFT_SHOULDER, L.LEFT_WRIST), (L.RIGHT_SHOULDER, L.RIGHT_WRIST))
        )
        return _Sample(lasts_s, sits, _lean_deg(pose), (left, right))


def _height(pose: Pose, shoulder: L, wrist: L) -> float:
    up: Point = minus(tuple(pose.xy_px[shoulder].tolist()), tuple(pose.xy_px[wrist].tolist()))
    return up[1]


def _lean_deg(pose: Pose) -> float:
    (x, y), (hips_x, hips_y) = pose.middle("shoulder"), pose.middle("hip")
    return abs(math.degrees(math.atan2(x - hips_x, hips_y - y)))


def _missing(look: SittingLook) -> list[str]:
    return [words for holds, words in _EVIDENCE if not holds(look)]


def _look(samples: Sequence[_Sample]) -> SittingLook:
    if not samples:
        return SittingLook(0.0, 0.0, 0.0, 0.0, 0)
    up = [any(hand is not None and hand > _UP for hand in sample.hands) for sample in samples]
    return SittingLook(
        seen_s=sum(sample.lasts_s for sample in samples),
        close_share=sum(sample.sits for sample in samples) / len(samples),
        lean_deg=median(sample.lean_deg for sample in samples),
        up_share=sum(up) / len(samples),
        lifts=max(_lifts([sample.hands[hand] for sample in samples]) for hand in (0, 1)),
    )


def _lifts(heights: Sequence[float | None]) -> int:
    """How often a hand went up by a lift and stayed for a moment, with a way down in between.

    A hand that comes into sight was low before: hidden by a table or below the picture.
    """
    if sum(height is not None for height in heights) < _SEEN_SHARE * len(heights):
        return 0  # from the side the far hand is guessed
    count, low, high, rises, hidden, stays = 0, math.inf, -math.inf, True, 0, 0
    for height in heights:
        if height is None:
            hidden += 1
            continue
        if hidden >= _HIDDEN and rises:
            low = min(low, _HIDDEN_AT)
        hidden = 0
        if rises:
            low = min(low, height)
            stays = stays + 1 if height - low >= _LIFTED and height > _LIFTED_TO else 0
            if stays == _STAYS:
                count, high, rises, stays = count + 1, height, False, 0
        else:
            high = max(high, height)
            if high - height >= _LIFTED:
                low, rises = height, True
    return count
