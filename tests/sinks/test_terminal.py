"""The lines in the terminal while somebody is watched."""

from dataclasses import replace

import pytest

from formcheck.activities.load import load_activity
from formcheck.guide.guidance import Guidance
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.phases.rep import Rep
from formcheck.rules.finding import Finding, Severity, Verdict
from formcheck.session.observation import JudgedRep
from formcheck.sinks.status import LiveStatus
from formcheck.sinks.terminal import TerminalLines, rep_line
from formcheck.sinks.update import Update
from formcheck.source.health import lost
from tests.people import film_set, press_set, watch
from tests.sinks.observed import cue, observed

PRESS = load_activity("overhead-press")
READY = Guidance("ready")
CUE = cue("Ribs down", Severity.POOR)


def told(*updates: Update) -> list[str]:
    lines: list[str] = []
    with TerminalLines(lines.append, PRESS) as sink:
        for update in updates:
            sink.write(update)
    return lines


def test_each_rep_is_told_when_it_is_over() -> None:
    seen = watch(PRESS, film_set(press_set(2))).observations
    assert told(*(Update(o, guidance=READY) for o in seen)) == [
        "rep 1: no fault in 6 of 12 checks",
        "rep 2: no fault in 6 of 12 checks",
    ]


def verdicts(made: int, of: int = 12) -> dict[str, Verdict]:
    unseen, seen = Measurement.missing(Reason.WRONG_VIEW), Measurement(1.0)
    rules = [rule.id for rule in PRESS.rules if rule.id != "overhead-press.fast-lowering"][:of]
    known = {
        rule: Verdict(None, seen if n < made else unseen, "trunk_lean_deg") for n, rule in enumerate(rules)
    }
    # Times are seen from everywhere, and say nothing of the body.
    return known | {"overhead-press.fast-lowering": Verdict(None, seen, "eccentric_time_s")}


@pytest.mark.parametrize(
    ("made", "line"),
    [
        (0, "rep 3: not judged from here"),
        (2, "rep 3: only 2 of 12 checks could be made"),
        (3, "rep 3: no fault in 3 of 12 checks"),
    ],
)
def test_a_rep_of_which_too_little_was_judged_is_not_called_free_of_faults(made: int, line: str) -> None:
    assert rep_line(JudgedRep(Rep(3, 0.0, 1.0, 2.0), verdicts(made), ()), PRESS) == line


def test_faults_are_told_by_name_side_and_certainty() -> None:
    layback = Finding("f1", "overhead-press.layback", Severity.POOR, 0.0, 1.0, 0.5, 3, None,
                      "trunk_inclination_deg", -25.0, -20.0, 1.0, uncertain=False)  # fmt: skip
    uneven = replace(layback, rule="overhead-press.uneven", severity=Severity.CAUTION,
                     measure="wrist_height_difference", value=0.14, uncertain=True)  # fmt: skip
    elbow = replace(uneven, rule="overhead-press.no-lockout", measure="elbow_angle_deg", side="left")
    rep = JudgedRep(Rep(3, 0.0, 1.0, 2.0), verdicts(9), (layback, uneven, elbow))
    assert rep_line(rep, PRESS) == (
        "rep 3: leaning back (poor), uneven press, left hand higher (caution, uncertain), "
        "short lockout left (caution, uncertain)"
    )


def test_words_on_the_screen_are_told_once_and_again_after_others() -> None:
    left, back = Guidance("adjust", "Move left"), Guidance("adjust", "Step back")
    shown = [left, left, back, left, READY, left]
    assert told(*(Update(guidance=guidance) for guidance in shown)) == [
        "Move left", "Step back", "Move left", "Move left",
    ]  # fmt: skip


def test_the_guide_goes_before_a_cue_and_a_frame_judged_late_tells_no_cue() -> None:
    seen = observed(cue=CUE)
    hidden = Guidance("ready", "Can't see your elbows")
    assert told(Update(seen), Update(seen, guidance=hidden), Update(seen, guidance=READY)) == [
        "Can't see your elbows", "Ribs down",
    ]  # fmt: skip


def test_what_is_wrong_with_the_camera_is_told_when_it_changes_and_when_it_is_over() -> None:
    unplugged, busy = lost("it was unplugged"), lost("it is in use")
    states = [None, unplugged, unplugged, busy, None, None]
    lines = told(*(Update(guidance=READY, status=LiveStatus(trouble=trouble)) for trouble in states))
    assert lines == [unplugged.line, busy.line, "the camera is back"]


def test_a_camera_that_comes_and_goes_is_told_once() -> None:
    unplugged = lost("it was unplugged")
    states = [unplugged, None] * 20
    lines = told(*(Update(guidance=READY, status=LiveStatus(trouble=trouble)) for trouble in states))
    assert lines == [unplugged.line, "the camera is back"]
