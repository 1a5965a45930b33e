"""One moment is judged by what needs no time."""

import pytest

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.rules.moment import judge_moment
from formcheck.rules.rule import Rule
from formcheck.rules.sample import RuleSample

NEUTRAL = Neutral(View.SIDE, {View.SIDE: {"trunk_inclination_deg": 2.0}}, {View.SIDE: {}})


def rule(**changes) -> Rule:
    return Rule.model_validate(
        {
            "id": "desk.lean", "title": "Leaning", "when": "during", "views": ["side"],
            "tests": [{"measure": "trunk_inclination_deg", "compare": "change",
                       "above": {"caution": 10, "poor": 20}}],
            "hold_s": {"caution": 60, "poor": 60}, "cue": "Sit back", "spoken": "Sit back",
            "advice": "Sit back.", "source": {"tag": "know", "text": "test"}, **changes,
        }
    )  # fmt: skip


def judged(value: float | None, *, view: View = View.SIDE, neutral: Neutral = NEUTRAL, **changes):
    measured = Measurement.missing(Reason.COVERED) if value is None else Measurement(value, 3.0)
    sample = RuleSample(0.0, view, {"trunk_inclination_deg": measured})
    return judge_moment(rule(**changes), sample, neutral)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5.0, None),
        (12.0, None),
        (13.0, None),
        (16.0, ("caution", False)),
        (23.0, ("caution", False)),
        (26.0, ("poor", False)),
    ],
)
def test_a_moment_is_judged_without_waiting(value, expected) -> None:
    fault = judged(value).fault
    assert (None if fault is None else (str(fault.severity), fault.uncertain)) == expected


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"value": None}, Reason.COVERED),
        ({"value": 30.0, "view": View.FRONT}, Reason.WRONG_VIEW),
        ({"value": 30.0, "neutral": Neutral()}, Reason.NO_NEUTRAL),
        ({"value": 30.0, "phases": ["top"]}, Reason.ONE_PICTURE),
        ({"value": 30.0, "when": "rep"}, Reason.ONE_PICTURE),
        ({"value": 13.0}, Reason.TOO_CLOSE),
    ],
)
def test_what_a_moment_cannot_tell(how, reason) -> None:
    verdict = judged(**how)
    assert (verdict.fault, verdict.value.reason) == (None, reason)


def test_the_neutrals_spread_counts() -> None:
    restless = Neutral(
        View.SIDE,
        {View.SIDE: {"trunk_inclination_deg": 2.0}},
        {View.SIDE: {"trunk_inclination_deg": 5.0}},
    )
    assert judged(16.0).fault is not None
    assert judged(16.0, neutral=restless).fault is None
