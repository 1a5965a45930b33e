"""Scenes of the set beyond press, row and desk: lateral raises, what nobody judges, whole workouts."""

from collections.abc import Iterator
from typing import Any

from renderer.sets.item import Item
from renderer.sets.lifts import lift

FPS = 12
VIEWS = ("front", "left15", "front", "right15")
RAISES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "good": ("good", [{"count": 4}]),
    "too_high": ("mixed", [{"count": 1}, {"count": 3, "faults": {"too_high": 115}}]),
    "uneven": ("mixed", [{"count": 1}, {"count": 3, "faults": {"uneven": 22}}]),
    "fast_lower": ("mixed", [{"count": 1}, {"count": 3, "faults": {"fast_lower": 0.5}}]),
}


def raise_items(share: int) -> Iterator[Item]:
    """Return the lateral raises of a half."""
    del share
    for number, (topic, (grade, reps)) in enumerate(RAISES.items()):
        yield Item(topic, grade, VIEWS[number], lift("lateral_raise", reps), fps=FPS)


def other_items(share: int) -> Iterator[Item]:
    """Return curls, squats and people who walk by."""
    count = 2 + share
    turned = ("front", "left_side", "left30", "right_side")
    for kind in ("curl", "squat"):
        for number in range(count):
            movement = lift(kind, [{"count": 3}])
            yield Item(kind, "good", turned[number], movement, fps=FPS)
    ways = (
        ((2.2, 0.0), (-2.2, 0.0)),
        ((-2.0, 0.6), (2.0, -0.2)),
        ((0.2, 1.2), (0.1, -0.4)),
        ((2.0, 0.4), (-2.0, 0.4)),
    )
    for number in range(count):
        start_m, end_m = ways[number]
        movement = {
            "kind": "walk",
            "duration_s": 4.5 - 0.5 * number,
            "from_m": list(start_m),
            "to_m": list(end_m),
        }
        yield Item("walk", "good", "front", movement, fps=FPS)


def workout_items(share: int) -> Iterator[Item]:
    """Return sets of different lifts with rests between them."""
    press = lift("press", [{"count": 3}]) | {"before": ["arms_down"]}
    row = lift("row", [{"count": 3}])
    if share == 2:
        yield Item("press_row", "good", "front", _workout([press, row | {"before": ["arms_down"]}]), fps=FPS)
    else:
        squat = lift("squat", [{"count": 2}])
        yield Item("row_squat_press", "good", "left15", _workout([row, squat, press]), fps=FPS)


def _workout(sets: list[dict[str, Any]]) -> dict[str, Any]:
    return {"kind": "workout", "rest_s": 3.0, "sets": sets}
