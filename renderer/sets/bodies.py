"""The people of the benchmark set: bodies, looks and who belongs to which half.

The first 27 are those of the scenes that were planned first; the later ones differ more from each other.
"""

from typing import Any

import numpy as np

BODY_COUNT = 27
"""How many people the scenes that were planned first are shared by."""

PEOPLE = 66
"""How many there are. Every third is a test body, 22 of them."""

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


def bodies_of(test: bool) -> list[int]:
    """Return the numbers of all the people of a half."""
    return [number for number in range(PEOPLE) if is_test_body(number) == test]


def person(number: int) -> dict[str, Any]:
    """Return the body and clothes of a person, as in a scene file."""
    rng = np.random.default_rng(1000 + number)
    male = number % 2
    tone = int(rng.integers(0, len(_SKINS)))
    if number >= BODY_COUNT:
        body = _varied_body(rng, male, tone)
        return {"body": body, "clothes": varied_clothes(rng, male, tone, body["age_years"])}
    age_years = float(np.round(rng.uniform(19, 72)))
    return {"body": _body(rng, male, tone, age_years), "clothes": _clothes(rng, male, tone, age_years)}


def redressed(number: int, rng: np.random.Generator) -> dict[str, Any]:
    """Return a person as in `person`, with the same body and skin in other clothes."""
    own = person(number)
    tone = _SKINS.index(tuple(own["clothes"]["skin"]))
    return own | {"clothes": varied_clothes(rng, number % 2, tone, own["body"]["age_years"])}


_VARIED = {
    "arms/measure-upperarm-length": 0.6,
    "arms/measure-lowerarm-length": 0.6,
    "torso/measure-shoulder-dist": 0.8,
    "legs/measure-upperleg-height": 0.6,
    "legs/measure-lowerleg-height": 0.6,
    "neck/measure-neck-height": 0.6,
    "neck/measure-neck-circ": 0.6,
    "stomach/stomach-tone": 0.6,
    "hip/hip-scale-horiz": 0.5,
    "head/head-scale-depth": 0.5,
}
"""Parts of the body with the most that each is enlarged or made smaller by."""


def _varied_body(rng: np.random.Generator, male: int, tone: int) -> dict[str, Any]:
    ancestry = rng.dirichlet((0.5, 0.5, 0.5))
    if tone >= 4:
        ancestry[0] += 1.0
    stature_m = rng.normal(1.77, 0.09) if male else rng.normal(1.63, 0.085)
    details = {}
    for stem, most in _VARIED.items():
        size = round(float(rng.uniform(-most, most)), 2)
        details[f"{stem}-{'incr' if size > 0 else 'decr'}"] = abs(size)
    return {
        "male": round(float(1 - 0.15 * rng.random() if male else 0.15 * rng.random()), 2),
        "age_years": float(np.round(rng.uniform(18, 84))),
        "muscle": round(float(rng.uniform(0.15, 0.95)), 2),
        "weight": round(float(rng.uniform(0.12, 0.97)), 2),
        "ideal": round(float(rng.uniform(0.2, 0.85)), 2),
        "stature_m": round(float(np.clip(stature_m, 1.46, 2.04)), 3),
        "ancestry": [round(float(a / ancestry.sum()), 3) for a in ancestry],
        "details": details,
    }


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


def varied_clothes(rng: np.random.Generator, male: int, tone: int, age_years: float) -> dict[str, Any]:
    """Return clothes that are tight or loose, with hair or cloth over the ears in every third person."""
    styles = ("short", "short", "bald", "long") if male else ("bun", "bob", "ponytail", "long", "short")
    worn = str(
        rng.choice(["nothing", "cap", "beanie", "hood", "headphones"], p=[0.66, 0.1, 0.08, 0.08, 0.08])
    )
    sleeve = float(rng.choice([0.04, 0.22, 0.30, 0.45, 0.95], p=[0.18, 0.2, 0.2, 0.12, 0.3]))
    loose_m = float(rng.uniform(0.005, 0.028) if rng.random() < 0.7 else rng.uniform(0.028, 0.048))
    any_colour = rng.integers(20, 236, 3) if rng.random() < 0.5 else None
    return (
        _clothes(rng, male, tone, age_years)
        | {
            "hair_style": styles[int(rng.integers(0, len(styles)))],
            "worn": worn,
            "sleeve": 0.95 if worn == "hood" else sleeve,
            "loose_m": round(loose_m, 3),
        }
        | ({} if any_colour is None else {"shirt": [int(c) for c in any_colour]})
    )
