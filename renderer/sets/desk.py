"""The desk scenes of the benchmark set: single changes of posture, several in a row, and what is harmless."""

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

from renderer.sets.item import Item

Step = tuple[str, float]

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

FORWARD_DEG = (9.8, 6.0, 12.0, 3.6, 15.0, 7.8, 9.8, 12.0)
"""Forward head; the craniovertebral angle changes by 16, 10, 20, 6, 25, 13, 16 and 20 degrees."""

OTHERS: tuple[Step, ...] = (
    ("slump", 18),
    ("look_down", 16),
    ("lean_in", 18),
    ("slump", 25),
    ("look_down", 23),
    ("lean_in", 12),
    ("slump", 13),
    ("look_down", 30),
    ("lean_in", 27),
)
OBLIQUE, BESIDE = ("left15", "right15"), ("left_side", "right_side")
NEUTRAL_S, STEP_S, GAP_S, RAMP_S, TAIL_S = 3.2, 3.2, 1.9, 0.5, 0.8
SEQUENCE_FPS = 10
ALL_STANDS = ("first", "later")


def desk_items(share: int) -> Iterator[Item]:
    """Return the desk scenes of a half; the share is 2 for development and 1 for test."""
    yield from _singles(share)
    yield from _sequences(share)
    yield from _ordinary_work(share)
    yield from _slumps()
    if share == 2:
        yield from _front_sequences(5)
    yield from _slides(share)


def _singles(share: int) -> Iterator[Item]:
    quiet = ("talk", "gesture", "drink", "neck_twist")
    for number in range(4 * share):
        topic = quiet[number % 4]
        size, end_s = (55, 3.2) if topic == "neck_twist" else (1, 5.5)
        view = ("front", "left_side", "left15", "right_side")[number // 2 % 4]
        yield Item(f"quiet_{topic}", "good", view, _sitting(view, topic, size, end_s))
    for topic, (caution, poor, views) in DESK.items():
        for grade, size in (("caution", caution), ("poor", poor)):
            for turn in range(share):
                view = views[(turn + (grade == "poor")) % len(views)]
                yield Item(topic, grade, view, _sitting(view, topic, size, 6.0))
    for view in ("front", "left_side")[:share]:
        leaving = {"duration_s": 3.5, "leaves_for_s": 1.0}
        yield Item("leaves", "good", view, _sitting(view, "talk", 1, 3.2) | leaving)


def _sitting(view: str, topic: str, size: float, end_s: float) -> dict[str, Any]:
    shift = {"name": topic, "size": size, "start_s": 2.0, "end_s": end_s, "ramp_s": 0.5}
    return sitting_scene(view, 7.0, [shift])


def sitting_scene(view: str, duration_s: float, shifts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return somebody who sits at a desk, seen from where, and what they do."""
    furniture = ["chair", "desk", "screen"] if "side" in view else ["chair", "desk"]
    return {"kind": "posture", "duration_s": duration_s, "shifts": shifts, "furniture": furniture}


def _sequences(share: int) -> Iterator[Item]:
    """Yield forward head twice and two other changes, with neutral between them, graded and mixed."""
    front, oblique, beside = (18, 6, 14) if share == 2 else (18, 4, 12)
    views = (
        ["front"] * front + [OBLIQUE[n % 2] for n in range(oblique)] + [BESIDE[n % 2] for n in range(beside)]
    )
    forward, others = cycle(FORWARD_DEG), cycle(OTHERS)
    for number, view in enumerate(views):
        steps = [("forward_head", next(forward)), next(others), ("forward_head", next(forward)), next(others)]
        if number % 3 == 2:
            steps[1:1] = [("drink", 1.0)]
        yield Item("sequence", "mixed", view, steps_scene(view, steps), ALL_STANDS, SEQUENCE_FPS)


def _front_sequences(count: int) -> Iterator[Item]:
    """Yield some more sequences, for the camera stands that the first ones are not seen from in front."""
    forward, others = cycle(FORWARD_DEG[::-1]), cycle(OTHERS[::-1])
    for _ in range(count):
        steps = [("forward_head", next(forward)), next(others), ("forward_head", next(forward)), next(others)]
        yield Item("sequence", "mixed", "front", steps_scene("front", steps), ALL_STANDS, SEQUENCE_FPS)


def _slumps() -> Iterator[Item]:
    """Yield deep slumps, in which the head sinks by 10 to 20 % of its height over the shoulders."""
    for sizes in ((28, 34, 38), (31, 26, 36), (36, 30, 33)):
        steps = [("slump", float(size)) for size in sizes]
        yield Item("slumps", "mixed", "front", steps_scene("front", steps), ALL_STANDS, SEQUENCE_FPS)


def _slides(share: int) -> Iterator[Item]:
    """Yield people who slide down in their chair, and who only lean back in it."""
    deep = 1.0 if share == 2 else 1.1
    sizes = cycle(((6, 11), (9, 14), (7, 13)))
    views = ("front", "front", "left15", "front", "front", "right15", "left_side", "right_side")
    for number, view in enumerate(views if share == 2 else views[2:7]):
        small, large = (round(size * deep, 1) for size in next(sizes))
        steps = [("slide", small), ("recline", 8.0 + number % 3 * 3), ("slide", large), ("slump", 20.0)]
        yield Item("slides", "mixed", view, steps_scene(view, steps), ALL_STANDS, SEQUENCE_FPS)


def steps_scene(view: str, steps: Sequence[Step]) -> dict[str, Any]:
    """Return somebody who sits in one posture after the other, upright in between."""
    shifts, clock = [], NEUTRAL_S
    for name, size in steps:
        end_s = round(clock + STEP_S, 3)
        shifts.append({"name": name, "size": size, "start_s": clock, "end_s": end_s, "ramp_s": RAMP_S})
        clock = round(end_s + GAP_S, 3)
    return sitting_scene(view, round(clock - GAP_S + TAIL_S, 3), shifts)


ORDINARY: dict[str, tuple[tuple[str, float, float, float], ...]] = {
    "work_talk": (
        ("talk", 1, 3.2, 8.0),
        ("gesture", 1, 4.0, 8.5),
        ("drink", 1, 9.5, 13.0),
        ("glance_down", 22, 13.9, 15.4),
        ("glance_aside", 50, 16.2, 18.4),
        ("recline", 7, 19.2, 23.2),
        ("stretch", 1, 23.8, 27.2),
    ),
    "work_typing": (
        ("typing", 1, 3.2, 9.5),
        ("glance_down", 18, 7.0, 8.5),
        ("glance_aside", -40, 10.0, 12.0),
        ("drink", 1, 12.6, 15.8),
        ("talk", 1.2, 16.2, 20.0),
    ),
    "work_mouse": (
        ("mousing", 1, 3.2, 10.5),
        ("glance_down", 25, 6.0, 7.5),
        ("stretch", 1, 11.2, 14.8),
        ("gesture", 1, 15.6, 20.0),
        ("talk", 1, 15.6, 21.5),
        ("glance_down", 20, 22.0, 23.5),
        ("glance_aside", 60, 24.0, 26.2),
    ),
}
"""Half a minute of ordinary work: what happens, how much, from when, until when."""

ARMS = ("typing", "mousing", "gesture")


def _ordinary_work(share: int) -> Iterator[Item]:
    """Yield half minutes in which nothing is wrong, and upright people whose arms are busy for 15 s."""
    views = ("front", "left15", "left_side", "front", "front", "right15", "right_side", "front")
    for number in range(8 if share == 2 else 7):
        topic, view = list(ORDINARY)[number % 3], views[number]
        shifts = [_shift(*row) for row in ORDINARY[topic]]
        movement = sitting_scene(view, round(shifts[-1]["end_s"] + 1.0, 2), shifts)
        if topic == "work_typing":
            movement |= {"leaves_for_s": 1.5}
        yield Item(topic, "good", view, movement, ALL_STANDS, SEQUENCE_FPS)
    for number in range(3 * share):
        name, view = ARMS[number % 3], "front" if number < 3 else views[number - 2]
        movement = sitting_scene(view, 18.6, [_shift(name, 1, 3.2, 18.2)])
        yield Item(f"busy_{name}", "good", view, movement, ALL_STANDS, SEQUENCE_FPS)


def _shift(name: str, size: float, start_s: float, end_s: float) -> dict[str, Any]:
    ramp_s = 0.35 if name.startswith("glance") else 0.6
    return {"name": name, "size": size, "start_s": start_s, "end_s": end_s, "ramp_s": ramp_s}
