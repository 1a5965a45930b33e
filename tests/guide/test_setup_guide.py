from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activity
from formcheck.guide.guidance import Guidance
from formcheck.guide.setup import SetupGuide
from formcheck.measurements.view import Facing, Sight, View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from tests.people import BACK, FRONT, LEFT_SIDE, RIGHT_SIDE, Camera, lifted, photo

PRESS = load_activity("overhead-press")
FROM_FRONT = Sight(View.FRONT, Facing.CAMERA)
# A camera at the height of the chest, with room above and below.
WELL = Camera(trunk_px=110, y=0.95)
DESK, ROW = load_activity("desk"), load_activity("upright-row")


def after(
    pose: Pose | None,
    sight: Sight = FROM_FRONT,
    camera: Camera = WELL,
    activity: Activity = PRESS,
    light: float | None = 0.5,
    seconds: float = 0.5,
) -> Guidance:
    guide = SetupGuide(activity, camera.info())
    said = guide.update(0.0, pose, sight, light)
    for step in range(1, round(seconds * 10) + 1):
        said = guide.update(step / 10, pose, sight, light)
    return said


def states(guide: SetupGuide, poses: Iterable[tuple[float, Pose | None]]) -> list[str]:
    return [guide.update(time_s, pose, FROM_FRONT, 0.5).state for time_s, pose in poses]


def test_a_good_framing_is_held_counted_down_and_started_by_itself() -> None:
    guide = SetupGuide(PRESS, WELL.info())
    said = [guide.update(i / 10, photo(camera=WELL), FROM_FRONT, 0.5) for i in range(60)]
    assert [s.state for s in said[:20]] == ["hold"] * 20
    assert [s.state for s in said[20:50]] == ["countdown"] * 30
    assert [s.state for s in said[50:]] == ["ready"] * 10
    assert said[20].seconds_left == pytest.approx(3.0)
    assert [s.spoken for s in said[20:50:10]] == ["3", "2", "1"]
    assert said[50].spoken == "Go."
    assert said[51] == Guidance("ready")


@pytest.mark.parametrize(
    ("camera", "sight", "message", "arrow"),
    [
        # The picture is not mirrored: at its left edge stands who has to move to the picture's right.
        (Camera(trunk_px=110, x=0.05), FROM_FRONT, "Move left", "left"),
        (Camera(trunk_px=110, x=0.95), FROM_FRONT, "Move right", "right"),
        # From behind the own left is the other one; the arrow is the mirrored screen's all the same.
        (replace(BACK, trunk_px=110, x=0.05), Sight(View.BACK), "Move right", "left"),
        # Who looks to the right of the picture and stands at its left edge walks ahead.
        (replace(RIGHT_SIDE, trunk_px=110, x=0.05), Sight(View.SIDE, Facing.RIGHT), "Step forward", "left"),
        (replace(LEFT_SIDE, trunk_px=110, x=0.05), Sight(View.SIDE, Facing.LEFT), "Step backward", "left"),
        (Camera(trunk_px=330, y=1.5), FROM_FRONT, "Step back", "back"),
        (replace(RIGHT_SIDE, trunk_px=330, y=1.5), Sight(View.SIDE, Facing.RIGHT), "Further from camera",
         "back"),
        (Camera(trunk_px=50, y=0.6), FROM_FRONT, "Come closer", "closer"),
        (Camera(trunk_px=120, y=0.62), FROM_FRONT, "Tilt camera up", "up"),
        (Camera(trunk_px=120, y=1.4), FROM_FRONT, "Tilt camera down", "down"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_the_way_to_go(
    camera: Camera, sight: Sight, message: str, arrow: str
) -> None:
    said = after(photo(camera=camera), sight, camera)
    assert (said.state, said.message, said.arrow) == ("adjust", message, arrow)


def test_following_the_arrow_in_the_mirrored_screen_mends_the_framing() -> None:
    """Moving to the own left raises x in the picture, and lowers it in its mirror image."""
    x, said = 0.05, after(photo(camera=Camera(trunk_px=110, x=0.05)))
    for _ in range(20):
        if said.state != "adjust":
            break
        assert said.message == "Move left"
        x += 0.05  # a step to the own left, facing the camera
        camera = Camera(trunk_px=110, x=x)
        said = after(photo(camera=camera), camera=camera)
    assert said.state == "hold"
    left, right = photo(camera=WELL).xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 0]
    assert left > right  # the own left is at the right of the unmirrored picture


def test_a_row_needs_less_room_above_than_a_press() -> None:
    camera = Camera(trunk_px=150, y=0.85)
    assert after(photo(camera=camera), camera=camera, activity=ROW).state == "hold"
    assert after(photo(camera=camera), camera=camera).state == "adjust"


@pytest.mark.parametrize(
    ("pose", "light", "message", "state"),
    [
        (None, 0.5, "Step into the picture", "looking"),
        (None, 0.05, "More light, please", "adjust"),
        (photo(camera=WELL), 0.05, "More light, please", "adjust"),
        (photo(camera=WELL), None, "Stand still", "hold"),
    ],
)
def test_light_comes_first_and_nobody_is_asked_in(
    pose: Pose | None, light: float | None, message: str, state: str
) -> None:
    said = after(pose, light=light)
    assert (said.message, said.state) == (message, state)


def test_an_oblique_stance_is_taken_as_it_is_and_says_how_much_it_shows() -> None:
    guide = SetupGuide(PRESS, WELL.info())
    sight = Sight(View.OBLIQUE, Facing.LEFT)
    said = [guide.update(i / 10, photo(camera=WELL), sight, 0.5) for i in range(90)]
    assert said[5].state == "hold"
    assert f"of {len(PRESS.rules)} checks" in said[5].note


def test_turning_for_the_weight_does_not_stop_the_countdown() -> None:
    guide = SetupGuide(PRESS, WELL.info())
    said = []
    for step in range(60):
        view = View.OBLIQUE if step > 25 else View.FRONT
        said.append(guide.update(step / 10, photo(camera=WELL), Sight(view, Facing.LEFT), 0.5).state)
    assert said[-1] == "ready"


def test_a_view_that_shows_what_no_other_does_is_not_turned_away() -> None:
    assert any(View.FRONT not in rule.views for rule in ROW.rules)
    assert after(photo(camera=WELL), Sight(View.SIDE, Facing.LEFT), activity=ROW).state == "hold"


def test_who_sits_at_an_angle_is_taken_as_seen_from_the_front() -> None:
    camera = Camera(trunk_px=500, y=2.55)
    said = after(photo(camera=camera), Sight(View.OBLIQUE, Facing.LEFT), camera, DESK)
    assert said.state == "hold"
    # Leaning back is told apart from the faults, and is none.
    assert said.note == f"From the front: {len(DESK.rules) - 1} of {len(DESK.rules) - 1} checks"


@pytest.mark.parametrize(("view", "note"), [(View.FRONT, "From the front"), (View.SIDE, "From the side")])
def test_what_the_view_can_judge_is_said(view: View, note: str) -> None:
    count = sum(view in rule.views for rule in PRESS.rules)
    said = after(photo(camera=WELL), Sight(view, Facing.LEFT))
    assert said.note == f"{note}: {count} of {len(PRESS.rules)} checks"
    assert said.note in said.spoken


def test_a_flicker_does_not_restart_the_hold_but_leaving_does() -> None:
    there = photo(camera=WELL)
    guide = SetupGuide(PRESS, WELL.info())
    seen = [(i / 10, None if 12 <= i < 15 else there) for i in range(30)]
    assert states(guide, seen)[25] == "countdown"
    guide.restart()
    seen = [(i / 10, None if 12 <= i < 20 else there) for i in range(30)]
    said = states(guide, seen)
    assert "looking" in said
    assert said[25] == "hold"


def test_it_stays_ready_until_it_is_asked_for_a_new_set() -> None:
    there = photo(camera=WELL)
    guide = SetupGuide(PRESS, WELL.info())
    states(guide, [(i / 10, there) for i in range(60)])
    assert states(guide, [(6.0 + i / 10, None) for i in range(50)]) == ["ready"] * 50
    guide.restart()
    assert states(guide, [(11.0, there)]) == ["hold"]


def ready(camera: Camera = WELL) -> SetupGuide:
    guide = SetupGuide(PRESS, camera.info())
    for step in range(60):
        guide.update(step / 10, photo(camera=camera), FROM_FRONT, 0.5)
    return guide


@pytest.mark.parametrize(
    ("hidden", "sight", "message"),
    [
        ((L.LEFT_ELBOW, L.RIGHT_ELBOW), FROM_FRONT, "Can't see your elbows"),
        ((L.LEFT_WRIST,), FROM_FRONT, "Can't see left hand"),
        ((L.LEFT_WRIST, L.LEFT_ELBOW), Sight(View.SIDE, Facing.RIGHT), ""),  # the far arm is hidden anyway
        ((L.LEFT_ANKLE, L.RIGHT_ANKLE), FROM_FRONT, ""),  # not needed to count
    ],
)
def test_during_the_set_a_needed_part_that_stays_hidden_is_named(
    hidden: tuple[L, ...], sight: Sight, message: str
) -> None:
    guide = ready()
    said = [
        guide.update(6 + i / 10, photo(camera=WELL, hidden=hidden), sight, 0.5).message for i in range(20)
    ]
    assert said[:10] == [""] * 10
    assert said[-1] == message


def test_a_part_outside_the_picture_gets_the_way_to_mend_it() -> None:
    guide = ready()
    points = photo(camera=WELL).points.copy()
    points[[L.LEFT_WRIST, L.RIGHT_WRIST], 1] = -100
    said = [guide.update(6 + i / 10, Pose(points), FROM_FRONT, 0.5) for i in range(20)]
    assert said[-1].message == "Can't see your hands"
    assert "out of the picture" in said[-1].spoken


@pytest.mark.parametrize(
    ("change", "state", "arrow"),
    [
        ({}, "hold", ""),
        ({"x": 0.02}, "adjust", "left"),
        ({"trunk_px": 2000.0, "y": 8.2}, "adjust", "back"),
        ({"trunk_px": 100.0, "y": 1.1}, "adjust", "closer"),
        ({"y": 3.0}, "adjust", "down"),
        ({"y": 2.1}, "adjust", "up"),
    ],
)
def test_at_a_desk_the_face_and_both_shoulders_have_to_be_seen(
    change: dict[str, float], state: str, arrow: str
) -> None:
    camera = replace(Camera(trunk_px=500, y=2.55), **change)  # type: ignore[arg-type]
    said = after(photo(camera=camera), camera=camera, activity=DESK)
    assert (said.state, said.arrow) == (state, arrow)


@given(
    st.lists(
        st.tuples(st.floats(-0.5, 1.5), st.floats(0.2, 2.5), st.floats(1, 900)), min_size=1, max_size=12
    ),
    st.sampled_from([Sight(v, f) for v in View for f in Facing]),
    st.sampled_from([PRESS, DESK]),
)
def test_words_are_short_and_the_parts_agree_wherever_somebody_stands(
    places: list[tuple[float, float, float]], sight: Sight, activity: Activity
) -> None:
    guide = SetupGuide(activity, WELL.info())
    for number, (x, y, trunk_px) in enumerate(places):
        said = guide.update(number * 0.6, photo(camera=Camera(x=x, y=y, trunk_px=trunk_px)), sight, None)
        assert len(said.message.split()) <= 4
        assert (said.seconds_left is not None) == (said.state == "countdown")
        assert not said.arrow or said.state == "adjust"


def test_missing_points_are_no_error() -> None:
    nothing = Pose(np.full((33, 5), np.nan))
    assert after(nothing).state == "adjust"
    assert after(nothing, activity=DESK).state == "adjust"
    assert FRONT.turn_deg == 0


def test_who_presses_during_the_countdown_is_asked_to_stand_still_and_not_held_up_for_long() -> None:
    def guided(stops_s: float) -> float:
        """When the set starts for somebody who presses until then."""
        guide = SetupGuide(PRESS, WELL.info())
        for i in range(120):
            time_s = i / 10
            up = 0.5 + 0.5 * np.sin(2 * np.pi * min(time_s, stops_s) / 1.2)
            said = guide.update(time_s, photo(lifted(up), camera=WELL), FROM_FRONT, 0.5)
            if said.state == "ready":
                return time_s
            if time_s > 5.05:
                assert (said.state, said.message) == ("hold", "Stand still")
        raise AssertionError("it never started")

    assert guided(stops_s=0.0) == pytest.approx(5.0)
    assert guided(stops_s=6.0) == pytest.approx(6.5, abs=0.11)
    assert guided(stops_s=99.0) == pytest.approx(8.0)
