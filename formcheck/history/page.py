"""The history as one self-contained HTML page: no script, no network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from formcheck.files import write_text
from formcheck.history.charts import (
    HEIGHT,
    WIDTH,
    Chart,
    Span,
    count_chart,
    hour_chart,
    line_chart,
    neutral_chart,
    rate_chart,
)
from formcheck.history.digest import DeskDigest, HistoryDigest, LiftDigest, Line, Point
from formcheck.history.last_time import worst_rule
from formcheck.history.records import MobilitySet
from formcheck.history.sets import DOWN, RANGE, UP, SetOverview
from formcheck.history.words import (
    counted,
    day_of,
    hours_text,
    local_time,
    lower,
    readable,
    short_date,
    with_error,
)
from formcheck.web_page import asset, policy, templates

_TEMPLATES = Path(__file__).with_name("template")
_MOST_SETS, _MOST_RULES, _MOST_POINTS = 60, 8, 120


@dataclass(frozen=True, slots=True)
class SetRow:
    """One set in the table."""

    number: int
    when: str
    load: str
    reps: int
    range: str
    up: str
    down: str
    found: str


@dataclass(frozen=True, slots=True)
class LiftView:
    """One lift: its charts, and its newest sets first."""

    title: str
    summary: str
    charts: tuple[Chart, ...]
    rules: tuple[Chart, ...]
    others: tuple[Chart, ...]
    rows: tuple[SetRow, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class DeskView:
    """Sitting."""

    summary: str
    charts: tuple[Chart, ...]
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ExerciseView:
    """One neck exercise."""

    title: str
    summary: str
    charts: tuple[Chart, ...]


def write_page(digest: HistoryDigest, path: Path, others: Mapping[str, Sequence[Line]] | None = None) -> None:
    """Write the page; it appears whole or not at all.

    Args:
        digest: What it shows.
        path: Where; an existing file is replaced.
        others: Lift -> what else its rules measure.

    Raises:
        OutputError: If it cannot be written.
    """
    write_text(path, render(digest, others or {}))


def render(digest: HistoryDigest, others: Mapping[str, Sequence[Line]]) -> str:
    """The text of the page."""
    style = asset(_TEMPLATES, "history.css")
    span, today = _span(digest), digest.today
    return (
        templates(_TEMPLATES)
        .get_template("history.html.j2")
        .render(
            style=style,
            policy=policy(style),
            whose=digest.athlete,
            first=short_date(day_of(int(span.first)), day_of(today)),
            last=f"{short_date(day_of(today))} {day_of(today).year}",
            trends=digest.trends,
            desk=None if digest.desk is None else _desk(digest.desk, span, today),
            lifts=[_lift(lift, others.get(lift.activity, ()), span, today) for lift in digest.lifts],
            exercises=_exercises(digest.mobility, span, today),
            width=WIDTH,
            height=HEIGHT,
        )
    )


def _span(digest: HistoryDigest) -> Span:
    """The days of all charts: those asked for, or those that there are."""
    if digest.since_day is not None:
        return Span(digest.since_day, digest.today + 1)
    days = [point.at for lift in digest.lifts for line in lift.lines for point in line.points]
    days += [day.at for day in digest.desk.days] if digest.desk else []
    days += [(one.start_utc_s + 60 * one.utc_offset_min) / 86400 for one in digest.mobility]
    return Span(int(min(days, default=digest.today)), digest.today + 1)


def _desk(desk: DeskDigest, span: Span, today: int) -> DeskView:
    present_s = sum(day.present_s for day in desk.days)
    hours = [(day.at, day.present_s / 3600) for day in desk.days]
    charts = (
        neutral_chart(desk.days, span, today),
        hour_chart(desk.hours),
        count_chart("Hours at the desk", "hour", hours, span, today),
        count_chart("Events", "event", [(day.at, day.events) for day in desk.days], span, today),
        count_chart("Breaks", "break", [(day.at, day.breaks) for day in desk.days], span, today),
    )
    states = tuple((readable(rule), hours_text(time_s)) for rule, time_s in desk.states_s.items())
    return DeskView(f"{hours_text(present_s)} on {counted(len(desk.days), 'day')}", charts, states)


def _lift(lift: LiftDigest, others: Sequence[Line], span: Span, today: int) -> LiftView:
    days = [(_day(one), one) for one in lift.sets]
    counts = (
        count_chart("Sets", "set", [(day, 1) for day, _ in days], span, today),
        count_chart("Reps", "rep", [(day, one.reps) for day, one in days], span, today),
    )
    shown = lift.sets[-_MOST_SETS:]
    return LiftView(
        title=readable(lift.activity),
        summary=f"{counted(len(lift.sets), 'set')}, {counted(lift.reps, 'rep')}",
        charts=(*(line_chart(line, span, today) for line in lift.lines), *counts),
        rules=tuple(rate_chart(rule, span, today) for rule in lift.rules[:_MOST_RULES]),
        others=tuple(line_chart(line, span, today) for line in others),
        rows=tuple(_row(one, today) for one in reversed(shown)),
        left_out=len(lift.sets) - len(shown),
    )


def _day(one: SetOverview) -> int:
    return int((one.start_utc_s + 60 * one.utc_offset_min) // 86400)


def _row(one: SetOverview, today: int) -> SetRow:
    then, worst = local_time(one.start_utc_s, one.utc_offset_min), worst_rule(one)
    day = short_date(then.date(), day_of(today))
    cells = {name: one.numbers.get(name) for name in (RANGE, UP, DOWN)}
    texts = {name: with_error(n.value, n.error, n.unit) if n else "?" for name, n in cells.items()}
    found = "not judged" if not one.rules else "nothing found"
    if worst is not None:
        found = f"{lower(worst.title)}, {worst.flagged} of {worst.judged}"
    return SetRow(
        one.number, f"{day}, {then:%H:%M}" if one.timed else day, one.load, one.reps,
        texts[RANGE], texts[UP], texts[DOWN], found,
    )  # fmt: skip


def _exercises(done: Sequence[MobilitySet], span: Span, today: int) -> tuple[ExerciseView, ...]:
    names = dict.fromkeys(one.exercise for one in done)
    return tuple(
        _exercise(name, [one for one in done if one.exercise == name], span, today) for name in names
    )


def _exercise(name: str, done: Sequence[MobilitySet], span: Span, today: int) -> ExerciseView:
    sides = dict.fromkeys(side for one in done for side in one.range_deg)
    charts = []
    for side in sides:
        points = tuple(
            Point((one.start_utc_s + 60 * one.utc_offset_min) / 86400, deg, deg - error, deg + error)
            for one in done[:: -(-len(done) // _MOST_POINTS)]
            if (deg := one.range_deg.get(side)) is not None
            for error in (one.range_error_deg or 0.0,)
        )
        title = "Best range" if side == "both" else f"Best range, {side}"
        charts.append(line_chart(Line(title, "deg", points), span, today))
    reps = sum(one.reps for one in done)
    held = sum(one.held for one in done)
    summary = f"{counted(len(done), 'set')}, {counted(reps, 'rep')}, {held} of them held long enough"
    return ExerciseView(readable(name), summary, tuple(charts))
