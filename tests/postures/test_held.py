"""What is held is averaged until somebody moves, and keeps one name; what only lasts may be the chair."""

from collections.abc import Mapping

import numpy as np
import pytest

from formcheck.measurements.face import POSITIONS
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.postures.estimator import PostureEstimator
from formcheck.postures.held import HeldChanges
from formcheck.postures.model import model_inputs


def held_after(*values: float, step_s: float = 0.1) -> tuple[float, float]:
    """The mean that is held in the end, and since when."""
    held = HeldChanges()
    mean: Mapping[str, float] = {}
    for number, value in enumerate(values):
        mean = held.update(number * step_s, {"a": value}, {"a": value}, lambda each: abs(each["a"]))
    return mean["a"], held.since_s


def test_a_tremble_is_averaged() -> None:
    assert held_after(*[0.4, 0.5] * 40)[0] == pytest.approx(0.45, abs=0.01)


def test_a_movement_begins_anew() -> None:
    assert held_after(*[0.0] * 40, *[0.6] * 3) == (pytest.approx(0.6), pytest.approx(4.0))


def test_what_changes_slowly_is_followed() -> None:
    assert held_after(*np.linspace(0.0, 3.0, 600))[0] == pytest.approx(3.0, abs=0.21)


def names(rate: float, *changes: Mapping[str, float], seed: int = 0) -> list[str]:
    """Which estimate is there in each picture, before a camera in front that knows where somebody sits."""
    rng, estimator = np.random.default_rng(seed), PostureEstimator()
    known = Neutral(View.FRONT, {View.FRONT: dict.fromkeys(model_inputs(), 1.0)})
    found = []
    for number, change in enumerate(changes):
        values = {
            name: Measurement(1.0 + change.get(name, 0.0) + float(rng.normal(0, 0.01)))
            for name in model_inputs()
        }
        told = estimator.update(number / rate, values, known, View.FRONT)
        found.append(next((name for name, each in told.items() if each.value), ""))
    return found


FORWARD = {"ear_height": -0.12, "ears_y_px": 0.13, "eye_height": -0.10}
NEARER = {"shoulder_width_px": 0.15, "face_scale": 0.025, "ears_y_px": 0.05}


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0, 5.0, 10.0])
@pytest.mark.parametrize("seed", range(3))
def test_a_posture_that_is_held_keeps_its_name_through_a_tremble(rate: float, seed: int) -> None:
    found = names(rate, *[FORWARD] * round(60 * rate + 8), seed=seed)
    assert {*found[round(rate) + 4 :]} == {"head_forward_deg"}


@pytest.mark.parametrize("rate", [1.0, 5.0])
def test_who_looks_larger_for_long_and_sank_by_nothing_sits_nearer(rate: float) -> None:
    found = names(rate, *[NEARER] * round(40 * rate))
    assert "lean_in_deg" not in found[round(20 * rate) :]


def test_without_places_that_is_so_at_once() -> None:
    values = {name: Measurement(1.0) for name in model_inputs() if name not in POSITIONS}
    known = Neutral(View.FRONT, {View.FRONT: dict.fromkeys(values, 1.0)})
    larger = {**values, "shoulder_width_px": Measurement(1.15)}
    found = PostureEstimator().update(0.0, larger, known, View.FRONT)
    assert {each.value for each in found.values()} == {0.0}
