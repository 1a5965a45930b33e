"""The desk model: what it holds, and what it makes of changes."""

import pytest

from formcheck.measurements.desk_model import ESTIMATES, Distance, desk_model, estimate_all, model_inputs
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View

VIEWS = (View.FRONT, View.SIDE)


def neutral(view: View) -> Neutral:
    return Neutral(view, {view: dict.fromkeys(model_inputs(), 1.0)}, {view: {}}, frozenset({view}))


def estimated(view: View, **changes: float) -> dict[str, Measurement]:
    values = {name: Measurement(1.0 + changes.get(name, 0.0)) for name in model_inputs()}
    return estimate_all(values, neutral(view), view)


@pytest.mark.parametrize("view", VIEWS)
def test_every_posture_weighs_every_input_and_names_an_estimate(view: View) -> None:
    part = desk_model()[view]
    for posture in part.postures.values():
        assert set(posture.weights) == set(part.inputs) == set(part.sizes)
        assert posture.estimate in part.estimates
    assert set(part.estimates) <= set(ESTIMATES)
    assert all(estimate.error > 0 for estimate in part.estimates.values())


@pytest.mark.parametrize("view", VIEWS)
def test_no_change_is_no_posture(view: View) -> None:
    found = [m.value for m in estimated(view).values() if m.value is not None]
    assert found
    assert found == pytest.approx([0.0] * len(found))


@pytest.mark.parametrize("view", VIEWS)
def test_one_posture_is_found_at_a_time_and_twice_the_change_is_twice_the_posture(view: View) -> None:
    name = next(iter(desk_model()[view].inputs))
    one, two = estimated(view, **{name: 0.1}), estimated(view, **{name: 0.2})
    assert sum(bool(m.value) for m in one.values()) <= 1
    for key, measured in one.items():
        if measured.value is not None:
            assert two[key].value == pytest.approx(2 * measured.value)


@pytest.mark.parametrize(
    ("changes", "there"),
    [
        ({"ear_shoulder_inclination_deg": 15.0}, "head_forward_deg"),
        ({"face_pitch_deg": -25.0}, "neck_flexion_deg"),
        ({"ear_shoulder_inclination_deg": 15.0, "trunk_inclination_deg": 15.0}, "lean_in_deg"),
    ],
)
def test_from_the_side_the_angle_that_changes_names_the_posture(
    changes: dict[str, float], there: str
) -> None:
    found = {name for name, m in estimated(View.SIDE, **changes).items() if m.value}
    assert found == {there}


def test_what_is_not_seen_has_a_reason() -> None:
    missing = estimate_all({}, neutral(View.FRONT), View.FRONT)
    assert {m.reason for m in missing.values()} == {Reason.NOT_RECORDED}
    assert {m.reason for m in estimated(View.BACK).values()} == {Reason.WRONG_VIEW}


@pytest.mark.parametrize(("share", "factor"), [(0.3, 1.0), (0.15, 2.0), (0.01, 2.5), (0.9, 0.6)])
def test_before_a_near_camera_the_same_way_looks_larger(share: float, factor: float) -> None:
    near = Distance(measure="m", usual=0.3, least=0.12, most=0.5, scaled=("a",))
    known = Neutral(View.FRONT, {View.FRONT: {"m": share}})
    assert near.factor("a", known, View.FRONT) == pytest.approx(factor)
    assert near.factor("b", known, View.FRONT) == 1.0
