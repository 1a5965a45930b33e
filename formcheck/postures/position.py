"""Where in the picture somebody sits while nothing is wrong: known for this camera and this chair alone."""

from collections.abc import Mapping
from dataclasses import replace

from formcheck.measurements.face import POSITIONS
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.measurements.view import View
from formcheck.pose.time_window import TimeWindow

# A profile holds no places: these seconds of sitting well give them.
_LEARNED_S = 2.0
# Sitting well for so long, but so many shoulder widths higher or lower: a chair was adjusted, or a screen
# tilted [design defaults].
_STAYED_S, _ELSEWHERE = 5.0, 0.12
_STEP_S = 0.5


class PositionTracker:
    """Learns the places of a neutral that has none, and follows a chair that was adjusted."""

    def __init__(self) -> None:
        self._calm: TimeWindow[Mapping[str, Measurement]] = TimeWindow()

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
        missing = not known.keys() >= set(POSITIONS)
        if not missing and not _is_elsewhere(known, measurements):
            self._calm.clear()
            return neutral
        if self._calm and time_s - self._calm.last[0] > _STEP_S:
            self._calm.clear()
        self._calm.add(time_s, {k: measurements[k] for k in POSITIONS if k in measurements})
        if self._calm.span_s < (_LEARNED_S if missing else _STAYED_S):
            return neutral
        places, _ = medians_and_spreads(self._calm)
        self._calm.clear()
        return replace(neutral, by_view={**neutral.by_view, view: {**known, **places}})


def _is_elsewhere(known: Mapping[str, float], now: Mapping[str, Measurement]) -> bool:
    """Whether the head is clearly higher or lower in the picture than in the neutral."""
    width_px, place = known.get("shoulder_width_px"), now.get("ears_y_px")
    if width_px is None or place is None or place.value is None:
        return False
    return abs(place.value - known["ears_y_px"]) > _ELSEWHERE * width_px
