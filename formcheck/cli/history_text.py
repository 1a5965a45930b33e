"""The history for a terminal: sentences, a small curve for each quantity, sets and days."""

from formcheck.cli.look import Look
from formcheck.cli.page import Page, Words, table, together
from formcheck.history.digest import DeskDigest, HistoryDigest, LiftDigest, Line
from formcheck.history.last_time import worst_rule
from formcheck.history.records import MobilitySet
from formcheck.history.sets import DOWN, RANGE, UP, SetOverview
from formcheck.history.spark import spark
from formcheck.history.words import (
    counted,
    day_of,
    hours_text,
    local_time,
    lower,
    number_text,
    readable,
    share_text,
    short_date,
    with_error,
    with_unit,
)

# So many are shown of each; the page and an export have all.
_MOST_SETS, _MOST_DAYS, _MOST_RULES, _MOST_EXERCISES = 12, 10, 6, 6
_CURVE = 24
# A narrower terminal has no room for the tempo and the time of day.
_WIDE = 76
_MAIN = ("Range", "Time up", "Time down", "Load")


def print_history(digest: HistoryDigest, others: tuple[str, ...], look: Look) -> None:
    """Print what is kept of one person.

    Args:
        digest: What is shown.
        others: Who else has a history.
        look: What the terminal can show.
    """
    page = Page(look)
    _heading(page, digest)
    for trend in digest.trends:
        sign: Words = ("! ", "caution") if trend.is_notable else "- "
        page.line(sign, trend.text, indent=2, hang=2)
    for lift in digest.lifts:
        page.space()
        _lift(page, lift, digest)
    if digest.desk is not None:
        page.space()
        _desk(page, digest.desk, digest)
    if digest.mobility:
        page.space()
        _mobility(page, digest.mobility, digest)
    if others:
        page.space()
        page.line(f"Also kept: {', '.join(others)} (--athlete NAME).", hang=2)
    page.space()
    page.line(("Not medical advice. Each number has its typical error; see --html for the plots.", "quiet"))
    page.echo()


def _heading(page: Page, digest: HistoryDigest) -> None:
    today = day_of(digest.today)
    span = "all of it"
    if digest.since_day is not None:
        span = f"{short_date(day_of(digest.since_day), today)} to {short_date(today)} {today.year}"
    whose = f" of {digest.athlete}" if digest.athlete else ""
    page.line((f"History{whose}, {span}", "heading"))


def _lift(page: Page, lift: LiftDigest, digest: HistoryDigest) -> None:
    title = f"{readable(lift.activity)}: {counted(len(lift.sets), 'set')}, {counted(lift.reps, 'rep')}"
    page.heading(title)
    for line in lift.lines:
        if line.title in _MAIN and len(line.points) > 1:
            _curve(page, line)
    _found(page, lift)
    _sets(page, lift, digest)


def _curve(page: Page, line: Line) -> None:
    values = [point.value for point in line.points]
    drawn = spark(values, symbols=page.look.symbols, width=_CURVE)
    seen = f", seen from {line.view}" if line.one_of_views else ""
    page.line(f"{line.title:<10} {drawn:<{_CURVE}}  ", together(f"{_change(line)}{seen}"), indent=2, hang=13)


def _change(line: Line) -> str:
    """From where to where, and whether that is a change."""
    change = line.change
    if change is None:
        last = line.points[-1]
        return with_error(last.value, last.value - last.low, line.unit)
    ends = f"{number_text(change.before, line.unit)} to {with_unit(change.after, line.unit)}"
    if change.way == "unknown":
        return f"{ends}, errors not known"
    assert change.detectable is not None
    if change.way == "none":
        return f"{ends}, no change (under {number_text(change.detectable, line.unit)})"
    return f"{ends}, {change.way}"


def _found(page: Page, lift: LiftDigest) -> None:
    for rule in lift.rules[:_MOST_RULES]:
        shares = [point.value for point in rule.points]
        drawn = spark(shares, symbols=page.look.symbols, width=_CURVE, low=0.0, high=1.0)
        share = f"{rule.flagged} of {counted(rule.judged, 'rep')}"
        page.line(f"{rule.title}: ", together(f"{share} {drawn}"), indent=2, hang=2)


def _sets(page: Page, lift: LiftDigest, digest: HistoryDigest) -> None:
    shown = lift.sets[-_MOST_SETS:]
    with_load = any(one.load for one in shown)
    wide = page.look.width is None or page.look.width >= _WIDE
    measures = {RANGE: "range", UP: "up s", DOWN: "down s"} if wide else {RANGE: "range"}
    rows = [["set", "when", *(["load"] if with_load else []), "reps", *measures.values()]]
    last: list[list[Words]] = [[("found", "heading")]]
    for one in shown:
        load = [one.load or "-"] if with_load else []
        rows.append(
            [str(one.number), _when(one, digest.today, clock=wide), *load, str(one.reps),
             *(_cell(one, name) for name in measures)]
        )  # fmt: skip
        last.append([_worst(one)])
    page.space()
    table(page, rows, last=last)
    if len(lift.sets) > len(shown):
        page.line(f"and {counted(len(lift.sets) - len(shown), 'set')} before", indent=2)


def _when(one: SetOverview, today: int, *, clock: bool) -> str:
    then = local_time(one.start_utc_s, one.utc_offset_min)
    day = short_date(then.date(), day_of(today))
    return f"{day} {then:%H:%M}" if one.timed and clock else day


def _cell(one: SetOverview, name: str) -> str:
    number = one.numbers.get(name)
    return "?" if number is None else number_text(number.value, number.unit)


def _worst(one: SetOverview) -> Words:
    worst = worst_rule(one)
    if worst is None:
        return "-" if one.rules else "not judged"
    return (f"{lower(worst.title)} {worst.flagged}/{worst.judged}", "poor" if worst.poor else "caution")


def _desk(page: Page, desk: DeskDigest, digest: HistoryDigest) -> None:
    present_s = sum(day.present_s for day in desk.days)
    page.heading(f"At the desk: {hours_text(present_s)} on {counted(len(desk.days), 'day')}")
    by_hour = {span.at: span.neutral.value if span.neutral else None for span in desk.hours}
    first, final = min(by_hour), max(by_hour)
    shares = [by_hour.get(hour) for hour in range(first, final + 1)]
    if any(share is not None for share in shares):
        drawn = spark(shares, symbols=page.look.symbols, low=0.0, high=1.0)
        page.line(f"Neutral by hour, {first}:00 to {final + 1}:00:  ", drawn, indent=2, hang=2)
    states = [f"{lower(readable(rule))} {hours_text(time_s)}" for rule, time_s in desk.states_s.items()]
    if states:
        page.line(f"Longest: {', '.join(states[:_MOST_RULES])}", indent=2, hang=2)
    rows = [["day", "there", "neutral", "95 %", "events", "told", "breaks"]]
    for day in desk.days[-_MOST_DAYS:]:
        share = day.neutral
        interval = "?" if share is None else f"{100 * share.low:.0f}-{100 * share.high:.0f}"
        rows.append(
            [short_date(day_of(day.at), day_of(digest.today)), hours_text(day.present_s),
             "?" if share is None else share_text(share.value), interval, str(day.events), str(day.alerts),
             str(day.breaks)]
        )  # fmt: skip
    page.space()
    table(page, rows)


def _mobility(page: Page, done: tuple[MobilitySet, ...], digest: HistoryDigest) -> None:
    page.heading(f"Neck exercises: {counted(len(done), 'set')}")
    rows = [["when", "exercise", "reps", "held"]]
    last: list[list[Words]] = [[("best range", "heading")]]
    for one in done[-_MOST_EXERCISES:]:
        then = local_time(one.start_utc_s, one.utc_offset_min)
        when = f"{short_date(then.date(), day_of(digest.today))} {then:%H:%M}"
        rows.append([when, lower(readable(one.exercise)), str(one.reps), str(one.held)])
        sides = [
            f"{side} {with_error(deg, one.range_error_deg, 'deg')}" for side, deg in one.range_deg.items()
        ]
        last.append([", ".join(sides) or "-"])
    table(page, rows, last=last)
