"""States: one event from its beginning to its end, whatever happens in between."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.rules.family import FamilyTimes, pick
from formcheck.rules.finding import Severity
from formcheck.rules.sample import RuleSample
from formcheck.rules.state import Claim, StateEvent, StateNow, StateWatch

STEP_S = 0.1
RULE = load_activity("desk").rule("desk.forward-head")
NEUTRAL, LIMIT, FORWARD, FAR = 0.0, 6.0, 12.0, 30.0


def watched(values: list[float | None]) -> tuple[list[StateNow | None], list[StateEvent]]:
    """What a rule says of a value every tenth of a second; None: it could not be seen."""
    watch, states, events = StateWatch(RULE), [], []
    for number, value in enumerate(values):
        measured = Measurement.missing(Reason.TURNED_AWAY) if value is None else Measurement(value, 3.0)
        sample = RuleSample(number * STEP_S, View.FRONT, {"head_forward_deg": measured})
        now, event = watch.update(sample.time_s, watch.look(sample, Neutral()))
        states.append(now)
        events += [event] if event else []
    last = watch.finish()
    return states, [*events, *([last] if last else [])]


def held(value: float | None, seconds: float) -> list[float | None]:
    return [value] * round(seconds / STEP_S)


def test_it_is_there_within_a_second_and_a_half_and_gone_soon_after() -> None:
    states, events = watched(held(NEUTRAL, 3) + held(FORWARD, 4) + held(NEUTRAL, 8))
    there = [number * STEP_S for number, state in enumerate(states) if state is not None]
    assert 3.5 <= there[0] <= 4.5
    assert 7.0 <= there[-1] <= 7.8
    assert len(events) == 1
    assert events[0].fault.start_s == pytest.approx(3.3, abs=0.4)


@pytest.mark.parametrize(
    "between",
    [held(NEUTRAL, 3), held(None, 10), held(NEUTRAL, 2) + held(None, 2)],
    ids=["back for a moment", "out of sight", "both"],
)
def test_one_slouch_is_one_event_whatever_happens_in_between(between: list[float | None]) -> None:
    _, events = watched(held(FORWARD, 5) + between + held(FORWARD, 5) + held(NEUTRAL, 8))
    assert len(events) == 1


@pytest.mark.parametrize("between", [held(NEUTRAL, 7), held(None, 20)], ids=["gone", "away"])
def test_what_is_over_is_another_event(between: list[float | None]) -> None:
    _, events = watched(held(FORWARD, 5) + between + held(FORWARD, 5))
    assert len(events) == 2


@pytest.mark.parametrize(
    ("between", "stays"),
    [
        (held(0.6 * LIMIT, 1.5), True),  # near to the limit, and back again
        (held(None, 1.5), True),  # turned away for a moment
        (held(0.6 * LIMIT, 4.0), False),
        (held(None, 4.0), False),
        (held(NEUTRAL, 1.5), False),  # sat up, which is seen at once
    ],
)
def test_a_posture_that_is_held_keeps_its_name_over_a_moment(
    between: list[float | None], stays: bool
) -> None:
    states, _ = watched(held(FORWARD, 5) + between + held(FORWARD, 5))
    shown = [state is not None for state in states[round(5 / STEP_S) : round(5 / STEP_S) + len(between)]]
    assert all(shown) is stays


def test_what_is_not_known_gives_way_only_to_what_is_there() -> None:
    def claims(other: float) -> dict[str, Claim]:
        return {"tilt": Claim(None, ()), "twist": Claim(other, ())}

    families = {"tilt": "neck", "twist": "neck"}
    assert pick(claims(0.1), families, frozenset({"tilt"})) == {"tilt", "twist"}
    assert pick(claims(1.1), families, frozenset({"tilt"})) == {"twist"}


def test_a_glance_is_no_state() -> None:
    states, events = watched(held(NEUTRAL, 3) + held(FAR, 0.5) + held(NEUTRAL, 3))
    assert not any(states)
    assert events == []


def test_it_is_shown_and_alerted_only_after_its_time() -> None:
    states, events = watched(held(FORWARD, 60))
    due = [(number * STEP_S, state.due) for number, state in enumerate(states) if state is not None]
    assert min(t for t, d in due if d is Severity.CAUTION) == pytest.approx(RULE.times.caution_s, abs=0.5)
    assert min(t for t, d in due if d is Severity.POOR) == pytest.approx(RULE.times.alert_s, abs=0.5)
    assert events[0].alert_s == pytest.approx(RULE.times.alert_s, abs=0.5)


def test_a_short_event_has_no_alert() -> None:
    assert watched(held(FORWARD, 20) + held(NEUTRAL, 8))[1][0].alert_s is None


def test_the_surest_severity_is_said() -> None:
    states, _ = watched(held(16.0, 5))
    assert states[-1] is not None
    assert states[-1].severity is Severity.CAUTION
    states, _ = watched(held(FAR, 5))
    assert states[-1] is not None
    assert states[-1].severity is Severity.POOR


def test_of_a_family_the_one_furthest_past_its_threshold_is_named() -> None:
    claims = {"a": Claim(1.4, ()), "b": Claim(2.0, ()), "c": Claim(0.5, ()), "lone": Claim(1.1, ())}
    families = {"a": "x", "b": "x", "c": "x", "lone": ""}
    assert pick(claims, families, frozenset()) == {"b", "lone"}
    assert pick({**claims, "b": Claim(1.45, ())}, families, frozenset({"a"})) == {"a", "lone"}


def test_two_that_take_turns_are_there_as_soon_as_one_would_be() -> None:
    times = FamilyTimes({"a": "x", "b": "x", "lone": ""})
    unseen, there, near = Claim(None, ()), Claim(1.2, ()), Claim(0.9, ())
    seen = [
        times.update(time_s, {"a": a, "b": b, "lone": there})
        for time_s, a, b in [
            (0.0, near, near),
            (1.0, there, near),
            (1.2, near, there),
            (1.4, unseen, unseen),
            (1.45, there, near),
            (4.5, there, near),
        ]
    ]
    assert seen == [{}, {"x": 1.0}, {"x": 1.0}, {}, {"x": 1.0}, {"x": 4.5}]


@pytest.mark.parametrize(("family_since_s", "there"), [(None, False), (0.0, True), (9.9, False)])
def test_the_time_of_its_family_counts_for_a_state(family_since_s: float | None, there: bool) -> None:
    watch = StateWatch(RULE)
    sample = RuleSample(10.0, View.FRONT, {"head_forward_deg": Measurement(FORWARD, 3.0)})
    now, _ = watch.update(10.0, watch.look(sample, Neutral()), family_since_s)
    assert (now is not None) is there


def test_what_comes_after_another_has_been_there_for_a_while_has_to_last_by_itself() -> None:
    times = FamilyTimes({"a": "x", "b": "x"})
    claims = {"a": Claim(1.5, ()), "b": Claim(0.2, ())}
    seen = [times.update(number / 10, claims) for number in range(50)]
    assert seen[20] == {"x": 0.0}
    assert seen[21] == seen[49] == {}
