"""What the benchmark set consists of: every scene, in the order in which they are rendered.

The set is split once, by body and by camera: nobody and no camera stand of *test* is in *development*.
"""

from functools import cache
from itertools import chain

import numpy as np

from renderer.sets.bodies import BODY_COUNT, is_test_body, person
from renderer.sets.cameras import DESK_SPOTS, LIFT_SPOTS, camera, desk_camera, stands
from renderer.sets.desk import desk_items
from renderer.sets.heads import head_scenes
from renderer.sets.item import Item
from renderer.sets.later import later_presses, later_rows
from renderer.sets.lifts import press_items, row_items
from renderer.sets.mixed import mixed_scenes
from renderer.sets.mobility import mobility_items
from renderer.sets.neck import neck_scenes
from renderer.sets.others import other_items, raise_items, workout_items
from renderer.sets.pastimes import pastime_scenes
from renderer.sets.planned import Planned, looks_of
from renderer.sets.sitters import sitter_scenes
from renderer.sets.views import view_scenes


@cache
def plan() -> tuple[Planned, ...]:
    """Return the whole set in the order in which it is rendered."""
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
    planned += [*view_scenes(), *sitter_scenes(), *pastime_scenes(), *neck_scenes()]
    return (*planned, *head_scenes(), *mixed_scenes())


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
    looks |= looks_of(rng, sitting, item.fps or spots[spot].fps)
    seed = int(rng.integers(1, 10_000))
    scene = who | looks | {"name": name, "seed": seed, "movement": movement}
    return Planned(split, exercise, topic, grade, body, spot, view, scene)
