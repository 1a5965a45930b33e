"""What a history shows over weeks, in careful sentences: what was measured, never what it leads to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from formcheck.history.change import detectable
from formcheck.history.desk import DeskHour, local_day_of
from formcheck.history.sets import Imbalance, SetOverview
from formcheck.history.words import (
    counted,
    hours_text,
    readable,
    share_text,
    with_error,
)

WEEK, BEFORE = 7, 3
# Acute week over the mean of the three before, uncoupled. The ratio is criticised as a predictor of injury,
# so it is told as a jump and as nothing else [literature; the limits are a convention].
JUMP, LARGE_JUMP = 1.3, 1.5
# Of fewer reps a week than this no ratio is told: five after three are no jump [design default].
_FEWEST_REPS = 10
_AGREE = 3
_LOOKED_BACK = WEEK * (BEFORE + 2)
# Four weeks of pressing against pulling: below this many reps, or nearer to each other, nothing is said
# [design defaults].
_FEWEST_OF_BOTH, _UNEVEN_VOLUME = 40, 2.0
# The range that a rule calls shorter [design default, as of the lifts' own rules].
_SHORTER_PERCENT = 15.0
_MORE_FINDINGS = 1.0

Kind = Literal["load", "imbalance", "volume", "sitting", "fall-off"]


@dataclass(frozen=True, slots=True)
class Trend:
    """One sentence.

    Attributes:
        kind: What it is about.
        text: The sentence.
        is_notable: Whether it is something to look at, and not only told.
    """

    kind: Kind
    text: str
    is_notable: bool = False


@dataclass(frozen=True, slots=True)
class LoadRatio:
    """This week's load of a lift against the weeks before.

    Attributes:
        this_week: Reps, or reps times kilograms.
        before: The mean of the three weeks before.
        unit: ``reps`` or ``kg``.
        empty_weeks: In how many of the three nothing of any lift was kept.
    """

    this_week: float
    before: float
    unit: str
    empty_weeks: int

    @property
    def ratio(self) -> float:
        """How many times as much."""
        return self.this_week / self.before


def trends(sets: Sequence[SetOverview], hours: Sequence[DeskHour], today: int) -> tuple[Trend, ...]:
    """All that can be said.

    Args:
        sets: The sets of one person, in order of time; of the last four weeks at least.
        hours: The hours of the same person at a desk.
        today: The day that it is, in days since 1970-01-01 of the local clock.
    """
    known = [one for one in sets if today - _LOOKED_BACK < day_of_set(one) <= today]
    lifts = dict.fromkeys(one.activity for one in known)
    found = [
        trend
        for lift in lifts
        for make in (_load, _imbalance, _fall_off)
        if (trend := make(lift, known, today)) is not None
    ]
    return (*found, *_volume(known, today), *_sitting(hours, today))


def day_of_set(one: SetOverview) -> int:
    """The day of a set on the clock that the person had then."""
    return local_day_of(one.start_utc_s, one.utc_offset_min)


def load_ratio(lift: str, sets: Sequence[SetOverview], today: int) -> LoadRatio | None:
    """This week's load of a lift against the mean of the three weeks before.

    A week are seven days; this one ends today. A week in which nothing was kept counts as one without load.

    Returns:
        The two; None where the history is not three weeks older than this week, where nothing was lifted this
        week, or where the three weeks have too little to compare with.
    """
    own = [one for one in sets if one.activity == lift and day_of_set(one) <= today]
    begin = today - WEEK + 1
    if not own or min(map(day_of_set, own)) > begin - BEFORE * WEEK + WEEK - 1:
        return None
    in_month = [one for one in own if day_of_set(one) >= begin - BEFORE * WEEK]
    weighed = all(one.load_kg is not None for one in in_month)
    reps = [_week_sum(in_month, begin - WEEK * back, lambda one: one.reps) for back in range(BEFORE + 1)]
    if not reps[0] or sum(reps[1:]) < BEFORE * _FEWEST_REPS:
        return None
    kg = [_week_sum(in_month, begin - WEEK * back, _lifted_kg) for back in range(BEFORE + 1)]
    loads = kg if weighed else reps
    empty = sum(
        not any(begin - WEEK * back <= day_of_set(one) < begin - WEEK * (back - 1) for one in sets)
        for back in range(1, BEFORE + 1)
    )
    return LoadRatio(loads[0], sum(loads[1:]) / BEFORE, "kg" if weighed else "reps", empty)


def _lifted_kg(one: SetOverview) -> float:
    return one.reps * (one.load_kg or 0.0)


def _week_sum(sets: Sequence[SetOverview], begin: int, of: Callable[[SetOverview], float]) -> float:
    return sum(of(one) for one in sets if begin <= day_of_set(one) < begin + WEEK)


def _load(lift: str, sets: Sequence[SetOverview], today: int) -> Trend | None:
    found = load_ratio(lift, sets, today)
    if found is None:
        return None
    what = f"{found.this_week:.0f} {found.unit}" + (" lifted in all" if found.unit == "kg" else "")
    text = f"{readable(lift)} this week: {what}, against {found.before:.0f} a week in the three weeks before"
    empty = found.empty_weeks
    unsure = f" (nothing was kept in {empty} of these weeks)" if empty else ""
    if found.ratio > LARGE_JUMP:
        return Trend(
            "load", f"{text}{unsure}: a bigger jump than usual; consider holding it.", is_notable=True
        )
    if found.ratio > JUMP:
        return Trend("load", f"{text}{unsure}: a bigger jump than usual.", is_notable=True)
    return Trend("load", f"{text}{unsure}.")


def agrees(found: Imbalance | None) -> bool:
    """Whether an imbalance may be told: three reps show it, and none shows the other."""
    return found is not None and found.reps >= _AGREE and not found.against


def _imbalance(lift: str, sets: Sequence[SetOverview], today: int) -> Trend | None:
    own = _last_four_weeks(lift, sets, today)
    found = [(one, one.imbalance) for one in own if one.imbalance is not None and agrees(one.imbalance)]
    if not found or len({imbalance.words for _, imbalance in found}) > 1:
        return None  # to one side today and to the other tomorrow is none
    last = found[-1][1]
    size = with_error(last.value, last.error, last.unit)
    often = f"; so in {len(found)} of {counted(len(own), 'set')} in four weeks" if len(own) > 1 else ""
    return Trend(
        "imbalance",
        f"{readable(lift)}: {last.words} in {last.reps} of {last.judged} reps of a set, by {size}{often}.",
        is_notable=True,
    )


def _fall_off(lift: str, sets: Sequence[SetOverview], today: int) -> Trend | None:
    own = [one for one in _last_four_weeks(lift, sets, today) if one.fall_off is not None]
    shorter = [one for one in own if _is_shorter(one)]
    if shorter and 2 * len(shorter) >= len(own):
        last = shorter[-1].fall_off
        assert last is not None
        assert last.range_percent is not None
        by = with_error(last.range_percent, last.range_error_percent, "%")
        return Trend(
            "fall-off",
            f"{readable(lift)}: the range gets shorter within the set, by {by} in the last two reps "
            f"({len(shorter)} of {counted(len(own), 'set')} of five reps or more).",
            is_notable=True,
        )
    worse = [one for one in own if one.fall_off and one.fall_off.late - one.fall_off.early >= _MORE_FINDINGS]
    if worse and 2 * len(worse) >= len(own):
        return Trend(
            "fall-off",
            f"{readable(lift)}: more is found in the last two reps than in the first three "
            f"({len(worse)} of {counted(len(own), 'set')} of five reps or more).",
            is_notable=True,
        )
    return None


def _is_shorter(one: SetOverview) -> bool:
    fell = one.fall_off
    if fell is None or fell.range_percent is None or fell.range_error_percent is None:
        return False
    return fell.range_percent > max(_SHORTER_PERCENT, detectable(fell.range_error_percent, 0.0) or 0.0)


def _last_four_weeks(lift: str, sets: Sequence[SetOverview], today: int) -> list[SetOverview]:
    return [one for one in sets if one.activity == lift and today - 4 * WEEK < day_of_set(one) <= today]


def _volume(sets: Sequence[SetOverview], today: int) -> list[Trend]:
    """Pressing against pulling in four weeks, in reps."""
    month = [one for one in sets if today - 4 * WEEK < day_of_set(one)]
    press = sum(one.reps for one in month if one.effort == "press")
    pull = sum(one.reps for one in month if one.effort == "pull")
    if press + pull < _FEWEST_OF_BOTH:
        return []
    text = f"In four weeks {counted(press, 'rep')} of pressing and {pull} of pulling were kept"
    more, less = max(press, pull), min(press, pull)
    if less and more / less <= _UNEVEN_VOLUME:
        return [Trend("volume", f"{text}.")]
    rarer = "pulling" if press > pull else "pressing"
    return [
        Trend(
            "volume",
            f"{text}: if that is all you lift, some more {rarer} would even it out.",
            is_notable=True,
        )
    ]


def _sitting(hours: Sequence[DeskHour], today: int) -> list[Trend]:
    """Hours of sitting a day in the last seven days, against the seven before."""
    now = [hour for hour in hours if today - WEEK < hour.day <= today]
    days = {hour.day for hour in now if hour.present_s > 0}
    if not days:
        return []
    present_s, judged_s = sum(h.present_s for h in now), sum(h.judged_s for h in now)
    text = (
        f"At the desk for {hours_text(present_s / len(days))} a day on {counted(len(days), 'day')} of seven"
    )
    if judged_s >= 60:
        text += (
            f", in your neutral for {share_text(sum(h.neutral_s for h in now) / judged_s)} of what was judged"
        )
    breaks = sum(h.breaks for h in now)
    text += f"; {counted(breaks, 'break')}" if breaks else "; no break was seen"
    before = [hour for hour in hours if today - 2 * WEEK < hour.day <= today - WEEK]
    days_before = {hour.day for hour in before if hour.present_s > 0}
    if days_before:
        a_day_s = sum(h.present_s for h in before) / len(days_before)
        text += f". The week before: {hours_text(a_day_s)} a day"
    return [Trend("sitting", f"{text}.")]
