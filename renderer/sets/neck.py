"""More neck exercises: all people, holds and moves of many lengths and sizes, and what is no exercise at all.

Each clip is short. One of faults has two of them, with a good repetition between.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np

from renderer.sets.bodies import bodies_of, person
from renderer.sets.cameras import DESK_SPOTS, desk_camera, stands
from renderer.sets.desk import ALL_STANDS
from renderer.sets.planned import Planned, looks_of

EXERCISE, FPS = "neck", 8
FIRST_S, TAIL_S = 1.6, 0.5
STANDING_TALLER = 0.935 / 0.69
"""How much higher the head of a standing person is, which desk cameras go by."""

FULL = {
    "chin_tuck": (5.5, 9.0),
    "side_tilt": (20.0, 42.0),
    "rotation": (38.0, 74.0),
    "shoulder_roll": (14.0, 26.0),
}
SMALL = {
    "chin_tuck": (1.0, 1.8),
    "side_tilt": (5.0, 8.5),
    "rotation": (10.0, 16.0),
    "shoulder_roll": (3.0, 4.0),
}
"""Sizes of what is done, and of what is too small to be counted."""

FAULTS = {
    "nod": (13.0, 22.0),
    "lean_back": (7.5, 13.0),
    "raised_shoulders": (11.0, 20.0),
    "hike": (16.0, 30.0),
    "neck_twist": (20.0, 32.0),
    "lateral_lean": (7.5, 13.0),
    "shoulders_turn": (24.0, 36.0),
    "head_tilt": (13.0, 22.0),
    "uneven_roll": (0.6, 0.9),
}
TWO_SIDED = frozenset({"side_tilt", "rotation"})

BESIDE, FRONT = "beside", "front"


@dataclass(frozen=True)
class Topic:
    """Clips of one kind.

    Attributes:
        exercise: what is done; empty for what is no exercise.
        faults: of the first and the last repetition; none for good ones.
        seen: `front` or `beside`.
        counts: how many clips there are in development and in test.
    """

    exercise: str
    faults: tuple[str, ...]
    seen: str
    counts: tuple[int, int]

    @property
    def name(self) -> str:
        """What its clips are called."""
        return "_".join((self.exercise or "idle", *self.faults))


TOPICS = (
    Topic("chin_tuck", (), BESIDE, (4, 3)),
    Topic("chin_tuck", ("nod", "lean_back"), BESIDE, (3, 2)),
    Topic("chin_tuck", ("raised_shoulders", "nod"), BESIDE, (3, 2)),
    Topic("chin_tuck", ("lean_back", "raised_shoulders"), BESIDE, (3, 2)),
    Topic("chin_tuck", (), FRONT, (3, 2)),
    Topic("chin_tuck", ("nod", "raised_shoulders"), FRONT, (4, 3)),
    Topic("side_tilt", (), FRONT, (5, 4)),
    Topic("side_tilt", ("hike", "neck_twist"), FRONT, (3, 2)),
    Topic("side_tilt", ("lateral_lean", "hike"), FRONT, (3, 2)),
    Topic("side_tilt", ("neck_twist", "lateral_lean"), FRONT, (2, 2)),
    Topic("rotation", (), FRONT, (5, 4)),
    Topic("rotation", ("shoulders_turn", "head_tilt"), FRONT, (7, 5)),
    Topic("shoulder_roll", (), FRONT, (5, 4)),
    Topic("shoulder_roll", ("uneven_roll",), FRONT, (3, 2)),
    Topic("", (), FRONT, (4, 3)),
    Topic("", (), BESIDE, (3, 2)),
)

LATER = (
    Topic("rotation", ("shoulders_turn", "head_tilt"), FRONT, (3, 0)),
    Topic("rotation", (), FRONT, (3, 0)),
    Topic("shoulder_roll", ("uneven_roll",), FRONT, (3, 0)),
    Topic("chin_tuck", ("nod", "raised_shoulders"), FRONT, (3, 0)),
    Topic("chin_tuck", ("raised_shoulders", "nod"), BESIDE, (3, 0)),
    Topic("chin_tuck", (), FRONT, (2, 0)),
    Topic("side_tilt", ("neck_twist", "lateral_lean"), FRONT, (2, 0)),
)
ADDED = ((100, LATER),)
"""What was added to the development half, and its first number: faults need many people to be learned."""


def neck_scenes() -> Iterator[Planned]:
    """Yield every scene, development before test, the topics in turn."""
    for test in (False, True):
        for number, topic in enumerate(_in_turn(TOPICS, test)):
            yield _planned(test, number, topic)
    for first, topics in ADDED:
        for number, topic in enumerate(_in_turn(topics, False), start=first):
            yield _planned(False, number, topic)


def _in_turn(topics: tuple[Topic, ...], test: bool) -> list[Topic]:
    rows = [[topic] * topic.counts[test] for topic in topics]
    return [topic for row in zip_longest(*rows) for topic in row if topic]


def _planned(test: bool, number: int, topic: Topic) -> Planned:
    rng = np.random.default_rng([41, int(test), number])
    people, chosen = bodies_of(test), stands(DESK_SPOTS, test, ALL_STANDS)
    # The step shares no divisor with the number of people, so everybody comes before anybody returns.
    body = people[number * 5 % len(people)]
    spot = chosen[number % len(chosen)]
    who, seated = person(body), bool(rng.random() < 0.7)
    view = "front" if topic.seen == FRONT else ("left_side", "right_side")[number % 2]
    tall = 1.0 if seated else STANDING_TALLER
    off_deg = float(rng.uniform(-10, 10))
    camera = desk_camera(DESK_SPOTS[spot], view, who["body"]["stature_m"] * tall, off_deg)
    camera |= {
        "distance_m": round(camera["distance_m"] * float(rng.uniform(0.95, 1.3)), 2),
        "height_m": round(camera["height_m"] + float(rng.uniform(-0.06, 0.06)), 3),
        "roll_deg": round(float(rng.uniform(-2.5, 2.5)), 1),
    }
    movement = _movement(rng, topic, seated)
    grade = "mixed" if topic.faults else "good"
    name = f"{'test' if test else 'dev'}-{EXERCISE}-{number:03d}-{topic.name}-{grade}-{view}"
    looks = {"camera": camera} | looks_of(rng, True, FPS)
    scene = who | looks | {"name": name, "seed": int(rng.integers(1, 10_000)), "movement": movement}
    split = "test" if test else "development"
    return Planned(split, EXERCISE, topic.name, grade, body, spot, view, scene)


def _movement(rng: np.random.Generator, topic: Topic, seated: bool) -> dict[str, Any]:
    if not topic.exercise:
        shifts, seated = _idle(rng), True
    elif topic.exercise == "shoulder_roll":
        shifts = _rolls(rng, topic)
    else:
        shifts = _held(rng, topic)
    return {
        "kind": "posture",
        "duration_s": round(max(s["end_s"] for s in shifts) + TAIL_S, 2),
        "shifts": shifts,
        "seated": seated,
        "hands": "lap" if seated else "hanging",
        "furniture": [str(rng.choice(["chair", "stool"]))],
    }


def _held(rng: np.random.Generator, topic: Topic) -> list[dict[str, Any]]:
    """Return repetitions that are held, one after the other; in turn to each side where there are two."""
    shifts: list[dict[str, Any]] = []
    clock, sign = FIRST_S, 1 if rng.random() < 0.5 else -1
    faults = (topic.faults[0], "", topic.faults[1]) if topic.faults else ("", "", "")
    odd = int(rng.integers(0, 3)) if not topic.faults else -1
    kind = str(rng.choice(["short", "small", "long", "plain"], p=[0.4, 0.25, 0.15, 0.2]))
    for turn, fault in enumerate(faults):
        sizes = SMALL if turn == odd and kind == "small" else FULL
        ramp_s = float(rng.uniform(0.5, 0.9))
        hold_s = float(rng.uniform(1.9, 2.7))
        if turn == odd and kind in ("short", "long"):
            hold_s = float(rng.uniform(0.2, 0.5) if kind == "short" else rng.uniform(5.2, 5.8))
        times = _times(clock, ramp_s, hold_s)
        side = sign if topic.exercise in TWO_SIDED else 1
        shifts.append(_shift(topic.exercise, side * rng.uniform(*sizes[topic.exercise]), times))
        if fault:
            shifts.append(_shift(fault, _fault_side(rng, fault, side) * rng.uniform(*FAULTS[fault]), times))
        clock, sign = times["end_s"] + float(rng.uniform(0.6, 1.1)), -sign
    return shifts


def _fault_side(rng: np.random.Generator, fault: str, side: int) -> int:
    """Return to which side a fault goes: chest, lean and hike with the head, the others to any."""
    if fault in ("shoulders_turn", "lateral_lean", "hike"):
        return side
    return (1 if rng.random() < 0.5 else -1) if fault in ("neck_twist", "head_tilt") else 1


def _rolls(rng: np.random.Generator, topic: Topic) -> list[dict[str, Any]]:
    """Return circles of the shoulders; with a fault one shoulder stays behind in the first and the last."""
    shifts: list[dict[str, Any]] = []
    clock, side = FIRST_S, 1 if rng.random() < 0.5 else -1
    small = int(rng.integers(0, 8)) if not topic.faults else -1
    for turn in range(4):
        length_s = float(rng.uniform(1.5, 2.6))
        times = _times(clock, length_s / 2, 0.0)
        sizes = SMALL if turn == small else FULL
        shifts.append(_shift(topic.exercise, rng.uniform(*sizes[topic.exercise]), times))
        if topic.faults and turn in (0, 3):
            shifts.append(_shift("uneven_roll", side * rng.uniform(*FAULTS["uneven_roll"]), times))
        clock = times["end_s"] + float(rng.uniform(0.0, 0.5))
    return shifts


def _idle(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return somebody who looks around, talks, drinks and moves the hands."""
    shifts: list[dict[str, Any]] = [_shift("talk", 1.0, {"start_s": 2.0, "end_s": 9.0, "ramp_s": 0.5})]
    clock = FIRST_S
    side = 1 if rng.random() < 0.5 else -1
    glances = [("glance_aside", side * rng.uniform(30, 65)), ("glance_down", rng.uniform(12, 28))]
    glances += [("glance_aside", -side * rng.uniform(20, 60)), ("glance_aside", side * rng.uniform(15, 40))]
    for place in rng.permutation(len(glances)):
        name, size = glances[int(place)]
        times = _times(clock, float(rng.uniform(0.3, 0.45)), float(rng.uniform(0.15, 0.5)))
        shifts.append(_shift(name, size, times))
        clock = times["end_s"] + float(rng.uniform(0.4, 1.0))
    busy = str(rng.choice(["drink", "gesture"]))
    shifts.append(_shift(busy, 1.0, _times(clock - 0.6, 0.7, float(rng.uniform(1.0, 1.8)))))
    return shifts


def _times(start_s: float, ramp_s: float, hold_s: float) -> dict[str, float]:
    start_s, ramp_s = round(start_s, 2), round(ramp_s, 2)
    return {"start_s": start_s, "end_s": round(start_s + 2 * ramp_s + hold_s + 0.001, 3), "ramp_s": ramp_s}


def _shift(name: str, size: float, times: dict[str, float]) -> dict[str, Any]:
    return {"name": name, "size": round(float(size), 2)} | times
