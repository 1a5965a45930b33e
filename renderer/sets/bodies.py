"""The people of the benchmark set: bodies, looks and who belongs to which half."""

from typing import Any

import numpy as np

BODY_COUNT = 27
"""Every third body is a test body."""

_SKINS = (
    (236, 200, 178),
    (224, 182, 152),
    (206, 160, 128),
    (176, 128, 96),
    (138, 94, 68),
    (98, 66, 48),
)
_HAIRS = (
    (26, 20, 18),
    (58, 38, 26),
    (92, 60, 38),
    (140, 104, 62),
    (176, 148, 96),
    (120, 58, 34),
    (168, 166, 162),
)
_SHIRTS = (
    (62, 92, 150),
    (168, 66, 74),
    (60, 122, 92),
    (210, 206, 198),
    (46, 46, 52),
    (196, 152, 62),
    (122, 84, 142),
    (118, 128, 138),
    (224, 138, 110),
)
_TROUSERS = ((45, 47, 58), (70, 74, 84), (30, 32, 36), (92, 84, 70), (52, 66, 96))


def is_test_body(number: int) -> bool:
    """Return whether a body belongs to the test half."""
    return number % 3 == 2


def person(number: int) -> dict[str, Any]:
    """Return the body and clothes of a person, as in a scene file."""
    rng = np.random.default_rng(1000 + number)
    male = number % 2
    tone = int(rng.integers(0, len(_SKINS)))
    age_years = float(np.round(rng.uniform(19, 72)))
    return {"body": _body(rng, male, tone, age_years), "clothes": _clothes(rng, male, tone, age_years)}


def _body(rng: np.random.Generator, male: int, tone: int, age_years: float) -> dict[str, Any]:
    ancestry = rng.dirichlet((0.5, 0.5, 0.5))
    if tone >= 4:
        ancestry[0] += 1.0
    stature_m = rng.normal(1.77, 0.075) if male else rng.normal(1.64, 0.07)
    arms = float(np.round(rng.uniform(-0.35, 0.35), 2))
    shoulders = float(np.round(rng.uniform(-0.5, 0.5), 2))
    details = {}
    for stem, value in (("arms/measure-upperarm-length", arms), ("torso/measure-shoulder-dist", shoulders)):
        details[f"{stem}-{'incr' if value > 0 else 'decr'}"] = abs(value)
    return {
        "male": round(0.9 + 0.1 * rng.random(), 2) if male else round(0.1 * rng.random(), 2),
        "age_years": age_years,
        "muscle": round(float(rng.uniform(0.3, 0.8)), 2),
        "weight": round(float(rng.uniform(0.28, 0.85)), 2),
        "ideal": round(float(rng.uniform(0.35, 0.75)), 2),
        "stature_m": round(float(np.clip(stature_m, 1.50, 1.95)), 3),
        "ancestry": [round(float(a / ancestry.sum()), 3) for a in ancestry],
        "details": details,
    }


def _clothes(rng: np.random.Generator, male: int, tone: int, age_years: float) -> dict[str, Any]:
    styles = ("short", "short", "short", "bald") if male else ("bun", "bob", "ponytail", "short")
    hairs = _HAIRS[-1:] if age_years > 58 else _HAIRS[:2] if tone >= 3 else _HAIRS[:-1]
    shirt = int(rng.integers(0, len(_SHIRTS)))
    striped = rng.random() < 0.2
    return {
        "skin": list(_SKINS[tone]),
        "hair": list(hairs[int(rng.integers(0, len(hairs)))]),
        "hair_style": styles[int(rng.integers(0, len(styles)))],
        "shirt": list(_SHIRTS[shirt]),
        "shirt_stripe": list(_SHIRTS[(shirt + 3) % len(_SHIRTS)]) if striped else None,
        "sleeve": float(rng.choice([0.06, 0.22, 0.28, 0.45, 0.95], p=[0.2, 0.2, 0.3, 0.1, 0.2])),
        "trousers": list(_TROUSERS[int(rng.integers(0, len(_TROUSERS)))]),
        "trouser_leg": float(rng.choice([0.45, 0.95], p=[0.3, 0.7])),
        "loose_m": round(float(rng.uniform(0.006, 0.024)), 3),
        "glasses": bool(rng.random() < 0.25),
    }
