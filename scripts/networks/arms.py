"""Fits the networks of the arms: with the depth that the pose model guesses, without, and a second look."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.networks.arm import OUTPUTS, arm_inputs
from formcheck.measurements.networks.flat_arm import flat_arm_inputs
from formcheck.measurements.networks.network import Network
from networks.judged import Judged
from networks.people import Array, grown, quarters
from networks.samples import Samples
from networks.second_look import fit_second_look
from networks.training import Cases, Recipe, trained

_SCALE = np.array([40.0, 30.0, 20.0])
_RECIPE = Recipe(sizes=(192, 96), epochs=30, noise=0.1, decay=3e-3, members=3)
_FLAT_RECIPE = Recipe(sizes=(128, 64), epochs=30, noise=0.06, members=3)
# Together, lifts weigh as much as this many times the other positions.
_LIFTS = 2.0
# Of these, the moments that lockouts are judged at count so many times.
_AT_TOP = 2.0
# Neighbouring frames of a lift say the same.
_EVERY = 2

Inputs = Callable[[Array, Array, Array, Array, str], tuple[Array, Array]]


def fit_arms(samples: Samples) -> tuple[tuple[Network, Network], Judged]:
    """The network that sees depth, the one that looks again, and what both are worth."""
    return _twice(samples, arm_inputs, _RECIPE)


def fit_flat_arms(samples: Samples) -> tuple[tuple[Network, Network], Judged]:
    """The same for points without depth."""
    return _twice(samples, flat_arm_inputs, _FLAT_RECIPE)


def _twice(samples: Samples, inputs_of: Inputs, recipe: Recipe) -> tuple[tuple[Network, Network], Judged]:
    network, first = _fit(samples, inputs_of, recipe)
    again, both = fit_second_look(samples, first)
    return (network, again), both


def _fit(samples: Samples, inputs_of: Inputs, recipe: Recipe) -> tuple[Network, Judged]:
    row, inputs, missing, true = _cases(samples, inputs_of)
    lift = samples.lift[row]
    weights = np.where(lift, _LIFTS * (~lift).sum() / max(1, lift.sum()), 1.0)
    weights[samples.phase[row] == "top"] *= _AT_TOP
    cases = Cases(inputs, missing, weights)
    off, stated = np.full_like(missing, np.nan), np.full_like(missing, np.nan)
    for out in quarters(samples.person[row]):
        network = trained(OUTPUTS, cases.at(~out), _SCALE, recipe)
        found, stated[out] = network.predict(inputs[out])
        off[out] = found - missing[out]
    factor = grown(off, stated, lift)
    judged = Judged(OUTPUTS, row, off, stated * factor, -missing, true)
    return replace(trained(OUTPUTS, cases, _SCALE, recipe), grown=factor), judged


def _cases(samples: Samples, inputs_of: Inputs) -> tuple[NDArray[np.int64], Array, Array, Array]:
    rows = np.flatnonzero(~samples.lift | (np.arange(len(samples.lift)) % _EVERY == 0))
    trunk_px, upper_px, fore_px = samples.lengths[rows].T
    found = []
    for side in ("left", "right"):
        inputs, seen = inputs_of(samples.points[rows], trunk_px, upper_px, fore_px, side)
        true = np.column_stack(
            [
                samples.column(f"{side}_elbow_deg")[rows],
                samples.column(f"{side}_arm_elevation_deg")[rows],
                np.abs(samples.column(f"{side}_forearm_tilt_deg")[rows]),
            ]
        )
        found.append((rows, inputs, true - seen, true))
    row, inputs, missing, true = (np.concatenate(column) for column in zip(*found, strict=True))
    whole = np.isfinite(inputs).all(axis=1) & np.isfinite(missing).all(axis=1)
    return row[whole], inputs[whole], missing[whole], true[whole]
