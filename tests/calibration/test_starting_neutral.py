"""What an analysis starts from: how long it looks for a profile that fits, and what it does with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from formcheck.activities.load import load_activity
from formcheck.calibration.calibrator import calibrate_from
from formcheck.calibration.profile import profile_of
from formcheck.calibration.starting_neutral import (
    ProfileChooser,
    ProfileWish,
    StartingNeutral,
    from_part,
    look_at_start,
)
from formcheck.calibration.store import ProfileStore
from formcheck.measurements.view import View
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import PoseRecording, RecordingWriter
from formcheck.postures.sat_well import SatWell
from tests.calibration.samples import MADE
from tests.people import FRONT, RIGHT_SIDE, Camera, Posture, film

FPS = 10
DESK = load_activity("desk").mode
LARGE = Camera(width_px=2 * FRONT.width_px, height_px=2 * FRONT.height_px, trunk_px=2 * FRONT.trunk_px)


def sitting(time_s: float) -> Posture:
    return Posture()


@dataclass
class Scene:
    """A recording of some frames, one after the other, in a folder with profiles."""

    folder: Path

    @property
    def store(self) -> ProfileStore:
        return ProfileStore(self.folder / "profiles")

    def recorded(self, *parts: tuple[Camera, float], seen: bool = True) -> PoseRecording:
        path = self.folder / "scene.poses.jsonl.gz"
        with RecordingWriter(path, parts[0][0].info(FPS), "full") as writer:
            for number, frame in enumerate(self._frames(parts)):
                writer.write(PosedFrame(number, number / FPS, frame.pose if seen else None))
        return PoseRecording(path)

    def _frames(self, parts: tuple[tuple[Camera, float], ...]) -> Iterator[PosedFrame]:
        for camera, seconds in parts:
            yield from film(sitting, seconds, camera, fps=FPS)

    def calibrate(self, name: str, camera: Camera = FRONT) -> None:
        with self.recorded((camera, 12.0)) as stream:
            self.store.save(profile_of(calibrate_from(stream, DESK, 10.0), name, MADE))

    def given(self, *parts: tuple[Camera, float], seen: bool = True) -> StartingNeutral:
        return self.looked(*parts, seen=seen)[1]

    def looked(
        self, *parts: tuple[Camera, float], seen: bool = True
    ) -> tuple[tuple[PosedFrame, ...], StartingNeutral]:
        with self.recorded(*parts, seen=seen) as stream:
            chooser = ProfileChooser(stream.info, DESK, ProfileWish(), stream.model, self.store)
            return look_at_start(iter(stream), chooser), chooser.choose()


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    made = Scene(tmp_path)
    made.calibrate("mine")
    return made


def test_in_a_larger_picture_of_the_same_camera_pixels_are_larger(scene: Scene) -> None:
    known, given = scene.given((FRONT, 5.0)), scene.given((LARGE, 5.0))
    assert known.neutral is not None
    assert given.neutral is not None
    small, large = known.neutral.by_view[View.FRONT], given.neutral.by_view[View.FRONT]
    assert large["shoulder_width_px"] == pytest.approx(2 * small["shoulder_width_px"])
    assert large["trunk_lean_deg"] == small["trunk_lean_deg"]


def test_a_broken_profile_is_said_beside_the_one_that_fits(scene: Scene) -> None:
    scene.store.path("torn").write_text("{")
    scene.store.path("torn").chmod(0o600)
    given = scene.given((FRONT, 5.0))
    assert given.profile is not None
    assert given.profile.name == "mine"
    assert ["torn" in warning for warning in given.warnings] == [True]


@pytest.mark.parametrize(
    ("parts", "seen", "looked_s"),
    [
        (((FRONT, 30.0),), True, 2.0),
        # A view is believed after half a second, and a picture that jumps holds still a second later.
        (((FRONT, 1.0), (RIGHT_SIDE, 28.0)), True, 4.1),
        (((FRONT, 30.0),), False, 10.0),
        (((FRONT, 1.0),), True, 1.0),
    ],
    ids=["two seconds", "two seconds of one view", "nobody for ten seconds", "all there is"],
)
def test_it_looks_no_longer_than_it_has_to(scene: Scene, parts, seen: bool, looked_s: float) -> None:
    looked, given = scene.looked(*parts, seen=seen)
    assert looked[-1].time_s == pytest.approx(looked_s, abs=0.3)
    assert [frame.index for frame in looked] == list(range(len(looked)))
    assert (given.neutral is not None) == (seen and parts[-1][0] is FRONT)


def test_who_sits_down_is_looked_at_once_they_sit_still(tmp_path: Path) -> None:
    def sits_down(time_s: float) -> Posture:
        return Posture(trunk_left_deg=0.0 if time_s > 6.0 else 25 * (time_s % 1.0))

    with_profile = Scene(tmp_path)
    with_profile.calibrate("mine")
    own = ProfileChooser(FRONT.info(FPS), DESK, ProfileWish(), "full", with_profile.store)
    looked = look_at_start(film(sits_down, 20.0, FRONT, fps=FPS), own)
    assert looked[-1].time_s == pytest.approx(9.0, abs=0.5)
    assert own.choose().profile is not None


def test_without_profiles_nothing_is_looked_at(scene: Scene) -> None:
    scene.store.delete("mine")
    assert scene.looked((FRONT, 5.0)) == ((), StartingNeutral())


@pytest.mark.parametrize(("still_s", "fits"), [(4.5, True), (1.5, False)])
def test_most_of_a_stated_part_has_to_be_quiet(tmp_path: Path, still_s: float, fits: bool) -> None:
    def restless(time_s: float) -> Posture:
        return Posture(trunk_left_deg=0.0 if time_s < still_s else 25 * (time_s % 1.0))

    path = tmp_path / "part.poses.jsonl.gz"
    with RecordingWriter(path, FRONT.info(FPS), "full") as writer:
        for frame in film(restless, 5.0, FRONT, fps=FPS):
            writer.write(frame)
    given = from_part(lambda start_s, end_s: PoseRecording(path, start_s, end_s), DESK, 0.0, 5.0)
    assert (given.neutral is not None) is fits
    assert ["provisional neutral is used" in w for w in given.warnings] == ([] if fits else [True])


def chooser(scene: Scene, days: int, *, remembers: bool = True) -> ProfileChooser:
    """Some days after the profile was made."""
    return ProfileChooser(
        FRONT.info(FPS), DESK, ProfileWish(), "full", scene.store,
        now=lambda: MADE + timedelta(days=days), remembers=remembers,
    )  # fmt: skip


def remembered(scene: Scene) -> list[float]:
    return [each.medians[View.FRONT]["ear_height"] for each in scene.store.load("mine").sessions]


def test_a_profile_remembers_how_its_owner_sat_one_session_a_day(scene: Scene) -> None:
    mine = scene.store.load("mine")
    for days, height in ((0, 0.5), (1, 0.61), (1, 0.62), (2, 0.63)):
        sat = SatWell(View.FRONT, {"ear_height": height, "ears_y_px": 200.0})
        words = chooser(scene, days).remember(mine, sat)
        assert ("remembers" in words) is (height in (0.61, 0.63))
    assert remembered(scene) == [0.61, 0.63]
    stored = scene.store.load("mine")
    assert (stored.neutral, stored.made) == (mine.neutral, mine.made)
    assert stored.as_neutral().between("ear_height", "change", View.FRONT) > 0.0


def test_of_a_film_that_is_played_nothing_is_remembered(scene: Scene) -> None:
    mine = scene.store.load("mine")
    assert chooser(scene, 1, remembers=False).remember(mine, SatWell(View.FRONT, {"ear_height": 0.6})) == ""
    assert remembered(scene) == []


def test_what_was_calibrated_anew_meanwhile_is_left_alone(scene: Scene) -> None:
    mine = scene.store.load("mine")
    scene.calibrate("mine", LARGE)
    assert chooser(scene, 1).remember(mine, SatWell(View.FRONT, {"ear_height": 0.6})) == ""
    assert remembered(scene) == []
