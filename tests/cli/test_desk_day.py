"""A day at the desk in the terminal: each posture once, with how often and how long it was there."""

from dataclasses import replace
from pathlib import Path

from formcheck.activities.load import load_activity
from formcheck.cli.look import Look
from formcheck.cli.page import Page
from formcheck.cli.text import write_result
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.results.digest import Digest
from formcheck.results.result import OutputFiles, WrittenResult
from formcheck.results.summary import Summary
from formcheck.session.start import start_session
from tests.people import FRONT
from tests.seats import UPRIGHT, Seat, sitting, sitting_neutral

DESK, FPS = load_activity("desk"), 6.0
HOURS, ROUNDS_PER_HOUR = 8, 30


def one_round() -> Summary:
    """Half a minute: upright, the head on one side, upright, leaning aside."""
    info = replace(FRONT.info(FPS), pose_model="full")
    session, digest = start_session(DESK, info, ZeroPhaseSmoother(), neutral=sitting_neutral()), Digest(DESK)
    frames = sitting(
        (UPRIGHT, 4.0), (Seat(head_left=14), 6.0), (UPRIGHT, 6.0), (Seat(aside=0.25, left_up=-12), 8.0)
    )
    for observation in session.watch(frames):
        digest.write(observation)
    return digest.summary(info, "full", kind="camera", interrupted=False)


def a_day(part: Summary) -> Summary:
    """The same over and over, as the summary of eight hours would hold it."""
    times = HOURS * ROUNDS_PER_HOUR
    step_s = 3600.0 / ROUNDS_PER_HOUR
    findings = [
        found.model_copy(
            update={
                "id": f"f{number * len(part.findings) + n}",
                "start_s": found.start_s + number * step_s,
                "end_s": found.end_s + number * step_s,
                "peak_s": found.peak_s + number * step_s,
            }
        )
        for number in range(times)
        for n, found in enumerate(part.findings, start=1)
    ]
    assert part.posture is not None
    states = [state.model_copy(update={"time_s": times * state.time_s}) for state in part.posture.states]
    spent = {"seen_s": HOURS * 3600.0, "judged_s": HOURS * 3600.0, "states": states}
    return part.model_copy(update={"findings": findings, "posture": part.posture.model_copy(update=spent)})


def lines_of(summary: Summary) -> list[str]:
    page = Page(Look())
    files = OutputFiles(Path("out"), Path("out/summary.json"), None, None)
    write_result(page, WrittenResult(summary, files, DESK))
    return page.text().splitlines()


def test_eight_hours_take_no_more_lines_than_half_a_minute_and_add_up() -> None:
    part = one_round()
    rules = {found.rule for found in part.findings}
    assert len(rules) >= 2
    day = a_day(part)
    assert len(day.findings) >= 400
    shown = lines_of(day)
    assert len(shown) <= len(lines_of(part)) + 2
    findings = [line for line in shown if " times, " in line]
    assert len(findings) == len(rules)
    assert all(f"{HOURS * ROUNDS_PER_HOUR} times" in line and "in all" in line for line in findings)
    lean = next(s for s in day.posture.states if s.rule.endswith("lateral-lean"))  # type: ignore[union-attr]
    (line,) = (line for line in findings if "eaning sideways" in line)
    assert f"{lean.time_s / 60:.0f} min in all" in line
