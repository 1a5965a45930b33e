"""The quantities of somebody who sits before a webcam: changes from their own neutral, and time."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from types import MappingProxyType

from formcheck.measurements.quantity import Kind, Quantity
from formcheck.measurements.view import View
from formcheck.pose.models import FITTED_MODEL
from formcheck.postures.model import ESTIMATES, errors_of, spread_at_rest
from formcheck.postures.sideways import (
    ERRORS,
    HEAD_TURNED_DEG,
    NECK_BEND_DEG,
    SHOULDER_TILT_DEG,
    SIDEWAYS_PERCENT,
)

# How long somebody has been sitting without a shift.
HELD_MIN = "held_min"


def _estimate(name: str, unit: str, title: str, about: str, *joints: str) -> Quantity:
    """What the posture model works out of the changes of several measurements."""
    return Quantity(name, unit, title, Kind.CHANGE, joints=joints, about=about)


def _fitted(row: Quantity, model: str | None) -> Quantity:
    """The row of an estimate with what was fitted on a pose model; any other row as it is."""
    if row.name not in ESTIMATES:
        return row
    return replace(
        row, errors=errors_of(row.name, model), spread_at_rest=partial(spread_at_rest, row.name, model)
    )


_TO_LEFT = ("to the left", "to the right")


def _sideways(
    name: str,
    unit: str,
    title: str,
    about: str,
    joint: str,
    *,
    poles: tuple[str, str] = _TO_LEFT,
    varies_as: str = "",
) -> Quantity:
    """What is worked out of the lines of head and shoulders; from the front alone."""
    errors = {View.FRONT: ERRORS[name]}
    return Quantity(
        name, unit, title, Kind.CHANGE, joints=(joint,), poles=poles, about=about, errors=errors,
        varies_as=varies_as,
    )  # fmt: skip


def posture_quantities(model: str | None = FITTED_MODEL) -> Mapping[str, Quantity]:
    """Every quantity of a sitter that one frame alone does not show, by its name.

    Args:
        model: The pose model that they are measured with.
    """
    return MappingProxyType({row.name: _fitted(row, model) for row in _rows()})


@cache
def _rows() -> tuple[Quantity, ...]:
    return (
        _estimate("head_forward_deg", "deg", "Head forward",
                  "Head moved ahead of the neck's base, as the change of the angle of ear and neck that "
                  "neither nodding nor leaning explains: + forwards.", "ear"),
        _estimate("neck_flexion_deg", "deg", "Head turned down",
                  "Pitch of the head against the room: + down.", "ear"),
        _estimate("slump_percent", "%", "Sunk down",
                  "How much of the head's height over the shoulders a rounded back took, in percent.",
                  "ear", "shoulder"),
        _estimate("lean_in_deg", "deg", "Leaning forward",
                  "Hips to shoulders against the vertical: + forwards, - reclining.", "shoulder"),
        _estimate("shoulder_raise_percent", "%", "Shoulders raised",
                  "How much of the ears' height over the shoulders lifting them took, in percent.",
                  "shoulder"),
        _sideways(SIDEWAYS_PERCENT, "%", "Shoulders to the side",
                  "Shift of the middle of the shoulders, in percent of their neutral width: + to the "
                  "subject's left.", "shoulder"),
        _sideways(SHOULDER_TILT_DEG, "deg", "One shoulder higher",
                  "Change of the shoulders' line that neither a lean to the side nor a turn of the whole "
                  "picture explains: + with the left one higher.", "shoulder",
                  poles=("left shoulder higher", "right shoulder higher"), varies_as="shoulder_roll_deg"),
        _sideways(NECK_BEND_DEG, "deg", "Neck bent sideways",
                  "Change of the head's tilt against the shoulders' line: + to the left shoulder.", "ear",
                  varies_as="head_roll_deg"),
        _sideways(HEAD_TURNED_DEG, "deg", "Head turned to the side",
                  "Change of the head's turn that sitting further aside does not explain: + to the "
                  "subject's left.", "ear", varies_as="head_turn_deg"),
        Quantity(HELD_MIN, "min", "Held without a shift", Kind.TIME,
                 about="Minutes since the last shift of posture that moved head or shoulders and lasted.",
                 errors=dict.fromkeys((View.FRONT, View.SIDE), 0.1)),
    )  # fmt: skip
