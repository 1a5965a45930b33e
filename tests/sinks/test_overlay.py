from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.phases.rep import Phase
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.rules.finding import Finding, Severity
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.angle_marks import joints_of, marks_for
from formcheck.sinks.drawing.flags import flag_of
from formcheck.sinks.drawing.judged_angles import JudgedAngles
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.sinks.drawing.plates import YELLOW, Box, Sign, Style, cue_stamp, lay_out_cue, text_width
from formcheck.source.frame import Image, StreamInfo
from tests.sinks.observed import body, cue, elbows, observed

PRESS, ROW = load_activity("overhead-press"), load_activity("upright-row")
SIZES = [(320, 240), (360, 640), (640, 480), (1280, 720), (1920, 1080)]


def info(width: int = 640, height: int = 480) -> StreamInfo:
    return StreamInfo("clip", width, height, 30.0)


def canvas(width: int = 640, height: int = 480) -> Image:
    return np.full((height, width, 3), 90, np.uint8)


def changed(before: Image, after: Image) -> np.ndarray:
    return (before != after).any(axis=2)


def near(mask: np.ndarray, pose: Pose, joint: Landmark, radius: int = 22) -> np.ndarray:
    x, y = pose.xy_px[joint].astype(int)
    return mask[y - radius : y + radius + 1, x - radius : x + radius + 1]


@pytest.mark.parametrize("size", SIZES)
def test_draws_in_place_at_any_size(size: tuple[int, int]) -> None:
    image = canvas(*size)
    drawn = Overlay(info(*size), angles=marks_for(["elbow_angle_deg"])).draw(
        image,
        observed(pose=body(*size), measurements=elbows(), cue=cue("Press evenly", Severity.CAUTION)),
    )
    assert drawn is image
    assert changed(canvas(*size), image).mean() > 0.05


def test_a_scaled_picture_gets_the_same_drawing_scaled() -> None:
    overlay = Overlay(info(640, 480), angles=marks_for(["elbow_angle_deg"]))
    pose = body(640, 480)
    large = overlay.draw(canvas(1280, 960), observed(pose=pose, measurements=elbows()), words=False)
    small = overlay.draw(canvas(640, 480), observed(pose=pose, measurements=elbows()), words=False)
    shrunk = changed(canvas(1280, 960), large)[::2, ::2]
    assert (shrunk == changed(canvas(640, 480), small)).mean() > 0.97


@pytest.mark.parametrize(("visibility", "inked"), [(0.9, 1.0), (0.4, 0.3), (0.2, 0.0)])
def test_what_is_hardly_visible_is_faint_or_not_drawn(visibility: float, inked: float) -> None:
    overlay = Overlay(info())
    full = changed(canvas(), overlay.draw(canvas(), observed(pose=body(640, 480)), words=False)).sum()
    image = overlay.draw(canvas(), observed(pose=body(640, 480, visibility)), words=False)
    share = changed(canvas(), image).sum() / full
    assert share == 0 if inked == 0 else 0 < share <= inked


def test_only_measured_angles_are_marked() -> None:
    overlay = Overlay(info(), angles=marks_for(["elbow_angle_deg"]))
    pose = body(640, 480)
    plain = overlay.draw(canvas(), observed(pose=pose), words=False)
    left = overlay.draw(canvas(), observed(pose=pose, measurements=elbows(right=None)), words=False)
    marked = changed(plain, left)
    assert near(marked, pose, Landmark.LEFT_ELBOW, 40).any()
    assert not near(marked, pose, Landmark.RIGHT_ELBOW, 40).any()


@pytest.mark.parametrize(
    ("side", "ringed"), [("left", ("LEFT",)), ("right", ("RIGHT",)), ("", ("LEFT", "RIGHT"))]
)
def test_a_firing_rule_rings_the_joints_of_its_side(side: str, ringed: tuple[str, ...]) -> None:
    rule = "overhead-press.no-lockout"
    overlay = Overlay(info(), [PRESS.rule(rule)])
    pose = body(640, 480)
    calm = overlay.draw(canvas(), observed(pose=pose), words=False)
    firing = observed(pose=pose, firing={rule: side}, measurements=elbows(110.0, 110.0))
    marked = changed(calm, overlay.draw(canvas(), firing, words=False))
    for name in ("LEFT", "RIGHT"):
        assert near(marked, pose, Landmark[f"{name}_ELBOW"]).any() == (name in ringed)
        assert not near(marked, pose, Landmark[f"{name}_HIP"]).any()


def test_a_rule_whose_joints_are_not_known_rings_nothing() -> None:
    pose = body(640, 480)
    calm = Overlay(info()).draw(canvas(), observed(pose=pose))
    assert np.array_equal(calm, Overlay(info()).draw(canvas(), observed(pose=pose, firing={"a.b": ""})))


def test_missing_and_far_points_do_no_harm() -> None:
    points = body(640, 480).points.copy()
    points[Landmark.LEFT_WRIST, :2] = (1e9, -1e9)
    points[Landmark.LEFT_KNEE] = np.nan
    marks = marks_for(["elbow_angle_deg", "knee_flexion_deg", "trunk_lean_deg"])

    def drawn(pose: Pose) -> np.ndarray:
        seen = observed(pose=pose, measurements=elbows(180.0, -0.0))
        return changed(canvas(), Overlay(info(), angles=marks).draw(canvas(), seen, words=False))

    whole, holed = drawn(body(640, 480)), drawn(Pose(points))
    other_side = slice(None), slice(0, 315)  # of the body, seen from the front
    assert holed[other_side].any()
    assert np.array_equal(holed[other_side], whole[other_side])
    assert not near(holed, body(640, 480), Landmark.LEFT_KNEE).any()
    assert near(holed, body(640, 480), Landmark.LEFT_ELBOW).any()


@pytest.mark.parametrize("pose", [None, body(640, 480, 0.35)])
def test_not_seeing_anybody_is_said(pose: Pose | None) -> None:
    seen = Overlay(info()).draw(canvas(), observed(pose=body(640, 480)))
    lost = Overlay(info()).draw(canvas(), observed(pose=pose))
    bottom = slice(400, 470), slice(120, 520)
    assert changed(canvas(), lost)[bottom].mean() > 0.6
    assert changed(canvas(), seen)[bottom].mean() < 0.2


def corners_inked(overlay: Overlay, pose: Pose | None, rep_count: int = 2) -> tuple[bool, bool]:
    """Whether there is a plate at the top left and at the top right."""
    image = overlay.draw(canvas(), observed(pose=pose, rep_count=rep_count))
    mask = changed(canvas(), image)[20:60]
    return bool(mask[:, 20:80].mean() > 0.9), bool(mask[:, -80:-20].mean() > 0.9)


def hands_at(left_x: float | None, right_x: float | None) -> Pose:
    """A body whose wrists are at the top of the picture there; None: at the height of the elbows."""
    points = body(640, 480).points.copy()
    for side, x in (("LEFT", left_x), ("RIGHT", right_x)):
        points[Landmark[f"{side}_WRIST"], :2] = (320, 190) if x is None else (x, 40)
    return Pose(points)


def test_the_count_makes_way_for_a_raised_hand_and_does_not_jump_back() -> None:
    overlay = Overlay(info())
    assert corners_inked(overlay, hands_at(None, None)) == (True, False)
    assert corners_inked(overlay, hands_at(None, 60)) == (False, True)
    assert corners_inked(overlay, hands_at(None, None)) == (False, True)
    assert corners_inked(overlay, hands_at(600, None)) == (False, True)
    assert corners_inked(overlay, hands_at(600, None), rep_count=3) == (True, False)


def test_with_hands_in_both_corners_the_count_stays_at_the_left() -> None:
    overlay = Overlay(info())
    overlay.draw(canvas(), observed(pose=hands_at(600, 60)))
    assert corners_inked(overlay, hands_at(None, 60))[1] is False


def test_what_says_little_by_itself_is_drawn_only_while_it_is_at_fault() -> None:
    rule = PRESS.rule("overhead-press.forearm-tilt")
    tilted = {f"{side}_forearm_tilt_deg": Measurement(26.0, 5.0) for side in ("left", "right")}
    pose = body(640, 480)
    drawn = [
        Overlay(info(), [rule]).draw(
            canvas(),
            observed(pose=pose, phase=Phase.BOTTOM, measurements=measured, firing=firing),
            words=False,
        )
        for measured, firing in (({}, {}), (tilted, {}), (tilted, {rule.id: "left"}))
    ]
    assert np.array_equal(drawn[0], drawn[1])
    assert changed(drawn[1], drawn[2]).any()


def test_only_the_angles_that_a_rule_looks_at_from_here_and_now_are_drawn() -> None:
    overlay, pose = Overlay(info(), PRESS.rules), body(640, 480)

    def marked(view: View, phase: Phase) -> bool:
        seen = observed(pose=pose, view=view, phase=phase, measurements=elbows(170.0, 171.0))
        plain = observed(pose=pose, view=view, phase=phase)
        drawn = [overlay.draw(canvas(), each, words=False) for each in (seen, plain)]
        return bool(near(changed(*drawn), pose, Landmark.LEFT_ELBOW, 40).any())

    assert marked(View.FRONT, Phase.TOP)
    assert not marked(View.FRONT, Phase.ASCENT)
    assert not marked(View.BACK, Phase.TOP)


@pytest.mark.parametrize("view", [View.FRONT, View.OBLIQUE, View.SIDE, View.BACK])
@pytest.mark.parametrize("phase", Phase)
def test_few_angles_are_drawn_at_once(view: View, phase: Phase) -> None:
    for activity in (PRESS, ROW):
        marks = JudgedAngles(activity.rules).at(view, phase)
        assert len({mark.quantity for mark in marks}) <= 2
        assert all(mark.word for mark in marks)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_at_fault_can_be_read_from_a_distance(size: tuple[int, int]) -> None:
    pose = body(*size)
    overlay = Overlay(info(*size), [PRESS.rule("overhead-press.no-lockout")])
    seen = observed(pose=pose, firing={"overhead-press.no-lockout": "left"}, measurements=elbows(120.0))
    image = overlay.draw(canvas(*size), seen, words=False)
    plate = (image == YELLOW).all(axis=2)
    rows = np.flatnonzero(plate.sum(axis=1) > 0.1 * min(size))
    assert np.ptp(rows) >= 0.07 * min(size)


def uneven(difference: float) -> tuple[Pose, Observation, Overlay]:
    rule, pose = PRESS.rule("overhead-press.uneven"), body(640, 480)
    value = {"wrist_height_difference": Measurement(difference, 0.02)}
    return pose, observed(pose=pose, firing={rule.id: ""}, measurements=value), Overlay(info(), [rule])


@pytest.mark.parametrize(("difference", "low", "high"), [(0.14, "RIGHT", "LEFT"), (-0.14, "LEFT", "RIGHT")])
def test_of_two_arms_the_lower_one_is_marked(difference: float, low: str, high: str) -> None:
    pose, seen, overlay = uneven(difference)
    calm = overlay.draw(canvas(), observed(pose=pose), words=False)
    marked = changed(calm, overlay.draw(canvas(), seen, words=False))
    assert near(marked, pose, Landmark[f"{low}_ELBOW"]).any()
    assert not near(marked, pose, Landmark[f"{high}_ELBOW"]).any()


def test_what_is_at_fault_is_not_written_where_something_else_stands() -> None:
    _, seen, overlay = uneven(0.14)
    covered = [Box(0, 0, 300, 200), Box(420, 0, 220, 200)]
    image = overlay.draw(canvas(), seen, words=False, covered=covered)
    plate = (image == YELLOW).all(axis=2)
    assert plate.sum() > 1000
    for box in covered:
        inside = plate[box.top : box.top + box.height, box.left : box.left + box.width]
        assert not inside.any()


@pytest.mark.parametrize("aside_px", [-170, 0, 170])
def test_no_label_comes_under_the_words_that_are_pasted_last(aside_px: int) -> None:
    pose, seen, overlay = uneven(0.14)
    points = pose.points.copy()
    points[:, :2] += (aside_px, -60)
    seen = replace(seen, pose=Pose(points))

    alone, with_words = (
        (overlay.draw(canvas(), seen, words=words) == YELLOW).all(axis=2).sum() for words in (False, True)
    )

    assert alone > 1000
    assert with_words >= alone


def test_a_line_shows_where_the_lower_hand_belongs() -> None:
    pose, seen, overlay = uneven(0.14)
    image = overlay.draw(canvas(), seen, words=False)
    y = round(float(pose.xy_px[Landmark.LEFT_WRIST][1]))
    between = image[y - 2 : y + 3, 280:360]
    assert (between > 240).all(axis=2).any(axis=0).sum() > 20


def test_a_fault_is_told_from_a_bone_by_its_shape_too() -> None:
    pose, seen, overlay = uneven(0.14)
    calm = overlay.draw(canvas(), observed(pose=pose), words=False)
    image = overlay.draw(canvas(), seen, words=False)
    elbow, shoulder = (pose.xy_px[Landmark[f"RIGHT_{part}"]] for part in ("ELBOW", "SHOULDER"))
    x, y = ((elbow + shoulder) / 2).astype(int)
    across = [changed(canvas(), each)[y - 14 : y + 15, x].sum() for each in (calm, image)]
    assert across[1] > 1.8 * across[0]


def test_a_picture_of_a_finding_marks_what_it_is_about_and_nothing_else() -> None:
    pose = body(640, 480)
    found = Finding(
        "f1", "overhead-press.bar-path", Severity.CAUTION, 1.0, 2.0, 1.5, 1, None, "bar_offset",
        0.45, 0.4, 0.02, uncertain=False,
    )  # fmt: skip
    overlay = Overlay(info(), PRESS.rules)
    leaning = observed(pose=pose, view=View.SIDE, firing={"overhead-press.layback": ""})
    calm = overlay.draw(canvas(), observed(pose=pose, view=View.SIDE), words=False)
    marked = changed(calm, overlay.draw(canvas(), leaning, words=False, flags=[flag_of(found)]))
    assert near(marked, pose, Landmark.LEFT_WRIST).any()
    assert not near(marked, pose, Landmark.LEFT_HIP).any()


def test_an_angle_that_is_judged_as_a_change_is_drawn_as_one() -> None:
    overlay, pose = Overlay(info(), PRESS.rules), body(640, 480)

    def drawn(lean_deg: float, neutral_deg: float | None) -> Image:
        names = {} if neutral_deg is None else {View.SIDE: {"trunk_inclination_deg": neutral_deg}}
        measured = {"trunk_inclination_deg": Measurement(lean_deg, 3.0)}
        seen = observed(pose=pose, view=View.SIDE, measurements=measured, neutral=Neutral(View.SIDE, names))
        return overlay.draw(canvas(), seen, words=False)

    bare = overlay.draw(canvas(), observed(pose=pose, view=View.SIDE), words=False)
    assert np.array_equal(drawn(-12.0, None), bare), "nothing to compare with yet"
    assert np.array_equal(drawn(-12.0, -2.0), drawn(-10.0, 0.0))
    assert not np.array_equal(drawn(-12.0, -2.0), drawn(-12.0, 0.0))


def test_the_way_of_the_hands_is_drawn_through_the_rep() -> None:
    follows, plain = Overlay(info(), path=True), Overlay(info())
    for step in range(10):
        points = body(640, 480).points.copy()
        points[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST], 1] = 200 - 15 * step
        seen = observed(step, step / 10, Pose(points), phase=Phase.ASCENT)
        with_path, without = (each.draw(canvas(), seen, words=False) for each in (follows, plain))
    way = changed(with_path, without)
    x = round(float(points[Landmark.LEFT_WRIST, 0]))
    assert way[100:190, x - 4 : x + 5].any(axis=1).mean() > 0.9
    new = observed(20, 20.0, Pose(points), phase=Phase.SETUP)
    assert np.array_equal(*(each.draw(canvas(), new, words=False) for each in (follows, plain)))


@pytest.mark.parametrize("size", [size for size in SIZES if size[0] > size[1]])
def test_the_plate_of_a_short_cue_takes_little_of_the_picture(size: tuple[int, int]) -> None:
    layout = lay_out_cue("Chin back", *size)
    assert size[1] - layout.box.top <= 0.16 * size[1]


def test_severities_differ_in_shape_not_only_in_colour() -> None:
    shapes = []
    for sign in Sign:
        image = canvas()
        cue_stamp("Chin back", sign, 640, 480).paste(image)
        layout = lay_out_cue("Chin back", 640, 480)
        left = layout.box.left + layout.margin_px
        part = image[layout.box.top : -layout.pad_px, left : left + layout.sign_px]
        shapes.append(part.max(axis=2) > 60)
    for number, shape in enumerate(shapes):
        for other in shapes[number + 1 :]:
            assert (shape != other).sum() > 20


@settings(max_examples=60, deadline=None)
@given(
    st.integers(16, 2200),
    st.integers(16, 2200),
    st.lists(st.text("abcdefgwWM,°", min_size=1, max_size=14), min_size=1, max_size=4),
)
def test_a_cue_is_always_inside_its_plate_and_the_plate_inside_the_picture(
    width: int, height: int, words: list[str]
) -> None:
    text = " ".join(words)
    layout = lay_out_cue(text, width, height)
    box = layout.box
    assert box.left >= 0
    assert box.top >= 0
    assert box.left + box.width <= width
    assert box.top + box.height <= height
    if layout.sign_px:
        assert " ".join(layout.rows) == text
        room = box.width - layout.sign_px - 3 * layout.margin_px
        assert all(text_width(row, Style(layout.size_px)) <= room for row in layout.rows)
        assert len(layout.rows) * layout.size_px <= box.height
    cue_stamp(text, Sign.POOR, width, height).paste(canvas(width, height))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", ["Chin back", "Press evenly", "Keep your elbows in"])
def test_cues_can_be_read_from_a_distance(size: tuple[int, int], text: str) -> None:
    letters_px = 1.2 * lay_out_cue(text, *size).size_px  # from the top of an h to the bottom of a g
    assert letters_px >= 0.07 * size[1]


@pytest.mark.parametrize(
    ("measure", "side", "joints"),
    [
        ("elbow_angle_deg", "left", {"LEFT_ELBOW"}),
        ("right_elbow_angle_deg", "", {"RIGHT_ELBOW"}),
        ("right_elbow_angle_deg", "left", set()),
        ("forearm_tilt_deg", "right", {"RIGHT_ELBOW", "RIGHT_WRIST"}),
        ("trunk_inclination_deg", "", {"LEFT_HIP", "RIGHT_HIP"}),
        ("eccentric_time_s", "", set()),
    ],
)
def test_joints_of_a_measure(measure: str, side: str, joints: set[str]) -> None:
    assert {joint.name for joint in joints_of(measure, side)} == joints


def test_marks_are_found_with_and_without_a_side() -> None:
    names = [mark.measure for mark in marks_for(["elbow_angle_deg", "left_elbow_angle_deg", "grip_ratio"])]
    assert names == ["left_elbow_angle_deg", "right_elbow_angle_deg"]


def test_the_angle_that_judges_a_row_is_drawn_at_the_shoulder() -> None:
    measures = {"left_elbow_elevation_deg": Measurement(88.0, 6.0)}
    overlay = Overlay(info(), angles=marks_for(["elbow_elevation_deg"]))
    pose = body(640, 480)
    plain = overlay.draw(canvas(), observed(pose=pose), words=False)
    marked = changed(plain, overlay.draw(canvas(), observed(pose=pose, measurements=measures), words=False))
    assert near(marked, pose, Landmark.LEFT_SHOULDER, 40).any()
    assert not near(marked, pose, Landmark.RIGHT_SHOULDER, 40).any()
