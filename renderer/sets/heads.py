"""Presses in which the head does what it should not: pushed forward, tipped back, turned, in one set.

The neck of somebody who presses is what a camera shows least; these scenes are seen from where a face is.
"""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import numpy as np

from renderer.sets.bodies import bodies_of, person
from renderer.sets.planned import Planned, looks_of
from renderer.sets.views import FPS, PRESS_FORMS, placed_camera, view_name

COUNTS = {False: 48, True: 24}
SCALE = 1.4
"""Larger pictures than of the other lifts, since a face has to be seen; still smaller than a phone's."""

FIRST_SPOT = {False: 3000, True: 4000}
AZIMUTHS = (0, 30, -15, -45, 15, 60, -30, -90, 45, -60, 0, 75)
_QUICK = {"up_s": 1.0, "top_s": 0.35, "down_s": 1.3, "rest_s": 0.3}
_RANGES = {"head_forward": (8.0, 24.0), "look_up": (12.0, 38.0), "head_turn": (15.0, 45.0)}


def head_scenes() -> Iterator[Planned]:
    """Yield every scene, development before test."""
    for test in (False, True):
        views, forms = cycle(AZIMUTHS), cycle(PRESS_FORMS)
        for number in range(COUNTS[test]):
            azimuth_deg, form = next(views), next(forms)
            yield _planned(test, number, -azimuth_deg if test else azimuth_deg, form)


def _planned(test: bool, number: int, azimuth_deg: int, form: dict[str, Any]) -> Planned:
    rng = np.random.default_rng([91, int(test), number])
    people = bodies_of(test)
    body = people[(number * 5 + 3) % len(people)]
    who, view = person(body), view_name(azimuth_deg)
    name = f"{'test' if test else 'dev'}-press_heads-{number:03d}-heads-mixed-{view}"
    seated = bool(form.get("seated", False))
    scene = who | {"camera": placed_camera(rng, azimuth_deg, who["body"]["stature_m"], seated, SCALE)}
    scene |= looks_of(rng, False, FPS) | {"name": name, "seed": int(rng.integers(1, 10_000))}
    movement = {"kind": "press", "start_s": 1.2, "tail_s": 0.5, "tempo": _QUICK, "reps": _reps(rng)} | form
    spot = FIRST_SPOT[test] + number
    split = "test" if test else "development"
    return Planned(split, "press_heads", "heads", "mixed", body, spot, view, scene | {"movement": movement})


def _reps(rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return a good rep, then two with the head forward, one looking up, one turned or up, in any order."""
    kinds = ["head_forward", "head_forward", "look_up", "head_turn" if rng.random() < 0.4 else "look_up"]
    reps = [{"faults": {kind: _size(rng, kind)}} for kind in kinds]
    return [{"count": 1}, *(reps[i] for i in rng.permutation(len(reps)))]


def _size(rng: np.random.Generator, kind: str) -> float:
    size = round(float(rng.uniform(*_RANGES[kind])), 1)
    return -size if kind == "head_turn" and rng.random() < 0.5 else size
