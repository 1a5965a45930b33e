"""Fits the network of the knees."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.networks.legs import OUTPUTS, legs_both_ways
from formcheck.measurements.networks.network import Network
from networks.changes import of_size, same_part
from networks.judged import Judged
from networks.people import Array, grown, quarters
from networks.samples import ANGLES, Samples
from networks.training import Cases, Recipe, trained

_SCALE = np.array([12.0])
_RECIPE = Recipe(sizes=(128, 64), epochs=24, noise=0.15, decay=1e-3, members=3)
_EVERY = 2
# Who sits in the neutral does not bend the knees.
_STANDS_DEG = 40.0

_Both = tuple[Array, Array]


def fit_legs(samples: Samples) -> tuple[tuple[Network], Judged]:
    """The network, and what it is worth; of those who stand and lift alone."""
    rows = _rows(samples)
    number = samples.neutral[rows]
    change = _flexion(samples.angles[rows]) - _flexion(samples.neutral_angles[number])
    now = legs_both_ways(samples.points[rows], samples.lengths[rows, 0])
    then = legs_both_ways(samples.neutral_points[number], samples.neutral_lengths[number, 0])
    off, stated = np.full_like(change, np.nan), np.full_like(change, np.nan)
    for out in quarters(samples.person[rows]):
        network = trained(OUTPUTS, _cases(samples, rows, now, then, change, ~out), _SCALE, _RECIPE)
        found, stated[out] = _predicted(network, now, then, out)
        off[out] = found - change[out]
    factor = grown(off, stated, samples.lift[rows])
    everybody = np.ones(len(rows), bool)
    network = trained(OUTPUTS, _cases(samples, rows, now, then, change, everybody), _SCALE, _RECIPE)
    plane = np.full_like(off, np.nan)
    return (replace(network, grown=factor),), Judged(OUTPUTS, rows, off, stated * factor, plane, change)


def _flexion(angles: Array) -> Array:
    """(m, 1) how far both knees are from straight; who lifts bends both."""
    columns = [ANGLES.index(f"{side}_knee_deg") for side in ("left", "right")]
    return np.asarray(180.0 - angles[:, columns].mean(axis=1, keepdims=True))


def _rows(samples: Samples) -> NDArray[np.int64]:
    number = np.maximum(samples.neutral, 0)
    take = samples.lift & (samples.neutral >= 0) & (samples.phase != "")
    take &= np.arange(len(samples.lift)) % _EVERY == 0
    for points in (samples.points, samples.neutral_points[number]):
        take &= np.isfinite(points).all(axis=(1, 2))
    stands = _flexion(samples.neutral_angles[number])[:, 0] < _STANDS_DEG
    return np.flatnonzero(take & stands)


def _cases(
    samples: Samples,
    rows: NDArray[np.int64],
    now: _Both,
    then: _Both,
    change: Array,
    taken: NDArray[np.bool_],
) -> Cases:
    """Changes from the neutral, and those from one rep to another in the same part of it."""
    one, other = same_part(samples, rows)
    both = taken[one] & taken[other]
    one, other = one[both], other[both]
    between = change[one] - change[other]
    parts = []
    for way in (0, 1):
        parts += [
            (now[way][taken], change[taken], of_size(change[taken], _SCALE), then[way][taken]),
            (now[way][one], between, of_size(between, _SCALE), now[way][other]),
        ]
    return Cases(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _predicted(network: Network, now: _Both, then: _Both, rows: NDArray[np.bool_]) -> tuple[Array, Array]:
    values, errors = [], []
    for way in (0, 1):
        value, error = network.predict(now[way][rows])
        values.append(value - network.predict(then[way][rows])[0])
        errors.append(error)
    return np.mean(values, axis=0), np.mean(errors, axis=0)
