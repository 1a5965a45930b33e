"""What is no press, row, raise or sitting at a desk, from all around: scenes for telling lifts from the rest.

Each half does all of it three times, by its own people and before its own cameras.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from renderer.movements.pastimes import BENCH, DIP, FLOOR, HANG, PASTIMES, PUSH_UP, SEAT, Pastime
from renderer.scene.camera import Camera
from renderer.scene.framing import framed
from renderer.sets.bodies import bodies_of, person
from renderer.sets.planned import Planned, looks_of
from renderer.sets.views import FPS, view_name

TIMES, DURATION_S = 3, 6.0
FIRST_SPOT = {False: 3000, True: 4000}
"""Number of the first of these cameras in each half; every scene has its own."""

VIEWS_DEG = ((0, 45, 90), (15, -60, -90), (-15, 75, 180), (30, -45, -105), (0, -30, 120), (-15, 60, -150))
"""Azimuths of the three scenes of a pastime; the test half has their mirror images."""

SEATED_VIEWS_DEG = ((0, 30, -75), (-15, 45, 90))
"""At a table the camera is before somebody, or beside."""

PACES = (1.0, 0.8, 1.2, 1.0, 0.9)


def pastime_scenes() -> Iterator[Planned]:
    """Yield every scene, development before test."""
    for test in (False, True):
        number = 0
        for turn in range(TIMES):
            for kind, name in enumerate(PASTIMES):
                views = SEATED_VIEWS_DEG if PASTIMES[name].base == SEAT else VIEWS_DEG
                azimuth_deg = views[kind % len(views)][turn]
                mirrored = -azimuth_deg if test and azimuth_deg < 180 else azimuth_deg
                yield _planned(test, number, name, mirrored)
                number += 1


def _planned(test: bool, number: int, name: str, azimuth_deg: int) -> Planned:
    rng = np.random.default_rng([78, int(test), number])
    people = bodies_of(test)
    body = people[(number * 5 + 3) % len(people)]
    who = person(body)
    view = view_name(azimuth_deg)
    full = f"{'test' if test else 'dev'}-pastimes-{number:03d}-{name}-good-{view}"
    scene = who | {"camera": _camera(rng, azimuth_deg, who["body"]["stature_m"], PASTIMES[name])}
    scene |= looks_of(rng, PASTIMES[name].base == SEAT, FPS)
    scene |= {"name": full, "seed": int(rng.integers(1, 10_000))}
    movement = {
        "kind": "pastime",
        "name": name,
        "duration_s": DURATION_S,
        "pace": PACES[number % len(PACES)],
        "mirrored": bool(rng.random() < 0.5),
    }
    split = "test" if test else "development"
    spot = FIRST_SPOT[test] + number
    return Planned(split, "pastimes", name, "good", body, spot, view, scene | {"movement": movement})


def _camera(rng: np.random.Generator, azimuth_deg: int, stature_m: float, what: Pastime) -> dict[str, Any]:
    lies = what.base in (BENCH, FLOOR, PUSH_UP)
    near = what.base == SEAT and "desk" in what.furniture
    sizes = ((480, 360), (640, 360)) if lies or near else ((360, 640), (360, 480), (480, 360))
    width_px, height_px = sizes[int(rng.integers(0, len(sizes)))]
    half = np.tan(np.radians(rng.uniform(45, 72)) / 2) * min(1.0, height_px / width_px)
    low, high = (0.5, 1.5) if rng.random() < 0.7 else (1.5, 2.0)
    camera = Camera(
        azimuth_deg=azimuth_deg,
        height_m=float(rng.uniform(low, high)),
        roll_deg=float(rng.uniform(-5, 5)),
        fov_deg=float(np.degrees(2 * np.arctan(half))),
        width_px=width_px,
        height_px=height_px,
    )
    shares = {DIP: (0.0, 1.25), HANG: (0.05, 1.5), SEAT: (0.3 if near else 0.0, 0.95)}
    low_share, high_share = (0.0, 0.85) if lies else shares.get(what.base, (0.0, 1.25))
    found = framed(
        camera,
        low_share * stature_m,
        high_share * stature_m,
        float(rng.normal(0, 2)),
        float(rng.uniform(1, 1.3)),
    )
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
