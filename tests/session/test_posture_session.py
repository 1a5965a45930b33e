"""Sitting from the first frame to the last: stick figures at a desk, as a recording would hold them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.evaluation.seated_neutral import seated_neutral
from formcheck.measurements.face import POSITIONS
from formcheck.measurements.measurement import Reason
from formcheck.measurements.neutral import Neutral, Origin
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.postures.camera_nudge import CameraNudge, NudgeWatch
from formcheck.results.posture_tally import PostureTotals
from formcheck.session.observation import Observation
from formcheck.session.posture import PostureSession
from tests.people import Camera, Posture, photo

FPS = 6
CAMERA = Camera()
INFO = CAMERA.info(FPS)
DESK = load_activity("desk")
HEAD = [p for p in L if p < L.LEFT_SHOULDER]
SITTING = photo(Posture(), CAMERA)


def shoulders(pose: Pose) -> np.ndarray:
    return pose.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]].mean(0)


def moved(pose: Pose, points: list[L], shift_px: tuple[float, float], scale: float = 1.0) -> Pose:
    """Points shifted, and larger about their middle."""
    changed = pose.points.copy()
    middle = changed[points, :2].mean(0)
    changed[points, :2] = (changed[points, :2] - middle) * scale + middle + shift_px
    return Pose(changed)


def head_down(share: float) -> Pose:
    """The head sunk by a share of the distance from shoulders to ears, and turned down."""
    ears = SITTING.xy_px[[L.LEFT_EAR, L.RIGHT_EAR]].mean(0)
    drop_px = share * float(shoulders(SITTING)[1] - ears[1])
    sunk = moved(SITTING, HEAD, (0.0, drop_px))
    points = sunk.points.copy()
    front = [p for p in HEAD if p not in (L.LEFT_EAR, L.RIGHT_EAR)]
    points[front, 1] += drop_px
    return Pose(points)


def turned() -> Pose:
    """The nose far to one side: looking at somebody."""
    ears_px = float(np.ptp(SITTING.xy_px[[L.LEFT_EAR, L.RIGHT_EAR], 0]))
    return moved(SITTING, [L.NOSE], (0.5 * ears_px, 0.0))


DOWN, TURNED = head_down(0.3), turned()


def recording(*scenes: tuple[Pose | None, float]) -> list[PosedFrame]:
    poses = [pose for pose, seconds in scenes for _ in range(round(seconds * FPS))]
    return [PosedFrame(i, i / FPS, pose) for i, pose in enumerate(poses)]


def watched(frames: list[PosedFrame], neutral: Neutral | None) -> list[Observation]:
    session = PostureSession(DESK, INFO, ZeroPhaseSmoother(), neutral=neutral)
    return list(session.watch(frames))


def neutral() -> Neutral:
    found = seated_neutral(recording((SITTING, 3.0)), INFO, DESK.mode, 0.0, 3.0)
    assert found is not None
    return found


def findings(seen: list[Observation]) -> list[str]:
    return [f.rule for o in seen for f in o.findings]


def spoken(seen: list[Observation]) -> Iterator[float]:
    """When something was said aloud."""
    said: set[float] = set()
    for o in seen:
        if o.cue is not None and o.cue.say and o.cue.rule is not None and o.cue.severity is not None:
            if o.cue.time_s not in said:
                yield o.cue.time_s
            said.add(o.cue.time_s)


@pytest.mark.parametrize(
    ("scenes", "events"),
    [
        ([(SITTING, 8.0)], 0),
        ([(SITTING, 4.0), (DOWN, 8.0), (SITTING, 8.0)], 1),
        ([(SITTING, 4.0), (DOWN, 6.0), (SITTING, 2.0), (DOWN, 6.0), (SITTING, 8.0)], 1),
        ([(SITTING, 4.0), (DOWN, 6.0), (None, 4.0), (DOWN, 6.0), (SITTING, 8.0)], 1),
        ([(SITTING, 4.0), (DOWN, 6.0), (SITTING, 9.0), (DOWN, 6.0), (SITTING, 8.0)], 2),
        ([(SITTING, 4.0), (DOWN, 6.0), (None, 17.0), (DOWN, 6.0), (SITTING, 8.0)], 2),
        ([(SITTING, 4.0), (DOWN, 0.6), (SITTING, 8.0)], 0),
        ([(SITTING, 4.0), (None, 10.0), (SITTING, 8.0)], 0),
        ([(SITTING, 4.0), (TURNED, 1.5), (SITTING, 8.0)], 0),
    ],
    ids=["still", "one", "back for a moment", "unseen meanwhile", "two", "left and came back", "a glance",
         "away", "looks aside"],
)  # fmt: skip
def test_what_lasts_is_one_event(scenes: list[tuple[Pose | None, float]], events: int) -> None:
    assert len(findings(watched(recording(*scenes), neutral()))) == events


def test_the_state_is_there_from_a_second_and_a_half_on_and_gone_a_second_after() -> None:
    seen = watched(recording((SITTING, 4.0), (DOWN, 8.0), (SITTING, 5.0)), neutral())
    assert all(o.firing for o in seen if 5.5 <= o.time_s <= 11.8)
    assert not any(o.firing for o in seen if o.time_s < 4.0 or o.time_s > 13.0)


def test_a_turned_head_suspends_judging_and_says_why() -> None:
    seen = watched(recording((SITTING, 4.0), (TURNED, 5.0), (SITTING, 4.0)), neutral())
    inside = [o for o in seen if 5.0 <= o.time_s <= 8.0]
    assert {o.suspended for o in inside} == {Reason.TURNED_AWAY}
    assert all(o.suspended is None for o in seen if o.time_s >= 10.0)


def test_nobody_there_is_shown_and_is_no_state() -> None:
    seen = watched(recording((SITTING, 4.0), (None, 6.0), (SITTING, 4.0)), neutral())
    away = [o for o in seen if 6.0 <= o.time_s <= 9.0]
    assert {o.suspended for o in away} == {Reason.NO_PERSON}
    assert {o.cue.text for o in away if o.cue} == {"Nobody at the desk"}
    assert not any(o.firing for o in seen)


def test_shown_after_15_s_said_after_45_s_and_then_quiet() -> None:
    seen = watched(recording((SITTING, 4.0), (DOWN, 55.0)), neutral())
    first = next(o.time_s for o in seen if o.cue is not None and o.cue.rule is not None)
    assert first == pytest.approx(4.0 + 15.0, abs=1.5)
    aloud = [*spoken(seen)]
    assert len(aloud) == 1
    assert aloud[0] == pytest.approx(4.0 + 45.0, abs=1.5)


def test_without_a_calibration_the_first_still_seconds_serve() -> None:
    session = PostureSession(DESK, INFO, ZeroPhaseSmoother())
    seen = [o for frame in recording((SITTING, 5.0), (DOWN, 6.0)) for o in session.push(frame)]
    seen += session.finish()
    assert session.neutral.origin(View.FRONT) is Origin.PROVISIONAL
    assert any(o.firing for o in seen if o.time_s > 7.0)


def test_a_calibrated_neutral_stays_when_someone_starts_slouched() -> None:
    seen = watched(recording((DOWN, 10.0)), neutral())
    assert len(findings(seen)) == 1
    assert not findings(watched(recording((DOWN, 10.0)), None))


@pytest.mark.parametrize(
    ("shift_px", "scale"), [((0.0, 40.0), 1.0), ((40.0, 0.0), 1.0), ((0.0, 0.0), 1.15), ((0.0, 0.0), 0.85)]
)
def test_a_nudged_camera_is_noticed_and_is_no_posture(shift_px: tuple[float, float], scale: float) -> None:
    nudged = moved(SITTING, list(L), shift_px, scale)
    seen = watched(recording((SITTING, 3.0), (nudged, 6.0)), neutral())
    assert "Camera moved? Calibrate again" in {o.cue.text for o in seen if o.cue}
    assert not any(o.firing for o in seen if o.time_s > 6.0)


def test_a_posture_is_no_nudge() -> None:
    watch = NudgeWatch()
    moves = [watch.update(f.time_s, f.pose) for f in recording((SITTING, 4.0), (DOWN, 4.0), (SITTING, 4.0))]
    assert moves == [None] * len(moves)


def rolled(pose: Pose, angle_deg: float, about_px: tuple[float, float] | None = None) -> Pose:
    """The whole picture turned about a point, or about its middle."""
    points, angle = pose.points.copy(), np.radians(angle_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = about_px or (CAMERA.width_px / 2, CAMERA.height_px / 2)
    points[:, :2] = (points[:, :2] - middle) @ turn.T + middle
    return Pose(points)


FACE_PX = tuple(SITTING.xy_px[[L.LEFT_EAR, L.RIGHT_EAR]].mean(0))


def test_a_turned_picture_is_said_but_moves_no_neutral() -> None:
    watch = NudgeWatch()
    found = [
        watch.update(f.time_s, f.pose)
        for f in recording((SITTING, 3.0), (rolled(SITTING, 5.0, FACE_PX), 3.0))
    ]
    moves = [m for m in found if m is not None]
    assert [m.is_sure for m in moves] == [False]
    assert abs(moves[0].roll_deg) == pytest.approx(5.0, abs=0.2)


@pytest.mark.parametrize("gone", [None, TURNED], ids=["left", "looks aside"])
def test_only_who_is_seen_to_sit_up_after_an_alert_is_praised(gone: Pose | None) -> None:
    seen = watched(recording((SITTING, 4.0), (DOWN, 48.0), (gone, 4.0), (SITTING, 4.0)), neutral())
    assert any(spoken(seen))
    praised = [o.time_s for o in seen if is_praise(o)]
    assert praised
    assert min(praised) >= 56.0


def is_praise(seen: Observation) -> bool:
    return seen.cue is not None and seen.cue.rule is not None and seen.cue.severity is None


LEANT = moved(SITTING, list(L), (120.0, 0.0))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([(SITTING, 22)], ["desk.static"]),
        ([(SITTING, 18)], []),
        ([(SITTING, 12), (LEANT, 12)], []),
        ([(SITTING, 12), (None, 1), (SITTING, 12)], []),
    ],
    ids=["held", "not so long", "shifted", "got up"],
)
def test_who_holds_still_for_twenty_minutes_is_asked_to_move(
    minutes: list[tuple[Pose | None, int]], expected: list[str]
) -> None:
    poses = [pose for pose, count in minutes for _ in range(60 * count)]
    seen = watched([PosedFrame(i, float(i), pose) for i, pose in enumerate(poses)], neutral())
    first = next((o.time_s for o in seen if "desk.static" in o.firing), None)
    assert [f for f in findings(seen) if f == "desk.static"] == expected
    assert first == (pytest.approx(20 * 60, abs=5) if expected else None)


# 20 px of 480.
NUDGE_PX = 20 / 480 * CAMERA.height_px


@pytest.mark.parametrize(
    "nudged",
    [
        moved(SITTING, list(L), (0.0, NUDGE_PX)),
        moved(SITTING, list(L), (0.0, -NUDGE_PX)),
        moved(SITTING, list(L), (NUDGE_PX, 0.0)),
        moved(SITTING, list(L), (-NUDGE_PX, NUDGE_PX)),
        rolled(SITTING, 5.0),
        rolled(SITTING, -5.0),
    ],
    ids=["down", "up", "across", "slantwise", "rolled left", "rolled right"],
)
def test_no_minute_of_alarm_follows_a_nudge(nudged: Pose) -> None:
    seen = watched(recording((SITTING, 3.0), (nudged, 60.0)), neutral())
    assert [o.firing for o in seen if o.firing] == []
    assert findings(seen) == []
    assert "Camera moved? Calibrate again" in {o.cue.text for o in seen if o.cue}


def test_who_slouches_after_a_nudge_is_still_found() -> None:
    shift_px = (0.0, NUDGE_PX)
    nudged, down = moved(SITTING, list(L), shift_px), moved(DOWN, list(L), shift_px)
    seen = watched(recording((SITTING, 3.0), (nudged, 20.0), (down, 10.0)), neutral())
    assert findings(seen) == findings(watched(recording((SITTING, 23.0), (DOWN, 10.0)), neutral())) != []


@pytest.mark.parametrize("angle_deg", [-8.0, -5.0, 5.0, 8.0])
def test_a_camera_that_is_not_level_is_said_and_is_no_posture(angle_deg: float) -> None:
    seen = watched(recording((rolled(SITTING, angle_deg, FACE_PX), 12.0)), neutral())
    assert "Camera moved? Calibrate again" in {o.cue.text for o in seen if o.cue}
    assert not any(o.firing or o.suspended for o in seen)


def without_places(known: Neutral) -> Neutral:
    """As a profile gives it."""
    by_view = {view: {k: v for k, v in m.items() if k not in POSITIONS} for view, m in known.by_view.items()}
    return replace(known, by_view=by_view)


def test_places_that_a_profile_does_not_give_are_learned_from_quiet_seconds_only() -> None:
    def places_after(*scenes: tuple[Pose | None, float]) -> set[str]:
        session = PostureSession(DESK, INFO, ZeroPhaseSmoother(), neutral=without_places(neutral()))
        for frame in recording(*scenes):
            [*session.push(frame)]
        [*session.finish()]
        return set(POSITIONS) & session.neutral.by_view[View.FRONT].keys()

    assert places_after((SITTING, 5.0)) == set(POSITIONS)
    assert not places_after((DOWN, 8.0))


def test_a_chair_that_was_lowered_is_no_posture_and_becomes_the_place() -> None:
    width_px = float(np.ptp(SITTING.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 0]))
    way_px = np.linspace(0.0, 0.3 * width_px, 4 * FPS)
    ramp = [(moved(SITTING, list(L), (0.0, float(down_px))), 1 / FPS) for down_px in way_px]
    lower = ramp[-1][0]
    frames = recording((SITTING, 4.0), *ramp, (lower, 8.0))
    session = PostureSession(DESK, INFO, ZeroPhaseSmoother(), neutral=neutral())
    seen = [o for frame in frames for o in session.push(frame)]
    assert not any(o.firing for o in seen)
    place_px = session.neutral.by_view[View.FRONT]["ears_y_px"]
    assert place_px == pytest.approx(lower.xy_px[[L.LEFT_EAR, L.RIGHT_EAR], 1].mean(), abs=2.0)


def test_one_shoulder_up_is_named_while_what_it_upsets_is_not_judged() -> None:
    up = SITTING.points.copy()
    up[L.LEFT_SHOULDER, 1] -= 0.16 * float(np.ptp(SITTING.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 0]))
    seen = watched(recording((SITTING, 4.0), (Pose(up), 6.0)), neutral())
    inside = [o for o in seen if 6.0 <= o.time_s <= 9.0]
    assert {rule for o in inside for rule in o.firing} == {"desk.shoulder-tilt"}
    assert {o.suspended for o in inside} == {Reason.SHOULDER_UP}


@pytest.mark.parametrize(("down", "judged"), [(0.0, False), (0.12, True)], ids=["turned", "slid down"])
def test_narrow_shoulders_are_a_turned_body_unless_the_head_sank(down: float, judged: bool) -> None:
    width_px = float(np.ptp(SITTING.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 0]))
    points = SITTING.points.copy()
    middle_px = shoulders(SITTING)[0]
    for shoulder in (L.LEFT_SHOULDER, L.RIGHT_SHOULDER):
        points[shoulder, 0] = middle_px + 0.92 * (points[shoulder, 0] - middle_px)
    points[:, 1] += down * width_px
    seen = watched(recording((SITTING, 4.0), (Pose(points), 5.0)), neutral())
    late = [o for o in seen if o.time_s > 6.0]
    assert {o.suspended is None for o in late} == {judged}


def without_mouth(pose: Pose) -> Pose:
    points = pose.points.copy()
    points[[L.MOUTH_LEFT, L.MOUTH_RIGHT], 3:] = 0.0
    return Pose(points)


@pytest.mark.parametrize("known", [True, False], ids=["places known", "places not known"])
def test_what_cannot_be_judged_teaches_no_place(known: bool) -> None:
    given = neutral() if known else without_places(neutral())
    session = PostureSession(DESK, INFO, ZeroPhaseSmoother(), neutral=given)
    for frame in recording((without_mouth(DOWN), 12.0)):
        [*session.push(frame)]
    before, after = (n.by_view[View.FRONT].get("ears_y_px") for n in (given, session.neutral))
    assert before == after


def test_a_chair_is_followed_also_after_a_long_time_without_a_shift() -> None:
    lower = moved(SITTING, list(L), (0.0, 30.0))
    poses = [SITTING] * round(12 * 60 * 2.5) + [lower] * 20
    session = PostureSession(DESK, INFO, ZeroPhaseSmoother(), neutral=neutral())
    for i, pose in enumerate(poses):
        [*session.push(PosedFrame(i, i / 2.5, pose))]
    place_px = session.neutral.by_view[View.FRONT]["ears_y_px"]
    assert place_px == pytest.approx(lower.xy_px[[L.LEFT_EAR, L.RIGHT_EAR], 1].mean(), abs=2.0)


def test_a_nudge_in_the_first_seconds_leaves_no_lasting_lean() -> None:
    aside = moved(SITTING, list(L), (60.0, 0.0))
    seen = watched(recording((SITTING, 2.0), (aside, 30.0)), None)
    assert not any(o.firing for o in seen if o.time_s > 4.0)


def test_a_move_before_anything_is_known_changes_nothing() -> None:
    move = CameraNudge((0.0, 0.0), (30.0, 0.0), 1.0, 0.0)
    assert move.applied(Neutral(), View.UNKNOWN) == Neutral()


def away(pose: Pose, scale: float) -> Pose:
    """The whole body larger or smaller about the middle of the picture."""
    points = pose.points.copy()
    middle = (CAMERA.width_px / 2, CAMERA.height_px / 2)
    points[:, :2] = (points[:, :2] - middle) * scale + middle
    return Pose(points)


@pytest.mark.parametrize(
    "there",
    [moved(SITTING, list(L), (70.0, 0.0)), moved(SITTING, list(L), (0.0, 40.0)), away(SITTING, 1.2)],
    ids=["aside", "lower", "nearer"],
)
def test_who_comes_back_and_sits_elsewhere_is_learned_anew(there: Pose) -> None:
    seen = watched(recording((SITTING, 6.0), (None, 6.0), (there, 60.0)), neutral())
    assert not any(o.firing for o in seen)
    assert any(o.cue is not None and "earning anew" in o.cue.text for o in seen)
    looking = [o for o in seen if 12.5 <= o.time_s <= 14.5]
    assert {o.suspended for o in looking} == {Reason.NO_NEUTRAL}
    assert all(o.suspended is None for o in seen if o.time_s > 17.0)


@pytest.mark.parametrize("unseen_s", [0.0, 1.0])
def test_somebody_beside_who_is_followed_all_at_once_is_not_compared_with_the_first(unseen_s: float) -> None:
    width_px = float(np.ptp(SITTING.xy_px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 0]))
    beside = moved(DOWN, list(L), (1.6 * width_px, 0.0))
    seen = watched(recording((SITTING, 10.0), (None, unseen_s), (beside, 20.0)), neutral())
    assert not any(o.firing for o in seen)
    assert any(o.cue is not None and "earning anew" in o.cue.text for o in seen)


def test_who_comes_back_to_the_same_chair_is_compared_as_before() -> None:
    seen = watched(recording((SITTING, 6.0), (None, 6.0), (SITTING, 6.0), (DOWN, 6.0)), neutral())
    assert len(findings(seen)) == 1


def test_a_calibration_that_fits_at_no_time_is_doubted_before_an_alert() -> None:
    seen = watched(recording((DOWN, 90.0)), neutral())
    assert "Camera elsewhere? Calibrate (c)" in {o.cue.text for o in seen if o.cue}
    assert not findings(seen)
    assert not any(o.firing for o in seen if o.time_s > 42.0)
    assert [o.is_anew for o in seen].count(True) == 1


def test_what_was_judged_by_a_calibration_that_does_not_fit_counts_for_nothing() -> None:
    totals = PostureTotals(DESK)
    for seen in watched(recording((DOWN, 90.0)), neutral()):
        if not seen.is_end:
            totals.write(seen)
    summary = totals.summary()
    assert summary.states == []
    assert summary.judged_s == pytest.approx(50.0, abs=3.0)
    assert summary.neutral_s == summary.judged_s
    assert summary.not_judged == {str(Reason.NO_NEUTRAL): pytest.approx(40.0, abs=3.0)}


def test_who_slouches_first_and_sits_up_has_slouched() -> None:
    seen = watched(recording((DOWN, 10.0), (SITTING, 6.5), (DOWN, 60.0)), neutral())
    assert not any(o.is_anew for o in seen)
    assert len(findings(seen)) == 2
    first = next(f for o in seen for f in o.findings)
    assert first.end_s == pytest.approx(10.0, abs=1.0)


def test_a_moment_upright_does_not_prove_a_calibration_that_hardly_ever_fits() -> None:
    scenes = [(DOWN, 12.0), (SITTING, 2.4)] * 3
    seen = watched(recording(*scenes, (DOWN, 30.0)), neutral())
    assert any(o.is_anew for o in seen)


def test_a_film_that_ends_before_it_is_known_is_judged_as_it_is() -> None:
    assert len(findings(watched(recording((DOWN, 20.0)), neutral()))) == 1


def test_a_first_minute_that_looks_slumped_is_asked_about_and_no_finding() -> None:
    low = moved(SITTING, HEAD, (0.0, 60.0))
    seen = watched(recording((low, 80.0)), None)
    asked = {o.cue for o in seen if o.cue is not None and o.cue.text == "Is this how you sit?"}
    assert len(asked) == 1
    (cue,) = asked
    assert cue.time_s == pytest.approx(61.0, abs=1.5)
    assert "calibrate again" in cue.spoken
    assert not findings(seen)
    upright = watched(recording((SITTING, 80.0)), None)
    assert not any(o.cue is not None and o.cue.text == cue.text for o in upright)
