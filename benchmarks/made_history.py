"""A made-up history: a year of somebody who lifts and sits a great deal."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from formcheck.history.records import DeskMinute, MobilitySet
from formcheck.history.sets import Curve, Imbalance, Number, RepRecord, RuleTally, SetRecord

_ZONE = ZoneInfo("Europe/Berlin")
_STATES = ("desk.slump", "desk.forward-head", "desk.looking-down", "desk.lean-in", "desk.head-tilt")
# Lift -> effort, first kilograms, rules.
_LIFTS = {
    "overhead-press": ("press", 30.0, {"layback": "Leaning back", "uneven": "Uneven press",
                                       "no-lockout": "Short lockout", "head-poke": "Head pushed forward"}),
    "upright-row": ("pull", 20.0, {"elbows-too-high": "Elbows too high", "body-swing": "Body swings",
                                   "uneven": "Uneven row", "head-poke": "Head pushed forward"}),
    "lateral-raise": ("", 8.0, {"too-high": "Arms above the shoulders", "uneven": "Uneven raise"}),
}  # fmt: skip
_ANGLES = ("layback", "no-lockout", "shallow", "knee-bend", "lateral-lean", "forearm-tilt", "head-poke",
           "looking-up", "head-turned", "bar-path", "wide-grip", "uneven")  # fmt: skip
# Rules that a press is judged by from the front, and that find nothing here.
_QUIET = ("lateral-lean", "shallow", "forearm-tilt", "wide-grip", "looking-up", "head-turned",
          "fast-lowering", "range-loss")  # fmt: skip
Record = DeskMinute | MobilitySet | SetRecord


def a_year(last: date, *, days: int = 365, sets_a_day: int = 12, hours_a_day: int = 8) -> Iterator[Record]:
    """Every record of so many days up to and with the last one; the same each time.

    Args:
        last: The last day.
        days: How many.
        sets_a_day: Sets on each of them.
        hours_a_day: Hours at the desk on each of them.
    """
    chance = random.Random(1)
    for number in range(days):
        day = last - timedelta(days=days - 1 - number)
        yield from _desk(day, hours_a_day, chance)
        yield from _lifting(day, number, sets_a_day, chance)
        yield from _neck(day, chance)


def _at(day: date, hour: int) -> tuple[float, int]:
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=_ZONE)
    offset = moment.utcoffset()
    assert offset is not None
    return moment.timestamp(), int(offset.total_seconds() // 60)


def _desk(day: date, hours: int, chance: random.Random) -> Iterator[DeskMinute]:
    start, offset = _at(day, 8)
    for minute in range(60 * hours):
        judged_s = chance.uniform(30, 60)
        state = chance.choice(_STATES) if chance.random() < 0.4 else None
        state_s = judged_s * chance.uniform(0.2, 1.0) if state else 0.0
        yield DeskMinute(
            start + 60 * minute,
            offset,
            looks=20,
            watched_s=60.0,
            present_s=60.0,
            judged_s=round(judged_s, 3),
            neutral_s=round(judged_s - state_s, 3),
            states_s={state: round(state_s, 3)} if state else {},
            events={state: 1} if state else {},
            alerts={state: 1} if state and chance.random() < 0.05 else {},
            breaks=int(minute % 50 == 49),
        )


def _lifting(day: date, number: int, sets: int, chance: random.Random) -> Iterator[SetRecord]:
    start, offset = _at(day, 18)
    for index in range(sets):
        name = list(_LIFTS)[index % len(_LIFTS)]
        effort, kg, rules = _LIFTS[name]
        weight = kg + 2.5 * (number // 30)
        reps = tuple(_rep(i + 1, number, rules, chance) for i in range(chance.randint(6, 10)))
        side = Imbalance("left hand higher", 4, 0, len(reps), 0.06, 0.02, "trunk")
        yield SetRecord(
            start + 240 * index,
            offset,
            name,
            reps,
            {f"{name}.{rule}": _tally(rule, title, reps) for rule, title in rules.items()}
            | {f"{name}.{rule}": _tally(rule, rule, reps) for rule in _QUIET},
            {title: _curve(chance) for title in _ANGLES[:8]},
            load=f"{weight:g} kg",
            load_kg=weight,
            view="front",
            model="full",
            effort=effort,
            imbalance=side if index % 4 == 0 else None,
        )


def _tally(rule: str, title: str, reps: tuple[RepRecord, ...]) -> RuleTally:
    return RuleTally(title, len(reps), sum(rule in rep.findings for rep in reps), 0, title)


def _curve(chance: random.Random) -> Curve:
    return Curve(tuple(round(chance.uniform(0, 170), 1) for _ in range(41)), 5.0, "deg")


def _rep(index: int, day: int, rules: dict[str, str], chance: random.Random) -> RepRecord:
    start_s = 4.0 * index
    numbers = {name: Number(chance.gauss(10, 3), 5.0, "deg") for name in _ANGLES}
    numbers["range"] = Number(chance.gauss(0.75 + 0.0005 * day, 0.02), 0.05, "arm")
    numbers["concentric_time_s"] = Number(chance.gauss(1.2, 0.1), 0.35, "s")
    numbers["eccentric_time_s"] = Number(chance.gauss(1.8, 0.2), 0.35, "s")
    findings = {rule: "caution" for rule in rules if chance.random() < 0.15}
    return RepRecord(index, start_s, start_s + 1.2, start_s + 3.0, numbers=numbers, findings=findings)


def _neck(day: date, chance: random.Random) -> Iterator[MobilitySet]:
    start, offset = _at(day, 15)
    for index, exercise in enumerate(("chin-tuck", "side-tilt", "rotation")):
        sides = {"both": 8.0} if exercise == "chin-tuck" else {"left": 38.0, "right": 41.0}
        best = {side: chance.gauss(deg, 3) for side, deg in sides.items()}
        yield MobilitySet(start + 120 * index, offset, exercise, 10, 9, best, 5.0, {})
