"""Who sits down, at the beginning or after an absence: as before, elsewhere, or somebody else."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from formcheck.measurements.covered import LONGEST_STEP_S, Covered
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.measurements.view import View
from formcheck.pose.time_window import TimeWindow

# Nobody seen for this long, in more than one picture, and whoever comes next may be somebody else, on another
# chair.
_ABSENT_S, _ABSENT_FRAMES = 3.0, 2
# Nobody who sits gets so many shoulder widths away within this time, seen or not: it is somebody beside them
# who is followed now.
_JUMPED, _WITHIN_S = 1.0, 0.7
# The first still seconds after it say who; a neutral is learned from as many.
_LOOK_S, _LOOKS = 3.0, 5
# Shoulders this near to their place, in shoulder widths, and of this size, are the same ones on the same
# chair: then the neutral still holds. Nobody else sits down so exactly [design defaults].
_SAME_PLACE, _SAME_SIZE = 0.10, 0.05
# But in other clothes the shoulders seem higher or lower, by more than so many of their widths, under a head
# that moved by less than this share of it. Other postures move the head, and who comes back seldom raises
# both shoulders at once and for good [on rendered people].
_OTHER_SHOULDERS, _HEAD_STAYS = 0.03, 0.6
# Of one person the face over the shoulders differs by less [on rendered people].
_OTHER_PERSON = 0.10
_BUILD = ("face_scale",)
# A neutral of another day is proved by sitting as it says for this long without a break, and for this share
# of the time so far. Where so long has passed without that, all of it lies off: that is the camera or the
# chair, and not the person [design defaults]. It is shorter than an alert takes.
_UPRIGHT_S, _UPRIGHT_SHARE = 2.0, 0.25
_UNPROVED_S = 40.0
_LEARNED_FROM_S = 10.0
_STEP_S = 0.3


# The middle of the shoulders, x and y, and how wide they are, in pixels.
Place = tuple[float, float, float]


class Arrived(StrEnum):
    """What is new about somebody who sits."""

    ELSEWHERE = "sits elsewhere than before"
    SOMEBODY_ELSE = "may be somebody else"
    NOT_AS_CALIBRATED = "is never as calibrated"


class ArrivalWatch:
    """Notices when a neutral no longer belongs to who sits there, and takes another one.

    Args:
        is_given: Whether the neutral was calibrated at another time: then it has to prove itself.
    """

    def __init__(self, *, is_given: bool) -> None:
        self._seen_s: float | None = None
        self._empty = 0
        self._where: TimeWindow[Place] = TimeWindow(_WITHIN_S)
        self._is_looking = False
        self._still: TimeWindow[Mapping[str, Measurement]] = TimeWindow()
        self._still_time = Covered(_STEP_S)
        self._unproved = is_given
        self._first_time = Covered(_STEP_S)
        self._upright_time = Covered(_STEP_S)
        self._in_a_row = Covered(_STEP_S)
        self._lately: TimeWindow[Mapping[str, Measurement]] = TimeWindow(_LEARNED_FROM_S)

    @property
    def is_looking(self) -> bool:
        """Whether it is not known yet who sits there: nothing can be judged."""
        return self._is_looking

    @property
    def is_unproved(self) -> bool:
        """Whether a neutral of another day may still turn out to be none of this camera and chair."""
        return self._unproved

    def see(self, time_s: float, shoulders: Place | None, *, known: bool) -> None:
        """Take the next frame.

        Args:
            time_s: Its time.
            shoulders: Where somebody's shoulders are and how wide, in pixels; None where nobody is seen.
            known: Whether a neutral is known.
        """
        if shoulders is None:
            self._empty += 1
            return
        absent = self._seen_s is not None and self._was_absent(time_s - self._seen_s)
        if known and (absent or self._has_jumped(shoulders)):
            self._is_looking = True
            self._begin_look()
            self._where.clear()
        # Not forgotten while nobody is seen: whoever is there next may be somebody else.
        self._where.add(time_s, shoulders)
        self._seen_s, self._empty = time_s, 0

    def _was_absent(self, unseen_s: float) -> bool:
        """One picture in which nobody is found is an error of the model, however few pictures there are."""
        return unseen_s >= _ABSENT_S and (self._empty >= _ABSENT_FRAMES or unseen_s > 2 * LONGEST_STEP_S)

    def _has_jumped(self, shoulders: Place) -> bool:
        if not self._where:
            return False
        x, y, width = shoulders
        before_x, before_y, before_width = next(iter(self._where))
        moved = max(abs(x - before_x), abs(y - before_y))
        return moved > _JUMPED * max(width, before_width)

    def learn(
        self,
        time_s: float,
        view: View,
        measurements: Mapping[str, Measurement],
        neutral: Neutral,
        *,
        still: bool,
        calm: bool,
    ) -> tuple[Neutral, Arrived] | None:
        """Take a frame into account; gives another neutral, and why, where the old one no longer holds."""
        if view not in neutral.by_view:
            self._is_looking = False
            return None
        if self._is_looking:
            self._still_time.add(time_s, fit=still)
            return self._look(time_s, view, measurements, neutral) if still else None
        if self._unproved:
            self._prove_time(time_s, still=still, calm=calm)
            return self._prove(time_s, view, measurements, neutral) if still else None
        return None

    def _look(
        self, time_s: float, view: View, measurements: Mapping[str, Measurement], neutral: Neutral
    ) -> tuple[Neutral, Arrived] | None:
        self._still.add(time_s, measurements)
        if self._still_time.seconds < _LOOK_S or self._still_time.frames < _LOOKS:
            return None
        self._is_looking = False
        known, now = neutral.by_view[view], medians_and_spreads(self._still)[0]
        if view is View.FRONT and _is_same_place(known, now):
            return None
        why = Arrived.SOMEBODY_ELSE if _is_other_build(known, now) else Arrived.ELSEWHERE
        return self._taken(view, self._still, neutral), why

    def _prove_time(self, time_s: float, *, still: bool, calm: bool) -> None:
        self._first_time.add(time_s, fit=still)
        self._upright_time.add(time_s, fit=still and calm)
        if still and not calm:
            self._in_a_row = Covered(_STEP_S)
        self._in_a_row.add(time_s, fit=still and calm)

    def _prove(
        self, time_s: float, view: View, measurements: Mapping[str, Measurement], neutral: Neutral
    ) -> tuple[Neutral, Arrived] | None:
        """The first minute with a neutral of another day."""
        self._lately.add(time_s, measurements)
        is_upright = self._upright_time.seconds >= _UPRIGHT_SHARE * self._first_time.seconds
        if self._in_a_row.seconds >= _UPRIGHT_S and is_upright:
            self._unproved = False
            return None
        if self._first_time.seconds < _UNPROVED_S:
            return None
        self._unproved = False
        return self._taken(view, self._lately, neutral), Arrived.NOT_AS_CALIBRATED

    def _begin_look(self) -> None:
        self._still.clear()
        self._still_time = Covered(_STEP_S)

    def _taken(self, view: View, moments: TimeWindow[Mapping[str, Measurement]], neutral: Neutral) -> Neutral:
        medians, spreads = medians_and_spreads(moments)
        self._begin_look()
        self._lately.clear()
        return replace(
            neutral,
            view=view,
            by_view={view: medians},
            spread_by_view={view: spreads},
            calibrated=frozenset(),
            between_by_view={},
        )


def _is_same_place(known: Mapping[str, float], now: Mapping[str, float]) -> bool:
    """Whether shoulders are where they were, as wide, in the same clothes; unknown places are other ones."""
    before, after = _shoulders(known), _shoulders(now)
    if before is None or after is None:
        return False
    (x, y, width), (now_x, now_y, now_width) = before, after
    moved = max(abs(now_x - x), abs(now_y - y))
    if moved > _SAME_PLACE * width or abs(now_width - width) > _SAME_SIZE * width:
        return False
    risen, head = abs(now_y - y), abs(now["ears_y_px"] - known["ears_y_px"])
    return risen <= _OTHER_SHOULDERS * width or head > _HEAD_STAYS * risen


def _shoulders(known: Mapping[str, float]) -> tuple[float, float, float] | None:
    """Middle of the shoulders, and their width."""
    names = ("shoulders_x_px", "ears_y_px", "ear_height", "shoulder_width_px")
    if not all(name in known for name in names):
        return None
    x, ears_y, height, width = (known[name] for name in names)
    return x, ears_y + height * width, width


def _is_other_build(known: Mapping[str, float], now: Mapping[str, float]) -> bool:
    ratios = [now[name] / known[name] for name in _BUILD if name in known and name in now]
    return any(abs(ratio - 1.0) > _OTHER_PERSON for ratio in ratios)
