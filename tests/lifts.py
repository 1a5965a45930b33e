"""Movements of stick figures for recognition: lifts that are judged, and some that are not."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from formcheck.pose.pose import PosedFrame
from tests.people import FPS, FRONT, Arm, Camera, Knot, Motion, Posture, film, height_at, route

Take = tuple[Motion, float]  # a movement and its length in seconds


def reps_between(low: float, high: float, count: int) -> tuple[tuple[Knot, ...], float]:
    """Knots of a route that goes up and down so many times, from a rest of 1.5 s."""
    up = ((1.0, high), (0.3, high), (1.4, low), (0.5, low))
    path = route(low, (1.5, low), *(up * count))
    return path, path[-1][0]


def lift(low: float, high: float, posture: Callable[[float], Posture], count: int = 3) -> Take:
    """Reps of a posture that depends on one number."""
    path, seconds = reps_between(low, high, count)
    return (lambda time_s: posture(height_at(path, time_s))), seconds


def both(arm: Arm, ahead_deg: float = 0.0) -> Posture:
    """The same with both arms."""
    return Posture(left=arm, right=arm, arms_ahead_deg=ahead_deg)


def rowing(count: int = 3) -> Take:
    """Elbows come up, forearms hang."""
    return lift(12, 84, lambda deg: both(Arm(deg, 188 + deg)), count)


def raising(count: int = 3) -> Take:
    """Straight arms come up sideways."""
    return lift(8, 88, lambda deg: both(Arm(deg, 175)), count)


def curling(count: int = 3) -> Take:
    """Elbows stay, forearms come up in front."""
    return lift(170, 45, lambda deg: both(Arm(8, deg), 85), count)


def squatting(count: int = 3) -> Take:
    """Knees bend while the arms come up in front."""
    return lift(0, 100, lambda deg: replace(both(Arm(5 + 0.8 * deg, 178), 85), knee_deg=deg), count)


def standing(seconds: float) -> Take:
    """Arms hang."""
    return (lambda time_s: both(Arm(8, 172))), seconds


def shown(takes: Sequence[Take], camera: Camera = FRONT, fps: float = FPS) -> list[PosedFrame]:
    """One film of several takes, one after the other."""
    frames: list[PosedFrame] = []
    start_s = 0.0
    for motion, seconds in takes:
        for frame in film(motion, seconds, camera, fps=fps):
            frames.append(PosedFrame(len(frames), start_s + frame.time_s, frame.pose))
        start_s = frames[-1].time_s + 1 / fps
    return frames
