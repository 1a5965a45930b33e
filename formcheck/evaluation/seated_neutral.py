"""The neutral of a clip whose labels say when somebody sat in it."""

from collections import Counter
from collections.abc import Iterable

from formcheck.activities.mode import Mode
from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.measurer import FrameMeasurer
from formcheck.measurements.neutral import Neutral, medians_and_spreads
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.source.frame import StreamInfo


def seated_neutral(
    frames: Iterable[PosedFrame], info: StreamInfo, mode: Mode, from_s: float, to_s: float
) -> Neutral | None:
    """The neutral of somebody who is known to sit in it from one time to another; None if nobody is seen.

    Unlike a calibration it does not ask whether that time is fit for one.
    """
    smoother = ZeroPhaseSmoother()
    smoothed = [s for frame in frames for s in smoother.push(frame)]
    smoothed += smoother.finish()
    measurer = FrameMeasurer(info, tuple(frame_quantities()), mode.views)
    seen = [
        s
        for s in map(measurer.measure, smoothed)
        if from_s <= s.frame.time_s <= to_s and s.frame.pose is not None
    ]
    if not seen:
        return None
    view = Counter(s.sight.view for s in seen).most_common(1)[0][0]
    medians, spreads = medians_and_spreads(s.measurements for s in seen if s.sight.view is view)
    return Neutral(view, {view: medians}, {view: spreads}, frozenset({view}))
