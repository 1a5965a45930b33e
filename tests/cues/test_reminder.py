"""What someone at a desk is told, and when."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.cues.cue import Cue
from formcheck.cues.reminder import SHOWN_S, Reminder
from formcheck.rules.finding import Severity
from formcheck.rules.state import StateNow

RULES = {rule.id: rule for rule in load_activity("desk").rules}
SLUMP, LOOKING = "desk.slump", "desk.looking-down"


def state(rule: str, due: Severity | None, since_s: float = 0.0) -> StateNow:
    return StateNow(rule, Severity.CAUTION, None, since_s, True, due, since_s)


def test_what_is_not_due_yet_is_not_told() -> None:
    assert Reminder(RULES).update(5.0, [state(SLUMP, None)], None) is None


def test_first_shown_then_also_said() -> None:
    reminder = Reminder(RULES)
    shown = reminder.update(15.0, [state(SLUMP, Severity.CAUTION)], None)
    said = reminder.update(45.0, [state(SLUMP, Severity.POOR)], None)
    assert shown is not None
    assert (shown.text, shown.say) == ("Sit taller", False)
    assert said is not None
    assert (said.text, said.say) == ("Sit taller", True)


@pytest.mark.parametrize(("time_s", "again"), [(60.0, False), (344.0, False), (346.0, True)])
def test_after_an_alert_the_rule_is_quiet_for_five_minutes(time_s: float, again: bool) -> None:
    reminder = Reminder(RULES)
    reminder.update(45.0, [state(SLUMP, Severity.POOR)], None)
    cue = reminder.update(time_s, [state(SLUMP, Severity.POOR)], None)
    assert (cue is not None and cue.say) is again


def test_one_thing_at_a_time_the_most_important_first() -> None:
    cue = Reminder(RULES).update(45.0, [state(LOOKING, Severity.POOR), state(SLUMP, Severity.POOR)], None)
    assert cue is not None
    assert cue.rule == SLUMP


def test_what_was_alerted_of_late_hides_nothing_else() -> None:
    reminder = Reminder(RULES)
    both = [state(SLUMP, Severity.POOR), state("desk.head-tilt", Severity.POOR, since_s=50.0)]
    told = [reminder.update(time_s, both, None) for time_s in (45.0, 45.1, 45.0 + SHOWN_S + 0.1)]
    assert [cue and (cue.rule, cue.say) for cue in told] == [
        (SLUMP, True),
        (SLUMP, True),
        ("desk.head-tilt", True),
    ]


def told_in_an_hour(rule: str) -> list[str]:
    """What is said aloud about a state that lasts from 0 s on."""
    reminder, told = Reminder(RULES), []
    for second in range(45, 3600):
        cue = reminder.update(float(second), [state(rule, Severity.POOR)], None)
        if cue is not None and cue.time_s == second and cue.say:
            told.append(cue.text)
    return told


@pytest.mark.parametrize(("rule", "cue"), [(SLUMP, "Sit taller"), ("desk.neck-twist", "Face your screen")])
def test_what_lasts_for_an_hour_is_doubted_and_not_alarmed_for_an_hour(rule: str, cue: str) -> None:
    assert told_in_an_hour(rule) == [cue] * 3 + ["Sitting differently? Calibrate again"]


def test_sitting_without_a_shift_is_no_matter_of_the_neutral() -> None:
    assert set(told_in_an_hour("desk.static")) == {"Time to move"}


def test_what_comes_anew_after_a_doubt_is_told_again() -> None:
    reminder = Reminder(RULES)
    told = [
        reminder.update(time_s, [state(SLUMP, Severity.POOR, since_s=since_s)], None)
        for time_s, since_s in [(901.0, 0.0), (1300.0, 0.0), (1400.0, 1350.0)]
    ]
    assert [cue and cue.text for cue in told] == ["Sitting differently? Calibrate again", None, "Sit taller"]


def test_who_sits_up_after_an_alert_is_praised_once() -> None:
    reminder = Reminder(RULES)
    reminder.update(45.0, [state(SLUMP, Severity.POOR)], None)
    praised = reminder.update(45.0 + SHOWN_S + 0.1, [], None)
    assert praised is not None
    assert praised.text == "Sitting tall, good"
    assert reminder.update(60.0, [], None) is None


def test_who_goes_from_one_posture_to_another_is_not_praised() -> None:
    reminder = Reminder(RULES)
    reminder.update(45.0, [state(SLUMP, Severity.POOR)], None)
    assert reminder.update(45.0 + SHOWN_S + 0.1, [state(LOOKING, None)], None) is None
    praised = reminder.update(60.0, [], None)
    assert praised is not None
    assert praised.is_praise
    assert reminder.update(61.0, [state(LOOKING, None)], None) is None


def test_what_the_camera_needs_comes_before_everything() -> None:
    notice = Cue(1.0, None, None, "Camera moved? Calibrate again", "Please calibrate again.")
    assert Reminder(RULES).update(45.0, [state(SLUMP, Severity.POOR)], notice) is notice
