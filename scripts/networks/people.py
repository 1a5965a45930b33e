"""Leaves people out: what a fit is worth is measured on those that it has not seen."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_FOLDS = 4
# Of normal errors, as many lie within one and two standard errors.
_WITHIN_1, _WITHIN_2 = 68.27, 95.45

Array = NDArray[np.float64]


def quarters(person: NDArray[np.int64]) -> Iterator[NDArray[np.bool_]]:
    """Which rows belong to each quarter of the people."""
    people = np.random.default_rng(1).permutation(np.unique(person))
    for fold in range(_FOLDS):
        yield np.isin(person, people[fold::_FOLDS])


def grown(off: Array, stated: Array, lift: NDArray[np.bool_]) -> Array:
    """What stated errors have to be multiplied with to hold, lifts and other positions counting alike.

    Args:
        off: (m, k) estimate minus truth, of people left out.
        stated: (m, k) the errors that were stated.
        lift: (m,) which rows are of lifts.
    """
    sizes = np.abs(off) / stated
    factors = [
        (np.percentile(sizes[rows], _WITHIN_1, axis=0) + np.percentile(sizes[rows], _WITHIN_2, axis=0) / 2)
        / 2
        for rows in (lift, ~lift)
        if rows.any()
    ]
    return np.asarray(np.mean(factors, axis=0))
