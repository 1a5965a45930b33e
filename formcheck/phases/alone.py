"""Tells whether a rep is one arm's, while the other one stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from formcheck.measurements.quantity import SIDES, Side
from formcheck.measurements.view import View
from formcheck.phases.quantities import RANGE
from formcheck.phases.rep import Phase, Rep

# What one arm does alone is more often a gesture than a lift: its first rep goes this share of a usual range,
# later ones may fall short of it, and each comes back to within this share of its own range of where it began
# [derived, on rendered lifts and gestures].
_FIRST_SHARE, _LATER_SHARE, _BACK_SHARE = 0.6, 0.4, 0.35
# The other arm rises by less than this share of the range on the way up, as an arm that hangs does while the
# body leans, and ends lower by this share.
_SWINGS_SHARE, _LOWER_SHARE = 0.55, 0.25
# An arm that moves by less than this share stays.
_STAYS_SHARE = 0.3
# It has to be seen in so many of the frames: a hidden arm may well lift as well.
_SEEN_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class ArmSign:
    """What the lifting arm has to show at the top of its rep, such as a raised elbow.

    Attributes:
        measure: Measured on each side.
        above: Its middle value at the top lies above; not seen, it speaks neither for nor against.
    """

    measure: str
    above: float


@dataclass(frozen=True, slots=True)
class ArmsFrame:
    """What is remembered of a frame: the view, of each arm the signal, and the value of each sign.

    The signal of a hidden arm may be a guess of the pose model's: then its side is among the `guessed`.
    """

    time_s: float
    view: View
    signal: Mapping[Side, float | None]
    signs: Mapping[Side, tuple[float | None, ...]]
    guessed: frozenset[Side] = frozenset()

    def seen(self, side: Side) -> float | None:
        """The signal of an arm that is not hidden."""
        return None if side in self.guessed else self.signal[side]


def lifts_alone(
    rep: Rep,
    frames: Sequence[ArmsFrame],
    signs: Sequence[ArmSign],
    usual: float,
    top: float,
    *,
    first: bool,
) -> bool:
    """Whether a rep that one arm was followed for is a lift of this arm alone.

    Args:
        rep: A rep with a side.
        frames: The frames of the rep.
        signs: What a lift shows at its top.
        usual: How far a usual rep goes.
        top: How high it has to get.
        first: Whether none was seen shortly before.
    """
    assert rep.side is not None
    height = rep.measurements[RANGE].value
    least = (_FIRST_SHARE if first else _LATER_SHARE) * usual
    if not rep.complete or height is None or height < least:
        return False
    own = _known(frames, rep.side)
    if not own or max(own) < top or own[-1] > max(own) - (1 - _BACK_SHARE) * height:
        return False
    return _other_stays(rep, frames, max(own), height) and _shows_signs(rep, frames, signs)


def moving_side(rep: Rep, frames: Sequence[ArmsFrame]) -> Side | None:
    """The one arm that moved in a rep counted for both, where the other one was up and stayed; else None."""
    height = rep.measurements[RANGE].value
    values = {side: [value for frame in frames if (value := frame.seen(side)) is not None] for side in SIDES}
    if height is None or min(map(len, values.values())) < max(1.0, _SEEN_SHARE * len(frames)):
        return None
    moves = [side for side in SIDES if max(values[side]) - min(values[side]) > _STAYS_SHARE * height]
    return moves[0] if len(moves) == 1 else None


def are_level(frame: ArmsFrame, usual: float) -> bool:
    """Whether neither arm is much higher, as far as both are seen."""
    left, right = frame.seen("left"), frame.seen("right")
    return left is None or right is None or abs(left - right) <= _STAYS_SHARE * usual


def other_arm(side: Side) -> Side:
    """The other one."""
    return "right" if side == "left" else "left"


def _known(frames: Sequence[ArmsFrame], side: Side) -> list[float]:
    return [value for frame in frames if (value := frame.signal[side]) is not None]


def _other_stays(rep: Rep, frames: Sequence[ArmsFrame], high: float, height: float) -> bool:
    assert rep.side is not None
    other = other_arm(rep.side)
    known = [(frame.time_s, value) for frame in frames if (value := frame.signal[other]) is not None]
    if len(known) < _SEEN_SHARE * len(frames):
        return False
    top_from, top_to = _top(rep)
    at_top = [value for time_s, value in known if top_from <= time_s <= top_to]
    if not at_top:
        return False
    lowest = min(value for time_s, value in known if time_s <= top_to)
    # The model's guess of a hidden arm jumps for a moment.
    usual = median(at_top)
    return usual <= high - _LOWER_SHARE * height and usual - lowest <= _SWINGS_SHARE * height


def _shows_signs(rep: Rep, frames: Sequence[ArmsFrame], signs: Sequence[ArmSign]) -> bool:
    assert rep.side is not None
    top_from, top_to = _top(rep)
    at_top = [frame.signs[rep.side] for frame in frames if top_from <= frame.time_s <= top_to]
    for number, sign in enumerate(signs):
        values = sorted(value for row in at_top if (value := row[number]) is not None)
        if values and values[len(values) // 2] <= sign.above:
            return False
    return True


def _top(rep: Rep) -> tuple[float, float]:
    return next(iter(rep.intervals.get(Phase.TOP, ())), (rep.top_s, rep.top_s))
