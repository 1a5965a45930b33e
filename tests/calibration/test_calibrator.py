"""A neutral is taken from quiet seconds only; otherwise it is said why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.calibration.calibrator import (
    Calibration,
    Calibrator,
    calibrate_from,
    calibrate_from_stills,
)
from formcheck.errors import CalibrationError
from formcheck.measurements.neutral import Origin
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.source.frame import StreamInfo
from tests.people import BACK, FRONT, RIGHT_SIDE, Arm, Camera, Posture, film, photo

DESK = load_activity("desk").mode


@dataclass
class Frames:
    """Poses as a stream."""

    frames: Sequence[PosedFrame]
    info: StreamInfo
    model: str | None = "full"
    warnings: tuple[str, ...] = ()

    def __iter__(self):
        return iter(self.frames)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


Motion = Callable[[float], Posture]


def still(time_s: float) -> Posture:
    return Posture(neck_forward_deg=8)


def turned(frame: PosedFrame, turn_deg: float) -> PosedFrame:
    """The face, turned about the middle between the ears."""
    if frame.pose is None or not turn_deg:
        return frame
    points = frame.pose.points.copy()
    face = range(L.NOSE, L.MOUTH_RIGHT + 1)
    middle = points[[L.LEFT_EAR, L.RIGHT_EAR], 0].mean()
    ears_px = abs(points[L.LEFT_EAR, 0] - points[L.RIGHT_EAR, 0])
    for point in face:
        ahead_px = 0.0 if point in (L.LEFT_EAR, L.RIGHT_EAR) else 0.75 * ears_px
        turn = np.radians(turn_deg)
        points[point, 0] = middle + (points[point, 0] - middle) * np.cos(turn) + ahead_px * np.sin(turn)
    return PosedFrame(frame.index, frame.time_s, Pose(points))


def calibrated(
    motion: Motion = still,
    seconds: float = 12.0,
    camera: Camera = FRONT,
    activity: str = "desk",
    need_s: float = 10.0,
    **how,
) -> Calibration:
    fps = how.pop("fps", 15.0)
    turn_deg = how.pop("turn_deg", 0.0)
    frames = [turned(frame, turn_deg) for frame in film(motion, seconds, camera, fps=fps, **how)]
    return calibrate_from(Frames(frames, camera.info(fps)), load_activity(activity).mode, need_s)


@pytest.mark.parametrize(
    ("camera", "view", "name", "expected"),
    [
        (FRONT, View.FRONT, "trunk_lean_deg", 0.0),
        (RIGHT_SIDE, View.SIDE, "ear_shoulder_inclination_deg", 8.0),
    ],
)
@pytest.mark.parametrize("activity", ["desk", "overhead-press", "upright-row"])
def test_quiet_seconds_give_a_neutral_of_their_view(activity, camera, view, name, expected) -> None:
    calibration = calibrated(camera=camera, activity=activity, jitter_px=0.5)
    neutral = calibration.neutral
    assert neutral.origin(view) is Origin.CALIBRATED
    assert set(neutral.by_view) == {view}
    assert neutral.by_view[view][name] == pytest.approx(expected, abs=1.0)
    assert 0 < neutral.spread(name, "change", view) < 2.0
    assert calibration.kind == ("desk" if activity == "desk" else "lifts")
    assert calibration.setup.view is view
    assert calibration.seconds == pytest.approx(12.0, abs=1.5)


def test_the_same_frames_give_the_same_neutral() -> None:
    assert calibrated(jitter_px=1.0) == calibrated(jitter_px=1.0)


def test_only_the_last_fifteen_seconds_count() -> None:
    calibration = calibrated(lambda t: Posture(trunk_left_deg=0 if t > 20 else 6), 36)
    assert calibration.neutral.by_view[View.FRONT]["trunk_lean_deg"] == pytest.approx(0, abs=0.3)
    assert calibration.seconds <= 15.1
    assert calibration.from_s == pytest.approx(21.0, abs=0.3)


def test_moving_at_the_end_leaves_the_quiet_time_before() -> None:
    def motion(time_s: float) -> Posture:
        return Posture(trunk_left_deg=3 if time_s < 11.5 else 30 * (time_s % 1))

    calibration = calibrated(motion, 16)
    assert calibration.neutral.by_view[View.FRONT]["trunk_lean_deg"] == pytest.approx(
        calibrated(lambda t: Posture(trunk_left_deg=3)).neutral.by_view[View.FRONT]["trunk_lean_deg"], abs=0.3
    )
    assert 10 <= calibration.seconds <= 12


def test_a_short_look_away_does_not_end_the_quiet_time() -> None:
    assert calibrated(unseen=(5.0, 5.3)).frames > 140


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"seconds": 4.0}, "record for longer"),
        ({"motion": lambda t: Posture(trunk_left_deg=20 * (t % 1))}, "you moved"),
        ({"unseen": (0.0, 99.0)}, "nobody was found"),
        ({"camera": Camera(trunk_px=260)}, "cut off"),
        ({"camera": Camera(x=0.02)}, "cut off"),
        ({"hidden": (L.LEFT_EAR,)}, "ears, eyes or shoulders are hidden"),
        ({"camera": BACK}, "from where the camera sees you"),
        ({"fps": 2.0}, "5 pictures a second"),
        ({"motion": lambda t: Posture(trunk_left_deg=2.5 * t), "seconds": 11.0}, "drifted"),
        ({"turn_deg": 40.0}, "look straight ahead"),
        (
            {"motion": lambda t: Posture(Arm(90, 90), Arm(90, 90)), "activity": "overhead-press"},
            "hands were up",
        ),
        (
            {
                "motion": lambda t: Posture(trunk_forward_deg=35, neck_forward_deg=35),
                "camera": RIGHT_SIDE,
                "activity": "overhead-press",
            },
            "stand upright",
        ),
        ({"camera": Camera(trunk_px=330, y=1.9), "activity": "overhead-press"}, "hips"),
    ],
    ids=[
        "short", "moving", "nobody", "head-cut", "half-out", "ear-hidden", "back", "slow-camera",
        "drifting", "turned", "hands-up", "bent", "no-hips",
    ],
)  # fmt: skip
def test_what_is_no_neutral_is_refused_with_the_reason(how, words) -> None:
    with pytest.raises(CalibrationError, match=words):
        calibrated(**how)


def test_three_seconds_are_as_many_pictures_as_they_have() -> None:
    frames = film(still, 3.0, FRONT, fps=20.0)[:60]
    assert frames[-1].time_s < 3.0
    assert calibrate_from(Frames(frames, FRONT.info(20.0)), DESK, 3.0).seconds == pytest.approx(3.0)


def test_less_may_be_asked_for() -> None:
    assert calibrated(seconds=4.0, need_s=3.0).seconds == pytest.approx(4.0, abs=1.0)


def test_frame_by_frame_it_says_what_is_wrong_and_how_far_it_is() -> None:
    calibrator = Calibrator(FRONT.info(15), DESK)
    for frame in film(still, 5, fps=15):
        calibrator.push(frame)
    assert calibrator.problem is None
    assert calibrator.quiet_s == pytest.approx(5, abs=0.2)
    calibrator.push(PosedFrame(999, 5.2, None))
    assert calibrator.problem is not None
    with pytest.raises(CalibrationError, match="longest quiet time was 5"):
        calibrator.result()


def test_several_stills_are_a_neutral() -> None:
    poses = [photo(Posture(trunk_left_deg=lean)) for lean in (0, 1, 2, 3, 20)]
    calibration = calibrate_from_stills(poses, FRONT.info(), DESK, "full")
    lone = calibrate_from_stills([photo(Posture(trunk_left_deg=2))] * 3, FRONT.info(), DESK, "full")
    name = "trunk_lean_deg"
    assert calibration.neutral.by_view[View.FRONT][name] == lone.neutral.by_view[View.FRONT][name]
    assert calibration.neutral.spread_by_view[View.FRONT][name] > 0
    assert (calibration.frames, calibration.seconds) == (5, 0.0)


@pytest.mark.parametrize(
    ("poses", "words"),
    [
        ([photo(), photo()], "only 2 of 2"),
        ([photo(), None, None, photo()], "nobody was found"),
        ([photo(), photo(), photo(camera=RIGHT_SIDE), photo(camera=RIGHT_SIDE)], "of one view"),
    ],
    ids=["two", "empty", "views"],
)
def test_too_few_stills_are_refused(poses, words) -> None:
    with pytest.raises(CalibrationError, match=words):
        calibrate_from_stills(poses, FRONT.info(), DESK, None)


def test_the_setup_tells_distance_and_build() -> None:
    near, far = (calibrated(camera=replace(FRONT, trunk_px=size)).setup for size in (150.0, 75.0))
    for name in ("shoulder_width", "trunk", "neck"):
        assert near.sizes[name] == pytest.approx(2 * far.sizes[name], rel=0.02)
    assert near.proportions == pytest.approx(far.proportions, rel=0.02)
    assert set(near.proportions) == {"shoulder_width_per_ears", "shoulder_width_per_trunk"}
