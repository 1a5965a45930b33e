"""What the benchmark set consists of: every scene, in the order in which they are rendered.

The set is split once, by body and by camera: nobody and no camera stand of *test* is in *development*.
"""

from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np

from renderer.sets.bodies import BODY_COUNT, is_test_body, person
from renderer.sets.cameras import DESK_SPOTS, LIFT_SPOTS, camera, desk_camera, stands
from renderer.sets.desk import desk_items
from renderer.sets.item import Item
from renderer.sets.later import later_presses, later_rows
from renderer.sets.lifts import press_items, row_items
from renderer.sets.mobility import mobility_items
from renderer.sets.others import other_items, raise_items, workout_items


@dataclass(frozen=True)
class Planned:
    """One scene of the set.

    Attributes:
        split: `development` or `test`.
        exercise: `press`, `row`, `desk`, `mobility`, `raise` (lateral raises), `other` (what nobody judges)
            or `workout` (several lifts).
        topic: the fault, variant or exercise that it is about, or `good`.
        grade: `good`, `caution`, `poor` or `mixed`: what was aimed at; the truth file says what became of it.
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
    makers = {
        "press": (press_items, later_presses),
        "row": (row_items, later_rows),
        "desk": (desk_items,),
        "mobility": (mobility_items,),
        "raise": (raise_items,),
        "other": (other_items,),
        "workout": (workout_items,),
    }
    planned: list[Planned] = []
    for exercise, parts in makers.items():
        for test in (False, True):
            for number, item in enumerate(chain.from_iterable(part(2 - test) for part in parts)):
                planned.append(_planned(exercise, test, number, item))
    return tuple(planned)


def _planned(exercise: str, test: bool, number: int, item: Item) -> Planned:
    topic, grade, view, movement = item.topic, item.grade, item.view, item.movement
    rng = np.random.default_rng([sum(map(ord, exercise)), int(test), number])
    bodies = [body for body in range(BODY_COUNT) if is_test_body(body) == test]
    body = bodies[number % len(bodies)]
    sitting = exercise in ("desk", "mobility")
    spots = DESK_SPOTS if sitting else LIFT_SPOTS
    chosen = stands(spots, test, item.stands)
    # Shifted with every round of the bodies, so that people meet all cameras.
    spot = chosen[(number * 2 + number // len(bodies)) % len(chosen)]
    split = "test" if test else "development"
    name = f"{'test' if test else 'dev'}-{exercise}-{number:03d}-{topic}-{grade}-{view}"
    who = person(body)
    # The head of a standing person is higher than that of a sitting one, which desk cameras go by.
    tall = 1.0 if movement.get("seated", True) or not sitting else 0.935 / 0.69
    place = desk_camera if sitting else camera
    looks = {"camera": place(spots[spot], view, who["body"]["stature_m"] * tall, float(rng.uniform(-4, 4)))}
    looks |= _looks(rng, sitting, item.fps or spots[spot].fps)
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
