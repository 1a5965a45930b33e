"""Fits the networks that give values by themselves, alike in a mirror: where both hands are, and who sits."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.networks import hands, seat
from formcheck.measurements.networks.hands import hands_both_ways
from formcheck.measurements.networks.legs import legs_both_ways
from formcheck.measurements.networks.network import Network
from networks.judged import Judged
from networks.people import Array, grown, quarters
from networks.samples import ANGLES, Samples
from networks.training import Cases, Recipe, trained

_HANDS = Recipe(sizes=(128, 64), epochs=16, noise=0.1, decay=1e-3, members=3)
_SEAT = Recipe(sizes=(64, 32), epochs=16, noise=0.15, decay=1e-3, members=2)
_EVERY = 2
# Where both hold one weight: hands that are farther apart than this, in shoulder widths, or whose arms are
# bent so differently, lift by themselves.
_HELD_RATIO, _ALIKE_DEG = 2.4, 30.0
# Knees of who stands bend by 55 deg at most, those of who sits by 80 and more.
_SITS_DEG = 65.0
_RARE = 4.0

_Ways = tuple[Array, Array]


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What is to be learned of rows: the true values, the unit of each, and how much each row weighs."""

    outputs: tuple[str, ...]
    true: Array
    scale: tuple[float, ...]
    recipe: Recipe
    weights: Array | None = None


def fit_hands(samples: Samples) -> tuple[tuple[Network], Judged]:
    """The network of both hands, and what it is worth; of lifts alone."""
    bends = samples.angles[:, [ANGLES.index(f"{side}_elbow_deg") for side in ("left", "right")]]
    take = _of_lifts(samples) & (samples.phase != "") & np.isfinite(samples.ratios).all(axis=1)
    take &= (samples.ratios[:, 0] < _HELD_RATIO) & (np.abs(bends[:, 0] - bends[:, 1]) < _ALIKE_DEG)
    rows = np.flatnonzero(take & np.isfinite(samples.lengths).all(axis=1))
    ways = hands_both_ways(samples.points[rows], *samples.lengths[rows].T)
    true = samples.ratios[rows]
    both = np.column_stack([true[:, :3], true[:, 3:].mean(axis=1)])
    return _fit(samples, rows, ways, _Task(hands.OUTPUTS, both, (0.3, 0.15, 0.2, 0.3), _HANDS))


def fit_seat(samples: Samples) -> tuple[tuple[Network], Judged]:
    """The network of who sits, and what it is worth; of lifts alone."""
    rows = np.flatnonzero(_of_lifts(samples))
    knees = samples.angles[rows][:, [ANGLES.index(f"{side}_knee_deg") for side in ("left", "right")]]
    sits = (180.0 - knees.mean(axis=1) > _SITS_DEG).astype(np.float64)[:, None]
    ways = legs_both_ways(samples.points[rows], samples.lengths[rows, 0])
    weights = np.where(sits[:, 0] > 0, _RARE, 1.0)
    return _fit(samples, rows, ways, _Task(seat.OUTPUTS, sits, (1.0,), _SEAT, weights))


def _of_lifts(samples: Samples) -> NDArray[np.bool_]:
    every = np.arange(len(samples.lift)) % _EVERY == 0
    return np.asarray(samples.lift & every & np.isfinite(samples.points).all(axis=(1, 2)))


def _fit(
    samples: Samples, rows: NDArray[np.int64], ways: _Ways, task: _Task
) -> tuple[tuple[Network], Judged]:
    true = task.true
    once = np.ones(len(rows)) if task.weights is None else task.weights

    def fitted(taken: NDArray[np.bool_]) -> Network:
        targets, weights = (np.concatenate([part[taken], part[taken]]) for part in (true, once))
        cases = Cases(np.concatenate([way[taken] for way in ways]), targets, weights)
        return trained(task.outputs, cases, np.array(task.scale), task.recipe)

    off, stated = np.full_like(true, np.nan), np.full_like(true, np.nan)
    for out in quarters(samples.person[rows]):
        network = fitted(~out)
        found = [network.predict(way[out]) for way in ways]
        off[out] = np.mean([value for value, _ in found], axis=0) - true[out]
        stated[out] = np.mean([error for _, error in found], axis=0)
    factor = grown(off, stated, samples.lift[rows])
    network = replace(fitted(np.ones(len(rows), bool)), grown=factor)
    return (network,), Judged(task.outputs, rows, off, stated * factor, np.full_like(off, np.nan), true)
