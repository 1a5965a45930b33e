"""From the changes of what a webcam sees to what a sitting body did: small linear models, read from TOML.

Two steps. First which posture it is: by the direction in which everything changes together, whatever the
size. Then how large it is: a sum of the changes from the person's own neutral, each times a coefficient.
All numbers come from `scripts/fit_desk_model.py`; docs/desk-model.md says what they are, how they were
found, and how wrong they are. They belong to the pose model that they were fitted on; those of `FITTED_MODEL`
serve where a model has none.
"""

import math
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

from formcheck.measurements.face import POSITIONS
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Comparison, Neutral
from formcheck.measurements.view import View
from formcheck.pose.fits import Fit, Fits
from formcheck.pose.models import FITTED_MODEL, assumed_fits

# "change": value minus neutral; "ratio": value over neutral, minus 1; "widths": change over the neutral
# shoulder width.
Comparing = Literal["change", "ratio", "widths"]
_UNITS_OF: Mapping[str, str] = {"widths": "shoulder_width_px"}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


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
    """One thing that a sitting body does, and how large it is.

    Attributes:
        estimate: What its size is called; None for what is no posture at all: a camera that came nearer.
        sign: Which way that goes: +1, or -1 for leaning back.
        error: Mean absolute error where it is there and named, cross-validated over the people.
        coefficients: Of each input, in the estimate's unit per unit of the input.
        with_setting: What is added to each coefficient, times the camera's setting.
    """

    estimate: str | None = None
    sign: float = 1.0
    error: float = 0.0
    coefficients: Mapping[str, float] = {}
    with_setting: Mapping[str, float] = {}

    def weights(self, setting: float) -> dict[str, float]:
        """The coefficients for a camera's setting."""
        return {k: w + setting * self.with_setting.get(k, 0.0) for k, w in self.coefficients.items()}

    def size(self, changes: Mapping[str, float], setting: float) -> float:
        """How large it is; 0 where it would go the other way."""
        size = sum(weight * changes[key] for key, weight in self.weights(setting).items())
        return self.sign * max(0.0, self.sign * size)


class Beyond(_Strict):
    """How far an input's change is past what one posture alone can do; 0 up to there."""

    of: str
    limit: float


def past_limits(beyond: Mapping[str, Beyond], changes: Mapping[str, float]) -> dict[str, float]:
    """How far changes are beyond their limits."""
    return {name: max(0.0, changes[b.of] - b.limit) for name, b in beyond.items()}


class Naming(_Strict):
    """What postures look like, whatever their size: the direction in which inputs change together.

    Attributes:
        sizes: Input -> how large its changes usually are; makes them comparable.
        beyond: What is looked at besides the inputs, by name.
        weights: Posture -> how much each input's share of the whole change speaks for it.
        lead: Name -> what others must lead it by where they last: a chair that stands nearer does, and who
            leans in seldom.
    """

    sizes: Mapping[str, float]
    beyond: Mapping[str, Beyond] = {}
    weights: Mapping[str, Mapping[str, float]]
    lead: Mapping[str, float] = {}

    @property
    def inputs(self) -> frozenset[str]:
        """What has to be known."""
        return frozenset(self.beyond[n].of if n in self.beyond else n for n in self.sizes)

    def scores(self, changes: Mapping[str, float]) -> dict[str, float]:
        """How loudly each posture speaks; 1 more is e times the odds. All are 0 where nothing changed."""
        shares = self._shares(changes)
        whole = math.hypot(*shares.values()) or 1.0
        return {
            posture: sum(weights[name] * share for name, share in shares.items()) / whole
            for posture, weights in self.weights.items()
        }

    def share_of_usual(self, changes: Mapping[str, float]) -> float:
        """How large changes are beside those that postures usually make; 1 is as large."""
        shares = self._shares(changes)
        return math.hypot(*shares.values()) / math.sqrt(len(shares))

    def _shares(self, changes: Mapping[str, float]) -> dict[str, float]:
        seen = {**changes, **past_limits(self.beyond, changes)}
        return {name: seen[name] / size for name, size in self.sizes.items()}


class ViewModel(_Strict):
    """The model of one view.

    Attributes:
        inputs: Measure -> how it is compared with its neutral.
        setting: How the coefficients follow the height of the camera, if they do.
        distance: How the inputs follow the distance of the camera, if they do.
        postures: What it may be; the one with the highest score is taken.
        naming: Ways to tell which; the first whose inputs are all known serves.
    """

    inputs: Mapping[str, Comparing]
    setting: Setting | None = None
    distance: Distance | None = None
    postures: Mapping[str, Posture]
    naming: tuple[Naming, ...]

    @property
    def needed(self) -> frozenset[str]:
        """The inputs without which nothing can be said."""
        sized = {name for posture in self.postures.values() for name in posture.coefficients}
        return frozenset(sized) | self.naming[-1].inputs

    def setting_of(self, neutral: Neutral, view: View) -> float:
        """How far the camera's height is from the usual one."""
        return 0.0 if self.setting is None else self.setting.of(neutral, view)

    def scores(self, changes: Mapping[str, float], *, lasts: bool = False) -> dict[str, float]:
        """How loudly each posture speaks.

        What must be led has its lead where changes last, and at once where not all is known that tells them
        apart.
        """
        naming = self._naming_of(changes)
        scores = naming.scores(changes)
        if not lasts and naming is self.naming[0]:
            return scores
        return {name: score + naming.lead.get(name, 0.0) for name, score in scores.items()}

    def share_of_usual(self, changes: Mapping[str, float]) -> float:
        """How large changes are beside those that postures usually make; 1 is as large."""
        return self._naming_of(changes).share_of_usual(changes)

    def _naming_of(self, changes: Mapping[str, float]) -> Naming:
        return next(n for n in self.naming if n.inputs <= changes.keys())

    def error_of(self, estimate: str) -> float | None:
        """Typical error of an estimate, of whatever posture; None if this view cannot give it."""
        return max((p.error for p in self.postures.values() if p.estimate == estimate), default=None)


# What can be estimated, each a change from the person's own neutral -> the largest size that the model was
# fitted on, rounded up: nothing is known beyond it.
ESTIMATES: Mapping[str, float] = MappingProxyType(
    {
        "head_forward_deg": 30.0,
        "neck_flexion_deg": 45.0,
        "slump_percent": 30.0,
        "lean_in_deg": 30.0,
        "shoulder_raise_percent": 20.0,
    }
)


def posture_model(model: str | None = FITTED_MODEL) -> Mapping[View, ViewModel]:
    """The model of each view, for the points of a pose model; never changed."""
    return _read(assumed_fits(model, Fit.DESK_MODEL))


@cache
def _read(fits: Fits) -> Mapping[View, ViewModel]:
    fitted = fits.read(Fit.DESK_MODEL)
    return MappingProxyType({View(view): ViewModel.model_validate(part) for view, part in fitted.items()})


def model_inputs(model: str | None = FITTED_MODEL) -> tuple[str, ...]:
    """The measures that the model looks at, of all views; a calibration has to hold them."""
    parts = posture_model(model).values()
    names = [name for part in parts for name in part.inputs]
    names += [part.distance.measure for part in parts if part.distance is not None]
    return tuple(dict.fromkeys([*names, *POSITIONS, *_UNITS_OF.values()]))


def errors_of(name: str, model: str | None = FITTED_MODEL) -> dict[View, float]:
    """Typical error of an estimate per view; a view that is not listed cannot give it."""
    errors = {view: part.error_of(name) for view, part in posture_model(model).items()}
    return {view: error for view, error in errors.items() if error is not None}


def within(name: str, size: float, error: float) -> Measurement:
    """A size no larger than the model has ever seen; what is cut off may be an error as well."""
    beyond = max(0.0, abs(size) - ESTIMATES[name])
    return Measurement(size - math.copysign(beyond, size), error + beyond)


def changes_of(
    inputs: Mapping[str, Comparing],
    distance: Distance | None,
    measurements: Mapping[str, Measurement],
    neutral: Neutral,
    view: View,
) -> dict[str, Measurement]:
    """Every input's change, as this camera's distance has it, or why it is not known."""
    changes: dict[str, Measurement] = {}
    for name, how in inputs.items():
        change = change_of(name, how, measurements, neutral, view)
        if change.value is not None and distance is not None:
            change = Measurement(change.value * distance.factor(name, neutral, view))
        changes[name] = change
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


def spread_at_rest(
    name: str, model: str | None, neutral: Neutral, view: View, *, averaged: bool = True
) -> float:
    """How much an estimate, averaged as states are, varied while the person held still, and between days.

    From the spread of its inputs, taken as independent. States look at averages of 0.6 s, and the jitter of
    the points is forgotten within 0.15 s or so: an average of four varies half as much. What differs from one
    day to the next averages out over no time. One picture (not `averaged`) has all of the jitter.
    """
    part = posture_model(model).get(view)
    if part is None:
        return 0.0
    setting = part.setting_of(neutral, view)
    spreads = {key: _spread_of(key, part, neutral, view, averaged=averaged) for key in part.needed}
    totals = [
        math.hypot(*(weight * spreads[key] for key, weight in posture.weights(setting).items()))
        for posture in part.postures.values()
        if posture.estimate == name
    ]
    return max(totals, default=0.0)


def _spread_of(name: str, part: ViewModel, neutral: Neutral, view: View, *, averaged: bool) -> float:
    """How much an input's change varies at rest, and from day to day."""
    how = part.inputs[name]
    compared: Comparison = "ratio" if how == "ratio" else "change"
    spread = neutral.spread(name, compared, view, averaged=averaged)
    if how in _UNITS_OF:
        spread /= neutral.by_view.get(view, {}).get(_UNITS_OF[how], 1.0)
    return spread if part.distance is None else spread * part.distance.factor(name, neutral, view)
