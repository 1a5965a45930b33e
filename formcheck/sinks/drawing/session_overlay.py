"""What draws the observations of an activity into pictures."""

from formcheck.activities.activity import Activity
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.source.frame import StreamInfo

# A still is looked at from near, beside what is said of it.
_STILL_LABELS = 0.6


def session_overlay(activity: Activity, info: StreamInfo, *, follows: bool = False) -> Overlay:
    """What draws observations of an activity's sessions into pictures; one for each thread.

    Args:
        activity: What is watched.
        info: The stream that the poses are in.
        follows: Whether the pictures follow one another, as in a video, so that ways can be drawn.
    """
    states = {rule.id: rule.title for rule in activity.rules}
    has_reps = activity.reps is not None
    return Overlay(
        info,
        activity.rules,
        states=None if activity.mode.has_reps else states,
        path=follows and has_reps,
        label_size=1.0 if follows else _STILL_LABELS,
    )
