"""The table of the repetitions, and of the attempts that did not count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from formcheck.results.plain import Plain
from formcheck.results.rep_value import rep_value
from formcheck.results.summary import AttemptSummary, FindingSummary, MeasurementSummary, RepSummary, Summary
from formcheck.results.words import clock, measured, readable, reps_text, unit_text, unit_word

_UP, _DOWN = "concentric_time_s", "eccentric_time_s"
_ARM = "Arm"
_PLAIN = Plain()
_MOST_COLUMNS = 7  # beside the times: more would not fit beside each other on a page
_KEEP = "\u00a0"  # a space at which no line breaks


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry: its column, its text, and why there is no value, which is said below the table."""

    label: str
    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RepRow:
    """One line of the table; an attempt has a remark in place of cells.

    Attributes:
        more: The values of the other checks, which the table has no room for.
    """

    name: str
    start_s: float
    end_s: float
    at: str
    cells: tuple[Cell, ...]
    findings: tuple[FindingSummary, ...] = ()
    remark: str = ""
    more: tuple[Cell, ...] = ()


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

    @property
    def size(self) -> str:
        """How much room it needs: "small", "medium" or "large"."""
        return "small" if len(self.columns) <= 4 else "medium" if len(self.columns) <= 7 else "large"


@dataclass(frozen=True, slots=True)
class _Column:
    """Measurements under one heading: rules that look at one thing from two sides share it."""

    label: str
    names: tuple[str, ...]

    def of(self, rep: RepSummary, findings: Mapping[str, FindingSummary]) -> MeasurementSummary | None:
        """The value of a rep."""
        return rep_value(rep, self.names, findings)


def rep_table(summary: Summary, plain: Plain = _PLAIN) -> RepTable:
    """Build the table of a session."""
    findings = {finding.id: finding for finding in summary.findings}
    columns = _columns(summary.reps, plain)
    shown = [column for column in columns if _is_shown(column, summary, plain)][:_MOST_COLUMNS]
    more = [column for column in columns if column not in shown]
    one_arm = any(rep.side for rep in summary.reps)
    counted = [_rep_row(rep, shown, more, findings, one_arm=one_arm) for rep in summary.reps]
    rows = [*counted, *(_attempt_row(attempt) for attempt in summary.attempts)]
    headings = (*([_ARM] if one_arm else []), "Up", "Down", *(column.label for column in shown))
    return RepTable(headings, tuple(sorted(rows, key=lambda row: row.start_s)), tuple(_remarks(counted)))


def _columns(reps: Sequence[RepSummary], plain: Plain) -> list[_Column]:
    """What has a value in some rep: what could never be judged is said elsewhere, once."""
    names = {
        name: None
        for rep in reps
        for name, measured in rep.measurements.items()
        if name not in (_UP, _DOWN) and measured.value is not None
    }
    by_label: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: not name.startswith("range")):
        by_label.setdefault(_label(name, reps, plain), []).append(name)
    return [_Column(label, tuple(found)) for label, found in by_label.items()]


def _is_shown(column: _Column, summary: Summary, plain: Plain) -> bool:
    """Whether something was found there, or the activity asks for it in every table of reps."""
    if plain.activity is None:
        return True
    rules = [rule for name in column.names if (rule := plain.rule_of_column(name)) is not None]
    found = {finding.rule for finding in summary.findings}
    return any(rule.column or rule.id in found for rule in rules)


def _label(name: str, reps: Sequence[RepSummary], plain: Plain) -> str:
    """A heading; it takes the unit that would make every entry too wide for its column."""
    rule = plain.rule_of_column(name)
    if rule is not None:
        second = name.partition(":")[2]
        title = (rule.heading or readable(rule.tests[0].measure)) if not second else readable(second)
    else:
        title = readable(name.partition(":")[0])
    units = {m.unit for rep in reps if (m := rep.measurements.get(name)) is not None}
    words = ", ".join(sorted(filter(None, map(unit_word, units))))
    return f"{title}, {words}" if words else title


def _rep_row(
    rep: RepSummary,
    shown: Sequence[_Column],
    more: Sequence[_Column],
    findings: Mapping[str, FindingSummary],
    *,
    one_arm: bool,
) -> RepRow:
    cells = [
        *([Cell(_ARM, rep.side or "both")] if one_arm else []),
        _time("Up", rep.measurements.get(_UP), rep.top_s - rep.start_s),
        _time("Down", rep.measurements.get(_DOWN), rep.end_s - rep.top_s, rep.complete),
    ]
    cells += [_cell(column.label, column.of(rep, findings)) for column in shown]
    others = tuple(_cell(column.label, column.of(rep, findings)) for column in more)
    seen = {(f.rule, f.severity, f.uncertain, f.aside): f for key in rep.findings if (f := findings.get(key))}
    return RepRow(
        str(rep.index),
        rep.start_s,
        rep.end_s,
        clock(rep.start_s),
        tuple(cells),
        tuple(seen.values()),
        "",
        others,
    )


def _remarks(rows: Sequence[RepRow]) -> Iterator[str]:
    """Each reason once: in the cells, the same words would stand below one another."""
    reps: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        for cell in (*row.cells, *row.more):
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
    text = measured(value.value, value.error, value.unit)
    if unit_word(value.unit):
        text = text.removesuffix(unit_text(value.unit))
    # A narrow column breaks the number before its error, nowhere else.
    text = text.replace(" ", _KEEP).replace(f"{_KEEP}±", " ±")
    return Cell(label, text)


def _attempt_row(attempt: AttemptSummary) -> RepRow:
    remark = f"Attempt: reached {attempt.reached_percent:.0f} % of the range of a rep, so it was not counted"
    return RepRow("–", attempt.start_s, attempt.end_s, clock(attempt.start_s), (), (), remark)
