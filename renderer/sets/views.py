"""Lifts seen from all around: every fault from the front, obliquely, from the side and from behind.

Each scene has a person of its half and a camera of its own: near or far, on the floor or over the head,
tilted and rolled, with a phone's lens.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import numpy as np

from renderer.scene.camera import Camera
from renderer.scene.framing import framed
from renderer.sets.bodies import bodies_of, person
from renderer.sets.planned import Planned, looks_of

FRONT = (0, 15, -15)
OBLIQUE = (30, -45, 60, -30, 45, -60)
SIDE = (90, -75, 105, -90, 75, -105)
BEHIND = (180, 120, -150, 135, -120, 165, -135, 150, -165)
GROUPS = (FRONT, OBLIQUE, SIDE, BEHIND)
AROUND = tuple(range(-165, 181, 15))
"""Azimuths of the camera, to the subject's left positive."""

SIZES_PX = ((360, 640), (480, 640), (640, 360), (640, 480))
FPS = 12
FIRST_SPOT = {False: 1000, True: 2000}
"""Number of the first of these cameras in each half; every scene has its own."""

Movement = dict[str, Any]
Sizes = tuple[float, ...]

PRESS: dict[str, Sizes] = {
    "head_forward": (10, 15, 20),
    "look_up": (15, 25, 35),
    "head_turn": (20, -40, 30),
    "layback": (10, 16, 26),
    "lateral_lean": (6, -10, 15),
    "lockout": (17, 32, 52),
    "shallow": (0.45, 0.6, 0.8),
    "knee_bend": (15, 25, 40),
    "bar_forward": (0.06, 0.1, 0.16),
    "uneven": (-6, 9, -14),
    "forearm_tilt": (13, 20, 28),
    "fast_lower": (0.85, 0.6, 0.4),
    "range_loss": (0.2, 0.3, 0.4),
    "shrug": (7, 13, 20),
    "grip": (1.7, 2.0),
}
ROW: dict[str, Sizes] = {
    "too_high": (98, 106, 115),
    "too_low": (60, 48, 36),
    "wrists_lead": (0.05, 0.2, 0.35),
    "bar_high": (0.1, 0.18, 0.26),
    "swing": (10, 16, 22),
    "shrug_first": (10, 15, 21),
    "head_forward": (8, 14, 22),
    "uneven": (6, -9, 13),
    "fast_lower": (0.85, 0.6, 0.4),
    "look_up": (15, 25, 35),
    "head_turn": (20, -40, 30),
    "grip": (0.9, 0.66),
}
RAISE: dict[str, Sizes] = {
    "too_high": (100, 110, 122),
    "too_low": (62, 50, 38),
    "uneven": (12, -18, 25),
    "swing": (10, 16, 22),
    "fast_lower": (0.85, 0.6, 0.4),
    "range_loss": (0.2, 0.3, 0.4),
    "head_turn": (25, -40, 35),
}
"""Sizes of each fault, one repetition each after a good one; a grip stays the same through a set."""

PRESS_FORMS: tuple[Movement, ...] = (
    {},
    {"dumbbells": True},
    {"dumbbells": True, "seated": True, "back_rest": True},
    {"seated": True},
    {},
    {"kettlebells": True},
)
ONE_ARM: dict[str, dict[str, Movement]] = {
    "press": {
        "left_hanging": {"arms": "left"},
        "right_hip": {"arms": "right", "other_arm": "hip", "kettlebells": True},
        "left_seated": {"arms": "left", "other_arm": "shoulder", "seated": True, "back_rest": True},
        "right_seated": {"arms": "right", "seated": True, "kettlebells": True},
        "alternating": {"arms": "alternating", "dumbbells": True},
        "alternating_seated": {"arms": "alternating", "seated": True, "back_rest": True},
    },
    "row": {
        "dumbbells": {"dumbbells": True},
        "right_hip": {"arms": "right", "other_arm": "hip"},
        "left_hanging": {"arms": "left", "kettlebells": True},
        "alternating": {"arms": "alternating", "dumbbells": True},
    },
    "lateral_raise": {
        "left_hip": {"arms": "left", "other_arm": "hip"},
        "right_hanging": {"arms": "right", "kettlebells": True},
        "alternating": {"arms": "alternating"},
        "seated": {"seated": True, "back_rest": True},
    },
}
ONE_ARM_FAULTS: dict[str, tuple[tuple[str, float], ...]] = {
    "press": (
        ("lockout", 32),
        ("layback", 18),
        ("head_turn", 30),
        ("lateral_lean", 12),
        ("forearm_tilt", 20),
        ("fast_lower", 0.5),
        ("bar_forward", 0.12),
        ("look_up", 25),
        ("head_forward", 18),
        ("lockout", 48),
    ),
    "row": (
        ("too_high", 110),
        ("swing", 18),
        ("too_low", 42),
        ("wrists_lead", 0.3),
        ("fast_lower", 0.5),
        ("head_turn", 30),
        ("head_forward", 18),
    ),
    "lateral_raise": (
        ("too_high", 112),
        ("swing", 18),
        ("too_low", 45),
        ("fast_lower", 0.5),
        ("head_turn", -35),
    ),
}
TEMPOS_S = ((1.0, 3.0), (3.0, 1.0), (4.0, 4.0), (8.0, 8.0), (2.0, 6.0), (6.0, 2.0))
"""Up and down."""


@dataclass(frozen=True)
class Shown:
    """What happens in a scene, from where: topic, grade, azimuth of the camera and movement."""

    topic: str
    grade: str
    azimuth_deg: int
    movement: Movement


def view_scenes() -> Iterator[Planned]:
    """Yield every scene, development before test, lift by lift."""
    for kind, exercise in (("press", "press_views"), ("row", "row_views"), ("lateral_raise", "raise_views")):
        for test in (False, True):
            for number, shown in enumerate(shown_of(kind, test)):
                yield _planned(exercise, test, number, shown)


def shown_of(kind: str, test: bool) -> Iterator[Shown]:
    """Yield what is shown of a lift; the test half has sizes a little larger, seen from the other side."""
    for shown in (*_faulty(kind, test), *_good(kind), *_one_armed(kind, test), *_slow(kind)):
        mirrored = -shown.azimuth_deg if test and abs(shown.azimuth_deg) < 180 else shown.azimuth_deg
        yield Shown(shown.topic, shown.grade, mirrored, shown.movement)


def _faulty(kind: str, test: bool) -> Iterator[Shown]:
    views = [cycle(group) for group in GROUPS]
    forms = cycle(PRESS_FORMS if kind == "press" else ({},))
    for topic, sizes in {"press": PRESS, "row": ROW, "lateral_raise": RAISE}[kind].items():
        for number, view in enumerate(views):
            form = _fitting(topic, next(forms))
            if topic == "grip":
                grip = {"grip_ratio": sizes[number % 2]}
                yield Shown(topic, "poor", next(view), _lift(kind, [{"count": 3}]) | grip)
                continue
            reps: list[Movement] = [{"count": 3 if topic == "range_loss" else 1}]
            reps += [{"faults": {topic: _more(topic, size, test)}} for size in sizes]
            yield Shown(topic, "mixed", next(view), _lift(kind, reps) | form)


def _fitting(topic: str, form: Movement) -> Movement:
    """Return the form, or a standing one with a bar where the fault asks for it."""
    return {} if topic == "knee_bend" and form.get("seated") else form


def _more(topic: str, size: float, test: bool) -> float:
    """Return the size of the half; what gets worse as it gets smaller is made smaller."""
    if not test:
        return size
    falling = topic in ("fast_lower", "too_low")
    return round(size / 1.05 if falling else min(size * 1.05, size + 5), 3)


def _good(kind: str) -> Iterator[Shown]:
    step, forms = {"press": 1, "row": 2, "lateral_raise": 3}[kind], cycle(PRESS_FORMS)
    for azimuth_deg in AROUND[::step]:
        form = next(forms) if kind == "press" else {}
        yield Shown("good", "good", azimuth_deg, _lift(kind, [{"count": 2}]) | form)


def _one_armed(kind: str, test: bool) -> Iterator[Shown]:
    faults, views = cycle(ONE_ARM_FAULTS[kind]), [cycle(group) for group in GROUPS]
    for topic, form in ONE_ARM[kind].items():
        for view in views:
            one, other = next(faults), next(faults)
            reps: list[Movement] = [{"count": 2 if form.get("arms") == "alternating" else 1}]
            reps += [{"faults": {name: _more(name, size, test)}} for name, size in (one, other)]
            yield Shown(topic, "mixed", next(view), _lift(kind, reps) | form)


def _slow(kind: str) -> Iterator[Shown]:
    views = cycle(azimuth for group in GROUPS for azimuth in group[1:2])
    for number, (up_s, down_s) in enumerate(TEMPOS_S):
        if kind != "press" and number % 2:
            continue
        reps = [{"count": 1 if up_s + down_s > 8 else 2}]
        tempo = {"up_s": up_s, "top_s": 0.5, "down_s": down_s, "rest_s": 0.5}
        yield Shown("tempo", "good", next(views), _lift(kind, reps) | {"tempo": tempo})


def _lift(kind: str, reps: list[Movement]) -> Movement:
    quick = {"up_s": 1.0, "top_s": 0.35, "down_s": 1.3, "rest_s": 0.3}
    return {"kind": kind, "start_s": 1.2, "tail_s": 0.5, "tempo": quick, "reps": reps}


def _planned(exercise: str, test: bool, number: int, shown: Shown) -> Planned:
    rng = np.random.default_rng([77, sum(map(ord, exercise)), int(test), number])
    people = bodies_of(test)
    body = people[(number * 7 + len(exercise)) % len(people)]
    who = person(body)
    view = view_name(shown.azimuth_deg)
    name = f"{'test' if test else 'dev'}-{exercise}-{number:03d}-{shown.topic}-{shown.grade}-{view}"
    seated = bool(shown.movement.get("seated", False))
    scene = who | {"camera": placed_camera(rng, shown.azimuth_deg, who["body"]["stature_m"], seated)}
    scene |= looks_of(rng, False, FPS) | {"name": name, "seed": int(rng.integers(1, 10_000))}
    split = "test" if test else "development"
    spot = FIRST_SPOT[test] + number
    return Planned(
        split, exercise, shown.topic, shown.grade, body, spot, view, scene | {"movement": shown.movement}
    )


def view_name(azimuth_deg: int) -> str:
    """Return how a view is called: `front`, `left15` to `left165`, `right15` to `right165`, or `back`."""
    if azimuth_deg in (0, 180):
        return "back" if azimuth_deg else "front"
    return f"{'left' if azimuth_deg > 0 else 'right'}{abs(azimuth_deg)}"


def placed_camera(
    rng: np.random.Generator, azimuth_deg: int, stature_m: float, seated: bool, scale: float = 1.0
) -> dict[str, Any]:
    """Return a camera with a lens, a place, a tilt and a roll by chance that has the whole lift in view."""
    size_px = SIZES_PX[int(rng.choice(4, p=(0.35, 0.25, 0.2, 0.2)))]
    width_px, height_px = (2 * round(scale * side_px / 2) for side_px in size_px)
    half = np.tan(np.radians(rng.uniform(45, 80)) / 2) * min(1.0, height_px / width_px)
    low, high = ((0.05, 0.5), (0.5, 1.5), (1.5, 2.3))[int(rng.choice(3, p=(0.2, 0.55, 0.25)))]
    camera = Camera(
        azimuth_deg=azimuth_deg,
        height_m=rng.uniform(low, high),
        roll_deg=rng.uniform(-6, 6),
        fov_deg=float(np.degrees(2 * np.arctan(half))),
        width_px=width_px,
        height_px=height_px,
    )
    high_m = stature_m * (1.05 if seated else 1.33)
    found = framed(camera, 0.0, high_m, rng.normal(0, 3), rng.uniform(0.97, 1.35))
    return {
        "azimuth_deg": azimuth_deg,
        "distance_m": round(found.distance_m, 2),
        "height_m": round(found.height_m, 2),
        "pitch_deg": round(found.pitch_deg, 1),
        "roll_deg": round(found.roll_deg, 1),
        "fov_deg": round(found.fov_deg, 1),
        "width_px": width_px,
        "height_px": height_px,
    }
