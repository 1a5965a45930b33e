"""Profiles on disk: what is written is read again, and nothing broken is ever used."""

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.calibration.profile import FORMAT, Profile
from formcheck.calibration.store import ProfileStore, checked_name, profiles_folder
from formcheck.errors import OutputError, ProfileError
from formcheck.measurements.neutral import Origin
from formcheck.measurements.view import View
from tests.calibration.samples import SETUP, calibration, profile

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
not_root = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root may read and write everything"
)


@pytest.fixture
def store(tmp_path: Path) -> ProfileStore:
    return ProfileStore(tmp_path / "profiles")


def test_what_was_stored_is_read_again(store) -> None:
    saved = profile()
    store.save(saved)
    assert store.load("desk-front") == saved
    assert store.load("desk-front").as_neutral() == calibration().neutral
    assert store.load("desk-front").setup() == SETUP
    assert store.names() == ("desk-front",)


numbers = st.floats(-1e4, 1e4, allow_nan=False)
names = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)


@given(medians=st.dictionaries(names, numbers, max_size=5), spread=st.floats(0, 100))
def test_any_numbers_survive(medians, spread) -> None:
    known = profile(medians=medians, spreads=dict.fromkeys(medians, spread))
    again = Profile.model_validate_json(known.to_json())
    neutral = again.as_neutral()
    assert again == known
    assert neutral.by_view[View.FRONT] == pytest.approx(medians, abs=1e-5)
    assert neutral.origin(View.FRONT) is Origin.CALIBRATED


@posix
def test_a_profile_is_private_and_stands_there_whole(store) -> None:
    before = os.umask(0)
    try:
        path = store.save(profile())
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in store.folder.iterdir()] == ["desk-front.json"]


def test_it_holds_numbers_and_no_point_of_a_body(store) -> None:
    data = json.loads(store.save(profile()).read_text())
    assert set(data) == {
        "format", "name", "kind", "made", "version", "model", "seconds", "frames", "camera",
        "proportions", "neutral", "sessions",
    }  # fmt: skip
    assert store.path("desk-front").stat().st_size < 10_000


def test_pixels_grow_with_the_picture() -> None:
    known = profile(medians={"shoulder_width_px": 100.0, "trunk_lean_deg": 2.0})
    neutral = known.as_neutral(1280)
    assert neutral.by_view[View.FRONT] == {"shoulder_width_px": 200.0, "trunk_lean_deg": 2.0}
    assert neutral.spread_by_view[View.FRONT] == {"shoulder_width_px": 0.5, "trunk_lean_deg": 0.25}


def test_a_second_one_of_the_name_replaces_the_first(store) -> None:
    store.save(profile())
    store.save(profile(medians={"trunk_lean_deg": 9.0}))
    assert store.load("desk-front").neutral[View.FRONT]["trunk_lean_deg"].median == 9.0
    assert len(store.names()) == 1


def test_deleting(store) -> None:
    store.save(profile())
    store.delete("desk-front")
    assert store.names() == ()
    with pytest.raises(ProfileError, match="formcheck calibrate"):
        store.delete("desk-front")


def test_a_wrong_name_is_answered_with_the_nearest(store) -> None:
    store.save(profile())
    with pytest.raises(ProfileError, match="did you mean desk-front"):
        store.load("desk-frnt")


@pytest.mark.parametrize(
    "name", ["", "../x", "a/b", "Desk", ".hidden", "a" * 41, "con", "lpt1", "a b", "ä", "x.json", "-x"]
)
def test_names_that_are_none(name) -> None:
    with pytest.raises(ProfileError, match="no name for a profile"):
        checked_name(name)


def changed(**keys: object) -> str:
    return json.dumps({**json.loads(profile().to_json()), **keys})


CAMERA = json.loads(profile().to_json())["camera"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        (profile().to_json()[:200], "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no profile"),
        ("3", "no profile"),
        ('{"format": "formcheck.poses/1"}', "no profile"),
        ('{"format": 1}', "no profile"),
        (changed(format="formcheck.profile/4"), "newer version.*update formcheck"),
        (changed(format="formcheck.profile/1"), "older version.*calibrate again"),
        (changed(format="formcheck.profile/beta"), "older version"),
        (changed(kind="chess club"), "kind"),
        (changed(made="yesterday"), "made"),
        (changed(frames=0), "frames"),
        (changed(neutral={}), "neutral"),
        (changed(neutral={"above": {}}), "neutral"),
        (changed(neutral={"front": {"trunk_lean_deg": {"median": 1}}}), "spread"),
        (changed(neutral={"front": {"trunk_lean_deg": {"median": 1, "spread": -1}}}), "spread"),
        (changed(neutral={"front": {"x": {"median": float("nan"), "spread": 0}}}), "median"),
        (changed(camera={"width_px": 0, "height_px": 1, "view": "front", "sizes": {}}), "camera.width_px"),
        (changed(proportions={"shoulder_width_per_ears": 0}), "proportions"),
        (changed(format="formcheck.profile/\u00b2"), "older version"),
        (changed(format="formcheck.profile/" + "9" * 5000), "older version"),
        (changed(format="formcheck.profile/" + "9" * 5000), "^.{50,500}$"),
        (
            changed(camera={"width_px": 9, "height_px": 9, "view": "front", "sizes": {"x" * 5000: "y"}}),
            "^.{50,500}$",
        ),
        (changed(model="\ud800"), "no JSON"),
        (changed(model="\x1b[31mred"), "model"),
        (changed(version="1\n2"), "version"),
        (changed(camera={**CAMERA, "width_px": 10**400}), "camera.width_px"),
        (changed(camera={**CAMERA, "sizes": {"neck": 1e-300}}), "camera.sizes"),
        (changed(proportions={"shoulder_width_per_ears": 1e-320}), "proportions"),
        (changed(neutral={"front": {"x": {"median": 1e308, "spread": 0}}}), "median"),
        (changed(neutral={"front": {"x": {"median": 0, "spread": 1e308}}}), "spread"),
        (changed(neutral={"side": {}}), "front view that it was made in"),
        (changed(frames=10**30), "frames"),
        (" " * 1_000_001, "too large"),
    ],
)
def test_what_is_broken_is_named_and_not_used(store, text, words) -> None:
    store.folder.mkdir()
    path = store.folder / "desk-front.json"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(ProfileError, match=words) as caught:
        store.load("desk-front")
    assert "\n" not in str(caught.value)
    (stored,) = store.all()
    assert (stored.profile, bool(stored.complaint)) == (None, True)
    store.delete("desk-front")


def test_no_text_and_no_file(store) -> None:
    store.folder.mkdir()
    (store.folder / "binary.json").write_bytes(b"\xff\xfe\x00\x81")
    (store.folder / "folder.json").mkdir()
    (store.folder / "notes.txt").write_text("no profile")
    (store.folder / "Not A Name.json").write_text("{}")
    found = {stored.name: stored.complaint for stored in store.all()}
    assert set(found) == {"binary", "folder"}
    assert "no text" in found["binary"]
    assert found["folder"]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def link_to_nothing(path: Path) -> None:
    path.symlink_to("gone")


def link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


@posix
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (pipe, "no regular file"),
        (device, "no regular file"),
        (link_to_nothing, "a link to nothing"),
        (link_to_itself, "cannot be read"),
    ],
)
def test_what_only_looks_like_a_file_is_not_waited_for(store, make, words) -> None:
    store.folder.mkdir()
    make(store.path("odd"))
    with pytest.raises(ProfileError, match=words):
        store.load("odd")
    (stored,) = store.all()
    assert (stored.name, stored.profile) == ("odd", None)
    store.delete("odd")
    assert store.names() == ()


@posix
def test_a_link_is_read_and_saving_replaces_the_link_alone(store) -> None:
    first = store.save(profile())
    store.path("link").symlink_to(first)
    assert store.load("link").neutral == profile().neutral
    store.save(profile("link", medians={"trunk_lean_deg": 9.0}))
    assert not store.path("link").is_symlink()
    assert store.load("desk-front") == profile()


@posix
@pytest.mark.parametrize(("own", "fits"), [(0, True), (4711, True), (4712, False)])
def test_what_belongs_to_somebody_else_is_not_used(store, monkeypatch, own, fits) -> None:
    path = store.save(profile())
    known = path.stat()
    owned = os.stat_result((*known[:4], 4711, *known[5:]))
    monkeypatch.setattr(Path, "stat", lambda self, **how: owned)
    monkeypatch.setattr(os, "geteuid", lambda: own)
    if fits:
        assert store.load("desk-front") == profile()
    else:
        with pytest.raises(ProfileError, match="belongs to somebody else"):
            store.load("desk-front")


def test_two_that_write_the_same_profile_leave_one_whole(store) -> None:
    one, other = profile(medians={"trunk_lean_deg": 1.0}), profile(medians={"trunk_lean_deg": 2.0})

    def save_often(known: Profile) -> None:
        for _ in range(50):
            store.save(known)
            assert store.load(known.name) in (one, other)

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(save_often, known) for known in (one, other)]:
            done.result()
    assert [path.name for path in store.folder.iterdir()] == ["desk-front.json"]


@posix
def test_what_others_may_read_is_made_private_again(store) -> None:
    path = store.save(profile())
    path.chmod(0o644)
    assert store.load("desk-front") == profile()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
@pytest.mark.parametrize("mode", [0o622, 0o660, 0o666])
def test_what_others_may_change_is_not_used(store, mode) -> None:
    store.save(profile()).chmod(mode)
    with pytest.raises(ProfileError, match="can be changed by others"):
        store.load("desk-front")


@not_root
def test_what_may_not_be_read_says_so(store) -> None:
    store.save(profile()).chmod(0)
    with pytest.raises(ProfileError, match="cannot be read"):
        store.load("desk-front")


def test_a_folder_that_cannot_be_written(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = ProfileStore(tmp_path / "file" / "profiles")
    with pytest.raises(OutputError, match="cannot write the profile"):
        store.save(profile())


def test_a_folder_that_is_none(tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ProfileError, match="profile folder"):
        ProfileStore(tmp_path / "file").names()


def test_the_folder_can_be_chosen(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("FORMCHECK_PROFILES", str(tmp_path))
    assert profiles_folder() == tmp_path
    monkeypatch.delenv("FORMCHECK_PROFILES")
    assert profiles_folder().parts[-2:] == ("formcheck", "profiles")


def test_the_format_is_stated() -> None:
    assert json.loads(profile().to_json())["format"] == FORMAT == "formcheck.profile/3"
