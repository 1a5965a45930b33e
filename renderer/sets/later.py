"""Presses and rows that were planned later, mostly with several sizes or faults in one set."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from renderer.sets.item import Item
from renderer.sets.lifts import lift

FPS = 12
HANGING = {"before": ["arms_down"], "arms_down_s": 2.2}
BESIDE = ("left_side", "right_side", "right_side", "left_side")
BEFORE = ("front", "left15", "front", "right15")

Reps = list[dict[str, Any]]


def _reps(*faulty: tuple[str, float, int]) -> Reps:
    """Return a good rep, and so many of each fault at a size."""
    return [{"count": 1}] + [{"count": count, "faults": {name: size}} for name, size, count in faulty]


def later_presses(share: int) -> Iterator[Item]:
    """Yield presses that start with hanging arms, and what the first ones leave open."""
    graded = {
        "head_forward": ((12.5, 20), BESIDE, HANGING, 2 + share),
        "look_up": ((15, 30), BESIDE[::-1], HANGING, 2 + share),
        "shrug": ((7, 20), BEFORE, HANGING, 2),
        "lockout": ((17, 32), BESIDE, {}, 2),
    }
    for topic, ((caution, poor), views, change, count) in graded.items():
        # The test half sees a little more or less of each, so that its sizes are not those of development.
        more = 1.0 if share == 2 else 1.05
        for number in range(count):
            reps = _reps((topic, round(caution * more, 2), 2), (topic, round(poor * more, 2), 2))
            yield Item(topic, "mixed", views[number % 4], lift("press", reps) | change, fps=FPS)
    # An elbow that stays over 110 degrees leaves less than a third of the way: these stop before.
    bar, hands = (_reps(("shallow", size, 2)) for size in (0.45, 0.58))
    yield Item("partial", "mixed", "front", lift("press", bar), fps=FPS)
    yield Item("partial_dumbbells", "mixed", "front", lift("press", hands) | {"dumbbells": True}, fps=FPS)
    for view in ("front", "left_side"):
        racked = lift("press", [{"count": 2}]) | {"before": ["unrack"]}
        yield Item("unracks", "good", view, racked, fps=FPS)
    for view in ("front", "left_side"):
        reps = _reps(("fast_lower", 0.5, 1))
        yield Item("fast_camera", "mixed", view, lift("press", reps) | {"start_s": 0.6}, ("fast",))
    for view, sizes in (("front", (-5.5, 12)), ("left15", (7, -13))):
        reps = _reps(("uneven", sizes[0], 2), ("uneven", sizes[1], 2))
        yield Item("uneven", "mixed", view, lift("press", reps), fps=FPS)


ROW_SETS: tuple[Reps, ...] = (
    _reps(("too_high", 112, 2), ("wrists_lead", 0.3, 2), ("fast_lower", 0.5, 2)),
    _reps(("too_low", 36, 2), ("bar_high", 0.25, 2), ("shrug_first", 20, 2), ("uneven", 12, 2)),
    _reps(("too_high", 110, 2), ("wrists_lead", 0.25, 2), ("fast_lower", 0.55, 2)),
    _reps(("too_low", 34, 2), ("bar_high", 0.22, 2), ("shrug_first", 22, 2), ("uneven", -13, 2)),
    _reps(("too_high", 115, 2), ("wrists_lead", 0.35, 2), ("fast_lower", 0.45, 2)),
    _reps(("too_low", 38, 2), ("bar_high", 0.28, 2), ("shrug_first", 18, 2), ("uneven", -11, 2)),
)


def later_rows(share: int) -> Iterator[Item]:
    """Yield rows with several faults in a set, from where they can be judged, and rows with dumbbells."""
    views = cycle(("front", "front", "left15", "right15", "front", "front"))
    for reps in ROW_SETS[: 6 - 2 * (share == 2)]:
        yield Item("several", "mixed", next(views), lift("row", reps), fps=FPS)
    for number in range(2):
        yield Item(
            "grip", "poor", BEFORE[number], lift("row", [{"count": 4}]) | {"grip_ratio": 0.66}, fps=FPS
        )
    for number in range(4):
        sizes = ((20, 16), (24, 19), (18, 14), (22, 17))[number]
        reps = _reps(("swing", sizes[0], 2), ("head_forward", sizes[1], 2))
        yield Item("several", "mixed", BESIDE[number], lift("row", reps) | {"start_s": 2.2}, fps=FPS)
    for number in range(share):
        reps = [{"count": 2}, {"count": 1, "faults": {"too_high": 112}}]
        yield Item("dumbbells", "mixed", BEFORE[number], lift("row", reps) | {"dumbbells": True}, fps=FPS)
    # A head and a lowering that nobody can miss; the test half sees a little more of each.
    more = 1.0 if share == 2 else 1.06
    for number, sizes in enumerate(((22, 27), (25, 30))):
        reps = _reps(*(("head_forward", round(size * more, 1), 2) for size in sizes))
        yield Item("head_forward", "poor", BESIDE[number], lift("row", reps) | {"start_s": 2.2}, fps=FPS)
    for number, seconds in enumerate((0.3, 0.27)):
        reps = _reps(("fast_lower", round(seconds / more, 2), 3))
        yield Item("fast_lower", "poor", BEFORE[number], lift("row", reps), fps=30)
