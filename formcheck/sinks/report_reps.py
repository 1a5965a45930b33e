"""The table of the repetitions, and of the attempts that did not count."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.sinks.report_text import clock, measured, readable
from formcheck.sinks.summary import AttemptSummary, FindingSummary, MeasurementSummary, RepSummary, Summary

_UP, _DOWN = "concentric_time_s", "eccentric_time_s"


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry: its column, its text, and a remark such as why there is no value."""

    label: str
    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RepRow:
    """One line of the table; an attempt has a remark in place of cells."""

    name: str
    start_s: float
    at: str
    cells: tuple[Cell, ...]
    findings: tuple[FindingSummary, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RepTable:
    """The table; the columns of the measurements, and the rows in order of time."""

    columns: tuple[str, ...]
    rows: tuple[RepRow, ...]


def rep_table(summary: Summary) -> RepTable:
    """Build the table of a session."""
    names = _measurement_names(summary.reps)
    findings = {finding.id: finding for finding in summary.findings}
    rows = [_rep_row(rep, names, findings) for rep in summary.reps]
    rows += [_attempt_row(attempt) for attempt in summary.attempts]
    columns = ("Up", "Down", *(_label(name) for name in names))
    return RepTable(columns, tuple(sorted(rows, key=lambda row: row.start_s)))


def _measurement_names(reps: Sequence[RepSummary]) -> list[str]:
    """What has a value in some rep: what could never be judged is said elsewhere, once."""
    names = {
        name: None
        for rep in reps
        for name, measured in rep.measurements.items()
        if name not in (_UP, _DOWN) and measured.value is not None
    }
    return sorted(names, key=lambda name: not name.startswith("range"))


def _label(name: str) -> str:
    return "Range" if name == "range" else readable(name)


def _rep_row(rep: RepSummary, names: Sequence[str], findings: dict[str, FindingSummary]) -> RepRow:
    cells = [
        _time("Up", rep.measurements.get(_UP), rep.top_s - rep.start_s),
        _time("Down", rep.measurements.get(_DOWN), rep.end_s - rep.top_s, rep.complete),
    ]
    cells += [_cell(_label(name), rep.measurements.get(name)) for name in names]
    seen = {(f.rule, f.severity, f.uncertain, f.side): f for key in rep.findings if (f := findings.get(key))}
    return RepRow(str(rep.index), rep.start_s, clock(rep.start_s), tuple(cells), tuple(seen.values()))


def _time(label: str, value: MeasurementSummary | None, fallback_s: float, complete: bool = True) -> Cell:
    if not complete:
        return Cell(label, "–", "not seen to its end")
    if value is None:
        return Cell(label, measured(fallback_s, None, "s"))
    return _cell(label, value)


def _cell(label: str, value: MeasurementSummary | None) -> Cell:
    if value is None:
        return Cell(label, "–")
    if value.value is None:
        return Cell(label, "–", value.reason or "not measured")
    return Cell(label, measured(value.value, value.error, value.unit))


def _attempt_row(attempt: AttemptSummary) -> RepRow:
    remark = f"Attempt: reached {attempt.reached_percent:.0f} % of the range of a rep, so it was not counted"
    return RepRow("–", attempt.start_s, clock(attempt.start_s), (), (), remark)
