"""A profile is used where it fits, and nowhere else."""

from dataclasses import replace

import pytest

from formcheck.calibration.choose import candidates, choose, choose_named
from formcheck.calibration.fit import Misfit, differences
from formcheck.calibration.profile import Profile
from formcheck.calibration.setup import EARS_DOWN, Setup
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


IN_FRONT = replace(
    SETUP,
    signs={EARS_DOWN: 0.40, "nose_over_ears": -0.05, "ear_height": 0.60, "head_turn_deg": 2.0},
)


def seen(lower: float = 0.0, wider: float = 1.0, **signs: float) -> Setup:
    """The setup with the ears lower by so many shoulder widths, and other signs changed by so much."""
    known = {name: value + signs.get(name, 0.0) for name, value in IN_FRONT.signs.items()}
    known[EARS_DOWN] += lower * IN_FRONT.sizes["shoulder_width"]
    return replace(IN_FRONT, signs=known, sizes={"shoulder_width": 0.4 * wider})


@pytest.mark.parametrize(
    ("setup", "expected"),
    [
        (seen(), []),
        (seen(lower=-0.1), []),
        (seen(lower=-0.2), [Misfit.HEIGHT]),
        (seen(lower=0.15), []),
        (seen(lower=0.25), [Misfit.HEIGHT]),
        (seen(lower=0.40, wider=1.12), []),
        (seen(lower=0.25, wider=0.88), [Misfit.HEIGHT]),
        (seen(lower=0.30, ear_height=-0.25), []),
        (seen(lower=0.30, ear_height=-0.10), [Misfit.HEIGHT]),
        (seen(wider=0.85), []),
        (seen(wider=0.78), [Misfit.DISTANCE]),
        (seen(wider=1.30), []),
        (seen(nose_over_ears=0.25), [Misfit.HEIGHT]),
        (seen(nose_over_ears=-0.25, ear_height=-0.08), []),
        (seen(nose_over_ears=-0.25, ear_height=-0.02), [Misfit.HEIGHT]),
        (seen(nose_over_ears=-0.25, ear_height=-0.02, head_turn_deg=20.0), []),
        (replace(seen(lower=0.4), sizes={}), [Misfit.HEIGHT]),
        (replace(IN_FRONT, signs={}), [Misfit.HEIGHT]),
    ],
    ids=[
        "the same", "a little higher", "sits higher", "a little lower", "sits lower", "slumps",
        "lower and smaller", "slumps far", "sits lower and slumps", "leans back", "farther", "leans in",
        "camera lower", "looks down",
        "camera higher", "head turned", "shoulders below the picture", "no ears",
    ],
)  # fmt: skip
def test_where_the_camera_stands_is_told_from_what_a_posture_does(setup, expected) -> None:
    found = differences(profile(setup=IN_FRONT), setup, "desk", "full")
    assert [difference.what for difference in found] == expected
    assert all("stands elsewhere than when you calibrated" in difference.text for difference in found)


def older(**changes) -> Profile:
    return Profile.model_validate({**profile(**changes).model_dump(), "format": "formcheck.profile/2"})


def test_an_older_one_is_used_where_the_height_of_the_camera_does_not_matter() -> None:
    (why,) = differences(older(), IN_FRONT, "desk", "full")
    assert why.what is Misfit.OLDER
    assert "older kind" in why.text
    beside = replace(SETUP, view=View.SIDE)
    assert differences(older(setup=beside), beside, "desk", "full") == ()
    assert differences(older(kind="lifts"), IN_FRONT, "lifts", "full") == ()


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


WIDE = replace(SETUP, width_px=1280, height_px=720)


def test_profiles_of_other_cameras_are_told_in_one_line() -> None:
    names = ("a", "b", "c", "d", "e")
    choice = choose(tuple(profile(name) for name in names), WIDE, "desk", "full")
    assert choice.profile is None
    (said,) = choice.warnings
    assert "a: its picture is 640x480, this one 1280x720" in said
    assert said.endswith("and 2 more). A provisional neutral is used instead")


def test_they_are_not_worth_a_word_beside_one_that_fits_or_nearly_does() -> None:
    other = profile("other", setup=WIDE)
    assert choose((profile(), other), SETUP, "desk", "full").warnings == ()
    (said,) = choose((profile(), other), replace(SETUP, proportions=OTHER_PERSON), "desk", "full").warnings
    assert "another person" in said


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
