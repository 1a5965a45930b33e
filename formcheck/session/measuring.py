"""The session of what is no known activity: it measures, and judges nothing."""

from formcheck.activities.activity import Activity
from formcheck.measurements.measurer import FrameMeasurer
from formcheck.measurements.neutral import Neutral
from formcheck.phases.rep import Phase
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.session.observation import Observation
from formcheck.session.session import Session
from formcheck.source.frame import StreamInfo


class MeasuringSession(Session):
    """Watches one subject, and measures what the activity asks for.

    Args:
        activity: Without reps and rules.
        info: Size and rate of the pictures that the poses come from.
        smoother: Takes the jitter out; with a delay for files, without for cameras.
        measures: Measures to take beside those of the activity.
        neutral: The subject's calibrated neutral, if there is one.
    """

    def __init__(
        self,
        activity: Activity,
        info: StreamInfo,
        smoother: Smoother,
        measures: tuple[str, ...] = (),
        neutral: Neutral | None = None,
    ) -> None:
        super().__init__(smoother)
        self._neutral = neutral or Neutral()
        names = tuple(dict.fromkeys((*activity.measures(), *measures)))
        self._measurer = FrameMeasurer(info, names, activity.mode.views)

    @property
    def neutral(self) -> Neutral:
        """None is learned."""
        return self._neutral

    def _observe(self, frame: PosedFrame) -> Observation:
        seen = self._measurer.measure(frame)
        return Observation(
            index=frame.index,
            time_s=frame.time_s,
            pose=frame.pose,
            view=seen.sight.view,
            facing=seen.sight.facing,
            phase=Phase.UNKNOWN,
            rep_count=0,
            measurements=seen.measurements,
            firing={},
            cue=None,
        )

    def _end(self, last: Observation) -> Observation | None:
        return None
