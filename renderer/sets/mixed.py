"""Lifts to learn from: in every repetition other faults of other sizes, or none; nobody of the test half.

A network that reads whole repetitions needs faults of all sizes and in all company, where the scenes of the
test ask for one at a time. It needs many people even more than many pictures of each: so there are short
films of people who are seen in no other scene.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np

from renderer.sets.bodies import bodies_of, person
from renderer.sets.planned import Planned, looks_of
from renderer.sets.views import FPS, PRESS_FORMS, placed_camera, view_name


@dataclass(frozen=True)
class _Part:
    """Scenes of one kind.

    Attributes:
        exercise: What they are called.
        seed: Of their chances.
        count: How many.
        reps: Repetitions of each.
        first_spot: The number of the first camera; every scene has its own.
        first_body: The number of the first person, where everybody is seen once only. Every third number is
            taken, none of which could be of the test half.
        knees: Whether knees bend in most repetitions, beside what else is wrong.
        counts: How probable it is that a repetition has no, one, two or three faults.
    """

    exercise: str
    seed: int
    count: int
    reps: int
    first_spot: int
    first_body: int | None = None
    knees: bool = False
    counts: tuple[float, ...] = (0.2, 0.4, 0.3, 0.1)

    @property
    def kind(self) -> str:
        """What is lifted how."""
        return self.exercise.partition("_")[0]


_PARTS = (
    _Part("press_mixed", 93, 160, 6, 5000),
    _Part("row_mixed", 93, 80, 6, 6000),
    _Part("press_people", 94, 300, 3, 7000, first_body=3000),
    _Part("row_people", 94, 100, 3, 8000, first_body=6000),
    _Part("press_knees", 95, 240, 4, 9000, first_body=9000, knees=True),
    _Part("press_company", 96, 144, 4, 10000, first_body=12000, counts=(0.1, 0.25, 0.35, 0.3)),
)
AZIMUTHS = (0, 45, -90, 15, -30, 75, -15, 60, 90, 0, -45, -75, 15, 30, 105, -15, -60, -105, 0, 120, -150)

_QUICK = {"up_s": 1.0, "top_s": 0.35, "down_s": 1.3, "rest_s": 0.3}
# From the least to the most that is commanded; the second of a pair of signs is by chance.
_RANGES: dict[str, dict[str, tuple[float, float]]] = {
    "press": {
        "lockout": (4.0, 55.0),
        "shallow": (0.1, 0.8),
        "uneven": (2.0, 15.0),
        "layback": (3.0, 27.0),
        "lateral_lean": (2.0, 15.0),
        "forearm_tilt": (3.0, 28.0),
        "bar_forward": (0.02, 0.17),
        "head_forward": (5.0, 24.0),
        "look_up": (8.0, 38.0),
        "head_turn": (10.0, 45.0),
        "fast_lower": (0.4, 0.99),
    },
    "row": {
        "too_high": (92.0, 118.0),
        "too_low": (35.0, 74.0),
        "wrists_lead": (0.03, 0.38),
        "bar_high": (0.05, 0.28),
        "uneven": (2.0, 14.0),
        "swing": (4.0, 23.0),
        "head_forward": (5.0, 23.0),
        "look_up": (8.0, 36.0),
        "head_turn": (10.0, 42.0),
        "fast_lower": (0.4, 0.99),
    },
}
_EITHER_WAY = ("uneven", "lateral_lean", "head_turn")
_GRIPS = {"press": (0.9, 2.05), "row": (0.6, 1.6)}
_KNEES_DEG, _KNEES_SHARE = (3.0, 52.0), 0.75
# Of one set of faults no two change the same part of the body.
_ALIKE = (
    {"too_high", "too_low", "wrists_lead", "bar_high"},
    {"layback", "lateral_lean", "swing"},
    {"head_forward", "look_up", "head_turn"},
)


def mixed_scenes() -> Iterator[Planned]:
    """Yield every scene."""
    for part in _PARTS:
        views, forms = cycle(AZIMUTHS), cycle(PRESS_FORMS)
        for number in range(part.count):
            form = next(forms) if part.kind == "press" else {}
            yield _planned(part, number, next(views), form)


def _planned(part: _Part, number: int, azimuth_deg: int, form: dict[str, Any]) -> Planned:
    kind = part.kind
    rng = np.random.default_rng([part.seed, len(kind), number])
    people = bodies_of(test=False)
    body = people[(number * 13 + len(kind)) % len(people)]
    if part.first_body is not None:
        body = part.first_body + 3 * number
    who, view = person(body), view_name(azimuth_deg)
    name = f"dev-{part.exercise}-{number:03d}-mixed-mixed-{view}"
    seated = bool(form.get("seated", False))
    scene = who | {"camera": placed_camera(rng, azimuth_deg, who["body"]["stature_m"], seated)}
    scene |= looks_of(rng, False, FPS) | {"name": name, "seed": int(rng.integers(1, 10_000))}
    grip = {"grip_ratio": round(float(rng.uniform(*_GRIPS[kind])), 2)} if rng.random() < 0.6 else {}
    reps = [{"count": 1}, *({"faults": _faults(rng, part)} for _ in range(part.reps - 1))]
    if part.knees:
        form = {key: value for key, value in form.items() if key not in ("seated", "back_rest")}
        reps = [reps[0], *({"faults": rep["faults"] | _knees(rng)} for rep in reps[1:])]
    movement = {"kind": kind, "start_s": 1.2, "tail_s": 0.5, "tempo": _QUICK, "reps": reps} | form | grip
    spot = part.first_spot + number
    return Planned(
        "development", part.exercise, "mixed", "mixed", body, spot, view, scene | {"movement": movement}
    )


def _faults(rng: np.random.Generator, part: _Part) -> dict[str, float]:
    kind = part.kind
    names = [str(name) for name in rng.permutation(list(_RANGES[kind]))]
    chosen: list[str] = []
    for name in names:
        if not any(name in group and other in group for group in _ALIKE for other in chosen):
            chosen.append(name)
    count = int(rng.choice(4, p=part.counts))
    return {name: _size(rng, kind, name) for name in chosen[:count]}


def _knees(rng: np.random.Generator) -> dict[str, float]:
    if rng.random() >= _KNEES_SHARE:
        return {}
    return {"knee_bend": round(float(rng.uniform(*_KNEES_DEG)), 1)}


def _size(rng: np.random.Generator, kind: str, name: str) -> float:
    size = round(float(rng.uniform(*_RANGES[kind][name])), 3)
    return -size if name in _EITHER_WAY and rng.random() < 0.5 else size
