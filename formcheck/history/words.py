"""Words and numbers of the history for people; apart from those of the results, which load much more."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone

from formcheck.history.sets import DOWN, RANGE, UP, SetOverview
from formcheck.measurements.units import unit_of_id

# Measures that belong to no rule -> what they are called.
TITLES: Mapping[str, str] = {
    RANGE: "Range",
    UP: "Time up",
    DOWN: "Time down",
    "range_loss_percent": "Range lost",
}
_DIGITS = {"deg": 0, "%": 0, "s": 1, "min": 0}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH = date(1970, 1, 1)


def day_of(local_day: int) -> date:
    """The date of a day that is counted since 1970-01-01."""
    return _EPOCH + timedelta(days=local_day)


def number_of_day(day: date) -> int:
    """The days since 1970-01-01."""
    return (day - _EPOCH).days


def short_date(day: date, today: date | None = None) -> str:
    """A day as people write it: "3 Nov"; with its year where that is not today's.

    Example:
        >>> short_date(date(2026, 11, 3), date(2026, 12, 1)), short_date(date(2025, 11, 3), date(2026, 1, 1))
        ('3 Nov', '3 Nov 2025')
    """
    year = "" if today is None or today.year == day.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def local_time(start_utc_s: float, utc_offset_min: int) -> datetime:
    """A moment on the clock that the person had then."""
    return datetime.fromtimestamp(start_utc_s, timezone(timedelta(minutes=utc_offset_min)))


def number_text(value: float, unit: str) -> str:
    """A number without its unit, with as many digits as its unit is good for."""
    digits = _DIGITS.get(unit, 2)
    return f"{round(value, digits) + 0.0:.{digits}f}".replace("-", "−")


def with_unit(value: float, unit: str) -> str:
    """A number with its unit: "160°", "0.80 arm lengths"."""
    return f"{number_text(value, unit)}{unit_of_id(unit).mark}"


def with_error(value: float, error: float | None, unit: str) -> str:
    """A number with its typical error: "160 ± 4°"."""
    if not error:
        return with_unit(value, unit)
    stated = number_text(error, unit)
    if not float(stated):
        stated = f"{error:.2g}"
    return f"{number_text(value, unit)} ± {stated}{unit_of_id(unit).mark}"


def title_of(measure: str, sets: Sequence[SetOverview]) -> str:
    """What a measure is called in some sets."""
    if measure in TITLES:
        return TITLES[measure]
    short = measure.partition(":")[0]
    for one in reversed(sets):
        for rule, tally in one.rules.items():
            if rule.rpartition(".")[2] == short and tally.heading:
                return tally.heading
    return readable(short)


def readable(name: str) -> str:
    """An id in words: "upright-row" is "Upright row"."""
    words = name.rpartition(".")[2].replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def counted(number: int, word: str) -> str:
    """A number of things: "1 rep", "5 reps"."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def lower(text: str) -> str:
    """The text to go on with in a sentence."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def upper(text: str) -> str:
    """The text to begin a sentence with."""
    return text[:1].upper() + text[1:]


def hours_text(time_s: float) -> str:
    """How long: "45 min", "6 h 20 min".

    Example:
        >>> hours_text(2700), hours_text(22800)
        ('45 min', '6 h 20 min')
    """
    hours, minutes = divmod(round(time_s / 60), 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def share_text(share: float) -> str:
    """A share: "43 %"."""
    return f"{100 * share:.0f} %"
