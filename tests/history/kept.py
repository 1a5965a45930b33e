"""Made-up records."""

from datetime import UTC, date, datetime

from formcheck.history.records import DeskMinute, MobilitySet
from formcheck.history.sets import Curve, Number, RepRecord, RuleTally, SetRecord

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC).timestamp()
DAY_S, HOUR_S = 86400.0, 3600.0
PRESS = "overhead-press"


def day_number(text: str) -> int:
    """Days since 1970 of a date."""
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


def a_minute(start_utc_s: float = NOON, **given: object) -> DeskMinute:
    usual = {
        "utc_offset_min": 60, "looks": 20, "watched_s": 60.0, "present_s": 58.0, "judged_s": 50.0,
        "neutral_s": 40.0, "states_s": {"desk.slump": 10.0}, "events": {"desk.slump": 1}, "alerts": {},
        "breaks": 0, "athlete": "",
    }  # fmt: skip
    return DeskMinute(start_utc_s, **{**usual, **given})  # type: ignore[arg-type]


def an_exercise(start_utc_s: float = NOON, **given: object) -> MobilitySet:
    usual = {"utc_offset_min": 60, "exercise": "chin-tuck", "reps": 10, "held": 9, "range_deg": {"both": 8.0}}
    return MobilitySet(start_utc_s, **{**usual, **given})  # type: ignore[arg-type]


def a_rep(index: int = 1, start_s: float | None = None, **numbers: float) -> RepRecord:
    start_s = 3.0 * index if start_s is None else start_s
    found = {"concentric_time_s": 1.0, "eccentric_time_s": 1.5, "range": 0.8, **numbers}
    units = {"concentric_time_s": "s", "eccentric_time_s": "s", "range": "arm", "uneven": "trunk"}
    return RepRecord(
        index,
        start_s,
        start_s + 1.0,
        start_s + 2.5,
        numbers={name: Number(value, 0.05, units.get(name, "deg")) for name, value in found.items()},
        findings={"press.layback": "caution"} if index == 1 else {},
    )


def a_set(start_utc_s: float = NOON, reps: int = 5, **given: object) -> SetRecord:
    usual = {
        "utc_offset_min": 60,
        "activity": PRESS,
        "reps": tuple(a_rep(i + 1) for i in range(reps)),
        "rules": {"press.layback": RuleTally("Leaning back", reps, 1, 0)},
        "curves": {"elbow_angle_deg": Curve((60.0, None, 165.0, 61.0), 4.0, "deg")},
        "view": "front",
        "model": "full",
    }
    return SetRecord(start_utc_s, **{**usual, **given})  # type: ignore[arg-type]
