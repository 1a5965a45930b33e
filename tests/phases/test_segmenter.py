"""Counting, with signals whose reps are known: the height of the hands over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.phases.rep import BOTTOM_HALF, Attempt, Phase, Rep
from formcheck.phases.segmenter import PhaseState, RepSegmenter
from formcheck.phases.settings import RepSettings
from formcheck.phases.signal import Sample, SignalReader
from tests.people import Knot, Route, height_at, one_rep, route

SETTINGS = load_activity("overhead-press").reps
# The signal, wrist height in arm lengths, where heights of the hands are 0 and 1.
LOW, HIGH = 0.1, 1.0

HANG = (1.0, -1.0)
RACK = (0.8, 0.0)
REST = (1.0, 0.0)
REP = one_rep()


@dataclass(frozen=True, slots=True)
class Counted:
    """All that came out."""

    states: tuple[PhaseState, ...]

    @property
    def reps(self) -> tuple[Rep, ...]:
        return tuple(rep for state in self.states for rep in state.reps)

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        return tuple(attempt for state in self.states for attempt in state.attempts)

    @property
    def counts(self) -> tuple[int, int]:
        """Reps that were counted, and reps that are over: at the end the same."""
        return self.states[-1].rep_count, len(self.reps)


def wrist_height(height: float) -> float:
    """-1 hangs at -1 arm lengths."""
    return LOW + height * (HIGH - LOW) if height >= 0 else LOW + height * (1 + LOW)


def samples(path: Route, fps: float = 30.0, noise: float = 0.0) -> list[Sample]:
    jitter = np.random.default_rng(4).normal(0, 1, round(path[-1][0] * fps) + 1) * noise
    return [Sample(i / fps, wrist_height(height_at(path, i / fps)) + j) for i, j in enumerate(jitter)]


def count(shown: Iterable[Sample], fps: float = 30.0, settings: RepSettings = SETTINGS) -> Counted:
    segmenter = RepSegmenter(settings, 1 / fps)
    states = [segmenter.update(sample) for sample in shown]
    return Counted((*states, segmenter.finish()))


SETS: dict[str, tuple[Route, int]] = {
    "standing set": (route(-1, HANG, RACK, REST, *REP * 5, HANG), 5),
    "one rep": (route(-1, HANG, RACK, REST, *REP, HANG), 1),
    "no pauses": (route(0, REST, *one_rep(1.0, 0, 1.0, 0) * 6), 6),
    "fast, no pauses": (route(0, REST, *one_rep(0.5, 0, 0.5, 0) * 6), 6),
    "very slow": (route(0, REST, *one_rep(4, 1, 4, 1) * 3), 3),
    "starts at the bottom in the first frame": (route(0, *REP * 4), 4),
    "starts at the bottom and ends at the top": (route(0, *REP * 3, (1.0, 1.0), (0.5, 1.0)), 4),
    "starts at the top": (route(1, (1.0, 1.0), (1.5, 0.0), REST, *REP * 3), 3),
    "starts in the middle of the first way down": (route(0.9, (1.2, 0.0), REST, *REP * 3), 3),
    "pause on the way up": (
        route(0, REST, *((0.6, 0.45), (0.8, 0.45), (0.6, 1), (0.4, 1), (1.5, 0), REST) * 3),
        3,
    ),
    "pause on the way down": (
        route(0, REST, *((1.0, 1), (0.4, 1), (0.7, 0.5), (0.8, 0.5), (0.8, 0), REST) * 3),
        3,
    ),
    "double bounce at the top": (
        route(0, REST, *((1.0, 1), (0.3, 0.82), (0.3, 1), (0.3, 0.8), (0.3, 1), (1.5, 0), REST) * 3),
        3,
    ),
    "hand lost at the top for a moment": (
        route(0, REST, *((1.0, 1), (0.3, 1), (0.1, 0.2), (0.1, 0.95), (0.5, 1), (1.2, 0), REST) * 3),
        3,
    ),
    "bottoms higher and higher": (
        route(
            0,
            REST,
            *REP,
            *((1.0, 1), (0.4, 1), (1.2, 0.45), (0.4, 0.45), (1.0, 1), (0.4, 1)),
            *((1.2, 0.62), (0.4, 0.62), (1.0, 1), (0.4, 1), (1.5, 0)),
            REST,
        ),
        4,
    ),
    "second rep falls short of the usual top": (route(0, REST, *one_rep(top=0.6), *one_rep(top=0.45)), 2),
    "bounce at the bottom": (route(0, REST, *((1.0, 1), (1.2, 0), (0.2, 0.08), (0.2, 0), (0.5, 0)) * 3), 3),
    "rest in the rack between reps": (route(0, REST, *(*REP, (10.0, 0.0)) * 3), 3),
    "last reps fall short": (route(0, REST, *REP * 3, *one_rep(top=0.85), *one_rep(top=0.8)), 5),
    "unrack and rerack twice": (
        route(-1, HANG, RACK, REST, *REP * 2, RACK, HANG, HANG, RACK, REST, *REP * 2, HANG),
        4,
    ),
    "weights dropped from the top": (
        route(-1, HANG, RACK, REST, *REP * 2, (1.0, 1), (0.3, 1), (0.4, -1), HANG),
        3,
    ),
    "only unrack and put back": (route(-1, HANG, RACK, REST, REST, RACK, HANG, HANG), 0),
    "hanging only": (route(-1, HANG, HANG, HANG), 0),
    "both arms stretched up from hanging": (route(-1, HANG, *((1.2, 1), (1.0, 1), (1.2, -1), HANG) * 2), 0),
    "lifted and pressed on without a rest": (
        route(-1, HANG, (0.5, -0.1), (0.3, 0.0), *REP * 2, HANG),
        2,
    ),
    "lifted and pressed on, once": (route(-0.6, (0.3, -0.1), (0.25, 0.0), *REP), 1),
    "arms swing from hanging to the shoulders": (route(-1, HANG, *((0.8, 0.2), (0.8, -1)) * 4), 0),
    "fidgeting in the rack": (route(0, REST, *((0.4, 0.08), (0.4, 0)) * 8), 0),
    "an attempt": (route(0, REST, *REP * 2, (0.8, 0.4), (0.8, 0.0), REST, *REP), 3),
}


@pytest.mark.parametrize("name", SETS)
def test_reps_are_counted_exactly(name) -> None:
    path, expected = SETS[name]
    assert count(samples(path)).counts == (expected, expected)


@pytest.mark.parametrize("fps", [5, 8, 10, 15, 24, 25, 29.97, 50, 60, 120])
@pytest.mark.parametrize(
    "name", ["standing set", "starts at the top", "an attempt", "unrack and rerack twice"]
)
def test_the_count_does_not_depend_on_the_frame_rate(name, fps) -> None:
    path, expected = SETS[name]
    assert count(samples(path, fps), fps).counts == (expected, expected)


@pytest.mark.parametrize("fps", [10, 15, 30])
def test_hands_that_tremble_in_the_rack_rest_there(fps) -> None:
    path = route(-1, HANG, RACK, (1.0, 0.0), *REP * 2)
    shown = samples(path, fps)
    # As much from frame to frame as a slow lift moves, but to and fro.
    trembling = [Sample(s.time_s, s.value + (0.04 if i % 2 else 0.0)) for i, s in enumerate(shown) if s.value]
    assert count(trembling, fps).counts == (2, 2)


@pytest.mark.parametrize("stands_s", [0.5, 4.0, 4.65, 4.7, 4.75, 6.0])
def test_arms_that_swung_before_standing_still_have_not_begun_a_rep(stands_s) -> None:
    settings = load_activity("upright-row").reps
    rows = ((0.9, -0.38), (0.3, -0.38), (1.3, -0.88), (0.5, -0.88)) * 2
    path = route(-0.8, (0.4, -1.0), (0.3, -0.88), (stands_s, -0.88), *rows)
    shown = [Sample(i / 15, height_at(path, i / 15)) for i in range(round(path[-1][0] * 15) + 1)]
    assert count(shown, 15, settings).counts == (2, 2)


tempos = st.fixed_dictionaries(
    {
        "up_s": st.floats(0.5, 3.0),
        "top_s": st.floats(0.0, 2.0),
        "down_s": st.floats(0.5, 4.0),
        "bottom_s": st.floats(0.0, 2.0),
        "top": st.floats(0.8, 1.1),
    }
)


@given(st.integers(1, 8), tempos, st.floats(0.0, 0.02), st.sampled_from([15, 24, 30, 60]))
def test_any_even_set_is_counted_exactly(reps, tempo, noise, fps) -> None:
    path = route(-1, HANG, RACK, REST, *one_rep(**tempo) * reps, REST)
    assert count(samples(path, fps, noise), fps).counts == (reps, reps)


@given(st.lists(st.one_of(st.none(), st.floats(-2, 2)), max_size=200), st.sampled_from([5.0, 30.0]))
def test_whatever_the_signal_is_the_reps_are_well_formed(values, fps) -> None:
    counted = count([Sample(i / fps, value) for i, value in enumerate(values)], fps)
    counts = [state.rep_count for state in counted.states]
    assert counts == sorted(counts)
    assert [rep.index for rep in counted.reps] == list(range(1, len(counted.reps) + 1))
    for rep in counted.reps:
        assert rep.start_s <= rep.top_s <= rep.end_s
        for low, high in (interval for part in rep.intervals.values() for interval in part):
            assert low <= high


@given(st.floats(0.0, 100.0))
def test_when_a_video_starts_does_not_matter(later_s) -> None:
    shown = samples(SETS["an attempt"][0])
    late = count(Sample(s.time_s + later_s, s.value) for s in shown)
    early = count(shown)
    assert late.counts == early.counts
    for one, other in zip(late.reps, early.reps, strict=True):
        assert (one.start_s, one.end_s) == pytest.approx(
            (other.start_s + later_s, other.end_s + later_s), abs=1e-6
        )


# Times


@pytest.mark.parametrize("fps", [15, 30, 60])
@pytest.mark.parametrize("up_s", [0.6, 1.0, 2.5])
@pytest.mark.parametrize("down_s", [0.6, 1.5, 3.0])
def test_times_of_a_rep_are_found(fps, up_s, down_s) -> None:
    path = route(0, REST, *one_rep(up_s, 0.5, down_s, 0.7) * 3)
    period_s = up_s + 0.5 + down_s + 0.7
    for number, rep in enumerate(count(samples(path, fps), fps).reps):
        start_s = 1.0 + number * period_s
        top_s = start_s + up_s
        assert rep.complete
        assert rep.start_s == pytest.approx(start_s, abs=0.35)
        assert top_s - 0.35 <= rep.top_s <= top_s + 0.5 + 0.35
        assert rep.end_s == pytest.approx(top_s + 0.5 + down_s, abs=0.35)
        # What is measured is as good as it says.
        truth = {"concentric_time_s": up_s, "eccentric_time_s": down_s, "range": HIGH - LOW}
        for name, expected in truth.items():
            found = rep.measurements[name]
            assert found.value == pytest.approx(expected, abs=found.error), name


def test_pauses_at_top_and_bottom_belong_to_neither_way() -> None:
    rep = count(samples(route(0, REST, *one_rep(1.0, 3.0, 1.5, 3.0) * 2))).reps[0]
    assert rep.measurements["concentric_time_s"].value == pytest.approx(1.0, abs=0.15)
    assert rep.measurements["eccentric_time_s"].value == pytest.approx(1.5, abs=0.2)


def test_intervals_of_a_rep_follow_each_other() -> None:
    rep = count(samples(route(0, REST, *one_rep(1.0, 1.0, 1.0, 1.0) * 2))).reps[1]
    (bottom,), (ascent,), (top,), (descent,) = (
        rep.intervals[phase] for phase in (Phase.BOTTOM, Phase.ASCENT, Phase.TOP, Phase.DESCENT)
    )
    assert bottom[0] == pytest.approx(rep.start_s - 0.5, abs=0.1)
    assert ascent == (pytest.approx(5.0, abs=0.15), pytest.approx(5.78, abs=0.1))
    assert top == (ascent[1], pytest.approx(7.22, abs=0.1))
    assert descent == (top[1], rep.end_s)
    rise, fall = rep.intervals[BOTTOM_HALF]
    assert rise == (pytest.approx(5.0, abs=0.15), pytest.approx(5.5, abs=0.1))
    assert fall == (pytest.approx(7.5, abs=0.1), pytest.approx(8.0, abs=0.1))


def test_the_phases_of_a_set_come_in_their_order() -> None:
    states = count(samples(SETS["standing set"][0])).states
    rep = [Phase.BOTTOM, Phase.ASCENT, Phase.TOP, Phase.DESCENT]
    expected = [Phase.SETUP, *rep * 5, Phase.BOTTOM, Phase.SETUP, Phase.UNKNOWN]
    assert [phase for phase, _ in groupby(state.phase for state in states)] == expected


def test_a_rep_counts_when_it_reaches_the_top_and_not_later() -> None:
    shown = samples(route(0, REST, *one_rep(1.0, 2.0, 1.5, 1.0)))
    states = count(shown).states
    counted_s = next(s.time_s for s, state in zip(shown, states, strict=False) if state.rep_count == 1)
    assert 1.4 < counted_s < 2.1


# What is not seen to its end


def test_an_attempt_says_how_far_it_came() -> None:
    counted = count(samples(route(0, REST, *REP * 2, (0.8, 0.45), (0.8, 0.0), REST)))
    (attempt,) = counted.attempts
    # Of the way to 60 % of the range, which would have been a rep.
    assert attempt.reached_percent == pytest.approx(100 * 0.45 / 0.6, abs=5)
    assert attempt.start_s < attempt.peak_s < attempt.end_s
    assert attempt.peak_s == pytest.approx(1 + 2 * 3.7 + 0.8, abs=0.1)


@pytest.mark.parametrize("end", ["at the top", "just past the top"])
def test_a_rep_that_the_end_of_the_video_cuts_off_is_not_complete(end) -> None:
    down = () if end == "at the top" else ((0.4, 0.6),)
    (rep,) = count(samples(route(0, REST, (1.0, 1), (0.4, 1), *down))).reps
    assert not rep.complete
    assert rep.measurements["eccentric_time_s"].reason is Reason.NOT_SEEN_WHOLE
    assert rep.measurements["concentric_time_s"].value == pytest.approx(1.0, abs=0.15)


def test_a_rep_that_ends_with_the_video_is_complete() -> None:
    (rep,) = count(samples(route(0, REST, (1.0, 1), (0.4, 1), (1.5, 0)))).reps
    assert rep.complete
    assert rep.measurements["eccentric_time_s"].value == pytest.approx(1.5, abs=0.2)


def test_the_weight_put_down_ends_the_last_rep_before_it_is_whole() -> None:
    reps = count(samples(SETS["weights dropped from the top"][0])).reps
    assert [rep.complete for rep in reps] == [True, True, False]


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        ((4.0, 4.3), 4),  # a moment: nothing is lost
        ((1.2, 3.5), 3),  # the whole of the first way up
        ((2.1, 2.9), 4),  # from the top to the middle of the way down
        ((9.3, 30.0), 3),  # from the top of the third on
    ],
)
def test_signal_lost_in_the_middle(lost, expected) -> None:
    shown = samples(route(0, REST, *REP * 4))
    holed = [Sample(s.time_s, None if lost[0] <= s.time_s < lost[1] else s.value) for s in shown]
    assert count(holed).counts == (expected, expected)


def test_nothing_is_counted_without_a_signal() -> None:
    counted = count(Sample(i / 30, None) for i in range(100))
    assert counted.counts == (0, 0)
    assert {state.phase for state in counted.states} == {Phase.UNKNOWN}


# Two arms


def both(left: Route, right: Route, unseen: tuple[str, ...] = (), fps: float = 30.0) -> Counted:
    """Both arms through the reader, as the program does; an unseen arm is never measured."""
    reader = SignalReader("wrist_height")
    shown = []
    for i in range(round(left[-1][0] * fps) + 1):
        arms = {}
        for side, path in (("left", left), ("right", right)):
            value = wrist_height(height_at(path, i / fps))
            hidden = side in unseen
            arms[f"{side}_wrist_height"] = (
                Measurement.missing(Reason.NOT_VISIBLE) if hidden else Measurement(value, 0.05)
            )
        shown.append(reader.read(i / fps, arms))
    return count(shown, fps)


def after(seconds: float, *legs: Knot) -> Route:
    return route(0, (seconds, 0.0), *legs)


@pytest.mark.parametrize(
    ("left", "right", "unseen", "expected"),
    [
        (after(1.0, *REP * 3), after(1.0, *REP * 3), (), 3),
        (after(1.0, *REP * 3), after(1.15, *REP * 3), (), 3),
        (after(1.0, *REP * 3), after(1.0, *one_rep(top=0.8) * 3), (), 3),
        (after(1.0, *REP * 3), after(1.0, *REP * 3), ("right",), 3),
        (after(1.0, *REP * 3), after(1.0, *REP * 3), ("left",), 3),
        (after(1.0, *REP * 3), after(1.0, *REP * 3), ("left", "right"), 0),
        (after(1.0, *((0.5, 0.9), (0.5, 0.6)) * 4, (1, 0)), after(6.0, (0.1, 0.0)), (), 0),
        (route(-1, HANG, *((0.5, 1), (0.5, 0)) * 4), route(-1, HANG, (4.0, -1)), (), 0),
    ],
    ids=[
        "together", "one lags", "one stays lower", "right hidden", "left hidden", "both hidden",
        "one hand waves from the rack", "one hand waves, the other hangs",
    ],
)  # fmt: skip
def test_reps_of_two_arms(left, right, unseen, expected) -> None:
    assert both(left, right, unseen).counts == (expected, expected)


def test_an_arm_that_is_hidden_for_a_moment_is_waited_for() -> None:
    reader = SignalReader("wrist_height")
    values = []
    for i in range(60):
        left = Measurement.missing(Reason.NOT_VISIBLE) if 40 <= i < 45 else Measurement(0.2, 0.05)
        arms = {"left_wrist_height": left, "right_wrist_height": Measurement(0.9, 0.05)}
        values.append(reader.read(i / 30, arms).value)
    # The raised right hand does not become the signal.
    assert values[40:45] == [None] * 5
    assert set(values) == {0.2, None}


@pytest.mark.parametrize(
    ("lost", "seen"), [((), (True, True)), (("left",), (True, False)), (("left", "right"), (False, False))]
)
def test_the_top_is_seen_where_one_hand_is_and_the_range_where_both_are(
    lost: tuple[str, ...], seen: tuple[bool, bool]
) -> None:
    reader, path = SignalReader("wrist_height"), after(1.0, *one_rep(1.0, 0.5, 1.0, 0.5))
    shown = []
    for i in range(round(path[-1][0] * 30) + 1):
        height = Measurement(wrist_height(height_at(path, i / 30)), 0.05)
        gone = 1.85 <= i / 30 <= 2.15
        arms = {
            f"{side}_wrist_height": Measurement.missing(Reason.NOT_VISIBLE)
            if gone and side in lost
            else height
            for side in ("left", "right")
        }
        shown.append(reader.read(i / 30, arms))
    (rep,) = count(shown).reps
    assert (rep.top_seen, rep.measurements["range"].value is not None) == seen


# Settings


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start_to": -0.5}, "start_from must be below start_to"),
        ({"top": -0.4}, "top must lie above"),
        ({"rise": 0}, "greater than 0"),
        ({"top_share": 1.0}, "less than 1"),
        ({"speed": 1}, "Extra inputs"),
    ],
)
def test_settings_that_make_no_sense_are_refused(changes, said) -> None:
    with pytest.raises(ValueError, match=said):
        RepSettings.model_validate(SETTINGS.model_dump() | changes)


def test_a_value_that_may_be_off_by_more_than_asked_is_none() -> None:
    reader = SignalReader("elbow_angle_deg", falls=True, most_error=35.0)
    both_arms = {f"{side}_elbow_angle_deg": Measurement(70.0, 34.0) for side in ("left", "right")}
    assert reader.read(0.0, both_arms).value == -70.0
    unsure = {**both_arms, "left_elbow_angle_deg": Measurement(66.0, 61.0)}
    assert reader.read(0.1, unsure) == Sample(0.1, None, partly=True)
