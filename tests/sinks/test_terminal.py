"""The lines in the terminal while somebody is watched."""

from formcheck.activities.load import load_activity
from formcheck.guide.guidance import Guidance
from formcheck.rules.finding import Severity
from formcheck.sinks.status import LiveStatus
from formcheck.sinks.terminal import TerminalLines
from formcheck.sinks.update import Update
from formcheck.source.health import lost
from tests.people import film_set, press_set, watch
from tests.sinks.observed import cue, observed

READY = Guidance("ready")
CUE = cue("Ribs down", Severity.POOR)


def told(*updates: Update) -> list[str]:
    lines: list[str] = []
    with TerminalLines(lines.append) as sink:
        for update in updates:
            sink.write(update)
    return lines


def test_each_rep_is_told_when_it_is_over() -> None:
    seen = watch(load_activity("overhead-press"), film_set(press_set(2))).observations
    assert told(*(Update(o, guidance=READY) for o in seen)) == [
        "rep 1 is over: no fault found",
        "rep 2 is over: no fault found",
    ]


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
