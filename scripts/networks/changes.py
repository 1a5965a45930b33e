"""Changes as the networks learn them: from the neutral, and from one rep of a set to another."""

import numpy as np
from numpy.typing import NDArray

from networks.people import Array
from networks.samples import Samples

# Large changes are rare and are what matters: they weigh up to this many times more.
_LARGE = 3.0
# The parts of a rep in which one rep of a set is compared with another: there rules hold it against the best.
_COMPARED = ("up", "top")


def of_size(change: Array, scale: Array) -> Array:
    """How much each row weighs: more, the larger the change is.

    Args:
        change: (m, k)
        scale: (k,) the unit of each.
    """
    return np.asarray(1 + _LARGE * np.minimum((np.abs(change) / scale).max(axis=1), 2.0))


def same_part(samples: Samples, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which of the rows are to be compared with which: another rep of the same clip, in the same part."""
    starts = (samples.phase == "up") & np.r_[True, samples.phase[:-1] != "up"]
    rep, part, clip = np.cumsum(starts)[rows], samples.phase[rows], samples.clip[rows]
    chance = np.random.default_rng(5)
    ones, others = [], []
    for name in _COMPARED:
        for number in np.unique(clip[samples.lift[rows]]):
            there = np.flatnonzero((clip == number) & (part == name))
            mixed = chance.permutation(there)
            different = rep[mixed] != rep[there]
            ones.append(there[different])
            others.append(mixed[different])
    return np.concatenate(ones), np.concatenate(others)
