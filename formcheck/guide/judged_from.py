"""What can be judged from where the camera stands, in few words."""

from formcheck.activities.activity import Activity
from formcheck.measurements.view import View

# A view from which less than this share of the best one's rules can be judged is worth turning for.
_TOO_LITTLE = 0.5
_WORDS = {View.FRONT: "front", View.SIDE: "side", View.OBLIQUE: "an angle", View.BACK: "behind"}


def judged_count(activity: Activity, view: View) -> int:
    """How many rules can be judged from a view."""
    return sum(view in rule.views for rule in activity.faults())


def best_view(activity: Activity) -> View:
    """The view from which most rules can be judged; the front where several are as good."""
    views = (View.FRONT, View.SIDE, View.OBLIQUE, View.BACK)
    return max(views, key=lambda view: judged_count(activity, view))


def is_worth_turning(activity: Activity, view: View) -> bool:
    """Whether another view shows much more, and all that this one does; an unknown view is given time."""
    best = best_view(activity)
    if view is View.UNKNOWN or judged_count(activity, view) >= _TOO_LITTLE * judged_count(activity, best):
        return False
    return not any(view in rule.views and best not in rule.views for rule in activity.rules)


def note_on_view(activity: Activity, view: View) -> str:
    """Such as "From the front: 9 of 14 checks"; or ""."""
    if view is View.UNKNOWN or not activity.rules:
        return ""
    of_all = f"{judged_count(activity, view)} of {len(activity.faults())} checks"
    the = "the " if view in (View.FRONT, View.SIDE) else ""
    return f"From {the}{_WORDS[view]}: {of_all}"
