"""Why a rule was not judged, and what removes that, given how the session was filmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formcheck.activities.mode import Mode, Situation
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.results.summary import NotJudgedSummary
from formcheck.results.words import listing
from formcheck.rules.rule import Rule

_OFF = "one camera does not show it well enough"
# From this share of the frames on, a session counts as filmed from one side.
_ONE_SIDE = 0.8
# Another side shows what these reasons keep from being told.
_SIDE_HELPS = frozenset({Reason.UNSURE, Reason.TOO_CLOSE, Reason.FORESHORTENED, Reason.CONTRADICTED})
SEEN_FROM = {View.FRONT: "the front", View.SIDE: "the side", View.OBLIQUE: "an angle", View.BACK: "behind"}


@dataclass(frozen=True, slots=True)
class Filmed:
    """How a session was filmed, as far as that changes what would help.

    Attributes:
        view: From where nearly all of it was seen, or None.
        known: What else is known of it.

    Example:
        >>> Filmed.of({View.FRONT: 9, View.OBLIQUE: 1}, ["stopped"])
        Filmed(view=<View.FRONT: 'front'>, known=('stopped',))
    """

    view: View | None = None
    known: tuple[Situation, ...] = ()

    @classmethod
    def of(cls, views: Mapping[View, int], known: Sequence[Situation] = ()) -> "Filmed":
        """From the numbers of frames that were seen from each side."""
        frames = sum(views.values())
        view = next((v for v, n in views.items() if v is not View.UNKNOWN and n >= _ONE_SIDE * frames), None)
        return cls(view, tuple(known))


def not_judged_entry(
    rule: Rule, reason: Reason, reps: list[int], mode: Mode, filmed: Filmed
) -> NotJudgedSummary:
    """A rule that could not be judged, with what to do about it.

    Args:
        rule: The rule.
        reason: Why not.
        reps: The reps that it concerns; empty: all.
        mode: Has the words.
        filmed: How it was filmed: what is so already is not advised.
    """
    fix = _fix(rule, reason, mode, filmed)
    return NotJudgedSummary(rule=rule.id, title=rule.title, reason=str(reason), fix=fix, reps=reps)


def off_entry(rule: Rule) -> NotJudgedSummary:
    """A rule that is switched off because one camera cannot judge it, with what to do instead."""
    return NotJudgedSummary(rule=rule.id, title=rule.title, reason=_OFF, fix=rule.off_because, reps=[])


def _fix(rule: Rule, reason: Reason, mode: Mode, filmed: Filmed) -> str:
    if reason is Reason.WRONG_VIEW and filmed.view not in rule.views:
        return rule.fix or mode.how_to_film(rule.views)
    words = mode.remedy(reason, filmed.view, filmed.known)
    if filmed.view is None or reason not in {*_SIDE_HELPS, Reason.WRONG_VIEW}:
        return words
    others = [SEEN_FROM[view] for view in rule.views if view is not filmed.view and view in SEEN_FROM]
    return " ".join(filter(None, (words, f"Or film from {listing(others, 'or')}." if others else "")))


def better_side(rules: Sequence[Rule], view: View) -> str:
    """In a few words from where more of the rules can be judged; where that is here, what else helps.

    Example:
        >>> from formcheck.activities.load import load_activity
        >>> better_side(load_activity("overhead-press").rules, View.BACK)
        'Film from the front'
    """
    seen = {side: sum(side in rule.views for rule in rules) for side in SEEN_FROM}
    best = max(seen, key=seen.__getitem__)
    return "Come nearer, more light" if best is view else f"Film from {SEEN_FROM[best]}"
