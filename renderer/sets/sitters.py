"""More people at a desk: each sits well, in other clothes, elsewhere, and in one posture after the other.

The desk scenes that were planned first are shared by few people. These have the later ones, who differ more:
tight and wide clothes, hair or cloth over the ears, small and large heads.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np

from renderer.sets.bodies import BODY_COUNT, bodies_of, person, redressed
from renderer.sets.cameras import DESK_SPOTS, desk_camera, stands
from renderer.sets.desk import ALL_STANDS, sitting_scene, steps_scene
from renderer.sets.planned import Planned, looks_of

EXERCISE = "sitters"
FPS = 10
DEV_PEOPLE = 10
"""So many of the development half; of the test half everybody."""

POSTURES = (("forward_head", 9.0), ("lean_in", 18.0), ("look_down", 22.0), ("slump", 28.0), ("lean_in", 11.0))
UNEVEN = (
    ("head_tilt", -13.0),
    ("shoulder_tilt", 24.0),
    ("lateral_lean", -18.0),
    ("neck_twist", 33.0),
    ("raised_shoulders", 16.0),
)
BESIDE = (("forward_head", 9.0), ("lean_in", 16.0), ("look_down", 20.0), ("slump", 26.0))
MOVES_M = (
    ("aside", 0.09),
    ("nearer", 0.10),
    ("higher", 0.06),
    ("aside", -0.14),
    ("farther", 0.12),
    ("lower", 0.08),
    ("nearer", 0.06),
    ("higher", 0.12),
    ("farther", 0.07),
    ("aside", 0.06),
    ("lower", 0.14),
)
"""How the chair stands elsewhere, in turn."""


@dataclass(frozen=True)
class Sitting:
    """One scene of a person: what happens, seen from where, and what is not as at home."""

    topic: str
    grade: str
    view: str
    movement: dict[str, Any]
    move_m: tuple[str, float] | None = None
    redressed: bool = False


def sitter_scenes() -> Iterator[Planned]:
    """Yield every scene, development before test, person by person."""
    for test in (False, True):
        people = [body for body in bodies_of(test) if body >= BODY_COUNT]
        moves, number = cycle(MOVES_M), 0
        for turn, body in enumerate(people if test else people[:DEV_PEOPLE]):
            for sitting in _of_person(turn, test, moves):
                yield _planned(test, number, turn, body, sitting)
                number += 1


def _of_person(turn: int, test: bool, moves: Iterator[tuple[str, float]]) -> Iterator[Sitting]:
    sign, more = (-1 if turn % 2 else 1), 1.05 if test else 1.0
    busy = [
        {"name": name, "size": 1, "start_s": start_s, "end_s": end_s, "ramp_s": 0.5}
        for name, start_s, end_s in (("typing", 3.2, 5.7), ("talk", 5.9, 7.8))
    ]
    yield Sitting("home", "good", "front", sitting_scene("front", 8.2, busy))
    still = sitting_scene("front", 4.0, [])
    yield Sitting("redressed", "good", "front", still, redressed=True)
    for _ in range(2):
        move, way_m = next(moves)
        yield Sitting(move, "good", "front", still, (move, round(sign * way_m, 2)))
    steps = [(name, round(size * more, 1)) for name, size in POSTURES]
    yield Sitting("postures", "mixed", "front", steps_scene("front", steps))
    uneven = [(name, sign * size if name != "raised_shoulders" else size) for name, size in UNEVEN]
    yield Sitting("uneven", "mixed", "front", steps_scene("front", uneven))
    view = ("left_side", "right_side")[turn // 2 % 2]
    if turn % 2 == 0:
        yield Sitting(
            "postures", "mixed", view, steps_scene(view, [(n, round(s * more, 1)) for n, s in BESIDE])
        )


def _planned(test: bool, number: int, turn: int, body: int, sitting: Sitting) -> Planned:
    rng = np.random.default_rng([31, int(test), number])
    chosen = stands(DESK_SPOTS, test, ALL_STANDS)
    spot = chosen[turn % len(chosen)]
    who = redressed(body, rng) if sitting.redressed else person(body)
    shift_deg = float(np.random.default_rng([32, int(test), turn]).uniform(-4, 4))
    camera = desk_camera(DESK_SPOTS[spot], sitting.view, who["body"]["stature_m"], shift_deg)
    if sitting.move_m is not None:
        camera = _moved(camera, *sitting.move_m)
    split = "test" if test else "development"
    name = (
        f"{'test' if test else 'dev'}-{EXERCISE}-{number:03d}-{sitting.topic}-{sitting.grade}-{sitting.view}"
    )
    looks = {"camera": camera} | looks_of(rng, True, FPS)
    scene = who | looks | {"name": name, "seed": int(rng.integers(1, 10_000)), "movement": sitting.movement}
    return Planned(split, EXERCISE, sitting.topic, sitting.grade, body, spot, sitting.view, scene)


def _moved(camera: dict[str, Any], move: str, way_m: float) -> dict[str, Any]:
    """Return the camera as it stands about a chair that was moved: the other way round."""
    if move == "aside":
        return camera | {"aim_m": [-way_m, 0.0]}
    if move in ("nearer", "farther"):
        way_m = -abs(way_m) if move == "nearer" else abs(way_m)
        return camera | {"distance_m": round(camera["distance_m"] + way_m, 3)}
    way_m = -abs(way_m) if move == "higher" else abs(way_m)
    return camera | {"height_m": round(camera["height_m"] + way_m, 3)}
