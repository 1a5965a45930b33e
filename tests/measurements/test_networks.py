"""What the networks read from any view: alike left and right, with an error, and only what they know."""

import gzip
import io
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.errors import ModelError
from formcheck.measurements.body import Body
from formcheck.measurements.geometry import angle_deg
from formcheck.measurements.measurement import Reason
from formcheck.measurements.measurer import FrameMeasurer
from formcheck.measurements.networks.arm_memory import ArmMemory, settled, tells
from formcheck.measurements.networks.network import network_of, write_network
from formcheck.measurements.networks.points import mirrored
from formcheck.measurements.networks.reading import (
    arm_reading,
    first_readings,
    hands_reading,
    legs_reading,
    posture_reading,
    seat_reading,
)
from formcheck.pose.fits import Fit, Fits
from formcheck.pose.landmarks import COCO_17
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.models import FITTED_MODEL, pose_model
from formcheck.pose.pose import Pose
from formcheck.pose.recording import PoseRecording

SET = Path(__file__).parents[2] / "benchmarks" / "recordings"
VIEWS = ["good-good-front", "right30", "left45", "left_side"]


def bodies(view: str, every: int = 10) -> Iterator[Body]:
    """Some bodies of a rendered press, seen from a view."""
    path = next(iter(sorted(SET.glob(f"test-press-*{view}.poses.jsonl.gz"))))
    with PoseRecording(path) as recording:
        measurer = FrameMeasurer(recording.info, ())
        for frame in recording:
            seen = measurer.measure(frame)
            if seen.body is not None and frame.index % every == 0 and frame.index > 30:
                yield seen.body


def in_a_mirror(body: Body) -> Body:
    points = mirrored(body.pose.points[None])[0]
    points[:, 0] += 1000
    face = body.pose.face
    return replace(body, pose=Pose(points), reasons=(None,) * 33, face=face)


@pytest.mark.parametrize("view", VIEWS)
def test_every_angle_comes_with_an_error_from_every_view(view: str) -> None:
    seen = [arm_reading(body, "left") for body in bodies(view)]
    assert sum(reading is not None for reading in seen) > 0.9 * len(seen)
    for reading in seen:
        for measured in (reading or {}).values():
            assert measured.value is not None
            assert 0 <= measured.value <= 180
            assert 0 < measured.error < 90


@pytest.mark.parametrize("view", VIEWS)
def test_a_person_in_a_mirror_reads_the_same_with_the_sides_swapped(view: str) -> None:
    compared = 0
    for body in bodies(view, every=25):
        other = in_a_mirror(body)
        for side, opposite in (("left", "right"), ("right", "left")):
            one, two = arm_reading(body, side), arm_reading(other, opposite)
            if one is None or two is None:
                assert one is two
                continue
            compared += 1
            for name, measured in one.items():
                assert measured.value == pytest.approx(two[name].value, abs=1e-6)
                assert measured.error == pytest.approx(two[name].error, abs=1e-6)
        here, there = posture_reading(replace(body, face=None)), posture_reading(replace(other, face=None))
        if here is not None and there is not None:
            assert here["trunk_inclination_deg"].value == pytest.approx(
                there["trunk_inclination_deg"].value, abs=1e-6
            )
            assert here["head_yaw_deg"].value == pytest.approx(
                -(there["head_yaw_deg"].value or math.nan), abs=1e-6
            )
        for reading in (legs_reading, hands_reading, seat_reading):
            one, mirror = reading(body), reading(other)
            assert one is not None
            assert mirror is not None
            for name, measured in one.items():
                assert measured.value == pytest.approx(mirror[name].value, abs=1e-6)
    assert compared > 4


def as_coco_has_it(body: Body) -> Body:
    """The same body as another model sees it: 17 points without depth."""
    points = np.full((33, 5), np.nan)
    points[list(COCO_17)] = np.array(body.pose.points)[list(COCO_17)]
    points[:, 2] = 0.0
    return replace(body, pose=Pose(points), model=None)


@pytest.mark.parametrize("seen", [lambda body: body, as_coco_has_it], ids=["all points", "coco"])
@pytest.mark.parametrize("name", ["press-003-good-good-left45", "press_views-073-good-good-right30"])
def test_obliquely_an_elbow_is_read_better_than_the_picture_has_it(
    name: str, seen: Callable[[Body], Body]
) -> None:
    path = SET / f"test-{name}.poses.jsonl.gz"
    truth = json.loads(gzip.decompress(path.with_name(f"test-{name}.truth.json.gz").read_bytes()))
    read, plane = [], []
    with PoseRecording(path) as recording:
        measurer = FrameMeasurer(recording.info, ())
        for frame in recording:
            body = measurer.measure(frame).body
            if body is None or frame.index >= len(truth["rep"]) or not truth["rep"][frame.index]:
                continue
            for side in ("left", "right"):
                found = arm_reading(seen(body), side)
                true = truth["angles"][f"{side}_elbow_deg"][frame.index]
                if found is not None and found["elbow_angle_deg"].value is not None:
                    read.append(abs(found["elbow_angle_deg"].value - true))
                    plane.append(abs(angle_in_picture(body, side) - true))
    assert len(read) > 50
    assert np.mean(read) < 15
    assert np.mean(read) < 0.8 * np.mean(plane)


def angle_in_picture(body: Body, side: str) -> float:
    shoulder, elbow, wrist = (body.xy[L[f"{side.upper()}_{part}"]] for part in ("SHOULDER", "ELBOW", "WRIST"))
    return angle_deg(shoulder, elbow, wrist)


def at_the_top(name: str, *, second_look: bool) -> list[tuple[float, float]]:
    """What elbows read in the frames at the top of a press, and the truth."""
    truth = json.loads(gzip.decompress((SET / f"test-press_views-{name}.truth.json.gz").read_bytes()))
    found = []
    with PoseRecording(SET / f"test-press_views-{name}.poses.jsonl.gz") as recording:
        measurer = FrameMeasurer(recording.info, ("elbow_angle_deg",))
        for frame in recording:
            body = measurer.measure(frame).body
            if body is None or frame.index >= len(truth["rep"]) or truth["phase"][frame.index] != "top":
                continue
            shown = body if second_look else replace(body, remembered=None)
            for side in ("left", "right"):
                read = arm_reading(shown, side)
                if read is not None and read["elbow_angle_deg"].value is not None:
                    true = truth["angles"][f"{side}_elbow_deg"][frame.index]
                    found.append((read["elbow_angle_deg"].value, true))
    return found


def test_what_an_arm_has_read_before_tells_how_straight_it_is_now() -> None:
    names = [path.name for path in sorted(SET.glob("test-press_views-*good-good-*.truth.json.gz"))]
    clips = [name.removeprefix("test-press_views-").split(".")[0] for name in names]
    off = {
        second_look: [
            abs(read - true) for clip in clips for read, true in at_the_top(clip, second_look=second_look)
        ]
        for second_look in (False, True)
    }
    assert len(off[True]) == len(off[False]) > 100
    assert np.mean(off[True]) < 0.9 * np.mean(off[False])


def test_of_one_arm_alone_nothing_is_remembered_and_it_is_read_by_itself() -> None:
    body = next(bodies("good-good-front"))
    reasons = list(body.reasons)
    reasons[L.RIGHT_WRIST] = Reason.OUT_OF_PICTURE
    alone = replace(body, reasons=tuple(reasons))
    assert arm_reading(alone, "left") is not None
    assert first_readings(alone) is None
    assert arm_reading(replace(alone, remembered=np.zeros(31)), "left") == arm_reading(alone, "left")


def test_memory_goes_back_as_far_as_a_few_reps_and_no_farther() -> None:
    memory = ArmMemory()
    assert memory.recall(0.0) is None
    for time_s, bent in ((0.0, 40.0), (15.0, 100.0), (30.0, 160.0)):
        memory.add(time_s, np.full((2, 3), bent), np.full((2, 3), bent))
    remembered = memory.recall(30.0)
    assert remembered is not None
    assert remembered[0] == pytest.approx(103.0)  # the least, nearly, of the 100 and 160 that are left
    assert remembered[-1] == 1.0


def test_after_a_long_absence_nothing_is_remembered() -> None:
    memory = ArmMemory()
    memory.add(0.0, np.full((2, 3), 90.0), np.full((2, 3), 90.0))
    assert memory.recall(20.0) is not None
    assert memory.recall(60.0) is None
    memory.add(60.0, np.full((2, 3), 30.0), np.full((2, 3), 30.0))
    remembered = memory.recall(61.0)
    assert remembered is not None
    assert remembered[0] == 30.0
    assert remembered[-1] == pytest.approx(0.05)


@pytest.mark.parametrize(("to_deg", "over_s", "enough"), [(80, 3, True), (30, 3, False), (80, 1, False)])
def test_an_arm_is_looked_at_again_only_after_it_has_moved_for_some_time(to_deg, over_s, enough) -> None:
    memory = ArmMemory()
    for share in np.linspace(0.0, 1.0, 31):
        # The left arm goes up, the right one hangs.
        memory.add(share * over_s, np.array([[170, share * to_deg, 5], [170, 5, 5]]), np.full((2, 3), 170.0))
    remembered = memory.recall(over_s)
    assert remembered is not None
    assert tells(remembered[None]).tolist() == [[enough, False]]


@pytest.mark.parametrize(
    ("first_error", "correction", "own", "angle", "error"),
    [
        (15.0, 20.0, 8.0, 140.0, 8.0),
        (15.0, 31.0, 8.0, 120.0, 15.0),  # it departs too far
        (45.0, 20.0, 10.0, 120.0, 45.0),  # the first look is blind
        (30.0, 20.0, 5.0, 140.0, 12.0),  # it is too sure
        (30.0, 60.0, 15.0, 180.0, 15.0),  # no joint does that
    ],
)
def test_a_second_look_counts_where_it_can_be_believed(first_error, correction, own, angle, error) -> None:
    angles, errors = settled(
        *(np.array([[number, 90.0, 10.0]]) for number in (120.0, first_error)),
        np.array([[correction, 0.0, 0.0]]),
        np.array([[own, 90.0, 10.0]]),
    )
    assert (angles[0, 0], errors[0, 0]) == pytest.approx((angle, error))


def test_a_body_that_looks_like_none_is_not_read() -> None:
    body = next(bodies("good-good-front"))
    scattered = np.array(body.pose.points)
    scattered[:, :3] = np.random.default_rng(0).uniform(0, 2000, (33, 3))
    assert arm_reading(replace(body, pose=Pose(scattered)), "left") is None
    assert posture_reading(replace(body, pose=Pose(scattered))) is None
    assert legs_reading(replace(body, pose=Pose(scattered))) is None
    assert hands_reading(replace(body, pose=Pose(scattered))) is None
    assert seat_reading(replace(body, pose=Pose(scattered))) is None


def test_without_depth_or_a_known_model_arms_are_read_from_the_picture_and_posture_is_not() -> None:
    body = next(bodies("good-good-front"))
    flat = np.array(body.pose.points)
    flat[:, 2] = 0.0
    shown = (replace(body, pose=Pose(flat)), replace(body, model=None), replace(body, model="mine"))
    readings = [arm_reading(other, "left") for other in shown]
    assert readings[0] is not None
    assert readings == [readings[0]] * 3
    assert readings[0] != arm_reading(body, "left")
    assert [posture_reading(other) for other in shown] == [None] * 3
    for reading in (legs_reading, hands_reading, seat_reading):
        assert [reading(other) for other in shown] == [None] * 3


def test_an_arm_is_read_where_the_other_one_has_left_the_picture() -> None:
    body = next(bodies("good-good-front"))
    reasons = list(body.reasons)
    reasons[L.RIGHT_WRIST] = Reason.OUT_OF_PICTURE
    cut_off = replace(body, reasons=tuple(reasons))
    assert arm_reading(cut_off, "right") is None
    assert arm_reading(cut_off, "left") is not None


def test_without_the_feet_nothing_is_said_of_the_knees() -> None:
    body = next(bodies("good-good-front"))
    assert legs_reading(body) is not None
    for ankle in (L.LEFT_ANKLE, L.RIGHT_ANKLE):
        reasons = list(body.reasons)
        reasons[ankle] = Reason.OUT_OF_PICTURE
        assert legs_reading(replace(body, reasons=tuple(reasons))) is None


@pytest.mark.parametrize("name", ["028-knee_bend-mixed-right15", "029-knee_bend-mixed-left45"])
def test_knees_that_bend_are_seen_from_in_front_and_obliquely(name: str) -> None:
    path = SET / f"test-press_views-{name}.poses.jsonl.gz"
    truth = json.loads(gzip.decompress(path.with_name(f"test-press_views-{name}.truth.json.gz").read_bytes()))
    read, true = [], []
    with PoseRecording(path) as recording:
        measurer = FrameMeasurer(recording.info, ())
        for frame in recording:
            body = measurer.measure(frame).body
            found = None if body is None else legs_reading(body)
            if found is not None and frame.index < len(truth["rep"]):
                read.append(found["knees_bend_deg"].value)
                true.append(180 - truth["angles"]["left_knee_deg"][frame.index])
    known = np.array(read) - np.median(read), np.array(true) - np.median(true)
    assert known[1].max() > 20
    assert np.abs(known[0] - known[1]).mean() < 5
    assert known[0][known[1] > 20].mean() > 0.6 * known[1][known[1] > 20].mean()


def readings_of(name: str, reading: Callable[[Body], Any]) -> Iterator[tuple[Any, int]]:
    """What is read in each frame of a rep, and the frame's number in the truth."""
    path = SET / f"test-press_views-{name}.poses.jsonl.gz"
    with PoseRecording(path) as recording:
        measurer = FrameMeasurer(recording.info, ())
        for frame in recording:
            body = measurer.measure(frame).body
            found = None if body is None else reading(body)
            if found is not None:
                yield found, frame.index


@pytest.mark.parametrize(
    "name", ["032-bar_forward-mixed-left15", "033-bar_forward-mixed-right60", "056-grip-poor-left15"]
)
def test_where_the_hands_are_is_read_from_in_front_and_obliquely(name: str) -> None:
    truth = json.loads(gzip.decompress((SET / f"test-press_views-{name}.truth.json.gz").read_bytes()))[
        "ratios"
    ]
    off = {"grip_ratio": [], "bar_offset": []}
    for found, number in readings_of(name, hands_reading):
        if number < len(truth["grip_ratio"]):
            off["grip_ratio"].append(abs(found["grip_ratio"].value - truth["grip_ratio"][number]))
            off["bar_offset"].append(abs(found["bar_offset"].value - truth["bar_forward_ratio"][number]))
    assert len(off["grip_ratio"]) > 50
    assert np.median(off["grip_ratio"]) < 0.25
    assert np.median(off["bar_offset"]) < 0.12


@pytest.mark.parametrize(
    ("name", "seated"),
    [
        ("093-left_seated-mixed-right60", True),
        ("096-right_seated-mixed-front", True),
        ("071-good-good-front", False),
    ],
)
def test_who_sits_is_told_from_who_stands(name: str, seated: bool) -> None:
    told = [found["sits"].value > 0.5 for found, _ in readings_of(name, seat_reading)]
    assert len(told) > 20
    assert (np.mean(told) > 0.5) == seated


# The files


def packed(arrays: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


@pytest.fixture
def fits(tmp_path: Path) -> Fits:
    own = pose_model(FITTED_MODEL).fits
    assert own is not None
    write_network(network_of(own, Fit.ARM_NETWORK), tmp_path / "mine.arm_network.npz")
    return Fits(tmp_path, "mine")


def test_a_network_is_what_was_written(fits: Fits) -> None:
    network = network_of(fits, Fit.ARM_NETWORK)
    usual, far = network.mean[None], (network.mean + 5 * network.spread)[None]
    values, errors = network.predict(np.concatenate([usual, usual]))
    assert values.shape == errors.shape == (2, len(network.outputs))
    assert network.knows(usual).all()
    assert not network.knows(far).any()
    # Twice as far from what was learned, it is the same value, and half as sure.
    farther = (network.mean + 10 * network.spread)[None]
    assert network.predict(farther)[0] == pytest.approx(network.predict(far)[0])
    assert network.predict(farther)[1] == pytest.approx(2 * network.predict(far)[1])


@pytest.mark.parametrize("damage", ["missing", "cut short", "altered", "no archive"])
def test_a_network_that_is_missing_or_altered_is_one_clear_line(fits: Fits, damage: str) -> None:
    path = fits.path(Fit.ARM_NETWORK)
    match damage:
        case "missing":
            path.unlink()
        case "cut short":
            path.write_bytes(path.read_bytes()[:2000])
        case "no archive":
            path.write_text("hello")
        case "altered":
            with np.load(path) as file:
                arrays = dict(file)
            arrays["weights0"] = arrays["weights0"] * 1.01
            path.write_bytes(packed(arrays))
    with pytest.raises(ModelError, match=r"network .*mine\.arm_network\.npz is missing or altered") as caught:
        network_of(fits, Fit.ARM_NETWORK)
    assert "\n" not in str(caught.value)
