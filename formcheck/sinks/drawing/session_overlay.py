"""What draws the observations of an activity into pictures."""

from formcheck.activities.activity import Activity, rule_measures, views_by_column
from formcheck.sinks.drawing.angle_marks import marks_for
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.source.frame import StreamInfo


def session_overlay(activity: Activity, info: StreamInfo) -> Overlay:
    """What draws observations of an activity's sessions into pictures; one for each thread."""
    states = {rule.id: rule.title for rule in activity.rules}
    return Overlay(
        info,
        marks_for(activity.columns()),
        {rule.id: rule_measures(rule) for rule in activity.rules},
        judged_from=views_by_column(activity),
        states=states if activity.reps is None else None,
    )
