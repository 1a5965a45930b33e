"""The presses and upright rows of the benchmark set."""

from collections.abc import Iterator
from typing import Any

from renderer.sets.item import Item

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


def press_items(share: int) -> Iterator[Item]:
    """Return the presses of a half that were planned first; the share is 2 for development and 1 for test."""
    for number in range(7 * share):
        yield Item("good", "good", ANY[number % len(ANY)], lift("press", [{"count": 3}]))
    for number, (topic, (caution, poor, views)) in enumerate(PRESS.items()):
        for grade, size in (("caution", caution), ("poor", poor)):
            for turn in range(share):
                view = views[(number + turn * 2 + (grade == "poor")) % len(views)]
                yield Item(topic, grade, view, faulty("press", topic, size))
    for number, (topic, change) in enumerate(VARIANTS.items()):
        view = FRONT[number % 3] if number % 4 else "left_side"
        yield Item(topic, "good", view, lift("press", [{"count": 3}]) | change)


def row_items(share: int) -> Iterator[Item]:
    """Return the rows of a half that were planned first."""
    for number in range(4 * share):
        yield Item("good", "good", ANY[number % len(ANY)], lift("row", [{"count": 3}]))
    for number, (topic, (caution, poor, views)) in enumerate(ROW.items()):
        for grade, size in (("caution", caution), ("poor", poor)):
            for turn in range(share):
                view = views[(number + turn * 2 + (grade == "poor")) % len(views)]
                yield Item(topic, grade, view, faulty("row", topic, size))
    yield Item("walks_in", "good", "front", lift("row", [{"count": 2}]) | {"before": ["walk_in"]})


def lift(kind: str, reps: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a lift at the set's tempo, as in a scene file."""
    return {"kind": kind, "start_s": 0.9, "tail_s": 0.5, "tempo": QUICK, "reps": reps}


def faulty(kind: str, topic: str, size: float) -> dict[str, Any]:
    """Return a good rep and two faulty ones; a grip cannot change within a set, lost range needs a start."""
    if topic == "grip":
        return lift(kind, [{"count": 3}]) | {"grip_ratio": size}
    good = 3 if topic == "range_loss" else 1
    return lift(kind, [{"count": good}, {"count": 2, "faults": {topic: size}}])
