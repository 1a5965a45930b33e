"""How a set compares with the same lift before, in one line."""

from datetime import date

from formcheck.history.change import Change, change_of
from formcheck.history.sets import DOWN, RANGE, UP, RuleTally, SetOverview
from formcheck.history.words import counted, local_time, lower, short_date, with_unit

_ASPECTS = ((RANGE, "range", ("larger", "smaller")), (UP, "way up", ("slower", "faster")),
            (DOWN, "way down", ("slower", "faster")))  # fmt: skip


def last_time(now: SetOverview, before: SetOverview) -> str:
    """One line: reps, worst finding, range and tempo of the set before and of this one.

    A difference that the measurement could err by is no difference.

    Args:
        now: This set.
        before: The last one of the same lift.

    Example:
        >>> from formcheck.history.sets import Number
        >>> was = SetOverview(0.0, 0, "press", 5, {"range": Number(0.7, 0.05, "arm")}, load="40 kg")
        >>> this = SetOverview(9e5, 0, "press", 6, {"range": Number(0.95, 0.05, "arm")}, load="40 kg")
        >>> last_time(this, was)
        'Last time (1 Jan): 5 reps, now 6; nothing found, now the same; range larger by 0.25 arm lengths'
    """
    parts = [_reps(now, before), _load(now, before), _worst(now, before), *_measured(now, before)]
    return f"Last time ({_day(now, before)}): {'; '.join(filter(None, parts))}"


def _day(now: SetOverview, before: SetOverview) -> str:
    then = local_time(before.start_utc_s, before.utc_offset_min)
    today = local_time(now.start_utc_s, now.utc_offset_min)
    if then.date() == today.date():
        return f"{then:%H:%M} today" if before.timed and now.timed else "the same day"
    return short_date(then.date(), date(today.year, today.month, today.day))


def _reps(now: SetOverview, before: SetOverview) -> str:
    return f"{counted(before.reps, 'rep')}, now {'as many' if now.reps == before.reps else now.reps}"


def _load(now: SetOverview, before: SetOverview) -> str:
    if now.load == before.load:
        return ""
    return f"{before.load or 'load not given'}, now {now.load or 'not given'}"


def _worst(now: SetOverview, before: SetOverview) -> str:
    was, is_now = _worst_of(before), _worst_of(now)
    if was == is_now:
        return f"{was}, now the same"
    return f"{was}, now {is_now}"


def worst_rule(one: SetOverview) -> RuleTally | None:
    """The rule that was found most often, poor before caution; None where nothing was found."""
    found = [tally for tally in one.rules.values() if tally.flagged]
    return max(found, key=lambda t: (t.poor, t.flagged), default=None)


def _worst_of(one: SetOverview) -> str:
    if not one.rules and one.reps and one.model:
        return "not judged"
    worst = worst_rule(one)
    return "nothing found" if worst is None else f"{lower(worst.title)} in {worst.flagged} of {worst.judged}"


def _measured(now: SetOverview, before: SetOverview) -> list[str]:
    if now.view != before.view:
        return [f"seen from another side ({before.view or 'unknown'}), so range and tempo are not compared"]
    told = {name: _told(change_of(before.numbers.get(name), now.numbers.get(name)), words)
            for name, _, words in _ASPECTS}  # fmt: skip
    same = [called for name, called, _ in _ASPECTS if told[name] == ""]
    changed = [f"{called} {words}" for name, called, _ in _ASPECTS if (words := told[name])]
    unchanged = [f"{_listed(same)} not measurably different"] if same else []
    return [*changed, *unchanged]


def _told(change: Change | None, words: tuple[str, str]) -> str | None:
    """In what way it differs; "" where it does not; None where that is not known."""
    if change is None or change.way == "unknown":
        return None
    if change.way == "none":
        return ""
    return f"{words[change.way == 'less']} by {with_unit(abs(change.size), change.unit)}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
