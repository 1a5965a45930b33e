"""Results as plain text for a terminal."""

from collections.abc import Sequence
from pathlib import Path

from formcheck.results.result import WrittenResult
from formcheck.results.summary import (
    FindingSummary,
    MeasurementSummary,
    NotJudgedSummary,
    PostureSummary,
    Summary,
)
from formcheck.results.verdict import verdict
from formcheck.results.words import lasted, percent, upper_first

_MARK = {"caution": "/!\\", "poor": "(X)"}


def result_text(result: WrittenResult) -> str:
    """Verdict, rep table, findings, what was not judged, and where the files are."""
    summary = result.summary
    if summary.source.kind == "picture":
        return picture_text(result)
    if result.parts:
        return "\n\n".join([_sets(summary), *(result_text(part) for part in result.parts), _files(result)])
    parts = [f"{summary.source.name}: {verdict(summary)}"]
    parts += [_sets(summary)] if summary.sets else []
    if summary.reps:
        parts.append(_table(result))
    if summary.posture is not None:
        parts.append(_time_spent(summary, summary.posture))
    if summary.attempts:
        times = ", ".join(
            f"{a.start_s:.1f} s ({a.reached_percent:.0f} % of the way)" for a in summary.attempts
        )
        parts.append(f"Attempts, not counted: {times}")
    if summary.findings:
        parts.append("\n".join(["Findings", *(_finding(finding) for finding in summary.findings)]))
    if summary.not_judged:
        parts.append("\n".join(["Not judged", *_not_judged(summary.not_judged)]))
    parts += [*_neutral(summary), *_errors(summary)]
    return "\n\n".join([*parts, _files(result)])


def _sets(summary: Summary) -> str:
    """What was recognised, and when."""
    lines = [
        f"  {number}. {found.activity}: {found.reps} rep{'s' if found.reps > 1 else ''}, "
        f"{found.start_s:.1f} to {found.end_s:.1f} s"
        for number, found in enumerate(summary.sets or (), start=1)
    ]
    return "\n".join([f"{summary.source.name} shows", *lines])


def picture_text(result: WrittenResult) -> str:
    """What one picture shows, and what it cannot tell."""
    summary = result.summary
    view = next(iter(summary.coverage.views), "unknown")
    if not summary.coverage.with_pose:
        return f"{summary.source.name}: No person was found, so nothing was measured.\n\n{_files(result)}"
    parts = [f"{summary.source.name}: one moment, seen from: {view}."]
    measured = {name: m for name, m in (summary.moment or {}).items() if m.value is not None}
    if measured:
        rows = [
            f"  {name:<34}{m.value:8.3g}{_error(m.error)}{'' if m.unit == 'x' else ' ' + m.unit}"
            for name, m in measured.items()
        ]
        parts.append("\n".join(["Measured", *rows]))
    if summary.findings:
        parts.append("\n".join(["Findings", *(_finding(f, "now") for f in summary.findings)]))
    if summary.not_judged:
        parts.append("\n".join(["Not judged", *_not_judged(summary.not_judged)]))
    parts.append("One picture cannot tell: repetitions, times, speed, or how long a posture lasts.")
    parts += [*_neutral(summary), *_errors(summary)]
    return "\n\n".join([*parts, _files(result)])


def _neutral(summary: Summary) -> list[str]:
    """Which neutral was used, where it was not the usual one, learned on the way."""
    neutral = summary.neutral
    if neutral is None or neutral.origin != "calibrated":
        return []
    if neutral.profile is None:
        return ["Neutral: taken from the part of the video that you named."]
    return [f"Neutral: profile {neutral.profile}, made {neutral.made}."]


def _files(result: WrittenResult) -> str:
    written = result.written
    files = [("Video", written.video), ("Picture", written.picture), ("Report", written.report),
             ("PDF", written.pdf), ("Summary", written.summary), ("Poses", written.poses)]  # fmt: skip
    return "\n".join(f"{name + ':':<9}{path}" for name, path in files if isinstance(path, Path))


def _time_spent(summary: Summary, posture: PostureSummary) -> str:
    share = posture.neutral_s / posture.judged_s if posture.judged_s else 0.0
    rows = [["posture", "share", "time", "longest", "seen"]]
    rows.append(["neutral", percent(share), lasted(posture.neutral_s), "", ""])
    rows += [
        [s.title.lower(), percent(s.share), lasted(s.time_s), lasted(s.longest_s), f"{s.events} x"]
        for s in posture.states
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        f"{row[0]:<{widths[0]}}  " + "  ".join(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]
    lines += [f"not judged for {lasted(time_s)}: {why}" for why, time_s in posture.not_judged.items()]
    if summary.neutral is not None and summary.neutral.origin == "provisional":
        lines.append("Compared with your first still seconds; calibrate for numbers you can rely on.")
    return "\n".join(line.rstrip() for line in lines)


def _table(result: WrittenResult) -> str:
    """What fits beside each other in 80 columns, of what most people ask for first."""
    summary, reps = result.summary, result.summary.reps
    columns = {
        key: title
        for key, title in (result.activity.table_columns() if result.activity else {}).items()
        if any(_has_value(rep.measurements.get(key)) for rep in reps)
    }
    by_id = {finding.id: finding for finding in summary.findings}
    one_arm = any(rep.side for rep in reps)
    rows = [["rep", *(["arm"] if one_arm else []), "start", *columns.values(), "findings"]]
    for rep in reps:
        found = ", ".join(_short(by_id[finding]) for finding in rep.findings)
        cells = [_cell(rep.measurements.get(key)) for key in columns]
        arm = [rep.side or "both"] if one_arm else []
        rows.append([str(rep.index), *arm, f"{rep.start_s:.1f} s", *cells, found or "-"])
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row[:-1], widths, strict=False)) + f"  {row[-1]}"
        for row in rows
    )


def _has_value(measured: MeasurementSummary | None) -> bool:
    return measured is not None and measured.value is not None


def _cell(measured: MeasurementSummary | None) -> str:
    if measured is None or measured.value is None:
        return "?"
    digits = 0 if measured.unit == "deg" else 1
    return f"{round(measured.value, digits) + 0.0:.{digits}f}"  # adding nothing takes the sign off a -0


def _short(finding: FindingSummary) -> str:
    return finding.rule.rpartition(".")[2] + ("?" if finding.uncertain else "")


def _finding(finding: FindingSummary, moment: str = "") -> str:
    where = moment or (
        f"rep {finding.rep}" if finding.rep is not None else f"{finding.start_s:.1f}-{finding.end_s:.1f} s"
    )
    side = f", {finding.direction}" if finding.direction else f" {finding.side}" if finding.side else ""
    unit = "" if finding.unit == "x" else f" {finding.unit}"
    unsure = ", uncertain" if finding.uncertain else ""
    return (
        f"  {_MARK[finding.severity]} {where}: {finding.title}{side} ({finding.severity}{unsure}): "
        f"{finding.value:.3g}{_error(finding.error)}{unit}, limit {finding.threshold:g}. {finding.cue}."
    )


def _error(error: float | None) -> str:
    return "" if error is None else f" +- {error:.2g}"


def _errors(summary: Summary) -> list[str]:
    """Why there is no error beside any number, where that is so."""
    return [] if summary.errors.known else [f"{upper_first(summary.errors.text)}."]


def _not_judged(entries: Sequence[NotJudgedSummary]) -> list[str]:
    by_fix: dict[str, list[str]] = {}
    for entry in entries:
        reps = f" (rep {', '.join(map(str, entry.reps))})" if entry.reps else ""
        by_fix.setdefault(entry.fix, []).append(f"{entry.title.lower()}{reps}")
    return [f"  {', '.join(titles)}: {fix}" for fix, titles in by_fix.items()]
