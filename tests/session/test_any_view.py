"""Recorded lifts of rendered people: what is found from views in which nothing used to be judged."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.measurements.networks.points import mirrored
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.observation import JudgedRep
from formcheck.session.start import start_session
from formcheck.source.frame import StreamInfo

SET = Path(__file__).parents[2] / "benchmarks" / "recordings"
ACTIVITIES = {"press": "overhead-press", "row": "upright-row", "raise": "lateral-raise"}


@cache
def recording(name: str) -> tuple[StreamInfo, tuple[PosedFrame, ...]]:
    with PoseRecording(SET / f"test-{name}.poses.jsonl.gz") as poses:
        return poses.info, tuple(poses)


def judged(name: str, frames: tuple[PosedFrame, ...] | None = None) -> list[JudgedRep]:
    """The reps of a recording, or of other frames in its place."""
    info, own = recording(name)
    activity = load_activity(next(id for kind, id in ACTIVITIES.items() if name.startswith(kind)))
    session = start_session(activity, info, ZeroPhaseSmoother())
    return [rep for seen in session.watch(own if frames is None else frames) for rep in seen.reps]


def faulty(reps: list[JudgedRep], rule: str) -> set[int]:
    return {rep.rep.index for rep in reps for finding in rep.findings if finding.rule.endswith(f".{rule}")}


@pytest.mark.parametrize(
    ("name", "rule", "reps"),
    [
        ("press_views-008-head_turn-mixed-left15", "head-turned", {2, 4}),
        ("press_views-013-layback-mixed-left30", "layback", {3}),
        ("press_views-014-layback-mixed-left90", "layback", {2, 3, 4}),
        ("press_views-020-lockout-mixed-left15", "no-lockout", {4}),
        ("press_views-021-lockout-mixed-left60", "no-lockout", {3, 4}),
        ("press_views-022-lockout-mixed-left105", "no-lockout", {3, 4}),
        ("press_views-004-look_up-mixed-right15", "looking-up", {3, 4}),
        ("row_views-005-too_low-mixed-left45", "elbows-too-low", {3, 4}),
        ("row_views-026-head_forward-mixed-right90", "head-poke", {3, 4}),
        ("row_views-041-head_turn-mixed-right45", "head-turned", {3}),
        ("raise_views-001-too_high-mixed-right30", "too-high", {2, 3, 4}),
    ],
)
def test_faults_are_found_from_wherever_they_show(name: str, rule: str, reps: set[int]) -> None:
    found = faulty(judged(name), rule)
    assert found >= reps
    # The first rep of each of these is a good one.
    assert 1 not in found


@pytest.mark.parametrize("name", ["092-left_seated-mixed-left15", "096-right_seated-mixed-front"])
def test_of_who_sits_the_legs_are_not_judged(name: str) -> None:
    path = next(iter(SET.glob(f"test-press_views-{name[:3]}*.poses.jsonl.gz")))
    reps = judged(path.name.removeprefix("test-").removesuffix(".poses.jsonl.gz"))
    assert len(reps) >= 2
    assert {rep.rep.seated for rep in reps} == {True}
    assert {rep.verdicts["overhead-press.knee-bend"].value.reason for rep in reps} == {Reason.SEATED}


@pytest.mark.parametrize(
    ("name", "rule", "reasons"),
    [
        ("press_views-006-look_up-mixed-left75", "head-turned", {Reason.WRONG_VIEW}),
        ("press_views-003-head_forward-mixed-back", "head-poke", {Reason.WRONG_VIEW}),
        ("press_views-003-head_forward-mixed-back", "looking-up", {Reason.WRONG_VIEW}),
    ],
)
def test_a_head_that_cannot_be_seen_is_not_judged_and_says_why(
    name: str, rule: str, reasons: set[Reason]
) -> None:
    verdicts = [rep.verdicts[f"overhead-press.{rule}"] for rep in judged(name)]
    assert len(verdicts) == 4
    assert {verdict.value.reason for verdict in verdicts[1:]} == reasons
    assert not any(verdict.judged for verdict in verdicts[1:])


# What goes wrong in films

GOOD = "press-000-good-good-front"


def swapped(frame: PosedFrame) -> PosedFrame:
    """The frame with left and right mistaken for each other, as pose models do."""
    if frame.pose is None:
        return frame
    points = mirrored(frame.pose.points[None])[0]
    points[:, 0] *= -1
    return replace(frame, pose=Pose(points, None, frame.pose.face))


def legless(frame: PosedFrame, height_px: int) -> PosedFrame:
    """The frame as of a camera that stands so near that all below the chest is out of the picture."""
    if frame.pose is None:
        return frame
    points = np.array(frame.pose.points)
    chest_y = points[[11, 12], 1].mean() + 0.3 * (points[[23, 24], 1].mean() - points[[11, 12], 1].mean())
    points[:, 1] += height_px - chest_y
    return replace(frame, pose=Pose(points, None, frame.pose.face))


def test_sides_that_are_mistaken_for_a_moment_are_no_fault() -> None:
    _, frames = recording(GOOD)
    plain = judged(GOOD)
    mistaken = judged(GOOD, tuple(swapped(f) if f.index % 40 < 2 else f for f in frames))
    assert len(mistaken) == len(plain) > 1
    assert {f.rule for rep in mistaken for f in rep.findings} <= {
        f.rule for rep in plain for f in rep.findings
    }


def test_of_half_a_body_what_needs_the_other_half_is_not_judged() -> None:
    info, frames = recording(GOOD)
    reps = judged(GOOD, tuple(legless(frame, info.height_px) for frame in frames))
    for rep in reps:
        for rule in ("head-poke", "lateral-lean", "layback"):
            verdict = rep.verdicts[f"overhead-press.{rule}"]
            assert not verdict.judged
            assert verdict.fault is None
    whole = [rep for rep in judged(GOOD) if rep.verdicts["overhead-press.lateral-lean"].judged]
    assert whole
