"""Places where somebody has sat well before, in this session: who sits there again is known at once."""

from collections.abc import Iterable, Mapping

from formcheck.measurements.covered import LONGEST_STEP_S
from formcheck.measurements.face import POSITIONS
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.pose.models import FITTED_MODEL
from formcheck.pose.time_window import TimeWindow
from formcheck.postures.model import change_of, changes_of, posture_model

# Sitting for so long as in an earlier neutral, in so many pictures, and it holds again [design defaults].
_LASTS_S, _FEWEST = 1.5, 4
# As there: all that postures are told by is nearer to it than so many of its usual changes, and the place
# than so many shoulder widths. Elsewhere than now: farther than so many. A chair that is moved by 5 cm
# changes 0.3, who sits still varies by 0.05 [on rendered people].
_THERE, _THERE_ASIDE, _NOT_HERE = 0.15, 0.08, 0.25
_KEPT = 3


class KnownSeats:
    """Remembers the neutrals of a session, and finds the one that somebody has come back to.

    A chair that is rolled back to where it stood, or a camera that is put right again, looks a little like a
    posture; but it is in every measure as it was before.

    Args:
        model: The pose model whose points are measured, or None where it is not known.
    """

    def __init__(self, model: str | None = FITTED_MODEL) -> None:
        self._model = posture_model(model)
        self._seats: list[Neutral] = []
        self._lately: TimeWindow[Mapping[str, Measurement]] = TimeWindow(_LASTS_S, _FEWEST, whole=True)

    def forget(self) -> None:
        """Somebody else sits here now."""
        self._seats.clear()
        self._lately.clear()

    def leave(self, neutral: Neutral, view: View) -> None:
        """Another neutral is taken; this one may hold again. The first one and the newest are kept."""
        if neutral.by_view.get(view, {}).keys() >= set(POSITIONS):
            self._seats = [*self._seats[:1], *self._seats[1:][-(_KEPT - 2) :], neutral]
        self._lately.clear()

    def update(
        self,
        time_s: float,
        view: View,
        measurements: Mapping[str, Measurement],
        neutral: Neutral,
        *,
        still: bool,
    ) -> Neutral | None:
        """Take a frame into account; gives an earlier neutral that holds again, or None."""
        if view is not View.FRONT or not self._seats or not still:
            self._lately.clear()
            return None
        if self._lately and time_s - self._lately.last[0] > LONGEST_STEP_S:
            self._lately.clear()
        self._lately.add(time_s, measurements)
        if len(self._lately) < _FEWEST or self._lately.span_s < _LASTS_S - 1e-9:
            return None
        if self._away(neutral, view) < _NOT_HERE:
            return None
        found = next((seat for seat in reversed(self._seats) if self._away(seat, view) < _THERE), None)
        if found is not None:
            self._seats = [seat for seat in self._seats if seat is not found]
            self.leave(neutral, view)
        return found

    def _away(self, seat: Neutral, view: View) -> float:
        """How far the last seconds are from a neutral, in usual changes; 9 where that is not known or far."""
        part = self._model.get(view)
        if part is None:
            return 9.0
        seen = [changes_of(part.inputs, part.distance, each, seat, view) for each in self._lately]
        usual = {name: _mean(each[name] for each in seen) for name in part.inputs}
        aside = _mean(change_of("shoulders_x_px", "widths", each, seat, view) for each in self._lately)
        known = {name: value for name, value in usual.items() if value is not None}
        if aside is None or len(known) < len(usual):
            return 9.0
        share = part.share_of_usual(known)
        return share if abs(aside) < _THERE_ASIDE else max(share, _NOT_HERE)


def _mean(of: Iterable[Measurement]) -> float | None:
    values = [each.value for each in of if each.value is not None]
    return sum(values) / len(values) if values else None
