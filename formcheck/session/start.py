"""Starts the session that fits an activity."""

from formcheck.activities.activity import Activity
from formcheck.measurements.neutral import Neutral
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.session.lift import LiftSession
from formcheck.session.measuring import MeasuringSession
from formcheck.session.posture import PostureSession
from formcheck.session.session import Session
from formcheck.source.frame import StreamInfo


def start_session(
    activity: Activity,
    info: StreamInfo,
    smoother: Smoother,
    measures: tuple[str, ...] = (),
    neutral: Neutral | None = None,
) -> Session:
    """The session for an activity.

    Args:
        activity: What to watch, and how it is judged.
        info: Size and rate of the pictures that the poses come from.
        smoother: Takes the jitter out; with a delay for files, without for cameras.
        measures: Measures to take beside those that the activity needs.
        neutral: The subject's calibrated neutral: used from the first frame, and kept for the views that it
            was calibrated for. For other views one is learned on the way.
    """
    if not activity.is_judged:
        return MeasuringSession(activity, info, smoother, measures, neutral)
    session = LiftSession if activity.mode.has_reps else PostureSession
    return session(activity, info, smoother, measures, neutral)
