"""What is advised where something was not judged: never what is so already."""

from itertools import product

import pytest

from formcheck.activities.activity import Activity
from formcheck.activities.find import own_activity_ids
from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.results.not_judged import Filmed, not_judged_entry
from formcheck.rules.rule import Rule

LIFTS = [load_activity(name) for name in own_activity_ids() if name != "desk"]
DESK = load_activity("desk")
SIDES = (View.FRONT, View.SIDE, View.OBLIQUE, View.BACK)
WORDS = {
    View.FRONT: "from the front",
    View.SIDE: "from the side",
    View.OBLIQUE: "at an angle",
    View.BACK: "from behind",
}
# Of nobody it is not known from where they are seen; and what is never told of a sitter needs no words.
_NOT_SEEN = {Reason.NO_PERSON}
_OF_LIFTS = {
    Reason.MISLED, Reason.TOP_NOT_SEEN, Reason.NOT_SEEN_WHOLE, Reason.FIRST_REP, Reason.FIRST_REPS,
    Reason.NO_REP, Reason.ONE_ARM, Reason.DUMBBELLS, Reason.LOAD_NOT_KNOWN, Reason.BAR, Reason.CONTRADICTED,
    Reason.SEATED,
    Reason.NEVER_SO,
}  # fmt: skip
_OF_SITTERS = {Reason.SHOULDER_UP, Reason.ARM_UP}
# Said only together with reps that were judged.
_NEVER_SHOWN = {Reason.FIRST_REPS, Reason.BAR}


def cases() -> list[tuple[Activity, Rule, View, Reason]]:
    found = []
    for activity in (*LIFTS, DESK):
        others = _OF_LIFTS if activity is DESK else _OF_SITTERS
        for rule, view, reason in product(activity.rules, SIDES, Reason):
            if reason not in others | _NEVER_SHOWN | _NOT_SEEN:
                found.append((activity, rule, view, reason))
    return found


def test_there_is_something_to_do_about_every_reason_from_every_side() -> None:
    without = {
        (activity.id, str(view), reason.name)
        for activity, rule, view, reason in cases()
        if not not_judged_entry(rule, reason, [], activity.mode, Filmed(view)).fix
    }
    assert not without


def test_nobody_is_told_to_film_from_where_they_film() -> None:
    for activity, rule, view, reason in cases():
        fix = not_judged_entry(rule, reason, [], activity.mode, Filmed(view)).fix.lower()
        if reason is Reason.COVERED or (reason is Reason.WRONG_VIEW and rule.fix):
            continue  # a little from the front of the side view; and a rule's own words
        assert WORDS[view] not in fix, (rule.id, view, reason)


@pytest.mark.parametrize("reason", Reason)
def test_nobody_is_told_to_film_at_a_rate_that_they_may_film_at_already(reason: Reason) -> None:
    for activity in (*LIFTS, DESK):
        fix = not_judged_entry(activity.rules[0], reason, [], activity.mode, Filmed(View.FRONT)).fix
        assert not any(character.isdigit() for character in fix.partition("frames")[0][-4:]), fix


@pytest.mark.parametrize("activity", [*LIFTS, DESK], ids=lambda activity: activity.id)
def test_who_has_a_profile_is_not_told_to_make_one(activity: Activity) -> None:
    filmed = Filmed(View.FRONT, ("calibrated", "picture"))
    for rule, reason in product(activity.rules, Reason):
        fix = not_judged_entry(rule, reason, [], activity.mode, filmed).fix
        assert "calibrate, with" not in fix


def test_another_side_is_named_where_it_shows_more() -> None:
    press = LIFTS[1]
    assert press.id == "overhead-press"
    lockout = press.rule("overhead-press.no-lockout")
    said = not_judged_entry(lockout, Reason.UNSURE, [], press.mode, Filmed(View.FRONT)).fix
    assert said.endswith("Or film from an angle or the side.")


def test_a_stopped_film_is_not_told_to_leave_the_camera_on() -> None:
    press = LIFTS[1]
    fixes = [
        not_judged_entry(press.rules[0], Reason.NOT_SEEN_WHOLE, [], press.mode, Filmed(None, known)).fix
        for known in ((), ("stopped",))
    ]
    assert ["camera" in fix for fix in fixes] == [True, False]
