"""Errors and corrections are those of the pose model whose points are measured."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.errors import ModelError
from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.view import View
from formcheck.pose.fits import Fit, Fits
from formcheck.pose.models import FITTED_MODEL, assumed_fits, own_fits, pose_model
from formcheck.postures.model import posture_model
from formcheck.rules.quantities import quantities
from tests.people import lifted, measured, photo
from tests.stub_model import NAME, registered


@pytest.fixture
def own(tmp_path: Path) -> Fits:
    """A place for fits of a model of one's own."""
    return Fits(tmp_path, NAME)


@pytest.fixture
def of_full() -> Fits:
    fits = pose_model(FITTED_MODEL).fits
    assert fits is not None
    return fits


def drop_in(own: Fits, of_full: Fits, what: Fit) -> None:
    shutil.copy(of_full.path(what), own.path(what))


@pytest.fixture
def stub(own: Fits) -> Iterator[None]:
    with registered(own):
        yield


def elbow_deg(model: str | None) -> float:
    """The elbow of somebody who presses, seen from the front, as a model's points are measured."""
    value = measured(photo(lifted(0.6)), model=model)["left_elbow_angle_deg"].value
    assert value is not None
    return value


def test_all_that_can_be_fitted_was_fitted_on_the_fitted_model() -> None:
    assert all(own_fits(FITTED_MODEL, what) is not None for what in Fit)


@pytest.mark.parametrize("model", ["lite", "heavy", "mine.task", "nobody knows it", None])
def test_a_model_without_fits_is_reckoned_with_as_the_fitted_one(model: str | None) -> None:
    assert own_fits(model, Fit.ERRORS) is None
    assert assumed_fits(model, Fit.ERRORS) == own_fits(FITTED_MODEL, Fit.ERRORS)
    assert frame_quantities(model) == frame_quantities()
    assert posture_model(model) == posture_model()


@pytest.mark.usefixtures("stub")
def test_own_errors_take_the_place_of_those_of_the_fitted_model(own: Fits, of_full: Fits) -> None:
    text = of_full.path(Fit.ERRORS).read_text()
    own.path(Fit.ERRORS).write_text(re.sub(r"(?m)= [\d.]+$", "= 7.5", text))
    assert {e for q in frame_quantities(NAME).values() for e in q.errors.values()} == {7.5}
    assert frame_quantities() == frame_quantities(None)
    assert quantities(NAME)["elbow_angle_deg"].errors[View.SIDE] == 7.5
    assert quantities()["elbow_angle_deg"].errors[View.SIDE] != 7.5


@pytest.mark.usefixtures("stub")
def test_own_posture_models_take_the_place_of_those_of_the_fitted_model(own: Fits, of_full: Fits) -> None:
    text = of_full.path(Fit.DESK_MODEL).read_text()
    own.path(Fit.DESK_MODEL).write_text(re.sub(r"(?m)^error = .*$", "error = 9.5", text))
    estimate = quantities(NAME)["head_forward_deg"]
    assert set(estimate.errors.values()) == {9.5}
    assert 9.5 not in quantities()["head_forward_deg"].errors.values()


@pytest.mark.parametrize("model", ["lite", "heavy"])
def test_the_networks_serve_all_of_blazepose(model: str) -> None:
    assert elbow_deg(model) == elbow_deg(FITTED_MODEL)


def test_a_file_of_its_own_goes_before_what_a_model_shares(own: Fits, of_full: Fits) -> None:
    shares = Fits(own.folder, "other", ((Fit.ARM_NETWORK, NAME),))
    assert not shares.has(Fit.ERRORS)
    drop_in(own, of_full, Fit.ARM_NETWORK)
    assert shares.path(Fit.ARM_NETWORK) == own.path(Fit.ARM_NETWORK)
    with registered(shares):
        assert elbow_deg(NAME) == elbow_deg(FITTED_MODEL)
    its_own = Fits(own.folder, "third", ((Fit.ARM_NETWORK, NAME),))
    (own.folder / "third.arm_network.npz").write_text("")
    with (
        registered(its_own),
        pytest.raises(ModelError, match=r"third\.arm_network\.npz is missing or altered"),
    ):
        elbow_deg(NAME)


def test_an_arm_of_another_model_stays_as_it_is_seen_until_it_has_a_network(own: Fits, of_full: Fits) -> None:
    read, seen = elbow_deg(FITTED_MODEL), elbow_deg(None)
    assert abs(read - seen) > 0.1
    with registered(own):
        assert elbow_deg(NAME) == seen
    again = Fits(own.folder, "again")
    drop_in(again, of_full, Fit.ARM_NETWORK)
    with registered(again):
        assert elbow_deg(NAME) == read
