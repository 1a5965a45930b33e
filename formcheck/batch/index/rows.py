"""What an index says of each result, and of all together by rule and by athlete."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from formcheck.batch.record import RunRecord, read_record
from formcheck.batch.results import Results
from formcheck.results.summary import FindingSummary, Summary
from formcheck.results.verdict import verdict
from formcheck.sinks.own_files import RECORD, SUMMARY

# The files that an index leads to, the first that is there above all.
_LINKS = ("report.html", "annotated.mp4", "annotated.jpg", SUMMARY)


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often one rule found something in one source.

    Attributes:
        rule: Its id.
        title: For people.
        poor, caution: Findings of each severity.
        uncertain: How many of them are nearer to their threshold than the error.
    """

    rule: str
    title: str
    poor: int
    caution: int
    uncertain: int


@dataclass(frozen=True, slots=True)
class Row:
    """One result.

    Attributes:
        folder: Of the results, seen from the index.
        source: The name of what was analysed; its whole path where it is known.
        activity: What was watched; "several" or "none" of what was recognised.
        athlete, load, date: What was given with it, "" where nothing was.
        view: From where it was seen most of the time.
        seen_s: Up to which second it was seen.
        reps, attempts: How many.
        rules: What was found, by rule, the worst first.
        not_judged: How many rules could not be judged.
        verdict: The whole in a line.
        interrupted: Whether it was stopped before its end.
        links: The files of the result that there are.
        content: SHA-256 of the source, "" where it is not known.
        version: Of formcheck.
    """

    folder: str
    source: str
    activity: str
    athlete: str
    load: str
    date: str
    view: str
    seen_s: float
    reps: int
    attempts: int
    rules: tuple[RuleCount, ...]
    not_judged: int
    verdict: str
    interrupted: bool
    links: tuple[str, ...]
    content: str
    version: str

    @property
    def poor(self) -> int:
        """Findings that are poor."""
        return sum(rule.poor for rule in self.rules)

    @property
    def caution(self) -> int:
        """Findings that are cautions."""
        return sum(rule.caution for rule in self.rules)

    @property
    def uncertain(self) -> int:
        """Findings in doubt."""
        return sum(rule.uncertain for rule in self.rules)


@dataclass(slots=True)
class RuleTotal:
    """One rule over all results."""

    rule: str
    title: str
    poor: int = 0
    caution: int = 0
    folders: list[str] = field(default_factory=list)
    athletes: set[str] = field(default_factory=set)


@dataclass(slots=True)
class AthleteTotal:
    """One athlete over all results; "" where none was named."""

    athlete: str
    results: int = 0
    reps: int = 0
    poor: int = 0
    caution: int = 0
    rules: Counter[str] = field(default_factory=Counter)


def read_rows(results: Results) -> Iterator[Row]:
    """A row for each result that there is, one after the other."""
    for folder in results.folders():
        data = results.read(f"{folder}/{SUMMARY}")
        try:
            summary = Summary.model_validate_json(data or b"")
        except ValueError:
            continue  # of another program, or another version
        record = read_record(results.read(f"{folder}/{RECORD}"))
        links = tuple(name for name in _LINKS if results.size(f"{folder}/{name}") is not None)
        yield row_of(folder, summary, record, links)


def row_of(folder: str, summary: Summary, record: RunRecord | None, links: tuple[str, ...]) -> Row:
    """The row of one result."""
    notes = summary.notes
    return Row(
        folder=folder,
        source=record.source if record else summary.source.name,
        activity=summary.activity,
        athlete=notes.athlete if notes else "",
        load=notes.load if notes else "",
        date=(notes.date or "") if notes else "",
        view=next(iter(summary.coverage.views), ""),
        seen_s=round(summary.last_s - (summary.source.start_s or 0.0), 3),
        reps=len(summary.reps),
        attempts=len(summary.attempts),
        rules=_rule_counts(summary.findings),
        not_judged=len({entry.rule for entry in summary.not_judged}),
        verdict=verdict(summary),
        interrupted=summary.interrupted,
        links=links,
        content=record.content if record else "",
        version=summary.version,
    )


def _rule_counts(findings: Sequence[FindingSummary]) -> tuple[RuleCount, ...]:
    by_rule: dict[str, list[FindingSummary]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    counts = [
        RuleCount(
            rule,
            found[0].title,
            sum(one.severity == "poor" for one in found),
            sum(one.severity == "caution" for one in found),
            sum(one.uncertain for one in found),
        )
        for rule, found in by_rule.items()
    ]
    return tuple(sorted(counts, key=lambda count: (-count.poor, -count.caution, count.rule)))


def by_rule(rows: Iterable[Row]) -> list[RuleTotal]:
    """The rules that found something, the one in most results first."""
    totals: dict[str, RuleTotal] = {}
    for row in rows:
        for count in row.rules:
            total = totals.setdefault(count.rule, RuleTotal(count.rule, count.title))
            total.poor += count.poor
            total.caution += count.caution
            total.folders.append(row.folder)
            total.athletes.add(row.athlete)
    return sorted(totals.values(), key=lambda one: (-len(one.folders), -one.poor, -one.caution, one.rule))


def by_athlete(rows: Iterable[Row]) -> list[AthleteTotal]:
    """The athletes by name; those results last in which none is named."""
    totals: dict[str, AthleteTotal] = {}
    for row in rows:
        total = totals.setdefault(row.athlete, AthleteTotal(row.athlete))
        total.results += 1
        total.reps += row.reps
        total.poor += row.poor
        total.caution += row.caution
        total.rules.update({count.title: count.poor + count.caution for count in row.rules})
    return sorted(totals.values(), key=lambda one: (not one.athlete, one.athlete.casefold(), one.athlete))
