"""Where somebody sits while nothing is wrong: known for this camera and chair alone, and learned anew."""

from collections.abc import Mapping
from dataclasses import replace

from formcheck.measurements.covered import LONGEST_STEP_S
from formcheck.measurements.face import POSITIONS
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.measurements.view import View
from formcheck.pose.time_window import TimeWindow

# A profile holds no places: these seconds of sitting well give them.
_LEARNED_S = 2.0
# Sitting well for so long, but so many shoulder widths higher, lower or aside, or so much larger or smaller:
# a chair was moved, or a screen tilted [design defaults].
_STAYED_S, _ELSEWHERE, _OTHER_SIZE = 5.0, 0.12, 0.05
# Another place shows the same body from elsewhere, but its head as high over its shoulders. A chair that is
# moved by 15 cm changes that height by 0.02 shoulder widths, the smallest slump by more [on rendered people];
# all moves together may not become a slump either.
_SUNK, _SUNK_IN_ALL = 0.035, 0.05
# The median of fewer pictures is one that trembles.
_FEWEST = 4


class PositionTracker:
    """Learns the places of a neutral that has none, and the whole of it where somebody sits elsewhere."""

    def __init__(self) -> None:
        self._calm: TimeWindow[Mapping[str, Measurement]] = TimeWindow()
        self._first_height: float | None = None

    def begin(self) -> None:
        """Somebody else sits here now, or the neutral was learned anew."""
        self._calm.clear()
        self._first_height = None

    def update(
        self,
        time_s: float,
        view: View,
        measurements: Mapping[str, Measurement],
        neutral: Neutral,
        *,
        calm: bool,
    ) -> Neutral:
        """Take one frame into account, and give the neutral with its places.

        `calm` is a frame in which somebody sits still, in no posture worth a word.
        """
        known = neutral.by_view.get(view)
        if view is not View.FRONT or known is None or not calm:
            self._calm.clear()
            return neutral
        if self._first_height is None:
            self._first_height = known.get("ear_height")
        missing = not known.keys() >= set(POSITIONS)
        if not missing and not _is_elsewhere(known, measurements):
            self._calm.clear()
            return neutral
        if self._calm and time_s - self._calm.last[0] > LONGEST_STEP_S:
            self._calm.clear()
        self._calm.add(time_s, measurements)
        if len(self._calm) < _FEWEST or self._calm.span_s < (_LEARNED_S if missing else _STAYED_S):
            return neutral
        learned, _ = medians_and_spreads(self._calm)
        self._calm.clear()
        if missing:
            learned = {name: learned[name] for name in POSITIONS if name in learned}
        elif self._has_sunk(known, learned):
            return neutral
        # What is of this place and day does not differ from it between days.
        between = neutral.between_by_view
        if not missing:
            between = {known_view: each for known_view, each in between.items() if known_view is not view}
        return replace(
            neutral, by_view={**neutral.by_view, view: {**known, **learned}}, between_by_view=between
        )

    def _has_sunk(self, known: Mapping[str, float], now: Mapping[str, float]) -> bool:
        """Whether the head is at another height over the shoulders: then not the chair alone was moved."""
        height = now.get("ear_height")
        if height is None or self._first_height is None:
            return False
        return (
            abs(height - known.get("ear_height", height)) > _SUNK
            or abs(height - self._first_height) > _SUNK_IN_ALL
        )


def _is_elsewhere(known: Mapping[str, float], now: Mapping[str, Measurement]) -> bool:
    """Whether somebody is clearly elsewhere in the picture than in the neutral, or of another size."""
    width_px = known.get("shoulder_width_px")
    if width_px is None:
        return False
    limits = {**dict.fromkeys(POSITIONS, _ELSEWHERE * width_px), "shoulder_width_px": _OTHER_SIZE * width_px}
    seen = {name: now[name].value for name in limits if name in now and name in known}
    return any(value is not None and abs(value - known[name]) > limits[name] for name, value in seen.items())
