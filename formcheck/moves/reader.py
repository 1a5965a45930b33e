"""What head and shoulders did since the start: the neck model's estimates, frame by frame."""

import math
from collections.abc import Iterable
from statistics import median

from formcheck.measurements.body import Body
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.measurer import MeasuredFrame
from formcheck.measurements.view import View
from formcheck.moves.features import SCALE, Features, change, features_of
from formcheck.moves.model import neck_model
from formcheck.moves.quantities import move_quantities
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.time_window import TimeWindow

# The start is how somebody holds still for so long; within it head and shoulders move less than this, in
# shoulder widths from the front and distances of ear and shoulder from the side [design defaults].
STILL_S = 0.8
_STILL = {"front": 0.02, "side": 0.03}
# The points of a small picture tremble: single frames may lie so many times as far off.
_JITTER = 6.0
_WATCHED = {
    "front": ("eyes_x", "eyes_y", "nose_x", "shoulders_y"),
    "side": ("ear_x", "ear_y", "nose_y", "shoulder_x"),
}
# Who looks ahead and upright, the camera a little off axis or tilted, is within these [design defaults].
_AHEAD = {"eye_line_deg": 12.0, "nose_turn_deg": 32.0}
_STEP_S = 0.65
_FEWEST = 3


class MoveReader:
    """Learns the start, and reads changes from it.

    The start is learned from the first moment of stillness, in each view by itself, and again whenever
    somebody rests: who sits down into the chair between two repetitions is compared with how they sit then.
    """

    def __init__(self) -> None:
        self._starts: dict[View, Features] = {}
        self._recent: TimeWindow[Features] = TimeWindow(STILL_S, whole=True)
        self._view = View.UNKNOWN

    def ready(self, view: View) -> bool:
        """Whether the start of a view is known."""
        return view in self._starts

    def read(self, seen: MeasuredFrame) -> dict[str, Measurement]:
        """Every quantity at this frame, or the reason why there is none."""
        view, time_s = seen.sight.view, seen.frame.time_s
        if seen.body is None:
            self._recent.clear()
            return _missing(Reason.NO_PERSON)
        if _arm_is_up(seen.body):
            self._recent.clear()
            return _missing(Reason.ARM_UP)
        part = neck_model().get(view)
        if part is None:
            return _missing(Reason.WRONG_VIEW)
        features = features_of(seen.body, view)
        self._remember(time_s, view, features)
        if view not in self._starts and not self.rest():
            return _missing(Reason.NO_NEUTRAL)
        changes = change(features, self._starts[view], SCALE[view])
        found = _missing(Reason.WRONG_VIEW)
        for name, estimate in part.items():
            leading = found[estimate.towards].value if estimate.towards else 1.0
            if leading is not None:
                found[name] = _known(estimate.of(changes, math.copysign(1.0, leading)))
        return found

    def rest(self) -> bool:
        """Take the last moments as the start, if they were still; tells whether they were."""
        if self._recent.span_s < STILL_S or len(self._recent) < _FEWEST or not self._is_still():
            return False
        rows = list(self._recent)
        start = {name: _median(row[name] for row in rows) for name in rows[0]}
        if not _looks_ahead(start):
            return False
        self._starts[self._view] = start
        return True

    def _remember(self, time_s: float, view: View, features: Features) -> None:
        if view is not self._view or (len(self._recent) and time_s - self._recent.last[0] > _STEP_S):
            self._recent.clear()
        self._view = view
        self._recent.add(time_s, features)

    def _is_still(self) -> bool:
        """Whether nothing drifts: both halves of the window have the same middle, and nothing jumps about."""
        rows, kind = list(self._recent), self._view.value
        unit, half = _median(row[SCALE[self._view]] for row in rows), len(rows) // 2
        for name in _WATCHED[kind]:
            values = [row[name] for row in rows]
            drift = abs(_median(values[:half]) - _median(values[half:]))
            if not (
                drift <= _STILL[kind] * unit and max(values) - min(values) <= _JITTER * _STILL[kind] * unit
            ):
                return False
        return True


def _arm_is_up(body: Body) -> bool:
    """Whether a hand or an elbow is above its shoulder: that lifts the shoulder, and covers the face."""
    for side in ("LEFT", "RIGHT"):
        shoulder, elbow, wrist = (L[f"{side}_{part}"] for part in ("SHOULDER", "ELBOW", "WRIST"))
        if any(
            body.reasons[point] is None and body.xy[point][1] < body.xy[shoulder][1]
            for point in (elbow, wrist)
        ):
            return True
    return False


def _looks_ahead(start: Features) -> bool:
    """Whether somebody who holds still does so at rest, and not at the end of an exercise.

    From the side a tuck looks like a neck; there the start is taken as it is.
    """
    return all(not abs(start.get(name, 0.0)) > limit for name, limit in _AHEAD.items())


def _median(values: Iterable[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return median(known) if known else math.nan


def _known(found: tuple[float, float] | None) -> Measurement:
    return Measurement.missing(Reason.NOT_VISIBLE) if found is None else Measurement(*found)


def _missing(reason: Reason) -> dict[str, Measurement]:
    return dict.fromkeys(move_quantities(), Measurement.missing(reason))
