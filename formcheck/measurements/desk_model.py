"""From the changes of what a webcam sees to what a sitting body did: small linear models, read from TOML.

Two steps. First which posture it is: by the direction in which everything changes together, whatever the
size. Then how large it is: a sum of the changes from the person's own neutral, each times a coefficient.
All numbers come from `scripts/fit_desk_model.py`; docs/desk-model.md says what they are, how they were
found, and how wrong they are.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View

# "change": value minus neutral; "ratio": value over neutral, minus 1; "widths": change over the neutral
# shoulder width.
Comparing = Literal["change", "ratio", "widths"]
_UNITS_OF: Mapping[str, str] = {"widths": "shoulder_width_px"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Estimate(_Strict):
    """How one posture follows from the inputs.

    Attributes:
        error: Mean absolute error where it is there and named, cross-validated over the people.
        coefficients: Of each input, in the estimate's unit per unit of the input.
        with_setting: What is added to each coefficient, times the camera's setting.
    """

    error: float
    coefficients: Mapping[str, float]
    with_setting: Mapping[str, float] = {}

    def weights(self, setting: float) -> dict[str, float]:
        """The coefficients for a camera's setting."""
        return {k: w + setting * self.with_setting.get(k, 0.0) for k, w in self.coefficients.items()}


class Setting(_Strict):
    """From how high the camera looks, told by a measure's neutral: (neutral - centre) / unit.

    A camera below the eyes sees a head come forward by its size, one above them by its height in the picture.

    Attributes:
        limit: What is farther from the centre than this counts as this far: there was nothing to learn from.
    """

    measure: str
    centre: float
    unit: float
    limit: float

    def of(self, neutral: Neutral, view: View) -> float:
        """The setting of a neutral; 0 where it is not known."""
        value = neutral.by_view.get(view, {}).get(self.measure, self.centre)
        return max(-self.limit, min(self.limit, (value - self.centre) / self.unit))


class Distance(_Strict):
    """From how far the camera looks, told by how much of the picture a measure takes in the neutral.

    A head that comes forward by a hand's breadth grows more before a camera that is near. Changes of size are
    multiplied by usual over neutral, so that they mean the same way towards the camera. What is beyond the
    limits counts as the limit: there was nothing to learn from.
    """

    measure: str
    usual: float
    least: float
    most: float
    scaled: tuple[str, ...]

    def factor(self, name: str, neutral: Neutral, view: View) -> float:
        """What a change of an input is multiplied by; 1 where the distance is not known."""
        share = neutral.by_view.get(view, {}).get(self.measure, self.usual)
        if name not in self.scaled or not share > 0.0:
            return 1.0
        return self.usual / max(self.least, min(self.most, share))


class Posture(_Strict):
    """What a posture looks like, whatever its size: the direction in which the inputs change together.

    Attributes:
        estimate: What its size is called.
        sign: Which way that goes: +1, or -1 for leaning back.
        weights: How much each input's share of the whole change speaks for it.
    """

    estimate: str
    sign: float = 1.0
    weights: Mapping[str, float]


class ViewModel(_Strict):
    """The model of one view.

    Attributes:
        inputs: Measure -> how it is compared with its neutral.
        sizes: Input -> how large its changes usually are; makes them comparable.
        setting: How the coefficients follow the height of the camera, if they do.
        distance: How the inputs follow the distance of the camera, if they do.
        postures: What it may be. The one that speaks the loudest is taken to be the one there is.
        estimates: Measure that is estimated -> how its size follows, given that posture.
    """

    inputs: Mapping[str, Comparing]
    sizes: Mapping[str, float]
    setting: Setting | None = None
    distance: Distance | None = None
    postures: Mapping[str, Posture]
    estimates: Mapping[str, Estimate]

    def setting_of(self, neutral: Neutral, view: View) -> float:
        """How far the camera's height is from the usual one."""
        return 0.0 if self.setting is None else self.setting.of(neutral, view)

    def posture_of(self, changes: Mapping[str, float]) -> Posture:
        """Which posture explains the changes best, by their direction."""
        shares = {name: change / self.sizes[name] for name, change in changes.items()}
        return max(
            self.postures.values(), key=lambda p: sum(p.weights[name] * s for name, s in shares.items())
        )


@dataclass(frozen=True, slots=True)
class _About:
    unit: str
    title: str
    text: str
    # The largest of the people that the model was fitted on, rounded up: beyond it nothing was learned.
    most: float


# What can be estimated. All are changes from the person's own neutral.
ESTIMATES: Mapping[str, _About] = MappingProxyType(
    {
        "head_forward_deg": _About(
            "deg", "Head forward", "Head moved ahead of the neck's base, as the change of the angle of ear "
            "and neck that neither nodding nor leaning explains: + forwards.",
            30.0,
        ),
        "neck_flexion_deg": _About(
            "deg", "Head turned down", "Pitch of the head against the room: + down.", 45.0
        ),
        "slump_percent": _About(
            "%", "Sunk down",
            "How much of the head's height over the shoulders a rounded back took, in percent.",
            30.0,
        ),
        "lean_in_deg": _About(
            "deg", "Leaning forward", "Hips to shoulders against the vertical: + forwards, - reclining.",
            30.0,
        ),
        "shoulder_raise_percent": _About(
            "%", "Shoulders raised",
            "How much of the ears' height over the shoulders lifting them took, in percent.",
            20.0,
        ),
    }
)  # fmt: skip


@cache
def desk_model() -> Mapping[View, ViewModel]:
    """The model of each view; read once, never changed."""
    text = resources.files("formcheck.measurements").joinpath("desk_model.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {View(view): ViewModel.model_validate(part) for view, part in tomllib.loads(text).items()}
    )


def model_inputs() -> tuple[str, ...]:
    """The measures that the model looks at, of all views; a calibration has to hold them."""
    names = [name for part in desk_model().values() for name in part.inputs]
    names += [p.distance.measure for p in desk_model().values() if p.distance is not None]
    return tuple(dict.fromkeys([*names, "shoulder_place_px", *_UNITS_OF.values()]))


def errors_of(name: str) -> dict[View, float]:
    """Typical error of an estimate per view; a view that is not listed cannot give it."""
    return {v: part.estimates[name].error for v, part in desk_model().items() if name in part.estimates}


def estimate_all(
    measurements: Mapping[str, Measurement], neutral: Neutral, view: View
) -> dict[str, Measurement]:
    """Every estimate at one moment, or the reason why there is none."""
    part = desk_model().get(view)
    if part is None:
        return dict.fromkeys(ESTIMATES, Measurement.missing(Reason.WRONG_VIEW))
    changes = changes_of(part.inputs, part.distance, measurements, neutral, view)
    if isinstance(changes, Measurement):
        return dict.fromkeys(ESTIMATES, changes)
    posture, setting = part.posture_of(changes), part.setting_of(neutral, view)
    found: dict[str, Measurement] = {}
    for name in ESTIMATES:
        if name not in part.estimates:
            found[name] = Measurement.missing(Reason.WRONG_VIEW)
            continue
        size = 0.0
        if posture.estimate == name:
            weights = part.estimates[name].weights(setting)
            size = sum(weight * changes[key] for key, weight in weights.items())
            size = posture.sign * max(0.0, posture.sign * size)
        found[name] = _within(size, part.estimates[name].error, ESTIMATES[name].most)
    return found


def _within(size: float, error: float, most: float) -> Measurement:
    """A size no larger than the model has ever seen; what is cut off may be an error as well."""
    beyond = max(0.0, abs(size) - most)
    return Measurement(size - math.copysign(beyond, size), error + beyond)


def changes_of(
    inputs: Mapping[str, Comparing],
    distance: Distance | None,
    measurements: Mapping[str, Measurement],
    neutral: Neutral,
    view: View,
) -> dict[str, float] | Measurement:
    """Every input's change, as this camera's distance has it; or the first without a value, saying why."""
    changes: dict[str, float] = {}
    for name, how in inputs.items():
        change = change_of(name, how, measurements, neutral, view)
        if change.value is None:
            return change
        changes[name] = change.value * (1.0 if distance is None else distance.factor(name, neutral, view))
    return changes


def change_of(
    name: str, how: Comparing, measurements: Mapping[str, Measurement], neutral: Neutral, view: View
) -> Measurement:
    """How far an input is from its neutral."""
    measured = measurements.get(name, Measurement.missing(Reason.NOT_RECORDED))
    compared = neutral.compare(name, measured, "ratio" if how == "ratio" else "change", view)
    if compared.value is None or how == "change":
        return compared
    if how == "ratio":
        return Measurement(compared.value - 1.0)
    unit = neutral.by_view.get(view, {}).get(_UNITS_OF[how])
    return Measurement(compared.value / unit) if unit else Measurement.missing(Reason.NO_NEUTRAL)


def sideways_percent(measurements: Mapping[str, Measurement], neutral: Neutral, view: View) -> Measurement:
    """Shift of the middle of the shoulders, in percent of their neutral width: + to the subject's left.

    The hips are hidden at a desk, so the angle of the trunk is not known: its upper end tells.
    """
    if view is not View.FRONT:
        return Measurement.missing(Reason.WRONG_VIEW)
    shift = change_of("shoulder_place_px", "widths", measurements, neutral, view)
    return shift if shift.value is None else Measurement(100.0 * shift.value, 5.0)


def shoulder_tilt_deg(measurements: Mapping[str, Measurement], neutral: Neutral, view: View) -> Measurement:
    """Change of the line of the shoulders that no lean to the side explains: + with the left one higher.

    Who leans aside takes the line along: by 0.3 deg for each percent of the shoulder width that its middle
    moves, on rendered people.
    """
    if view is not View.FRONT:
        return Measurement.missing(Reason.WRONG_VIEW)
    roll = neutral.compare("shoulder_roll_deg", measurements["shoulder_roll_deg"], "change", view)
    aside = sideways_percent(measurements, neutral, view)
    if roll.value is None or aside.value is None:
        return roll if roll.value is None else aside
    return Measurement(roll.value + 0.3 * aside.value, 2.0)


def spread_at_rest(name: str, neutral: Neutral, view: View) -> float:
    """How much an estimate, averaged as states are, varied while the person held still.

    From the spread of its inputs, taken as independent. States look at averages of 0.6 s, and the jitter of
    the points is forgotten within 0.15 s or so: an average of four varies half as much.
    """
    part = desk_model().get(view)
    if part is None or name not in part.estimates:
        return 0.0
    total = 0.0
    for key, weight in part.estimates[name].weights(part.setting_of(neutral, view)).items():
        how = part.inputs[key]
        spread = neutral.spread(key, "ratio" if how == "ratio" else "change", view)
        if how in _UNITS_OF:
            spread /= neutral.by_view.get(view, {}).get(_UNITS_OF[how], 1.0)
        if part.distance is not None:
            spread *= part.distance.factor(key, neutral, view)
        total += (weight * spread) ** 2
    return float(total**0.5) / 2
