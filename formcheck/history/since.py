"""Spans and dates as people type them."""

import re
from datetime import date, timedelta

_SPAN = re.compile(r"(\d{1,4})\s*(d|w|m|y)(?:ays?|eeks?|onths?|ears?)?")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


def since(text: str, today: date) -> date | None:
    """The first day of a span that ends today; None for all of it.

    Args:
        text: ``30d``, ``4w``, ``6m``, ``1y``, a date such as ``2026-11-03``, or ``all``.
        today: The day that it is.

    Raises:
        ValueError: If it is none of these; the message is one for people.

    Example:
        >>> since("7d", date(2026, 11, 27)), since("2026-11-03", date(2026, 11, 27))
        (datetime.date(2026, 11, 21), datetime.date(2026, 11, 3))
    """
    asked = text.strip().lower()
    if asked == "all":
        return None
    span = _SPAN.fullmatch(asked)
    if span is None:
        return day(asked, "30d, 4w, 6m, 1y, a date such as 2026-11-03, or all")
    days = int(span[1]) * _DAYS[span[2]]
    if not 0 < days <= today.toordinal() - 1:
        raise ValueError(f"{text!r} is no span of time: give at least 1d")
    return today - timedelta(days=days - 1)


def day(text: str, others: str = "") -> date:
    """A date as YYYY-MM-DD.

    Raises:
        ValueError: If it is none; the message is one for people.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no date: give {others or 'one such as 2026-11-03'}") from None
