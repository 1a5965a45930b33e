"""Where a film was cut: jumps that no person can make, and what only looks like one."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from formcheck.pose.cuts import CutFinder
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from tests.people import (
    BACK,
    FRONT,
    Camera,
    Motion,
    film,
    film_set,
    lifted,
    mirrored,
    press_set,
)

AT_S = 2.0


def cuts(frames: Iterable[PosedFrame]) -> list[float]:
    """The times of the frames that are marked."""
    finder = CutFinder()
    marked = [frame for one in frames for frame in finder.push(one)]
    marked += finder.finish()
    return [round(frame.time_s, 3) for frame in marked if frame.cut]


def holding(height: float) -> Motion:
    return lambda _: lifted(height)


def joined(first: Iterable[PosedFrame], second: Iterable[PosedFrame], gap_s: float = 0.0) -> list[PosedFrame]:
    """The first film up to AT_S, then the second one."""
    before = [frame for frame in first if frame.time_s < AT_S]
    return [*before, *(replace(frame, time_s=frame.time_s + AT_S + gap_s) for frame in second)]


def shown(camera: Camera, height: float = 0.0, fps: float = 30.0) -> list[PosedFrame]:
    return film(holding(height), AT_S, camera, fps=fps, jitter_px=0.5)


NEARER = Camera(trunk_px=230)
ASIDE = Camera(x=0.7)
OTHER_SIDE = Camera(90, x=0.54)


@pytest.mark.parametrize("fps", [10, 15, 30, 60])
@pytest.mark.parametrize("gap_s", [0.0, 0.3])
@pytest.mark.parametrize(
    ("camera", "height"),
    [(FRONT, 1.0), (NEARER, 0.0), (ASIDE, 0.0), (OTHER_SIDE, 0.0)],
    ids=["pose", "size", "place", "view"],
)
def test_a_jump_that_stays_is_a_cut(camera, height, gap_s, fps) -> None:
    assert cuts(joined(shown(FRONT, fps=fps), shown(camera, height, fps), gap_s)) == [AT_S + gap_s]


def test_a_cut_is_found_while_nobody_is_found_for_a_few_frames() -> None:
    frames = joined(shown(FRONT), shown(NEARER, 1.0))
    lost = [replace(f, pose=None) if AT_S <= f.time_s < AT_S + 0.2 else f for f in frames]
    assert cuts(lost) == [2.2]


def walking(fps: float) -> list[PosedFrame]:
    """Across the picture with two trunk lengths a second."""
    frames = film(holding(-1), 3, FRONT, fps=fps)
    return [replace(f, pose=moved(f.pose, 300 * f.time_s)) for f in frames]


def moved(pose: Pose | None, x_px: float) -> Pose:
    assert pose is not None
    points = pose.points.copy()
    points[:, 0] += x_px
    return Pose(points)


def glitched(lasts_s: float) -> list[PosedFrame]:
    """Both hands are somewhere else for a moment."""
    far = shown(FRONT, 1.0)
    return [far[f.index] if AT_S / 2 <= f.time_s < AT_S / 2 + lasts_s else f for f in shown(FRONT)]


def one_hand_lost() -> list[PosedFrame]:
    return [replace(f, pose=without_left_hand(f.pose)) if f.time_s > 1 else f for f in shown(FRONT)]


def without_left_hand(pose: Pose | None) -> Pose:
    """The model takes something above for it."""
    assert pose is not None
    points = pose.points.copy()
    points[[L.LEFT_WRIST, L.LEFT_ELBOW], 1] -= 200
    return Pose(points)


def swapped_sides() -> list[PosedFrame]:
    return [replace(f, pose=mirrored(moved(f.pose, 0), 1280)) if f.time_s > 1 else f for f in shown(BACK)]


NO_CUTS = {
    "presses": film_set(press_set(2)),
    "quick presses, ten pictures a second": film_set(press_set(3, up_s=0.4, down_s=0.4, top_s=0.1), fps=10),
    "walks": walking(30),
    "walks, ten pictures a second": walking(10),
    "a glitch of the model": glitched(0.15),
    "one hand is lost": one_hand_lost(),
    "left and right are mistaken": swapped_sides(),
    "the film hangs": joined(shown(FRONT), shown(FRONT), 4.0),
    "gone for a while and back elsewhere": joined(shown(FRONT), shown(ASIDE), 2.0),
}


@pytest.mark.parametrize("name", NO_CUTS)
def test_what_a_person_or_the_model_does_is_no_cut(name) -> None:
    assert cuts(NO_CUTS[name]) == []


def test_every_frame_comes_out_once_and_in_order() -> None:
    frames = joined(shown(FRONT), shown(NEARER))
    finder = CutFinder()
    out = [frame for one in frames for frame in finder.push(one)]
    out += finder.finish()
    assert [frame.time_s for frame in out] == [frame.time_s for frame in frames]
    assert all(np.array_equal(a.pose.points, b.pose.points) for a, b in zip(out, frames, strict=True))
