"""Starts the session that fits an activity."""

from collections.abc import Iterator
from typing import Protocol

from formcheck.activities.activity import Activity
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.session.lift import LiftSession
from formcheck.session.observation import Observation
from formcheck.session.posture import PostureSession
from formcheck.source.frame import StreamInfo


class Session(Protocol):
    """Watches one subject doing one activity: poses in, observations out.

    It reads no clock and no file; time comes with the frames.
    """

    @property
    def neutral(self) -> Neutral:
        """The neutral that changes are taken from, as far as it is known."""
        ...

    def push(self, frame: PosedFrame) -> Iterator[Observation]:
        """Take the next frame; gives an observation for each frame that is ready."""
        ...

    def finish(self) -> Iterator[Observation]:
        """The source has ended: the frames that were held back."""
        ...

    def conclude(self) -> Observation | None:
        """After `finish`: what ended with the source, seen at the last frame again."""
        ...


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
    session = LiftSession if activity.mode.has_reps else PostureSession
    return session(activity, info, smoother, measures, neutral)
