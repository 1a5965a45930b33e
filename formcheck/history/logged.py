"""What a session is put down as in the history: when it was, whose film it is, and the sets in it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from statistics import median
from types import MappingProxyType

from formcheck.activities.activity import Activity
from formcheck.history.change import NORMAL_95
from formcheck.history.loads import load_kg
from formcheck.history.sets import Imbalance, Number, RepRecord, RuleTally, SetRecord
from formcheck.measurements.quantity import Kind
from formcheck.results.summary import FindingSummary, MeasurementSummary, RepSummary, Summary
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Rule

# Reps that lie further apart belong to two sets [design default; between breaths and a rest].
REST_S = 20.0
# Start of a rep -> from when to when it was held at its far end, seconds.
Held = Mapping[float, tuple[float, float]]
_NOT_KNOWN: Held = MappingProxyType({})
_BLOCKS, _BLOCK_BYTES = 16, 256 * 1024


@dataclass(frozen=True, slots=True)
class Log:
    """That a session is to be kept, and what of it the session itself does not say.

    Attributes:
        started: When it began, with a time zone; None: not known yet, then it is not kept.
        timed: Whether the time of day is known, and not the day alone.
        film: What tells the film or recording from all others; "" before a camera.
        variant: Of the activity; "" for none.
    """

    started: datetime | None = None
    timed: bool = True
    film: str = ""
    variant: str = ""


def film_of(path: Path) -> str:
    """What tells a file from all others by what is in it, whatever it is called.

    Of a long one sixteen parts are looked at; films that differ do so all over.

    Raises:
        OSError: If it cannot be read.
    """
    size = path.stat().st_size
    known = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        for block in range(_BLOCKS):
            file.seek(block * max(0, size - _BLOCK_BYTES) // (_BLOCKS - 1))
            known.update(file.read(_BLOCK_BYTES))
    return known.hexdigest()[:32]


def sets_of(summary: Summary, activity: Activity, log: Log, held: Held = _NOT_KNOWN) -> tuple[SetRecord, ...]:
    """The sets of a session; none where no rep was counted, or where it is not known when it was.

    Args:
        summary: The session.
        activity: What was done.
        log: When, and from which film.
        held: Start of a rep -> from when to when it was held at its far end, as far as that is known.
    """
    if log.started is None:
        return ()
    return tuple(_set(summary, activity, log, reps, held) for reps in split(summary.reps))


def split(reps: Sequence[RepSummary]) -> tuple[tuple[RepSummary, ...], ...]:
    """The reps of each set: where the pause is long, one ends."""
    sets: list[list[RepSummary]] = []
    for rep in reps:
        if sets and rep.start_s - sets[-1][-1].end_s <= REST_S:
            sets[-1].append(rep)
        else:
            sets.append([rep])
    return tuple(map(tuple, sets))


def _set(
    summary: Summary,
    activity: Activity,
    log: Log,
    reps: tuple[RepSummary, ...],
    held: Held,
) -> SetRecord:
    assert log.started is not None
    notes, offset = summary.notes, log.started.utcoffset()
    start_s, end_s = reps[0].start_s, reps[-1].end_s
    certain = {f.id: f for f in summary.findings if not f.uncertain}
    attempts = [a for a in summary.attempts if start_s - REST_S <= a.start_s <= end_s + REST_S]
    return SetRecord(
        start_utc_s=round(log.started.timestamp() + start_s, 3),
        utc_offset_min=0 if offset is None else round(offset.total_seconds() / 60),
        activity=summary.activity,
        reps=tuple(
            replace(_rep(rep, certain, held.get(rep.start_s)), index=number)
            for number, rep in enumerate(reps, start=1)
        ),
        rules={
            rule.id: tally for rule in activity.rules if (tally := _tally(rule, reps, certain)).judged
        },
        variant=log.variant,
        athlete=notes.athlete if notes else "",
        load=notes.load if notes else "",
        load_kg=load_kg(notes.load) if notes else None,
        note=notes.note if notes else "",
        view=max(summary.coverage.views, key=lambda view: summary.coverage.views[view], default=""),
        held=summary.load or "",
        model=summary.model or "",
        attempts=len(attempts),
        timed=log.timed,
        effort=activity.effort,
        imbalance=_imbalance(activity, reps),
        film=log.film,
        film_start_s=start_s,
        film_end_s=end_s,
    )  # fmt: skip


def _rep(rep: RepSummary, certain: dict[str, FindingSummary], held: tuple[float, float] | None) -> RepRecord:
    from_s, to_s = held or (None, None)
    return RepRecord(
        top_from_s=from_s,
        top_to_s=to_s,
        index=rep.index,
        start_s=rep.start_s,
        top_s=rep.top_s,
        end_s=rep.end_s,
        complete=rep.complete,
        side=rep.side or "",
        numbers={
            name: Number(m.value, m.error, m.unit)
            for name, m in rep.measurements.items()
            if m.value is not None
        },
        findings={certain[f].rule: certain[f].severity for f in rep.findings if f in certain},
    )


def _tally(rule: Rule, reps: Sequence[RepSummary], certain: dict[str, FindingSummary]) -> RuleTally:
    names = _names(rule)
    judged = sum(any(_known(rep.measurements.get(name)) for name in names) for rep in reps)
    severities = [
        certain[f].severity
        for rep in reps
        for f in rep.findings
        if f in certain and certain[f].rule == rule.id
    ]
    heading = rule.heading or quantities()[rule.tests[0].measure].title
    return RuleTally(rule.title, judged, len(severities), severities.count("poor"), heading)


def _names(rule: Rule) -> tuple[str, ...]:
    """Under which names a rep's measurements hold what a rule looks at."""
    first, *others = (test.measure for test in rule.tests)
    if quantities()[first].kind is Kind.REP:
        return (first,)
    return (rule.short_id, *(f"{rule.short_id}:{measure}" for measure in others))


def _known(measured: MeasurementSummary | None) -> bool:
    return measured is not None and measured.value is not None


def _imbalance(activity: Activity, reps: Sequence[RepSummary]) -> Imbalance | None:
    """The first rule that compares left with right, and how many reps it found uneven for certain.

    Where a camera stands errs alike in all reps: so many reps that lie within the error prove nothing.
    """
    for rule in activity.rules:
        poles = quantities()[rule.tests[0].measure].poles
        if poles is None or [pole.split()[0] for pole in poles] != ["left", "right"]:
            continue
        found = [m for rep in reps if (m := rep.measurements.get(rule.short_id)) and m.value is not None]
        certain = [m for m in found if abs(m.value or 0.0) > NORMAL_95 * (m.error or 0.0)]
        left = [m for m in certain if (m.value or 0.0) > 0]
        right = [m for m in certain if (m.value or 0.0) < 0]
        more, fewer = (left, right) if len(left) >= len(right) else (right, left)
        if more:
            sizes = [abs(m.value or 0.0) for m in more]
            errors = [m.error for m in more if m.error is not None]
            error = median(errors) if errors else None
            words = poles[0] if more is left else poles[1]
            return Imbalance(words, len(more), len(fewer), len(found), median(sizes), error, more[0].unit)
    return None
