"""From poses to observations: the whole engine at once."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import Facing, View
from formcheck.phases.rep import Phase
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.observation import Observation
from formcheck.session.start import start_session
from tests.people import (
    BACK,
    FRONT,
    LEFT_SIDE,
    OBLIQUE,
    RIGHT_SIDE,
    SIDES,
    Arm,
    Camera,
    Posture,
    Watched,
    along,
    film,
    film_set,
    mirrored,
    press_set,
    route,
    watch,
)

PRESS = load_activity("overhead-press")
SMOOTHERS: tuple[Callable[[], Smoother], ...] = (ZeroPhaseSmoother, OneEuroSmoother)
both = pytest.mark.parametrize("smoother", SMOOTHERS)
CAMERAS = {"front": FRONT, "right": RIGHT_SIDE, "left": LEFT_SIDE, "oblique": OBLIQUE, "back": BACK}
every_camera = pytest.mark.parametrize("camera", CAMERAS.values(), ids=CAMERAS)


def layback(posture: Posture, height: float) -> Posture:
    return replace(posture, trunk_forward_deg=-28 if height > 0.1 else 0)


def bits(seen: Observation | None) -> object:
    """Everything that an observation says, down to the last bit."""
    if seen is None:
        return None
    apart = ("pose", "reps", "neutral")  # the neutral says nothing of itself
    said = {name: getattr(seen, name) for name in Observation.__slots__ if name not in apart}
    reps = [(rep.rep, dict(rep.verdicts), rep.findings) for rep in seen.reps]
    return seen.pose and seen.pose.points.tobytes(), repr(said), repr(reps)


@both
def test_the_same_poses_give_the_same_observations_bit_for_bit(smoother) -> None:
    frames = film(along(press_set(2), layback), 12, RIGHT_SIDE, jitter_px=2.0, unseen=(5.0, 5.4))
    one, other = (watch(PRESS, frames, RIGHT_SIDE, smoother=smoother()) for _ in range(2))
    assert one.found()
    assert [bits(seen) for seen in one.everything] == [bits(seen) for seen in other.everything]


@both
@pytest.mark.parametrize("unseen", [(99.0, 99.0), (0.0, 2.0), (4.0, 6.0), (0.0, 99.0)])
def test_every_frame_gives_one_observation_in_order(smoother, unseen) -> None:
    frames = film(along(press_set(1)), 8, unseen=unseen)
    observations = watch(PRESS, frames, smoother=smoother()).observations
    assert [(o.index, o.time_s) for o in observations] == [(f.index, f.time_s) for f in frames]
    assert [o.pose is None for o in observations] == [f.pose is None for f in frames]


@every_camera
def test_smoothing_for_cameras_and_for_files_count_alike_from_every_view(camera) -> None:
    frames = film_set(press_set(3), camera, jitter_px=1.5, fps=20)
    for smoother in SMOOTHERS:
        watched = watch(PRESS, frames, camera, 20, smoother())
        assert (watched.count, len(watched.reps)) == (3, 3)


@pytest.mark.parametrize("fps", [10, 15, 24, 60])
@pytest.mark.parametrize("camera", [FRONT, RIGHT_SIDE], ids=["front", "right"])
def test_the_frame_rate_does_not_change_what_is_counted_and_found(camera, fps) -> None:
    path = press_set(2, up_s=1.5)
    watched = watch(PRESS, film(along(path, layback), path[-1][0], camera, fps=fps), camera, fps)
    assert (watched.count, len(watched.reps)) == (2, 2)
    assert watched.found() == ({"layback": "poor"} if camera is RIGHT_SIDE else {})


@pytest.mark.parametrize(
    ("width_px", "height_px", "trunk_px"), [(640, 480, 90), (1080, 1920, 400), (3840, 2160, 450)]
)
def test_the_pictures_size_does_not_change_the_verdicts(width_px, height_px, trunk_px) -> None:
    def judge(camera: Camera) -> Watched:
        path = press_set(2)
        return watch(PRESS, film(along(path, layback), path[-1][0], camera, fps=15), camera, 15)

    usual, other = judge(RIGHT_SIDE), judge(Camera(90, width_px, height_px, trunk_px))
    assert usual.found() == other.found() == {"layback": "poor"}
    for one, same in zip(usual.reps, other.reps, strict=True):
        assert [f.value for f in one.findings] == pytest.approx([f.value for f in same.findings], abs=1e-6)


# Left and right


def one_short_arm(side: str) -> Callable[[Posture, float], Posture]:
    """One elbow stays bent at the top; the arms are in the plane of the picture up there."""

    def change(posture: Posture, height: float) -> Posture:
        arm: Arm = getattr(posture, side)
        bent = replace(arm, elbow_deg=min(arm.elbow_deg, 140) if height > 0 else arm.elbow_deg)
        return replace(posture, arms_ahead_deg=80 * min(1.0, max(0.0, 1 - height)), **{side: bent})

    return change


# From the front a figure's elbow is known only roughly; here that is enough.
FROM_THE_FRONT = replace(
    PRESS,
    rules=tuple(
        rule.model_copy(
            update={
                "views": (View.FRONT,),
                "certain_only": False,
                "tests": tuple(
                    test.model_copy(update={"error_below": None, "beyond_best": {}}) for test in rule.tests
                ),
            }
        )
        for rule in PRESS.rules
        if rule.short_id == "no-lockout"
    ),
)


@pytest.mark.parametrize("side", SIDES)
def test_from_the_front_left_is_the_subjects_left(side) -> None:
    path = press_set(1)
    frames = film(along(path, one_short_arm(side)), path[-1][0], fps=20)
    sides = {f.side for rep in watch(FROM_THE_FRONT, frames, fps=20).reps for f in rep.findings}
    assert sides == {side}
    # And the subject's left hand is on the right of the picture.
    pose = frames[0].pose
    assert pose is not None
    assert pose.xy_px[15, 0] > pose.xy_px[16, 0]


def test_in_a_mirrored_picture_the_other_side_is_at_fault() -> None:
    path = press_set(1)
    frames = film(along(path, one_short_arm("left")), path[-1][0], fps=20)
    flipped = [PosedFrame(f.index, f.time_s, f.pose and mirrored(f.pose, 1280)) for f in frames]
    sides = {f.side for rep in watch(FROM_THE_FRONT, flipped, fps=20).reps for f in rep.findings}
    assert sides == {"right"}


@pytest.mark.parametrize(
    ("camera", "facing", "side"), [(RIGHT_SIDE, Facing.RIGHT, "right"), (LEFT_SIDE, Facing.LEFT, "left")]
)
def test_from_the_side_the_side_that_faces_the_camera_is_judged(camera, facing, side) -> None:
    path = press_set(1, up_s=1.5)
    bent = along(path, lambda posture, height: replace(posture, knee_deg=30 if height > 0.1 else 0))
    watched = watch(PRESS, film(bent, path[-1][0], camera, fps=20), camera, 20)
    assert {(o.view, o.facing) for o in watched.observations} == {(View.SIDE, facing)}
    assert {f.side for rep in watched.reps for f in rep.findings if "knee-bend" in f.rule} == {side}


# Comings and goings


def test_nobody_at_all() -> None:
    watched = watch(PRESS, [PosedFrame(i, i / 30, None) for i in range(60)])
    assert watched.end is None
    assert {(o.view, o.phase, o.rep_count, o.cue) for o in watched.observations} == {
        (View.UNKNOWN, Phase.UNKNOWN, 0, None)
    }
    assert all(m.value is None and m.reason for o in watched.observations for m in o.measurements.values())


def test_no_frames_at_all() -> None:
    session = start_session(PRESS, FRONT.info(), ZeroPhaseSmoother())
    assert list(session.watch([])) == []


def test_who_leaves_is_told_so_and_counting_goes_on_afterwards() -> None:
    path = press_set(3)
    frames = film(along(path), path[-1][0], unseen=(6.6, 9.0))
    watched = watch(PRESS, frames)
    assert "I can't see you" in {o.cue.text for o in watched.observations if o.cue}
    assert watched.count >= 2
    assert len(watched.reps) == watched.count


def test_a_rep_that_the_end_of_the_film_cuts_off_is_told_at_the_last_frame() -> None:
    path = press_set(1)
    watched = watch(PRESS, film(along(path), 4.9))
    assert watched.count == 1
    assert [len(o.reps) for o in watched.observations] == [0] * len(watched.observations)
    assert watched.end is not None
    assert watched.end.is_end
    assert [rep.rep.complete for rep in watched.end.reps] == [False]
    last, end = (replace(seen, reps=(), is_end=False) for seen in (watched.observations[-1], watched.end))
    assert bits(last) == bits(end)
    assert not any(seen.is_end for seen in watched.observations)


def test_every_rep_has_a_verdict_of_every_rule_and_its_findings_are_told_once() -> None:
    path = press_set(2)
    watched = watch(PRESS, film(along(path, layback), path[-1][0], RIGHT_SIDE), RIGHT_SIDE)
    for rep in watched.reps:
        assert set(rep.verdicts) == {rule.id for rule in PRESS.rules}
        assert {f.rule for f in rep.findings} == {name for name, v in rep.verdicts.items() if v.fault}
        assert {f.rep for f in rep.findings} == {rep.rep.index}
    told = [f for seen in watched.everything for f in seen.findings]
    assert told == [f for rep in watched.reps for f in rep.findings]
    assert [f.id for f in told] == [f"f{number + 1}" for number in range(len(told))]


def test_a_fault_is_shown_and_told_while_it_happens() -> None:
    path = press_set(2, up_s=1.5)
    watched = watch(PRESS, film(along(path, layback), path[-1][0], RIGHT_SIDE), RIGHT_SIDE)
    during = [o for o in watched.observations if "overhead-press.layback" in o.firing]
    assert {o.phase for o in during} <= {Phase.ASCENT, Phase.TOP}
    told = next(o for o in watched.observations if o.cue)
    assert told in during
    assert told.cue is not None
    assert told.cue.text == "Ribs down, squeeze glutes"
    assert told.time_s < watched.reps[0].rep.top_s


def test_the_neutral_is_taken_while_standing_before_the_first_rep() -> None:
    path = press_set(1)
    session = start_session(PRESS, RIGHT_SIDE.info(), ZeroPhaseSmoother())
    leaning = along(
        path, lambda posture, height: replace(posture, trunk_forward_deg=4 if height < 0 else -20)
    )
    for frame in film(leaning, path[-1][0], RIGHT_SIDE):
        list(session.push(frame))
    assert session.neutral.view is View.SIDE
    assert session.neutral.by_view[View.SIDE]["trunk_inclination_deg"] == pytest.approx(4, abs=0.5)


@pytest.mark.parametrize(
    ("own_deg", "spread_deg", "expected"),
    [
        (0.0, 0.5, {"layback": "poor"}),
        (-30.0, 0.5, {}),
        (0.0, 12.0, {}),
    ],
    ids=["calibrated-upright", "calibrated-leaning", "restless"],
)
def test_a_calibrated_neutral_is_what_changes_are_taken_from(own_deg, spread_deg, expected) -> None:
    name = "trunk_inclination_deg"
    given = Neutral(
        View.SIDE, {View.SIDE: {name: own_deg}}, {View.SIDE: {name: spread_deg}}, frozenset({View.SIDE})
    )
    path = press_set(2)
    session = start_session(PRESS, RIGHT_SIDE.info(), ZeroPhaseSmoother(), neutral=given)
    seen = list(session.watch(film(along(path, layback), path[-1][0], RIGHT_SIDE)))
    found = {f.rule.rpartition(".")[2]: f.severity for o in seen for f in o.findings}
    assert {rule: severity for rule, severity in found.items() if rule == "layback"} == expected
    assert {"overhead-press.layback" for o in seen if "overhead-press.layback" in o.firing} == {
        f"overhead-press.{rule}" for rule in expected
    }
    assert session.neutral.by_view[View.SIDE][name] == own_deg
    assert session.neutral.spread(name, "change", View.SIDE) == pytest.approx(spread_deg)


def test_poses_are_not_changed_by_the_session() -> None:
    frames = film(along(press_set(1)), 3)
    before = [f.pose.points.copy() for f in frames if isinstance(f.pose, Pose)]
    watch(PRESS, frames)
    assert all((f.pose.points == points).all() for f, points in zip(frames, before, strict=True) if f.pose)


def test_a_rep_without_a_rest_before_it_is_compared_with_its_own_bottom() -> None:
    """The film begins at the top, and the bottom is passed without a stop."""
    path = route(1.0, (0.3, 1.0), (0.9, 0.0), (0.9, 1.0), (0.5, 1.0), (1.2, 0.0), (0.3, 0.0))
    seen = watch(PRESS, film(along(path), path[-1][0], RIGHT_SIDE), RIGHT_SIDE)
    judged = [rep.verdicts["overhead-press.layback"] for rep in seen.reps]
    assert judged
    assert all(verdict.judged and verdict.fault is None for verdict in judged)
