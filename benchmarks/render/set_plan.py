"""What the benchmark set consists of: every scene, in the order in which they are rendered.

The set is split once, by body and by camera: nobody and no camera stand of *test* is in *development*.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from benchmarks.render.set_bodies import BODY_COUNT, is_test_body, person
from benchmarks.render.set_cameras import DESK_SPOTS, LIFT_SPOTS, camera, desk_camera

QUICK = {"up_s": 0.95, "top_s": 0.25, "down_s": 1.25, "rest_s": 0.3}
FRONT = ("front", "left15", "right15", "front", "left30", "right30")
SIDE = ("left_side", "right_side", "left45", "right_side", "left_side", "right45")
ANY = ("front", "left_side", "right30", "left45", "back", "right_side", "left15", "right45")

PRESS = {
    "layback": (15, 27, SIDE),
    "lateral_lean": (7.5, 15, FRONT),
    "knee_bend": (16, 32, SIDE),
    "lockout": (17, 32, FRONT),
    "shallow": (0.77, 0.88, FRONT),
    "forearm_tilt": (13, 26, FRONT),
    "bar_forward": (0.06, 0.14, SIDE),
    "head_forward": (12.5, 20, SIDE),
    "look_up": (15, 30, SIDE),
    "shrug": (7, 20, FRONT),
    "uneven": (-5.5, 12, FRONT),
    "fast_lower": (0.85, 0.5, FRONT),
    "range_loss": (0.2, 0.36, FRONT),
    "grip": (1.66, 2.0, FRONT),
}
ROW = {
    "too_high": (100, 112, FRONT),
    "too_low": (56, 34, FRONT),
    "wrists_lead": (0.05, 0.3, FRONT),
    "bar_high": (0.1, 0.25, FRONT),
    "swing": (11.5, 20, SIDE),
    "shrug_first": (12, 20, FRONT),
    "head_forward": (10, 16, SIDE),
    "uneven": (5.5, -12, FRONT),
    "fast_lower": (0.85, 0.5, FRONT),
    "grip": (0.9, 0.65, FRONT),
}
DESK = {
    "forward_head": (10, 17, ("front", "left_side")),
    "slump": (22, 32, ("front", "right_side")),
    "lean_in": (12, 25, ("front", "left_side")),
    "look_down": (15, 30, ("front", "right_side")),
    "phone": (25, 40, ("front", "left_side")),
    "head_tilt": (-8, 16, ("front", "left15")),
    "shoulder_tilt": (17, -28, ("front", "right15")),
    "raised_shoulders": (9, 18, ("front", "left15")),
    "neck_twist": (25, -45, ("front", "left15")),
    "lateral_lean": (14, -24, ("front", "right15")),
    "recline": (8, 15, ("left_side", "front")),
}
"""Sizes for caution and for poor, and the views in turn."""

VARIANTS: dict[str, dict[str, Any]] = {
    "dumbbells": {"dumbbells": True},
    "dumbbells_seated": {"dumbbells": True, "seated": True},
    "seated": {"seated": True},
    "from_the_floor": {"before": ["arms_down"], "after": ["arms_down"]},
    "walks_in": {"before": ["walk_in", "arms_down"], "reps": [{"count": 2}]},
    "walks_out": {"after": ["drop", "walk_out"], "reps": [{"count": 2}]},
    "waves": {"before": ["wave"], "after": ["drop", "wave"], "reps": [{"count": 1}]},
    "unfinished": {"reps": [{"count": 1}, {"faults": {"unfinished": 0.4}}, {"count": 1}]},
    "starts_at_top": {"opening_top": True, "reps": [{"count": 2}]},
    "rests": {"tempo": QUICK | {"rest_s": 2.6}, "reps": [{"count": 2}]},
}


@dataclass(frozen=True)
class Planned:
    """One scene of the set.

    Attributes:
        split: `development` or `test`.
        exercise: `press`, `row`, `desk` or `mobility`.
        topic: the fault, variant or exercise that it is about, or `good`.
        grade: `good`, `caution` or `poor`: what was aimed at; the truth file says what became of it.
        body: number of the person.
        spot: number of the camera stand among those of the exercise.
        view: from where.
        scene: the scene, as in a scene file.
    """

    split: str
    exercise: str
    topic: str
    grade: str
    body: int
    spot: int
    view: str
    scene: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of its files."""
        return str(self.scene["name"])


@cache
def plan() -> tuple[Planned, ...]:
    """Return the whole set; press first, and development before test."""
    makers = {"press": _press, "row": _row, "desk": _desk, "mobility": _mobility}
    planned: list[Planned] = []
    for exercise, maker in makers.items():
        for test in (False, True):
            for number, item in enumerate(maker(2 - test)):
                planned.append(_planned(exercise, test, number, item))
    return tuple(planned)


Item = tuple[str, str, str, dict[str, Any]]


def _press(share: int) -> Iterator[Item]:
    for number in range(7 * share):
        yield "good", "good", ANY[number % len(ANY)], _lift("press", [{"count": 3}])
    for number, (topic, (caution, poor, views)) in enumerate(PRESS.items()):
        for grade, size in (("caution", caution), ("poor", poor)):
            for turn in range(share):
                view = views[(number + turn * 2 + (grade == "poor")) % len(views)]
                yield topic, grade, view, _faulty("press", topic, size)
    for number, (topic, change) in enumerate(VARIANTS.items()):
        view = FRONT[number % 3] if number % 4 else "left_side"
        yield topic, "good", view, _lift("press", [{"count": 3}]) | change


def _row(share: int) -> Iterator[Item]:
    for number in range(4 * share):
        yield "good", "good", ANY[number % len(ANY)], _lift("row", [{"count": 3}])
    for number, (topic, (caution, poor, views)) in enumerate(ROW.items()):
        for grade, size in (("caution", caution), ("poor", poor)):
            for turn in range(share):
                view = views[(number + turn * 2 + (grade == "poor")) % len(views)]
                yield topic, grade, view, _faulty("row", topic, size)
    yield "walks_in", "good", "front", _lift("row", [{"count": 2}]) | {"before": ["walk_in"]}


def _lift(kind: str, reps: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kind": kind, "start_s": 0.9, "tail_s": 0.5, "tempo": QUICK, "reps": reps}


def _faulty(kind: str, topic: str, size: float) -> dict[str, Any]:
    """Return a good rep and two faulty ones; a grip cannot change within a set, lost range needs a start."""
    if topic == "grip":
        return _lift(kind, [{"count": 3}]) | {"grip_ratio": size}
    good = 3 if topic == "range_loss" else 1
    return _lift(kind, [{"count": good}, {"count": 2, "faults": {topic: size}}])


def _desk(share: int) -> Iterator[Item]:
    quiet = ("talk", "gesture", "drink", "neck_twist")
    for number in range(4 * share):
        topic = quiet[number % 4]
        size, end_s = (55, 3.2) if topic == "neck_twist" else (1, 5.5)
        view = ("front", "left_side", "left15", "right_side")[number // 2 % 4]
        yield f"quiet_{topic}", "good", view, _sitting(view, topic, size, end_s)
    for topic, (caution, poor, views) in DESK.items():
        for grade, size in (("caution", caution), ("poor", poor)):
            for turn in range(share):
                view = views[(turn + (grade == "poor")) % len(views)]
                yield topic, grade, view, _sitting(view, topic, size, 6.0)
    for view in ("front", "left_side")[:share]:
        leaving = {"duration_s": 3.5, "leaves_for_s": 1.0}
        yield "leaves", "good", view, _sitting(view, "talk", 1, 3.2) | leaving


def _sitting(view: str, topic: str, size: float, end_s: float) -> dict[str, Any]:
    furniture = ["chair", "desk", "screen"] if "side" in view else ["chair", "desk"]
    shift = {"name": topic, "size": size, "start_s": 2.0, "end_s": end_s, "ramp_s": 0.5}
    return {"kind": "posture", "duration_s": 7.0, "shifts": [shift], "furniture": furniture}


MOBILITY: dict[str, tuple[tuple[str, float], tuple[str, float] | None, tuple[str, ...]]] = {
    "chin_tuck": (("chin_tuck", 7), None, ("left_side", "front")),
    "chin_tuck_nod": (("chin_tuck", 6), ("nod", 16), ("right_side", "front")),
    "chin_tuck_lean_back": (("chin_tuck", 6), ("lean_back", 10), ("left_side", "right_side")),
    "side_tilt": (("side_tilt", 32), None, ("front", "front")),
    "side_tilt_hike": (("side_tilt", -30), ("hike", -26), ("front", "front")),
    "side_tilt_lean": (("side_tilt", 28), ("lateral_lean", 10), ("front", "front")),
    "rotation": (("rotation", 62), None, ("front", "front")),
    "rotation_shoulders": (("rotation", -50), ("shoulders_turn", -25), ("front", "front")),
}


def _mobility(share: int) -> Iterator[Item]:
    for topic, (exercise, fault, views) in MOBILITY.items():
        for turn in range(share):
            yield topic, "poor" if fault else "good", views[turn], _exercise(exercise, fault, turn)


def _exercise(exercise: tuple[str, float], fault: tuple[str, float] | None, turn: int) -> dict[str, Any]:
    name, size = exercise
    flip = -1 if name != "chin_tuck" else 1
    shifts = []
    for number, start_s in enumerate((1.2, 4.0)):
        sign = flip if number else 1
        times = {"start_s": start_s, "end_s": start_s + 2.5, "ramp_s": 0.7}
        shifts.append({"name": name, "size": sign * size} | times)
        if fault:
            side = sign if fault[0] not in ("nod", "lean_back") else 1
            shifts.append({"name": fault[0], "size": side * fault[1]} | times)
    return {
        "kind": "posture",
        "duration_s": 7.2,
        "shifts": shifts,
        "seated": turn == 0,
        "hands": "lap" if turn == 0 else "hanging",
        "furniture": ["stool"],
    }


def _planned(exercise: str, test: bool, number: int, item: Item) -> Planned:
    topic, grade, view, movement = item
    rng = np.random.default_rng([sum(map(ord, exercise)), int(test), number])
    bodies = [body for body in range(BODY_COUNT) if is_test_body(body) == test]
    body = bodies[number % len(bodies)]
    sitting = exercise in ("desk", "mobility")
    spots = DESK_SPOTS if sitting else LIFT_SPOTS
    chosen = [k for k, spot in enumerate(spots) if spot.test == test]
    # Shifted with every round of the bodies, so that people meet all cameras.
    spot = chosen[(number * 2 + number // len(bodies)) % len(chosen)]
    split = "test" if test else "development"
    name = f"{'test' if test else 'dev'}-{exercise}-{number:03d}-{topic}-{grade}-{view}"
    who = person(body)
    # The head of a standing person is higher than that of a sitting one, which desk cameras go by.
    tall = 1.0 if movement.get("seated", True) or not sitting else 0.935 / 0.69
    place = desk_camera if sitting else camera
    looks = {"camera": place(spots[spot], view, who["body"]["stature_m"] * tall, float(rng.uniform(-4, 4)))}
    looks |= _looks(rng, sitting, spots[spot].fps)
    seed = int(rng.integers(1, 10_000))
    scene = who | looks | {"name": name, "seed": seed, "movement": movement}
    return Planned(split, exercise, topic, grade, body, spot, view, scene)


def _looks(rng: np.random.Generator, sitting: bool, fps: int) -> dict[str, Any]:
    """Return room, light, noise and compression; one scene in five is dim and noisy."""
    dim = rng.random() < 0.2
    rooms = ("office", "living_room", "plain") if sitting else ("gym", "living_room", "office")
    return {
        "room": str(rng.choice(rooms)),
        "light": {
            "strength": round(float(rng.uniform(0.55, 0.75) if dim else rng.uniform(0.85, 1.15)), 2),
            "key_deg": round(float(rng.uniform(-70, 70))),
            "contrast": round(float(rng.uniform(0.2, 0.8)), 2),
            "warmth": round(float(rng.uniform(-0.4, 0.7)), 2),
        },
        "sensor": {
            "noise_sd": round(float(rng.uniform(4, 9) if dim else rng.uniform(1, 4)), 1),
            "blur_px": round(float(rng.uniform(0.4, 0.9)), 2),
        },
        "video": {"fps": fps, "crf": int(rng.integers(22, 31)), "preset": "veryfast", "samples": 1},
    }
