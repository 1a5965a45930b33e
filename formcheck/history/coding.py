"""Records as plain data for JSON, and back: in the database, in what is exported, in what is imported."""

import json
import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from functools import cache
from typing import Any, TypeVar

from formcheck.errors import HistoryError
from formcheck.history.desk import DeskHour
from formcheck.history.records import DeskMinute, MobilitySet
from formcheck.history.sets import (
    MAIN,
    Curve,
    FallOff,
    Imbalance,
    Number,
    RepRecord,
    RuleTally,
    SetOverview,
    SetRecord,
)

Record = DeskMinute | MobilitySet | SetRecord


@dataclass(frozen=True, slots=True)
class ReadSet:
    """A set that was read from a file, with the text of it: thousands of them are not put into words again.

    Attributes:
        record: The set.
        body: The same as JSON.
    """

    record: SetRecord
    body: bytes


Plain = dict[str, Any]
_Built = TypeVar("_Built")
# What damaged columns end in: whatever a record is made of can be missing, or of another kind.
NO_RECORD = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError),
    *(zlib.error, HistoryError),
)
LONGEST_TEXT = 2000
_MOST_SIGNIFICANT = 6
# Larger numbers are no measurement of ours; the times are those up to the year 5138.
LARGEST, LATEST_UTC_S, FURTHEST_MIN = 1e9, 1e11, 24 * 60


def plain(record: Record | SetOverview | RepRecord | DeskHour) -> Plain:
    """A record as dictionaries, lists, numbers and texts; what has its usual value is left out."""
    data = {}
    for one in fields(record):
        value = getattr(record, one.name)
        shown = _plain_value(one.name, value)
        is_usual = shown in ("", None, {}) or (one.name in _USUAL and value == _USUAL[one.name])
        if not is_usual:
            data[one.name] = shown
    return data


_ROWS = ("imbalance", "fall_off")
_USUAL: dict[str, object] = {"complete": True, "timed": True, "attempts": 0, "number": 0, "breaks": 0}


def _plain_value(name: str, value: Any) -> Any:
    if name == "numbers":
        return {key: [_short(n.value), _short(n.error), n.unit] for key, n in value.items()}
    if name == "rules":
        return {key: [t.title, t.judged, t.flagged, t.poor, t.heading] for key, t in value.items()}
    if name in _ROWS:
        return None if value is None else [_short(v) if isinstance(v, float) else v for v in astuple(value)]
    if name == "curves":
        return {key: [[_short(v) for v in c.values], _short(c.error), c.unit] for key, c in value.items()}
    if name == "reps" and isinstance(value, tuple):
        return [plain(rep) for rep in value]
    return dict(value) if isinstance(value, Mapping) else value


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.{_MOST_SIGNIFICANT}g}")


def set_of(data: object) -> SetRecord:
    """A set from plain data.

    Raises:
        HistoryError: If it is none.
    """
    return _built(SetRecord, data)


class Tallies:
    """Tallies by their numbers: of the many sets of a year most are alike, and each is made once.

    Args:
        names: Rule -> what it is called, and what its value is called.
    """

    def __init__(self, names: Mapping[str, tuple[str, str]]) -> None:
        self._names = names
        self._known: dict[tuple[object, ...], RuleTally] = {}

    def of(self, rule: str, judged: int, flagged: int = 0, poor: int = 0) -> RuleTally:
        """One of a rule."""
        key = (rule, judged, flagged, poor)
        if key not in self._known:
            title, heading = self._names.get(rule, (rule, ""))
            self._known[key] = RuleTally(title, judged, flagged, poor, heading)
        return self._known[key]


def own_overview(number: int, data: Plain, tallies: Tallies) -> SetOverview:
    """An overview as this program has written it: not looked over again, because there may be thousands.

    Args:
        number: By which the set is named.
        data: What `overview_parts` gave, one part or both together.
        tallies: Where the tallies of its rules come from.
    """
    imbalance, fell = data.pop("imbalance", None), data.pop("fall_off", None)
    numbers = {key: Number(*one) for key, one in data.pop("numbers", {}).items()}
    activity, rules = data["activity"], {}
    for short, counts in data.pop("rules", {}).items():
        rule = f"{activity}.{short}" if "." not in short else short
        rules[rule] = tallies.of(rule, *counts) if isinstance(counts, list) else tallies.of(rule, counts)
    return SetOverview(
        numbers=numbers,
        rules=rules,
        imbalance=None if imbalance is None else Imbalance(*imbalance),
        fall_off=None if fell is None else FallOff(*fell),
        number=number,
        **data,
    )


def overview_parts(one: SetOverview) -> tuple[str, str]:
    """An overview as two texts: with the numbers that all sets are compared by, and those that are left.

    What the rules are called is left out: it is the same in thousands of sets.
    """
    data = plain(replace(one, number=0))
    numbers = data.pop("numbers", {})
    data["numbers"] = {name: numbers[name] for name in MAIN if name in numbers}
    own = f"{one.activity}."
    data["rules"] = {
        rule.removeprefix(own): [tally.judged, tally.flagged, tally.poor] if tally.flagged else tally.judged
        for rule, tally in one.rules.items()
    }
    return packed(data), packed({name: value for name, value in numbers.items() if name not in MAIN})


_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


def packed(data: object) -> str:
    """Plain data as short JSON."""
    return _encode(data)


def minute_of(data: object) -> DeskMinute:
    """A minute at the desk from plain data, also with its rules as `_rules_of` in `writing` puts them.

    Raises:
        HistoryError: If it is none.
    """
    if isinstance(data, Mapping) and "rules" in data:
        data = _with_rules_apart(data)
    return _built(DeskMinute, data)


def _with_rules_apart(data: Mapping[Any, Any]) -> Plain:
    apart: Plain = {key: value for key, value in data.items() if key != "rules"}
    try:
        rows = {
            rule: (_number(one[0]), _count(one[1]), _count(one[2])) for rule, one in data["rules"].items()
        }
    except (TypeError, ValueError, IndexError, AttributeError, KeyError):
        raise HistoryError("a record's field 'rules' cannot be read") from None
    for place, name in enumerate(("states_s", "events", "alerts")):
        apart[name] = {rule: row[place] for rule, row in rows.items() if row[place]}
    return apart


def mobility_of(data: object) -> MobilitySet:
    """A neck exercise from plain data.

    Raises:
        HistoryError: If it is none.
    """
    return _built(MobilitySet, data)


def _built(kind: Callable[..., _Built], data: object) -> _Built:
    if not isinstance(data, Mapping):
        raise HistoryError("a record is no object of names and values")
    readers, values = _readers(kind), {}
    for name, value in data.items():
        read = readers.get(name)
        if read is None:
            raise HistoryError(f"a record has an unknown field {str(name)[:40]!r}")
        try:
            values[name] = read(value)
        except NO_RECORD:
            raise HistoryError(f"a record's field {name!r} cannot be read: {str(value)[:40]!r}") from None
    try:
        return kind(**values)
    except TypeError as error:
        missing = str(error).rpartition(":")[2].strip()
        raise HistoryError(f"a record lacks {missing}") from None


@cache
def _readers(kind: Callable[..., Any]) -> Mapping[str, Callable[[Any], Any]]:
    """Field -> what reads it."""
    special = {**_ALWAYS, **_SPECIAL[kind]}
    return {one.name: special.get(one.name) or _simple(one.type) for one in fields(kind)}  # type: ignore[arg-type]


def _simple(annotation: object) -> Callable[[Any], Any]:
    return {bool: _flag, str: _text, int: _count, float: _number}.get(annotation, _maybe)  # type: ignore[call-overload,no-any-return]


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:
        raise ValueError
    return float(value)


def _moment(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LATEST_UTC_S:
        raise ValueError
    return float(value)


def _offset(value: Any) -> int:
    offset = _count(value)
    if abs(offset) > FURTHEST_MIN:
        raise ValueError
    return offset


def _count(value: Any) -> int:
    number = _number(value)
    if number != int(number):
        raise ValueError
    return int(number)


_ALWAYS: Mapping[str, Callable[[Any], Any]] = {"start_utc_s": _moment, "utc_offset_min": _offset}


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError
    return value


def _floats(value: Any) -> dict[str, float]:
    return {_text(key): _number(one) for key, one in value.items()}


def _counts(value: Any) -> dict[str, int]:
    return {_text(key): _count(one) for key, one in value.items()}


def _maybe(value: Any) -> float | None:
    return None if value is None else _number(value)


def _numbers(value: Any) -> dict[str, Number]:
    return {_text(key): _measured(*one) for key, one in value.items()}


def _measured(size: Any, error: Any, unit: Any) -> Number:
    # What nearly all are; there may be half a million.
    if type(size) is type(error) is float and abs(size) <= LARGEST and abs(error) <= LARGEST:
        return Number(size, error, _text(unit))
    return Number(_number(size), _maybe(error), _text(unit))


def _rules(value: Any) -> dict[str, RuleTally]:
    return {_text(key): _tally(one) for key, one in value.items()}


def _tally(one: Any) -> RuleTally:
    judged, flagged, poor = map(_count, one[1:4])
    return RuleTally(_text(one[0]), judged, flagged, poor, _text(one[4]) if one[4:] else "")


def _imbalance(value: Any) -> Imbalance:
    words, reps, against, judged, size, error, unit = value
    counts = (_count(reps), _count(against), _count(judged))
    return Imbalance(_text(words), *counts, _number(size), _maybe(error), _text(unit))


def _curves(value: Any) -> dict[str, Curve]:
    return {_text(key): Curve(_curve(one[0]), _maybe(one[1]), _text(one[2])) for key, one in value.items()}


def _curve(values: Any) -> tuple[float | None, ...]:
    known = [value for value in values if value is not None]
    # Looked at all together: there are ten thousands of them, with forty values each.
    if set(map(type, known)) == {float} and math.isfinite(sum(known)):
        if max(known) > LARGEST or min(known) < -LARGEST:
            raise ValueError
        return tuple(values)
    return tuple(map(_maybe, values))


def _reps(value: Any) -> tuple[RepRecord, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError
    return tuple(_built(RepRecord, rep) for rep in value)


def _texts(value: Any) -> dict[str, str]:
    return {_text(key): _text(one) for key, one in value.items()}


_SPECIAL: Mapping[Callable[..., Any], Mapping[str, Callable[[Any], Any]]] = {
    SetRecord: {"reps": _reps, "rules": _rules, "curves": _curves, "imbalance": _imbalance},
    RepRecord: {"numbers": _numbers, "findings": _texts},
    DeskMinute: {"states_s": _floats, "events": _counts, "alerts": _counts},
    MobilitySet: {"range_deg": _floats, "faults": _counts},
}


def minute_from_row(row: Any) -> DeskMinute:
    """A minute from its columns in the database, in their order there, without the hour."""
    athlete, start_utc_s, offset, looks, watched, present, judged, neutral, breaks, rules = row
    found = json.loads(rules)
    return DeskMinute(
        start_utc_s, offset, looks, watched / 1000, present / 1000, judged / 1000, neutral / 1000,
        states_s={name: one[0] for name, one in found.items() if one[0]},
        events={name: one[1] for name, one in found.items() if one[1]},
        alerts={name: one[2] for name, one in found.items() if one[2]},
        breaks=breaks, athlete=athlete,
    )  # fmt: skip
