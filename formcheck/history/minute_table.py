"""Minutes at the desk by the hundred thousand, as tables: a line each, and no single objects.

A table is of one person: ``{"athlete": "", "columns": [...], "rows": [[...], ...]}``, times in milliseconds.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from formcheck.errors import HistoryError
from formcheck.history.coding import (
    FURTHEST_MIN,
    LARGEST,
    LATEST_UTC_S,
    LONGEST_TEXT,
    packed,
)
from formcheck.history.desk import local_hour_of
from formcheck.history.words import day_of, local_time

_TIMES = ("watched_ms", "present_ms", "judged_ms", "neutral_ms")
COLUMNS = ("start_utc_s", "utc_offset_min", "looks", *_TIMES, "breaks", "rules")
"""As in the file; `rules` is rule id -> [seconds, events, alerts]."""

_LINES = """SELECT athlete, group_concat(printf('[{start},%d,%d,%d,%d,%d,%d,%d,%s]',
    {value}utc_offset_min, looks, watched_ms, present_ms, judged_ms, neutral_ms, breaks, rules), ',\n')
    FROM minutes{where} (rules = '{{}}' OR json_valid(rules)) AND {test} GROUP BY athlete{each}"""
# SQLite writes whole seconds exactly, and these nearly all are; the others are written by Python.
_IS_WHOLE = "start_utc_s = CAST(start_utc_s AS INTEGER)"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class MinuteTable:
    """Minutes as rows of the database's table.

    Attributes:
        athlete: Whose they are.
        rows: Each with all columns of the table.
    """

    athlete: str
    rows: Sequence[Row]


def statements(where: str) -> tuple[str, str, str]:
    """What asks for the lines of each person, and for what is left out.

    The first gives those that began at a whole second, the second the others one by one with their start, the
    third how many have rules that cannot be read.

    Args:
        where: The condition of `where_of`.
    """
    where = f"{where} AND" if where else " WHERE"
    whole = _LINES.format(start="%d", value="start_utc_s, ", where=where, test=_IS_WHOLE, each="")
    other = _LINES.format(
        start="", value="", where=where, test=f"NOT {_IS_WHOLE}", each=", start_utc_s"
    ).replace("SELECT athlete,", "SELECT athlete, start_utc_s,")
    return whole, other, f"SELECT count(*) FROM minutes{where} rules <> '{{}}' AND NOT json_valid(rules)"


def table_texts(whole: Iterable[tuple[str, str]], others: Iterable[tuple[str, float, str]]) -> list[str]:
    """A table for each person, as JSON.

    Args:
        whole: Athlete and lines, as the first of `statements` gives them.
        others: Athlete, start and line without its start, as the second does.
    """
    lines: dict[str, list[str]] = {}
    for athlete, text in whole:
        lines.setdefault(athlete, []).append(text)
    for athlete, start_utc_s, text in others:
        lines.setdefault(athlete, []).append(f"[{start_utc_s!r}{text[1:]}")
    head = f'"columns":{packed(COLUMNS)},"rows":[\n'
    return [
        f'{{"athlete":{packed(athlete)},{head}{rows}\n]}}'
        for athlete, parts in sorted(lines.items())
        for rows in (",\n".join(parts),)
    ]


def table_of(data: Mapping[str, Any]) -> MinuteTable:
    """A table that was read from a file, looked over column by column.

    Raises:
        HistoryError: If something in it is no minute.
    """
    athlete, rows = data.get("athlete", ""), data["rows"]
    if not isinstance(athlete, str) or len(athlete) > LONGEST_TEXT:
        raise HistoryError("a table's athlete is no name")
    if data.get("columns") != list(COLUMNS) or not isinstance(rows, list):
        raise HistoryError(f"a table's columns are not {', '.join(COLUMNS)}")
    if not rows:
        return MinuteTable(athlete, ())
    if set(map(type, rows)) != {list} or set(map(len, rows)) != {len(COLUMNS)}:
        raise HistoryError(f"a table has a row that is no list of {len(COLUMNS)} values")
    start, offset, looks, *times, breaks, rules = zip(*rows, strict=True)
    _check("start_utc_s", start, {int, float}, 0, LATEST_UTC_S)
    _check("utc_offset_min", offset, {int}, -FURTHEST_MIN, FURTHEST_MIN)
    for name, column in zip(("looks", *_TIMES, "breaks"), (looks, *times, breaks), strict=True):
        _check(name, column, {int}, -LARGEST, LARGEST)
    hours = map(local_hour_of, start, offset)
    texts = [_rules_text(one) if one else "{}" for one in rules]
    whose = (athlete,) * len(rows)
    return MinuteTable(
        athlete,
        list(zip(whose, map(float, start), hours, offset, looks, *times, breaks, texts, strict=True)),
    )


def minute_columns(rows: Sequence[Row]) -> dict[str, list[Any]]:
    """Columns of minutes as people read them, with three of each rule: seconds, events and alerts.

    Args:
        rows: Athlete, and what `COLUMNS` names.
    """
    if not rows:
        return {}
    athlete, start, offset, looks, *times, breaks, texts = map(list, zip(*rows, strict=True))
    times_s = ([one / 1000 for one in column] for column in times)
    columns = {
        "local_time": list(map(_clock, start, offset)),
        "start_utc_s": start, "utc_offset_min": offset, "looks": looks,
        **{f"{name[:-3]}_s": column for name, column in zip(_TIMES, times_s, strict=True)},
        "breaks": breaks, "athlete": athlete,
    }  # fmt: skip
    for place, text in enumerate(texts):
        for rule, values in json.loads(text).items() if text != "{}" else ():
            for kind, value in zip(("s", "events", "alerts"), values, strict=True):
                if value:
                    name = f"{rule}.{kind}"
                    if name not in columns:
                        columns[name] = [None] * len(rows)
                    columns[name][place] = value
    return columns


def _clock(start_utc_s: float, utc_offset_min: int) -> str:
    """As `words.local_time` in ISO form; the days and zones of a year are few."""
    day, second = divmod(math.floor(start_utc_s) + 60 * utc_offset_min, 86400)
    return f"{_day(day)}T{_time(second)}{_zone(utc_offset_min)}"


@cache
def _day(number: int) -> str:
    return day_of(number).isoformat()


@cache
def _time(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


@cache
def _zone(utc_offset_min: int) -> str:
    return local_time(0.0, utc_offset_min).isoformat()[19:]


def _check(name: str, column: Sequence[Any], kinds: set[type], low: float, high: float) -> None:
    # Not a number is neither smaller nor larger than anything.
    if (
        not set(map(type, column)) <= kinds
        or (float in kinds and any(isinstance(one, float) and math.isnan(one) for one in column))
        or min(column) < low
        or max(column) > high
    ):
        raise HistoryError(f"a table's column {name!r} holds what cannot be read")


def _rules_text(rules: Any) -> str:
    try:
        is_known = all(len(name) <= LONGEST_TEXT and _is_tally(*values) for name, values in rules.items())
    except (AttributeError, TypeError):
        is_known = False
    if not is_known:
        raise HistoryError("a table's column 'rules' holds what cannot be read")
    return packed(rules)


def _is_tally(time_s: Any, events: Any, alerts: Any) -> bool:
    if type(events) is not int or type(alerts) is not int or type(time_s) not in (int, float):
        return False
    return 0 <= time_s <= LARGEST and 0 <= events <= LARGEST and 0 <= alerts <= LARGEST
