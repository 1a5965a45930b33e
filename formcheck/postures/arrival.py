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
# The first still seconds after it say who; a neutral is learned from as many.
_LOOK_S, _LOOKS = 3.0, 5
# Shoulders this near to their place, in shoulder widths, and of this size, are the same ones on the same
# chair: then the neutral still holds. Nobody else sits down so exactly [design defaults].
_SAME_PLACE, _SAME_SIZE = 0.10, 0.05
# Of one person the face over the shoulders differs by less [on rendered people].
_OTHER_PERSON = 0.10
_BUILD = ("face_scale",)
# Not once upright for this long from the beginning on: the camera or the chair stands elsewhere [design
# default]. It is shorter than an alert takes.
_NEVER_UPRIGHT_S, _UPRIGHT_S = 40.0, 2.0
_LEARNED_FROM_S = 10.0
_STEP_S = 0.3


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
        self._is_looking = False
        self._still: TimeWindow[Mapping[str, Measurement]] = TimeWindow()
        self._still_time = Covered(_STEP_S)
        self._unproved = is_given
        self._upright_time = Covered(_STEP_S)
        self._never: TimeWindow[Mapping[str, Measurement]] = TimeWindow()
        self._never_time = Covered(_STEP_S)

    @property
    def is_looking(self) -> bool:
        """Whether it is not known yet who sits there: nothing can be judged."""
        return self._is_looking

    def see(self, time_s: float, *, somebody: bool, known: bool) -> None:
        """Take the next frame: whether somebody is in it, and whether a neutral is known."""
        if not somebody:
            self._empty += 1
            return
        if self._seen_s is not None and known and self._was_absent(time_s - self._seen_s):
            self._is_looking = True
            self._begin_look()
        self._seen_s, self._empty = time_s, 0

    def _was_absent(self, unseen_s: float) -> bool:
        """One picture in which nobody is found is an error of the model, however few pictures there are."""
        return unseen_s >= _ABSENT_S and (self._empty >= _ABSENT_FRAMES or unseen_s > 2 * LONGEST_STEP_S)

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
            self._upright_time.add(time_s, fit=still and calm)
            self._never_time.add(time_s, fit=still and not calm)
            return self._prove(time_s, view, measurements, neutral, calm=calm) if still else None
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

    def _prove(
        self,
        time_s: float,
        view: View,
        measurements: Mapping[str, Measurement],
        neutral: Neutral,
        *,
        calm: bool,
    ) -> tuple[Neutral, Arrived] | None:
        """The first minute with a neutral of another day."""
        if calm:
            self._unproved = self._upright_time.seconds < _UPRIGHT_S
            return None
        self._upright_time = Covered(_STEP_S)
        self._never.add(time_s, measurements)
        if self._never_time.seconds < _NEVER_UPRIGHT_S:
            return None
        self._unproved = False
        lately: TimeWindow[Mapping[str, Measurement]] = TimeWindow(_LEARNED_FROM_S)
        for at_s, each in self._never.items():
            lately.add(at_s, each)
        return self._taken(view, lately, neutral), Arrived.NOT_AS_CALIBRATED

    def _begin_look(self) -> None:
        self._still.clear()
        self._still_time = Covered(_STEP_S)

    def _taken(self, view: View, moments: TimeWindow[Mapping[str, Measurement]], neutral: Neutral) -> Neutral:
        medians, spreads = medians_and_spreads(moments)
        self._begin_look()
        self._never.clear()
        return replace(
            neutral,
            view=view,
            by_view={view: medians},
            spread_by_view={view: spreads},
            calibrated=frozenset(),
        )


def _is_same_place(known: Mapping[str, float], now: Mapping[str, float]) -> bool:
    """Whether the shoulders are where they were, and as wide; unknown places are other ones."""
    before, after = _shoulders(known), _shoulders(now)
    if before is None or after is None:
        return False
    (x, y, width), (now_x, now_y, now_width) = before, after
    moved = max(abs(now_x - x), abs(now_y - y))
    return moved <= _SAME_PLACE * width and abs(now_width - width) <= _SAME_SIZE * width


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
