"""The table of the repetitions, and of the attempts that did not count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from formcheck.results.summary import AttemptSummary, FindingSummary, MeasurementSummary, RepSummary, Summary
from formcheck.results.words import clock, measured, readable, reps_text, unit_word

_UP, _DOWN = "concentric_time_s", "eccentric_time_s"
_ARM = "Arm"
_KEEP = "\u00a0"  # a space at which no line breaks


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry: its column, its text, and why there is no value, which is said below the table."""

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
    """The table.

    Attributes:
        columns: Headings of the measurements, each with its unit where that is a word.
        rows: In order of time.
        remarks: Why entries are empty: each reason of a column once, with the reps that it holds for.
    """

    columns: tuple[str, ...]
    rows: tuple[RepRow, ...]
    remarks: tuple[str, ...] = ()


def rep_table(summary: Summary) -> RepTable:
    """Build the table of a session."""
    labels = {name: _label(name, summary.reps) for name in _measurement_names(summary.reps)}
    findings = {finding.id: finding for finding in summary.findings}
    one_arm = any(rep.side for rep in summary.reps)
    counted = [_rep_row(rep, labels, findings, one_arm=one_arm) for rep in summary.reps]
    rows = [*counted, *(_attempt_row(attempt) for attempt in summary.attempts)]
    columns = (*([_ARM] if one_arm else []), "Up", "Down", *labels.values())
    return RepTable(columns, tuple(sorted(rows, key=lambda row: row.start_s)), tuple(_remarks(counted)))


def _measurement_names(reps: Sequence[RepSummary]) -> list[str]:
    """What has a value in some rep: what could never be judged is said elsewhere, once."""
    names = {
        name: None
        for rep in reps
        for name, measured in rep.measurements.items()
        if name not in (_UP, _DOWN) and measured.value is not None
    }
    return sorted(names, key=lambda name: not name.startswith("range"))


def _label(name: str, reps: Sequence[RepSummary]) -> str:
    """A heading; it takes the unit that would make every entry too wide for its column."""
    rule, _, measure = name.partition(":")
    title = f"{readable(rule)}: {readable(measure).lower()}" if measure else readable(rule)
    units = {m.unit for rep in reps if (m := rep.measurements.get(name)) is not None}
    words = ", ".join(sorted(filter(None, map(unit_word, units))))
    return f"{title}, {words}" if words else title


def _rep_row(
    rep: RepSummary, labels: Mapping[str, str], findings: Mapping[str, FindingSummary], *, one_arm: bool
) -> RepRow:
    cells = [
        *([Cell(_ARM, rep.side or "both")] if one_arm else []),
        _time("Up", rep.measurements.get(_UP), rep.top_s - rep.start_s),
        _time("Down", rep.measurements.get(_DOWN), rep.end_s - rep.top_s, rep.complete),
    ]
    cells += [_cell(label, rep.measurements.get(name)) for name, label in labels.items()]
    seen = {(f.rule, f.severity, f.uncertain, f.aside): f for key in rep.findings if (f := findings.get(key))}
    return RepRow(str(rep.index), rep.start_s, clock(rep.start_s), tuple(cells), tuple(seen.values()))


def _remarks(rows: Sequence[RepRow]) -> Iterator[str]:
    """Each reason once: in the cells, the same words would stand below one another."""
    reps: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        for cell in row.cells:
            if cell.remark:
                reps.setdefault((cell.label.partition(",")[0], cell.remark), []).append(int(row.name))
    for (label, remark), concerned in reps.items():
        yield f"{label}, {reps_text(concerned, len(rows))}: {remark}."


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
    unit = "" if unit_word(value.unit) else value.unit
    # A narrow column breaks the number before its error, nowhere else.
    text = measured(value.value, value.error, unit).replace(" ", _KEEP).replace(f"{_KEEP}±", " ±")
    return Cell(label, text)


def _attempt_row(attempt: AttemptSummary) -> RepRow:
    remark = f"Attempt: reached {attempt.reached_percent:.0f} % of the range of a rep, so it was not counted"
    return RepRow("–", attempt.start_s, clock(attempt.start_s), (), (), remark)
