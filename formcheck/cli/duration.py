"""A time such as 30m, as people write it."""

import re

import click

_UNITS_S = {"s": 1.0, "m": 60.0, "h": 3600.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h)(?:ec|in|our|r)?s?", re.IGNORECASE)
_LONGEST_S = 24 * 3600.0


class Duration(click.ParamType[float]):
    """Seconds, written as 90s, 30m, 1h or 1h30m; a number alone is minutes."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The seconds.

        Raises:
            click.BadParameter: If it is no such time, or not one of up to a day.
        """
        if isinstance(value, float):
            return value
        text = str(value).strip()
        seconds = duration_s(text)
        if seconds is None:
            self.fail(f"{text!r} is no time; write it as 30m, 1h30m or 90s", param, ctx)
        if not 0 < seconds <= _LONGEST_S:
            self.fail(f"{text} is not between a second and a day", param, ctx)
        return seconds


def duration_s(text: str) -> float | None:
    """The seconds of a time, or None where it is none.

    Example:
        >>> duration_s("30m"), duration_s("1h30m"), duration_s("90s"), duration_s("45"), duration_s("soon")
        (1800.0, 5400.0, 90.0, 2700.0, None)
    """
    if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text):
        return float(text) * 60.0
    if len(text) > 30 or not re.fullmatch(rf"(?:{_PART.pattern}\s*)+", text, re.IGNORECASE):
        return None
    return sum(float(number) * _UNITS_S[unit.lower()] for number, unit in _PART.findall(text))
