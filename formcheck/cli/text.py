"""Results for a terminal: verdict, what to change first, reps, findings, what was not judged, files."""

from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.advice.hints import after_set
from formcheck.cli.findings_text import change_first, findings_text, short
from formcheck.cli.look import Look
from formcheck.cli.page import Page, Words, table
from formcheck.results.extent import extent_of
from formcheck.results.rep_value import rep_value
from formcheck.results.result import WrittenResult
from formcheck.results.summary import MeasurementSummary, PostureSummary, SetSummary, Summary
from formcheck.results.verdict import verdict
from formcheck.results.words import (
    count,
    lasted,
    listing,
    lower_first,
    measured,
    percent,
    readable,
    reps_text,
    times,
    upper_first,
)
from formcheck.rules.quantities import takes_time


def print_result(result: WrittenResult, look: Look) -> None:
    """Print what was found in one source."""
    page = Page(look)
    write_result(page, result)
    page.echo()


def write_result(page: Page, result: WrittenResult) -> None:
    """What was found in one source, and where the files are."""
    summary = result.summary
    if result.parts:
        _sets(page, summary)
        for part in result.parts:
            page.space()
            write_result(page, part)
    else:
        page.line((f"{summary.source.name}: ", "heading"), verdict(summary), hang=2)
        change_first(page, summary)
        _hint(page, summary)
        if summary.source.looked_at is not None:
            page.line(f"Looked at {summary.source.looked_at}.", hang=2)
        for found in summary.sets or () if summary.activity != "none" else ():
            page.line(f"Recognised: {_set(found)}.", hang=2)
        _seen(page, result)
        _neutral(page, summary)
        if offer := after_set(summary.findings):
            page.space()
            page.line(offer, hang=2)
    page.space()
    _files(page, result)


def _seen(page: Page, result: WrittenResult) -> None:
    summary = result.summary
    if summary.moment is not None and summary.coverage.with_pose:
        _moment(page, summary)
    if summary.reps:
        page.space()
        _table(page, result)
    if summary.posture is not None and summary.moment is None:
        page.space()
        _time_spent(page, summary, summary.posture)
    if summary.attempts:
        page.space()
        starts = [f"{a.start_s:.1f} s ({a.reached_percent:.0f} % of the way)" for a in summary.attempts]
        page.line(f"Attempts, not counted: {', '.join(starts)}", hang=2)
    if summary.findings:
        page.space()
        findings_text(page, summary)
    _passed(page, result)
    if summary.last_time is not None:
        page.space()
        page.line(f"{summary.last_time}.", hang=2)
    if summary.not_judged and not (summary.likely and summary.likely.activity):
        page.space()
        _not_judged(page, summary)
    if summary.moment is not None:
        page.space()
        page.line("One picture cannot tell: repetitions, times, speed, or how long a posture lasts.", hang=2)


def _hint(page: Page, summary: Summary) -> None:
    """The command that does better, where the activity was not the one."""
    likely = summary.likely
    if likely is not None and likely.activity is not None:
        page.line(f"To have it judged as that, add -a {likely.activity}, or leave -a out.", hang=2)
    elif summary.activity == "none" and summary.coverage.with_pose:
        page.line("If it is one of the activities all the same, name it with -a.", hang=2)


def _sets(page: Page, summary: Summary) -> None:
    """What was recognised, and when."""
    page.line((f"{summary.source.name} shows", "heading"))
    for number, found in enumerate(summary.sets or (), start=1):
        page.line(f"{number}. {_set(found)}", indent=2, hang=3)


def _set(found: SetSummary) -> str:
    return f"{found.activity}: {count(found.reps, 'rep')}, {found.start_s:.1f} to {found.end_s:.1f} s"


def _moment(page: Page, summary: Summary) -> None:
    """What one picture shows, in words."""
    moment = summary.moment or {}
    known = {name: m for name, m in moment.items() if m.value is not None and not takes_time(name)}
    if not known:
        return
    page.space()
    seen_from = next(iter(summary.coverage.views), "unknown")
    page.heading(f"Measured in this moment, seen from: {seen_from}")
    width = max(len(readable(name)) for name in known)
    for name, m in known.items():
        assert m.value is not None
        value = measured(m.value, m.error, m.unit)
        page.line(f"{readable(name):<{width}}  {value}", indent=2, hang=width + 2)


def _neutral(page: Page, summary: Summary) -> None:
    """Which neutral was used, where it was not the usual one, and why there is no error beside a number."""
    neutral = summary.neutral
    if neutral is not None and neutral.origin == "calibrated":
        page.space()
        if neutral.profile is None:
            page.line("Neutral: taken from the part of the video that you named.", hang=2)
        else:
            page.line(f"Neutral: profile {neutral.profile}, made {neutral.made}.", hang=2)
    if not summary.errors.known:
        page.space()
        page.line(f"{upper_first(summary.errors.text)}.", hang=2)


def _files(page: Page, result: WrittenResult) -> None:
    written = result.written
    files = [("Video", written.video), ("Picture", written.picture), ("Report", written.report),
             ("PDF", written.pdf), ("Summary", written.summary), ("Poses", written.poses)]  # fmt: skip
    files += [("Export", path) for path in written.exports]
    for name, path in files:
        if isinstance(path, Path):
            page.as_it_is(f"{name + ':':<9}{path}")


def _time_spent(page: Page, summary: Summary, posture: PostureSummary) -> None:
    share = posture.neutral_s / posture.judged_s if posture.judged_s else 0.0
    rows = [["posture", "share", "time", "longest", "seen"]]
    rows.append(["neutral", percent(share), lasted(posture.neutral_s), "", ""])
    rows += [
        [lower_first(s.title), percent(s.share), lasted(s.time_s), lasted(s.longest_s), times(s.events)]
        for s in posture.states
    ]
    table(page, rows)
    for why, time_s in posture.not_judged.items():
        page.line(f"not judged for {lasted(time_s)}: {why}", hang=2)
    if summary.neutral is not None and summary.neutral.origin == "provisional":
        page.line("Compared with your first still seconds; calibrate for numbers you can rely on.", hang=2)


def _table(page: Page, result: WrittenResult) -> None:
    """What fits beside each other in 80 columns, of what most people ask for first."""
    summary, reps = result.summary, result.summary.reps
    columns = {
        key: title
        for key, title in (result.activity.table_columns() if result.activity else {}).items()
        if any(_has_value(rep.measurements.get(key)) for rep in reps)
    }
    by_id = {finding.id: finding for finding in summary.findings}
    one_arm = any(rep.side for rep in reps)
    rows = [["rep", *(["arm"] if one_arm else []), "start", *columns.values()]]
    last: list[list[Words]] = [[("findings", "heading")]]
    for rep in reps:
        cells = [_cell(rep_value(rep, _alike(key, result.activity), by_id)) for key in columns]
        arm = [rep.side or "both"] if one_arm else []
        rows.append([str(rep.index), *arm, f"{rep.start_s:.1f} s", *cells])
        found = [short(by_id[finding]) for finding in rep.findings]
        last.append([word for pair in found for word in (", ", pair)][1:] or ["-"])
    table(page, rows, last=last)


def _alike(column: str, activity: Activity | None) -> list[str]:
    """The measurements under one heading: a column, and what rules look at from another side."""
    rules = activity.rules if activity is not None else ()
    heading = next((rule.heading for rule in rules if rule.short_id == column), "")
    others = [rule.short_id for rule in rules if heading and rule.heading == heading]
    return list(dict.fromkeys((column, *others)))


def _has_value(measured: MeasurementSummary | None) -> bool:
    return measured is not None and measured.value is not None


def _cell(measured: MeasurementSummary | None) -> str:
    if measured is None or measured.value is None:
        return "?"
    digits = 0 if measured.unit == "deg" else 1
    return f"{round(measured.value, digits) + 0.0:.{digits}f}"  # adding nothing takes the sign off a -0


def _passed(page: Page, result: WrittenResult) -> None:
    """What was judged in some rep, and found in none."""
    summary = result.summary
    if result.activity is None or not summary.reps or extent_of(summary.reps).is_too_little:
        return
    found = {finding.rule for finding in summary.findings}
    seen = {
        name.partition(":")[0]
        for rep in summary.reps
        for name, measured in rep.measurements.items()
        if measured.value is not None
    }
    titles = [r.title for r in result.activity.rules if r.short_id in seen and r.id not in found]
    if titles:
        page.space()
        names = listing([titles[0], *map(lower_first, titles[1:])])
        page.line(("✔ ", "good"), ("Checked, and nothing found: ", "heading"), lower_first(names), hang=2)


def _not_judged(page: Page, summary: Summary) -> None:
    page.heading("Not judged")
    by_fix: dict[str, list[str]] = {}
    for entry in summary.not_judged:
        reps = f" ({reps_text(entry.reps, len(summary.reps))})" if entry.reps else ""
        by_fix.setdefault(entry.fix, []).append(f"{lower_first(entry.title)}{reps}")
    for fix, titles in by_fix.items():
        page.line(f"{', '.join(titles)}: ", (fix, "quiet"), indent=2, hang=2)
