"""The desk model: what it holds, and what it makes of changes."""

import pytest

from formcheck.measurements.face import POSITIONS
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.postures.estimator import PostureEstimator
from formcheck.postures.model import ESTIMATES, Beyond, Distance, Naming, model_inputs, posture_model

VIEWS = (View.FRONT, View.SIDE)


def neutral(view: View) -> Neutral:
    return Neutral(view, {view: dict.fromkeys(model_inputs(), 1.0)}, {view: {}}, frozenset({view}))


def estimated(view: View, **changes: float) -> dict[str, Measurement]:
    values = {name: Measurement(1.0 + changes.get(name, 0.0)) for name in model_inputs()}
    return PostureEstimator().update(0.0, values, neutral(view), view)


@pytest.mark.parametrize("view", VIEWS)
def test_every_posture_is_told_and_sized_by_known_inputs(view: View) -> None:
    part = posture_model()[view]
    sized = [posture for posture in part.postures.values() if posture.estimate is not None]
    assert {posture.estimate for posture in sized} <= set(ESTIMATES)
    assert all(set(posture.coefficients) <= set(part.inputs) for posture in sized)
    assert all(posture.error > 0 for posture in sized)
    for naming in part.naming:
        assert naming.inputs <= set(part.inputs)
        assert set(naming.weights) == set(part.postures)
        assert all(set(weights) == set(naming.sizes) for weights in naming.weights.values())


@pytest.mark.parametrize("view", VIEWS)
def test_no_size_depends_on_where_in_the_picture_somebody_sits(view: View) -> None:
    for posture in posture_model()[view].postures.values():
        assert not set(POSITIONS) & {*posture.coefficients, *posture.with_setting}
    assert not set(POSITIONS) & posture_model()[view].needed


@pytest.mark.parametrize("view", VIEWS)
def test_no_change_is_no_posture(view: View) -> None:
    found = [m.value for m in estimated(view).values() if m.value is not None]
    assert found
    assert found == pytest.approx([0.0] * len(found))


@pytest.mark.parametrize("view", VIEWS)
def test_one_posture_is_found_at_a_time_and_twice_the_change_is_twice_the_posture(view: View) -> None:
    name = next(iter(posture_model()[view].inputs))
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
    missing = PostureEstimator().update(0.0, {}, neutral(View.FRONT), View.FRONT)
    assert {m.reason for m in missing.values()} == {Reason.NOT_RECORDED}
    assert {m.reason for m in estimated(View.BACK).values()} == {Reason.WRONG_VIEW}


@pytest.mark.parametrize(("share", "factor"), [(0.3, 1.0), (0.15, 2.0), (0.01, 2.5), (0.9, 0.6)])
def test_before_a_near_camera_the_same_way_looks_larger(share: float, factor: float) -> None:
    near = Distance(measure="m", usual=0.3, least=0.12, most=0.5, scaled=("a",))
    known = Neutral(View.FRONT, {View.FRONT: {"m": share}})
    assert near.factor("a", known, View.FRONT) == pytest.approx(factor)
    assert near.factor("b", known, View.FRONT) == 1.0


def test_without_places_the_other_way_of_naming_serves() -> None:
    values = {name: Measurement(1.0) for name in model_inputs() if name not in POSITIONS}
    known = Neutral(View.FRONT, {View.FRONT: dict.fromkeys(values, 1.0)})
    sunk = {**values, "ear_height": Measurement(0.85)}
    found = PostureEstimator().update(0.0, sunk, known, View.FRONT)
    assert all(m.value is not None for m in found.values())
    assert sum(bool(m.value) for m in found.values()) == 1


NAMING = Naming(
    sizes={"sunk": 0.1, "past": 0.1},
    beyond={"past": Beyond(of="sunk", limit=0.15)},
    weights={"head": {"sunk": 2.0, "past": -4.0}, "back": {"sunk": 0.0, "past": 4.0}},
)


@pytest.mark.parametrize(("sunk", "named"), [(0.05, "head"), (0.14, "head"), (0.4, "back")])
def test_what_a_neck_cannot_do_alone_the_back_did(sunk: float, named: str) -> None:
    scores = NAMING.scores({"sunk": sunk})
    assert max(scores, key=lambda name: scores[name]) == named


def test_one_odd_picture_changes_no_name() -> None:
    estimator, known = PostureEstimator(), neutral(View.SIDE)

    def seen(time_s: float, **changes: float) -> set[str]:
        values = {name: Measurement(1.0 + changes.get(name, 0.0)) for name in model_inputs()}
        return {k for k, m in estimator.update(time_s, values, known, View.SIDE).items() if m.value}

    for frame in range(10):
        assert seen(frame / 10, ear_shoulder_inclination_deg=15.0) == {"head_forward_deg"}
    assert "neck_flexion_deg" not in seen(1.0, ear_shoulder_inclination_deg=8.0, face_pitch_deg=-8.0)


@pytest.mark.parametrize("share", [0.08, 0.15, 0.25])
@pytest.mark.parametrize("places", [True, False], ids=["places known", "places not known"])
def test_who_is_larger_and_nothing_else_is_in_no_posture(share: float, places: bool) -> None:
    values = {name: Measurement(1.0) for name in model_inputs() if places or name not in POSITIONS}
    known = Neutral(View.FRONT, {View.FRONT: dict.fromkeys(values, 1.0)})
    larger = {**values, "shoulder_width_px": Measurement(1.0 + share)}
    found = PostureEstimator().update(0.0, larger, known, View.FRONT)
    assert {m.value for m in found.values()} == {0.0}
