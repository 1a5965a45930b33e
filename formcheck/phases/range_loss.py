"""How much smaller a rep's range is than that of the first reps like it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.quantity import Side
from formcheck.measurements.view import View
from formcheck.phases.quantities import RANGE, RANGE_LOSS_PERCENT
from formcheck.phases.rep import Rep

_FIRST_RANGES = 3
_ERROR_PERCENT = 6.0
# A rep is seen from one place when so many of its frames are; at the border of two views it goes to and fro.
_SEEN_FROM = 0.8


class RangeLoss:
    """Compares the ranges of the reps of one arm, or of both, that are seen from one view.

    The same movement measures up to a third more from another view: only what is seen alike is compared.
    """

    def __init__(self) -> None:
        self._ranges: defaultdict[tuple[View | None, Side | None], list[float]] = defaultdict(list)
        self._view: View | None = None

    def of(self, rep: Rep, views: Sequence[View]) -> Rep:
        """The rep with its loss of range.

        Args:
            rep: A rep that is over; without its range, it is compared with nothing.
            views: From where it was seen, frame by frame; where that is unclear, as the rep before it.
        """
        height = rep.measurements[RANGE]
        if height.value is None:
            reason = height.reason or Reason.TOP_NOT_SEEN
            return replace(
                rep, measurements={**rep.measurements, RANGE_LOSS_PERCENT: Measurement.missing(reason)}
            )
        self._view = _seen_from(views) or self._view
        ranges = self._ranges[self._view, rep.side]
        ranges.append(height.value)
        return replace(rep, measurements={**rep.measurements, RANGE_LOSS_PERCENT: _loss(ranges)})


def _seen_from(views: Sequence[View]) -> View | None:
    if {View.FRONT, View.BACK} <= {*views}:
        # The subject turned round before: the view is told late.
        return views[-1]
    most = Counter(views).most_common(1)
    return most[0][0] if most and most[0][1] >= _SEEN_FROM * len(views) else None


def _loss(ranges: Sequence[float]) -> Measurement:
    """The last range against the mean of the first three, in percent."""
    if len(ranges) <= _FIRST_RANGES:
        return Measurement.missing(Reason.FIRST_REPS)
    usual = float(np.mean(ranges[:_FIRST_RANGES]))
    return Measurement(100.0 * (usual - ranges[-1]) / usual, _ERROR_PERCENT)
