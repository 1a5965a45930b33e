"""A calibration that is taken again adds to what was known of the same person, and to nothing else."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from statistics import stdev

import pytest

from formcheck.calibration.keep import Kept, keep_calibration
from formcheck.calibration.profile import MOST_SESSIONS
from formcheck.calibration.store import ProfileStore
from formcheck.measurements.view import View
from formcheck.postures.model import spread_at_rest
from formcheck.rules.rule import Check, Thresholds
from formcheck.rules.threshold import limits_of, spread_of
from tests.calibration.samples import MADE, SETUP, calibration

FRONT = View.FRONT


@pytest.fixture
def store(tmp_path) -> ProfileStore:
    return ProfileStore(tmp_path)


def kept(store: ProfileStore, *values: float, **how) -> Kept:
    """Calibrated on one day after the other, with the trunk leaning so far each time."""
    for day, value in enumerate(values):
        last = keep_calibration(
            store, calibration(medians={"trunk_lean_deg": value}, **how), MADE + timedelta(days=day)
        )
    return last


def test_the_first_is_named_after_what_it_is_for(store) -> None:
    first = kept(store, 1.0)
    assert (first.profile.name, first.replaced, first.words()) == ("desk-front", False, "")
    assert first.path == store.path("desk-front")
    assert store.load("desk-front") == first.profile


def test_the_last_one_is_what_is_compared_with_and_the_others_say_how_much_it_varies(store) -> None:
    last = kept(store, 1.0, 3.0, 2.0)
    neutral = store.load("desk-front").as_neutral()
    assert last.replaced
    assert "3 sessions" in last.words()
    assert neutral.by_view[FRONT]["trunk_lean_deg"] == 2.0
    assert neutral.between("trunk_lean_deg", "change", FRONT) == pytest.approx(stdev([1.0, 3.0, 2.0]))
    assert neutral.jitter("trunk_lean_deg", "change", FRONT) == 0.25
    assert neutral.spread("trunk_lean_deg", "change", FRONT) == pytest.approx((1.0 + 0.25**2) ** 0.5)
    assert neutral.spread("trunk_lean_deg", "absolute", FRONT) == 0.0


def test_only_so_many_are_remembered_the_last_ones(store) -> None:
    last = kept(store, *map(float, range(MOST_SESSIONS + 5)))
    remembered = [each.medians[FRONT]["trunk_lean_deg"] for each in last.profile.sessions]
    assert len(remembered) == MOST_SESSIONS - 1
    assert remembered[-1] == MOST_SESSIONS + 3
    assert all(a.made < b.made for a, b in pairwise(last.profile.sessions))


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"setup": replace(SETUP, sizes={"shoulder_width": 0.2})}, "smaller in the picture"),
        ({"setup": replace(SETUP, proportions={"shoulder_width_per_ears": 3.3})}, "another person"),
        ({"model": "lite"}, "pose model"),
    ],
    ids=["camera", "person", "model"],
)
def test_what_is_of_another_camera_or_person_is_begun_anew(store, how, words) -> None:
    kept(store, 1.0, 3.0)
    other = keep_calibration(store, calibration(**how), MADE)
    assert other.profile.sessions == ()
    assert words in other.words()
    assert store.load("desk-front").as_neutral().between_by_view == {}


def test_the_same_recording_once_more_adds_nothing(store) -> None:
    assert kept(store, 1.0, 1.0, 1.0).profile.sessions == ()


def test_a_damaged_one_is_replaced(store) -> None:
    kept(store, 1.0)
    store.path("desk-front").write_text("{")
    again = kept(store, 2.0)
    assert (again.profile.sessions, again.replaced) == ((), True)
    assert "begun anew" in again.words()


def test_pixels_of_another_resolution_are_scaled(store) -> None:
    medians = {"shoulder_width_px": 100.0}
    keep_calibration(store, calibration(medians=medians), MADE)
    large = replace(SETUP, width_px=1280, height_px=960)
    keep_calibration(store, calibration(setup=large, medians={"shoulder_width_px": 204.0}), MADE)
    neutral = store.load("desk-front").as_neutral(640)
    assert neutral.between("shoulder_width_px", "change", FRONT) == pytest.approx(stdev([100.0, 102.0]))


@pytest.mark.parametrize("values", [(1.0,), (1.0, 1.1), (1.0, 4.0), (9.0, 1.0, 5.0)])
def test_limits_only_ever_move_out(store, values) -> None:
    test = Check(measure="trunk_lean_deg", compare="change", above=Thresholds(caution=2.0, poor=6.0))
    neutral = kept(store, *values).profile.as_neutral()
    spread = spread_of(test, None, neutral, FRONT)
    stated, moved = limits_of(test, 0.8), limits_of(test, 0.8, spread)
    assert all(after.on >= before.on for before, after in zip(stated, moved, strict=True))
    assert (moved[-1].on > stated[-1].on) is (len(values) > 1 and stdev(values) > 0.6)


def test_what_differs_from_day_to_day_does_not_average_out_within_a_second(store) -> None:
    medians = {
        "shoulder_width_px": 200.0, "ear_height": 0.6, "nose_over_ears": -0.05, "mouth_over_ears": -0.4,
        "eye_height": 0.7, "shoulders_in_picture": 0.3,
    }  # fmt: skip
    keep_calibration(store, calibration(medians=medians, spreads=dict.fromkeys(medians, 0.0)), MADE)
    other = {**medians, "ear_height": 0.64}
    last = keep_calibration(store, calibration(medians=other, spreads=dict.fromkeys(medians, 0.0)), MADE)
    jitter = keep_calibration(
        store,
        calibration(medians=other, spreads={**dict.fromkeys(medians, 0.0), "ear_height": stdev([0.6, 0.64])}),
        MADE,
        "jitters",
    )
    between, within = (
        spread_at_rest("slump_percent", "full", each.profile.as_neutral(), FRONT) for each in (last, jitter)
    )
    assert between == pytest.approx(2 * within, rel=1e-3)
    assert between > 0
