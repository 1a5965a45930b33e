"""What people see of one session agrees: summary, terminal, report, and the plates of the live window."""

import html
import math
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import formcheck
from formcheck.activities.load import load_activity
from formcheck.cli.look import Look
from formcheck.cli.page import Page
from formcheck.cli.text import write_result
from formcheck.guide.guidance import Guidance
from formcheck.results.extent import extent_of, is_too_little
from formcheck.results.result import OutputFiles, WrittenResult
from formcheck.results.set_lines import summary_lines
from formcheck.results.words import lasted, percent
from formcheck.sinks.screen.posture import PostureWatch
from formcheck.sinks.screen.rest import RestSummary
from formcheck.sinks.terminal import TerminalLines
from formcheck.sinks.update import Update

RECORDINGS = Path(__file__).parents[2] / "benchmarks" / "recordings"
LIFTS = {
    "dev-press-000-good-good-front": "overhead-press",
    "dev-press-016-layback-poor-right_side": "overhead-press",
    "test-press_views-060-good-good-left165": "overhead-press",
    "test-press_views-084-left_hanging-mixed-front": "overhead-press",
    "dev-row-013-too_low-caution-front": "upright-row",
    "test-row_views-032-fast_lower-mixed-left15": "upright-row",
    "test-row_views-048-good-good-left165": "upright-row",
}
SITTINGS = [
    "dev-desk-000-quiet_talk-good-front",
    "dev-desk-010-forward_head-poor-left_side",
    "dev-desk-032-shoulder_tilt-caution-front",
]
PRAISE = re.compile(r"no faults? (found|in)|looks good|nothing stood out|no clear fault", re.IGNORECASE)


@dataclass(frozen=True)
class Seen:
    """One session, and all that is shown of it."""

    result: formcheck.Result
    terminal: str
    report: str
    live: tuple[str, ...]


@cache
def seen(name: str, activity: str) -> Seen:
    (path,) = RECORDINGS.glob(f"{name}.poses.jsonl.gz")
    result = formcheck.analyze(path, activity=activity)
    with TemporaryDirectory() as folder:
        page = result.write(folder).report
        assert page is not None
        report = html.unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.read_text(), flags=re.S))
    known = load_activity(activity)
    paper = Page(Look())
    written = OutputFiles(Path(), Path("summary.json"), None, None)
    write_result(paper, WrittenResult(result.summary, written, known))
    live: list[str] = []
    with TerminalLines(live.append, known) as lines:
        for observation in result.observations:
            lines.write(Update(observation, guidance=Guidance("ready")))
    return Seen(result, paper.text(), " ".join(report.split()), tuple(live))


@pytest.fixture(params=LIFTS.items(), ids=lambda item: item[0])
def lift(request: pytest.FixtureRequest) -> Seen:
    return seen(*request.param)


@pytest.fixture(params=SITTINGS)
def sitting(request: pytest.FixtureRequest) -> Seen:
    return seen(request.param, "desk")


@pytest.fixture(params=[*LIFTS.items(), *((name, "desk") for name in SITTINGS)], ids=lambda item: item[0])
def session(request: pytest.FixtureRequest) -> Seen:
    return seen(*request.param)


def test_terminal_and_report_open_with_one_verdict(session: Seen) -> None:
    assert session.result.verdict in session.terminal
    assert session.result.verdict in session.report


def test_every_finding_is_named_in_both(session: Seen) -> None:
    for finding in session.result.findings:
        assert finding.title in session.terminal
        assert finding.title in session.report


def test_the_row_of_a_rep_holds_the_value_that_was_found_in_it(lift: Seen) -> None:
    activity = lift.result.activity
    assert activity is not None
    for finding in lift.result.findings:
        rule = activity.rule(finding.rule)
        alike = {other.short_id for other in activity.rules if other.heading == rule.heading}
        if finding.unit == "deg" and alike & activity.table_columns().keys():
            (row,) = re.findall(rf"^{finding.rep} .*$", lift.terminal, flags=re.M)
            assert re.search(rf"(?<!\d){round(finding.value)}(?!\d)", row), (finding.rule, row)


def test_no_time_is_negative_and_no_number_has_needless_digits(session: Seen) -> None:
    for text in (session.terminal, session.report, *session.live):
        assert not re.search(r"(?<![\d\w])[-−]\d+(\.\d+)? s\b", text)
        assert not re.search(r"\d\.\d{4,}", text)


def test_no_hint_asks_for_a_frame_rate_or_a_view_that_is_there(session: Seen) -> None:
    views = session.result.summary.coverage.views
    side = next((view for view, share in views.items() if share == 1.0), "")
    for entry in session.result.not_judged:
        assert "15 frames" not in entry.fix
        if entry.reason != "one camera does not show it well enough":
            assert f"from the {side}" not in entry.fix


def test_a_rep_is_free_of_faults_everywhere_or_nowhere(lift: Seen) -> None:
    for rep in lift.result.reps:
        (line,) = (line for line in lift.live if re.match(rf"rep {rep.index}\b", line))
        if rep.findings:
            assert not PRAISE.search(line)
            assert "not judged" not in line
        else:
            extent = extent_of([rep])
            assert ("no fault" in line) == (not extent.is_too_little)
            if not extent.is_none:
                assert extent.words in line


def test_where_nothing_was_judged_nothing_is_praised_anywhere(lift: Seen) -> None:
    summary = lift.result.summary
    if not extent_of(summary.reps).is_none:
        assert "Not judged from here" not in lift.result.verdict
        return
    shown = (lift.terminal, lift.report, *lift.live, *summary_lines(summary))
    assert not any(PRAISE.search(text) for text in shown)
    assert "Not judged from here." in lift.result.verdict
    assert "Film from" in lift.result.verdict
    assert "Not judged from here" in lift.live
    assert "Not judged from here" in summary_lines(summary)


def test_no_rep_with_a_finding_is_praised(lift: Seen) -> None:
    for observation in lift.result.observations:
        if observation.cue is not None and observation.cue.is_praise:
            assert not observation.findings


def test_the_rest_plate_says_what_the_summary_says(lift: Seen) -> None:
    activity = lift.result.activity
    assert activity is not None
    rest, last = RestSummary(activity), ()
    for observation in lift.result.observations:
        last = rest.update(observation) or last
    told = summary_lines(lift.result.summary)
    if last:  # who lowers the weight as the film ends does not rest
        assert [line for line in last if not line.startswith("Lowering")][: len(told)] == list(told)


def test_times_of_a_posture_are_one_thing(sitting: Seen) -> None:
    posture = sitting.result.summary.posture
    assert posture is not None
    for state in posture.states:
        found = [finding for finding in sitting.result.findings if finding.rule == state.rule]
        spans = [end_s - start_s for finding in found for start_s, end_s in finding.stretches]
        assert state.time_s == pytest.approx(sum(spans), abs=0.01)
        assert state.longest_s == pytest.approx(max(spans), abs=0.01)
        assert state.longest_s <= state.time_s
        assert state.share == pytest.approx(state.time_s / posture.judged_s, abs=0.001)
        assert state.events == len(found)
        for text in (sitting.terminal, sitting.report):
            assert lasted(state.time_s) in text
            assert percent(state.share) in text


def test_time_is_neutral_or_in_a_posture(sitting: Seen) -> None:
    posture = sitting.result.summary.posture
    assert posture is not None
    assert not is_too_little(posture)
    spans = sorted(span for finding in sitting.result.findings for span in finding.stretches)
    covered_s, until_s = 0.0, -math.inf
    for start_s, end_s in spans:
        covered_s += max(0.0, end_s - max(start_s, until_s))
        until_s = max(until_s, end_s)
    assert posture.neutral_s + covered_s == pytest.approx(posture.judged_s, abs=0.1)


def test_the_live_plate_adds_up_as_the_summary(sitting: Seen) -> None:
    posture, watch = sitting.result.summary.posture, PostureWatch(load_activity("desk"))
    assert posture is not None
    for observation in sitting.result.observations:
        if not observation.is_end:
            now = watch.update(observation)
    assert now.neutral_s == pytest.approx(posture.neutral_s, abs=0.001)
    assert now.judged_s == pytest.approx(posture.judged_s, abs=0.001)
    assert now.events == sum(state.events for state in posture.states)
