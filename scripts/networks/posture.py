"""Fits the network of trunk and head."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.networks.network import Network
from formcheck.measurements.networks.posture import FACE_COLUMNS, OUTPUTS, SIGNS, both_ways
from networks.changes import of_size, same_part
from networks.judged import Judged
from networks.people import Array, grown, quarters
from networks.samples import ANGLES, Samples
from networks.training import Cases, Recipe, trained

_SCALE = np.array([12.0, 8.0, 15.0, 20.0, 12.0])
_RECIPE = Recipe(sizes=(96, 64), epochs=16, noise=0.1, decay=1e-3, members=5)
_LIFTS = 2.0
_EVERY = 2
# What is learned again without the face, so that a face that is not seen is no surprise.
_WITHOUT_FACE = 0.5
_ONE_FACE = 0.25
# Which truth, and its sign: of the craniovertebral angle and of looking down the truth has the other one.
_TRUTHS = (
    *(("trunk_inclination_deg", 1.0), ("trunk_lean_deg", 1.0), ("head_pitch_deg", -1.0)),
    *(("head_yaw_deg", 1.0), ("craniovertebral_deg", -1.0)),
)

_Both = tuple[Array, Array]


def fit_posture(samples: Samples) -> tuple[tuple[Network], Judged]:
    """The network, and what it is worth."""
    rows = _rows(samples)
    number = samples.neutral[rows]
    change = _change(samples, rows, number)
    now = _inputs(samples.points[rows], samples.lengths[rows], samples.faces[rows])
    then = _inputs(
        samples.neutral_points[number], samples.neutral_lengths[number], samples.neutral_faces[number]
    )
    lift = samples.lift[rows]
    off, stated = np.full_like(change, np.nan), np.full_like(change, np.nan)
    for out in quarters(samples.person[rows]):
        network = trained(OUTPUTS, _all_cases(samples, rows, now, then, change, ~out), _SCALE, _RECIPE)
        found, stated[out] = _predicted(network, now, then, out)
        off[out] = found - change[out]
    factor = grown(off, stated, lift)
    everybody = np.ones(len(rows), bool)
    network = trained(OUTPUTS, _all_cases(samples, rows, now, then, change, everybody), _SCALE, _RECIPE)
    plane = np.full_like(off, np.nan)
    return (replace(network, grown=factor),), Judged(OUTPUTS, rows, off, stated * factor, plane, change)


def _rows(samples: Samples) -> NDArray[np.int64]:
    take = ~samples.lift | ((np.arange(len(samples.lift)) % _EVERY == 0) & (samples.phase != ""))
    take &= samples.neutral >= 0
    number = np.maximum(samples.neutral, 0)
    for points in (samples.points, samples.neutral_points[number]):
        take &= np.isfinite(points).all(axis=(1, 2))
    return np.flatnonzero(take)


def _change(samples: Samples, rows: NDArray[np.int64], number: NDArray[np.int64]) -> Array:
    columns = [ANGLES.index(name) for name, _ in _TRUTHS]
    signs = np.array([sign for _, sign in _TRUTHS])
    return np.asarray((samples.angles[rows] - samples.neutral_angles[number])[:, columns] * signs)


def _inputs(points: Array, lengths: Array, faces: Array) -> tuple[_Both, _Both]:
    none = np.full((len(points), FACE_COLUMNS), np.nan)
    return both_ways(points, lengths[:, 0], faces), both_ways(points, lengths[:, 0], none)


def _faces_known(now: tuple[_Both, _Both], then: tuple[_Both, _Both]) -> NDArray[np.bool_]:
    """Where both have a face: its last column says so."""
    return np.asarray((now[0][0][:, -1] > 0) & (then[0][0][:, -1] > 0))


def _all_cases(
    samples: Samples,
    rows: NDArray[np.int64],
    now: tuple[_Both, _Both],
    then: tuple[_Both, _Both],
    change: Array,
    taken: NDArray[np.bool_],
) -> Cases:
    """Changes from the neutral, and of lifts those from one rep to another in the same part of it.

    What raised arms do to the points is the same in both reps, so that the second kind tells of much less.
    """
    lift = samples.lift[rows]
    usual = _LIFTS * (~lift).sum() / max(1, lift.sum())
    weights = np.where(lift, usual, 1.0) * of_size(change, _SCALE)
    own = _cases(now, then, change, weights, taken)
    one, other = same_part(samples, rows)
    both = taken[one] & taken[other]
    one, other = one[both], other[both]
    between = change[one] - change[other]
    shown, reference = _at(now, one), _at(now, other)
    paired = _cases(shown, reference, between, usual * of_size(between, _SCALE), np.ones(len(one), bool))
    return own.and_also(paired)


def _at(inputs: tuple[_Both, _Both], where: NDArray[np.int64]) -> tuple[_Both, _Both]:
    (a, b), (c, d) = inputs
    return (a[where], b[where]), (c[where], d[where])


def _cases(
    now: tuple[_Both, _Both],
    then: tuple[_Both, _Both],
    change: Array,
    weights: Array,
    rows: NDArray[np.bool_],
) -> Cases:
    known = _faces_known(now, then)
    parts = []
    for way in (0, 1):
        signs = SIGNS if way else np.ones(len(SIGNS))
        for here, at_rest, take, share in (
            (0, 0, rows & known, 1.0),
            (1, 1, rows & ~known, 1.0),
            (1, 1, rows & known, _WITHOUT_FACE),
            # A face is found now and lost a moment later: the change is the same.
            (0, 1, rows & known, _ONE_FACE),
            (1, 0, rows & known, _ONE_FACE),
        ):
            shown, reference = now[here][way][take], then[at_rest][way][take]
            parts.append((shown, change[take] * signs, weights[take] * share, reference))
    inputs, targets, shares, neutral = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Cases(inputs, targets, shares, neutral)


def _predicted(
    network: Network, now: tuple[_Both, _Both], then: tuple[_Both, _Both], rows: NDArray[np.bool_]
) -> tuple[Array, Array]:
    values, errors = [], []
    for way in (0, 1):
        signs = SIGNS if way else np.ones(len(SIGNS))
        value, error = network.predict(now[0][way][rows])
        values.append((value - network.predict(then[0][way][rows])[0]) * signs)
        errors.append(error)
    return np.mean(values, axis=0), np.mean(errors, axis=0)
