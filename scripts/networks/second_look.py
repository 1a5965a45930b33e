"""Fits the second look at an arm: a correction of what the first network reads, by what was read before."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.networks.arm import OUTPUTS
from formcheck.measurements.networks.arm_memory import ArmMemory, second_look, settled, tells
from formcheck.measurements.networks.network import Network
from networks.judged import Judged
from networks.people import Array, grown, quarters
from networks.samples import Samples
from networks.training import Cases, Recipe, trained

_SCALE = np.array([40.0, 30.0, 20.0])
_RECIPE = Recipe(sizes=(64, 32), epochs=25, noise=0.1, decay=1e-3, members=3)
# As of the first network: lifts together, the moments that lockouts are judged at, and of these the bent
# ones, which are rare: without it what is usual, a straight arm, would be read too often.
_LIFTS, _AT_TOP, _BENT, _BENT_DEG = 5.0, 5.0, 1.5, 150.0
_LIMITS_DEG = (0.0, 180.0)


def fit_second_look(samples: Samples, first: Judged) -> tuple[Network, Judged]:
    """The network that looks again, and what both together are worth.

    Args:
        samples: The frames.
        first: What the first network reads in people that it has not seen; all left arms come first.
    """
    both = _Arms(samples, first)
    arms = len(both.rows)
    inputs, missing = both.inputs.reshape(2 * arms, -1), (both.true - both.values).reshape(2 * arms, -1)
    row = both.rows.repeat(2)
    lift, top = samples.lift[row], samples.phase[row] == "top"
    weights = np.where(lift, _LIFTS * (~lift).sum() / max(1, lift.sum()), 1.0)
    weights[top] *= _AT_TOP
    weights[top & (both.true[:, :, 0].ravel() < _BENT_DEG)] *= _BENT
    cases = Cases(inputs, missing, weights)
    found, stated = np.full_like(missing, np.nan), np.full_like(missing, np.nan)
    for out in quarters(samples.person[row]):
        network = trained(OUTPUTS, cases.at(~out), _SCALE, _RECIPE)
        found[out], stated[out] = network.predict(inputs[out])
    factor = grown(found - missing, stated, lift)
    network = replace(trained(OUTPUTS, cases, _SCALE, _RECIPE), grown=factor)
    values, errors, seen, true = (
        a.reshape(2 * arms, -1) for a in (both.values, both.errors, both.seen, both.true)
    )
    angles, stated = settled(values, errors, found, stated * factor)
    enough = tells(both.remembered).reshape(2 * arms, 1)
    angles, stated = np.where(enough, angles, values), np.where(enough, stated, errors)
    return network, Judged(OUTPUTS, row, angles - true, stated, seen - true, true)


class _Arms:
    """The frames in which both arms were read, after others: what is known of both there.

    Attributes:
        rows: (m,) of the samples.
        values, errors, seen, true: (m, 2, 3)
        remembered: (m, 31)
        inputs: (m, 2, n)
    """

    def __init__(self, samples: Samples, first: Judged) -> None:
        shape = (len(samples.person), 2, len(OUTPUTS))
        values, errors, seen, true = (np.full(shape, np.nan) for _ in range(4))
        right = int(np.flatnonzero(np.diff(first.row) < 0)[0]) + 1
        for side, part in enumerate((slice(0, right), slice(right, None))):
            rows = first.row[part]
            true[rows, side] = first.true[part]
            values[rows, side] = np.clip((first.true + first.off)[part], *_LIMITS_DEG)
            errors[rows, side] = first.stated[part]
            seen[rows, side] = (first.true + first.plane)[part]
        remembered = _remembered(samples, values, seen)
        good = np.isfinite(values).all(axis=(1, 2)) & np.isfinite(remembered).all(axis=1)
        self.rows: NDArray[np.int64] = np.flatnonzero(good)
        self.values, self.errors, self.seen, self.true = (a[good] for a in (values, errors, seen, true))
        trunk, upper, fore = samples.lengths[good].T
        limbs = np.column_stack([upper / trunk, fore / trunk])
        self.remembered: Array = remembered[good]
        self.inputs: Array = second_look(self.values, self.errors, self.seen, self.remembered, limbs)


def _remembered(samples: Samples, values: Array, seen: Array) -> Array:
    """(m, 31) what the program remembers at each frame; not a number where that is nothing."""
    found: list[Array | None] = []
    whole = np.asarray(np.isfinite(values).all(axis=(1, 2)))
    memory, clip = ArmMemory(), -1
    for row, time_s in enumerate(samples.time_s.tolist()):
        if samples.clip[row] != clip:
            memory, clip = ArmMemory(), int(samples.clip[row])
        found.append(memory.recall(time_s) if whole[row] else None)
        if whole[row]:
            memory.add(time_s, values[row], seen[row])
    size = next(len(one) for one in found if one is not None)
    return np.array([np.full(size, np.nan) if one is None else one for one in found])
