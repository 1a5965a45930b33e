"""Scene files are checked when they are read, and the benchmark set is split without overlap."""

import itertools
import json
from pathlib import Path

import pytest

from renderer.clips.scene_file import SceneError, read_scene, scene_of
from renderer.movements.pastimes import PASTIMES
from renderer.sets import views
from renderer.sets.cameras import DESK_SPOTS, LIFT_SPOTS
from renderer.sets.plan import plan
from renderer.sets.views import view_name

SCENES = sorted((Path(__file__).parents[2] / "renderer" / "scenes").glob("*.toml"))
PRESS = {"kind": "press", "reps": [{}]}
LATER_AT_THE_DESK = {
    *("sequence", "slumps", "slides", "work_talk", "work_typing", "work_mouse"),
    *("busy_typing", "busy_mousing", "busy_gesture"),
}


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_the_scenes_of_the_samples_are_valid_and_named_like_their_files(path):
    assert read_scene(path).name == path.stem


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nmae": "x"}, "nmae: Extra inputs"),
        ({"camera": {"width_px": 541}}, "camera.width_px: Input should be a multiple of 2"),
        ({"clothes": {"skin": [1, 2, 300]}}, "clothes.skin.2: "),
        ({"movement": {"kind": "press", "reps": []}}, "movement.reps: List should have at least 1"),
        ({"movement": {"kind": "press", "reps": [{"faults": {"laybak": 9}}]}}, "no fault is named laybak"),
        ({"movement": {"kind": "row", "reps": [{"faults": {"swing": 90}}]}}, "swing must be from 1 to 40"),
        ({"movement": {"kind": "dance"}}, "movement: Input tag 'dance'"),
        (
            {"movement": {"kind": "pastime", "name": "yoga"}},
            "movement.name: there is no yoga; there are arm_circles",
        ),
        ({"movement": {"kind": "squat", "reps": [{"faults": {"swing": 9}}]}}, "no fault is named swing"),
        ({"movement": {"kind": "workout", "sets": [PRESS, PRESS | {"dumbbells": True}]}}, "with a barbell"),
    ],
)
def test_mistakes_are_named_with_their_field(change, message):
    with pytest.raises(SceneError, match="here: ") as caught:
        scene_of({"name": "x", "movement": PRESS} | change, "here")
    assert message in str(caught.value)


def test_a_shift_needs_time_for_its_ramps():
    shift = {"name": "slump", "size": 20, "start_s": 1.0, "end_s": 1.5}
    with pytest.raises(SceneError, match=r"movement\.shifts\.0: end_s must leave time"):
        scene_of({"name": "x", "movement": {"kind": "posture", "duration_s": 5, "shifts": [shift]}}, "here")


def test_files_that_are_no_scenes_are_refused(tmp_path):
    broken, missing = tmp_path / "a.toml", tmp_path / "b.json"
    broken.write_text("name = ")
    for path, message in ((broken, "neither TOML nor JSON"), (missing, "cannot be read")):
        with pytest.raises(SceneError, match=message):
            read_scene(path)


def test_json_and_toml_say_the_same(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"name": "x", "movement": PRESS}))
    assert read_scene(path) == scene_of({"name": "x", "movement": PRESS}, "here")


def test_every_scene_of_the_set_is_valid_and_has_its_own_name():
    names = [scene_of(planned.scene, planned.name).name for planned in plan()]
    assert len(set(names)) == len(names) == 2553


def test_the_halves_of_the_set_share_nobody_and_no_camera():
    for part in (lambda p: p.body, lambda p: (p.exercise in ("desk", "mobility", "neck", "sitters"), p.spot)):
        halves = {half: {part(p) for p in plan() if p.split == half} for half in ("development", "test")}
        assert halves["development"].isdisjoint(halves["test"])
    assert len({p.body for p in plan()}) >= 24


def test_each_half_has_every_fault_at_caution_and_poor():
    for exercise in ("press", "row", "desk"):
        halves = [
            {(p.topic, p.grade) for p in plan() if p.exercise == exercise and p.split == half}
            for half in ("development", "test")
        ]
        graded = [{item for item in half if item[1] != "good"} for half in halves]
        assert graded[0] == graded[1]


def test_both_halves_have_every_fault_from_all_around():
    lifts = {"press_views": views.PRESS, "row_views": views.ROW, "raise_views": views.RAISE}
    for half, (exercise, faults) in itertools.product(("development", "test"), lifts.items()):
        planned = [p for p in plan() if (p.exercise, p.split) == (exercise, half)]
        for topic in faults:
            seen = {abs(p.scene["camera"]["azimuth_deg"]) for p in planned if p.topic == topic}
            missing = [group for group in views.GROUPS if seen.isdisjoint(map(abs, group))]
            assert missing == [], topic


def test_good_presses_are_seen_from_every_15_degrees():
    for half in ("development", "test"):
        good = [p for p in plan() if (p.exercise, p.split, p.topic) == ("press_views", half, "good")]
        assert {p.view for p in good} == {view_name(azimuth_deg) for azimuth_deg in views.AROUND}


def test_lifts_from_all_around_are_of_many_people_and_cameras():
    for half, people in (("development", 40), ("test", 20)):
        planned = [p for p in plan() if p.exercise.endswith("_views") and p.split == half]
        cameras = [p.scene["camera"] for p in planned]
        assert len({p.body for p in planned}) >= people
        assert max(abs(camera["roll_deg"]) for camera in cameras) > 5
        assert max(abs(camera["pitch_deg"]) for camera in cameras) > 12
        assert min(camera["height_m"] for camera in cameras) < 0.2
        assert max(camera["height_m"] for camera in cameras) > 2.1


def test_development_presses_come_first():
    first = next(itertools.dropwhile(lambda p: p.split == "development", plan()))
    assert first.exercise == "press"


def test_later_scenes_leave_the_first_ones_on_their_camera_stands():
    groups = {spot.group for spot in (*LIFT_SPOTS, *DESK_SPOTS)}
    assert groups == {"first", "later", "fast"}
    singles = [p for p in plan() if p.exercise == "desk" and p.topic not in LATER_AT_THE_DESK]
    assert {DESK_SPOTS[p.spot].group for p in singles} == {"first"}
    assert {LIFT_SPOTS[p.spot].fps for p in plan() if p.topic == "fast_camera"} == {60}


def test_each_half_does_every_pastime_three_times_from_different_sides():
    for half in ("development", "test"):
        planned = [p for p in plan() if (p.exercise, p.split) == ("pastimes", half)]
        for name in PASTIMES:
            views = [p.view for p in planned if p.topic == name]
            assert len(set(views)) == len(views) == 3, name
        assert len({p.body for p in planned}) >= 20
