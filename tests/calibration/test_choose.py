"""A profile is used where it fits, and nowhere else."""

from dataclasses import replace

import pytest

from formcheck.calibration.choose import candidates, choose, choose_named
from formcheck.calibration.fit import Misfit, differences
from formcheck.calibration.store import ProfileStore
from formcheck.measurements.view import View
from tests.calibration.samples import SETUP, profile

OTHER_PERSON = {"shoulder_width_per_ears": 3.2}


@pytest.mark.parametrize(
    ("setup", "kind", "model", "expected"),
    [
        (SETUP, "desk", "full", []),
        (SETUP, "desk", None, []),
        (replace(SETUP, width_px=1280, height_px=960), "desk", "full", []),
        (replace(SETUP, sizes={"shoulder_width": 0.45}), "desk", "full", []),
        (replace(SETUP, sizes={"neck": 0.16}), "desk", "full", []),
        (replace(SETUP, sizes={}, proportions={}), "desk", "full", []),
        (replace(SETUP, proportions={"shoulder_width_per_ears": 2.9}), "desk", "full", []),
        (SETUP, "lifts", "full", [Misfit.KIND]),
        (SETUP, "desk", "lite", [Misfit.MODEL]),
        (replace(SETUP, width_px=1280, height_px=720), "desk", "full", [Misfit.PICTURE]),
        (replace(SETUP, width_px=640, height_px=500), "desk", "full", [Misfit.PICTURE]),
        (replace(SETUP, width_px=480, height_px=640), "desk", "full", [Misfit.PICTURE]),
        (replace(SETUP, view=View.SIDE), "desk", "full", [Misfit.VIEW]),
        (replace(SETUP, sizes={"shoulder_width": 0.6}), "desk", "full", [Misfit.DISTANCE]),
        (replace(SETUP, sizes={"shoulder_width": 0.2}), "desk", "full", [Misfit.DISTANCE]),
        (replace(SETUP, proportions=OTHER_PERSON), "desk", "full", [Misfit.PERSON]),
        (replace(SETUP, proportions={"shoulder_width_per_ears": 3.02}, frames=1), "desk", "full", []),
        (
            replace(SETUP, proportions={"shoulder_width_per_ears": 3.02}, frames=9),
            "desk",
            "full",
            [Misfit.PERSON],
        ),
        (replace(SETUP, proportions=OTHER_PERSON, frames=1), "desk", "full", [Misfit.PERSON]),
        (replace(SETUP, proportions={"shoulder_width_per_ears": 2.3}), "desk", "full", [Misfit.PERSON]),
    ],
)
def test_what_differs(setup, kind, model, expected) -> None:
    found = differences(profile(), setup, kind, model)
    assert [difference.what for difference in found] == expected
    assert all(difference.text for difference in found)


def test_the_only_one_that_fits_is_chosen() -> None:
    near, side = profile(), profile("desk-side", setup=replace(SETUP, view=View.SIDE))
    choice = choose((near, side), SETUP, "desk", "full")
    assert (choice.profile, choice.warnings) == (near, ())


def test_of_several_that_fit_none_is() -> None:
    choice = choose((profile("a"), profile("b")), SETUP, "desk", "full")
    assert choice.profile is None
    (said,) = choice.warnings
    assert "a, b" in said
    assert "--profile" in said


def test_profiles_of_other_cameras_are_not_worth_a_word() -> None:
    choice = choose((profile(),), replace(SETUP, view=View.SIDE), "desk", "full")
    assert (choice.profile, choice.warnings) == (None, ())


@pytest.mark.parametrize(
    ("setup", "words"),
    [
        (replace(SETUP, proportions=OTHER_PERSON), "another person"),
        (replace(SETUP, sizes={"shoulder_width": 0.2}), "2.0 times smaller"),
        (None, "nobody was seen"),
    ],
    ids=["person", "distance", "nobody"],
)
@pytest.mark.parametrize("named", [True, False])
def test_a_profile_in_doubt_is_not_used_and_it_is_said(tmp_path, setup, words, named) -> None:
    store = ProfileStore(tmp_path)
    store.save(profile())
    choice = (
        choose_named(store, "desk-front", setup, "desk", "full")
        if named
        else choose((profile(),), setup, "desk", "full")
    )
    assert choice.profile is None
    (said,) = choice.warnings
    assert words in said
    assert "provisional neutral is used" in said.lower()


def test_a_broken_one_is_named_and_the_others_are_still_candidates(tmp_path) -> None:
    store = ProfileStore(tmp_path)
    store.save(profile())
    store.save(profile("lifts-front", kind="lifts"))
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "broken.json").chmod(0o600)
    sound, complaints = candidates(store, "desk")
    assert [p.name for p in sound] == ["desk-front"]
    assert ["broken" in complaint for complaint in complaints] == [True]
    assert "no JSON" in choose_named(store, "broken", SETUP, "desk", "full").warnings[0]
