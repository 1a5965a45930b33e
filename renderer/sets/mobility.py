"""The neck exercises of the benchmark set."""

from collections.abc import Iterator
from typing import Any

from renderer.sets.item import Item

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


def mobility_items(share: int) -> Iterator[Item]:
    """Return the neck exercises of a half; the share is 2 for development and 1 for test."""
    for topic, (exercise, fault, views) in MOBILITY.items():
        for turn in range(share):
            yield Item(
                topic, "poor" if fault else "good", views[turn], _exercise(exercise, fault, turn), fps=10
            )


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
