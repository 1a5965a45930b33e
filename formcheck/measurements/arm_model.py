"""What a limb that points at the camera hides: corrections of arm angles seen from the front, read from TOML.

In the picture, an arm's angle is the true one only while upper arm and forearm lie across the line of
sight. The more a limb looks shorter than it is, the more of its direction is hidden. What is missing
depends on where the limb points, in ways that repeat from person to person: racked elbows point forwards,
not backwards. So

    correction = (1 - seen / true length of the upper arm) * surface(arm) + the same for the forearm

with two surfaces of second degree in where both limbs point. An arm in the plane of the picture keeps its
angle. The coefficients come from `scripts/fit_arm_model.py`, which also says how wrong the result is. They
belong to the pose model that they were fitted on; the angles of a model without any stay as they are seen.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.geometry import Point, minus
from formcheck.measurements.view import View
from formcheck.pose.fits import Fit, Fits
from formcheck.pose.models import FITTED_MODEL, own_fits

# Lengths of upper arm and forearm in the lengths of a straight arm: 0.50 and 0.44, as seen across the line of
# sight on rendered people, whose model reads limbs a little short.
UPPER_ARM, FOREARM = 0.50, 0.44
_COORDINATES = ("upper_out", "upper_up", "fore_out", "fore_up", "hidden")
LIMBS = ("upper_arm", "forearm")


@dataclass(frozen=True, slots=True)
class ArmSeen:
    """Where one arm points in the picture, each limb in its own true length.

    Attributes:
        upper_out, upper_up: Shoulder to elbow, away from the middle of the body and along the trunk.
        fore_out, fore_up: Elbow to wrist.
    """

    upper_out: float
    upper_up: float
    fore_out: float
    fore_up: float

    @property
    def hidden(self) -> tuple[float, float]:
        """By how much upper arm and forearm look shorter than they are, 0..1."""
        upper = (self.upper_out**2 + self.upper_up**2) ** 0.5
        fore = (self.fore_out**2 + self.fore_up**2) ** 0.5
        return max(0.0, 1.0 - upper), max(0.0, 1.0 - fore)

    def terms(self) -> dict[str, float]:
        """What the surfaces are made of: 1, where the limbs point, and the products of each two."""
        values = (self.upper_out, self.upper_up, self.fore_out, self.fore_up, self.hidden[0])
        of = dict(zip(_COORDINATES, values, strict=True))
        terms = {"one": 1.0, **of}
        for a, b in combinations_with_replacement(_COORDINATES, 2):
            terms[f"{a}*{b}"] = of[a] * of[b]
        return terms


class Correction(BaseModel):
    """The two surfaces of one measure.

    Attributes:
        upper_arm, forearm: Coefficient of each term, in degrees.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    upper_arm: Mapping[str, float]
    forearm: Mapping[str, float]

    def of(self, arm: ArmSeen) -> float:
        """What has to be added to the angle in the picture."""
        terms = arm.terms()
        surfaces = (self.upper_arm, self.forearm)
        return sum(
            share * sum(weight * terms[name] for name, weight in surface.items())
            for share, surface in zip(arm.hidden, surfaces, strict=True)
        )


def arm_model(model: str | None = FITTED_MODEL) -> Mapping[View, Mapping[str, Correction]]:
    """View -> measure -> its correction, of a pose model; empty where none was fitted on it."""
    fits = own_fits(model, Fit.ARM_MODEL)
    return _NONE if fits is None else _read(fits)


_NONE: Mapping[View, Mapping[str, Correction]] = MappingProxyType({})


@cache
def _read(fits: Fits) -> Mapping[View, Mapping[str, Correction]]:
    return MappingProxyType(
        {
            View(view): {name: Correction.model_validate(part) for name, part in measures.items()}
            for view, measures in fits.read(Fit.ARM_MODEL).items()
        }
    )


def corrected_deg(body: Body, side: str, measure: str, seen_deg: float) -> float:
    """An angle of an arm with what foreshortening hides; as it is seen where there is no correction.

    Raises:
        Unmeasurable: If the arm cannot be trusted, or no length of the body is known.
    """
    correction = arm_model(body.model).get(body.view, {}).get(measure)
    if correction is None:
        return seen_deg
    return min(180.0, max(0.0, seen_deg + correction.of(arm_seen(body, side))))


def arm_seen(body: Body, side: str) -> ArmSeen:
    """Where an arm points, against the trunk, or the picture where the hips are not seen.

    Raises:
        Unmeasurable: If the arm cannot be trusted, or no length of the body is known.
    """
    shoulder, elbow, wrist = (body.of_side(side, part) for part in ("shoulder", "elbow", "wrist"))
    up_x, up_y = _up(body)
    # From the front, the subject's left is at the right of the picture.
    outward = 1.0 if side == "left" else -1.0

    def along(limb: Point, length_px: float) -> tuple[float, float]:
        x, y = limb[0] / length_px, limb[1] / length_px
        return outward * (y * up_x - x * up_y), x * up_x + y * up_y

    upper, fore = minus(elbow, shoulder), minus(wrist, elbow)
    return ArmSeen(*along(upper, UPPER_ARM * body.arm_px), *along(fore, FOREARM * body.arm_px))


def _up(body: Body) -> tuple[float, float]:
    try:
        x, y = minus(body.centre("shoulder"), body.centre("hip"))
    except Unmeasurable:
        return 0.0, -1.0
    length_px = math.hypot(x, y)
    return (x / length_px, y / length_px) if length_px > 1 else (0.0, -1.0)
