"""What a network is worth, of people left out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from networks.people import Array


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Estimates for people left out, beside the truth.

    Attributes:
        outputs: Names of the k values.
        row: (m,) of the samples.
        off: (m, k) estimate minus truth.
        stated: (m, k) stated errors.
        plane: (m, k) what plane geometry is off by, where there is such a thing.
        true: (m, k)
    """

    outputs: tuple[str, ...]
    row: NDArray[np.int64]
    off: Array
    stated: Array
    plane: Array
    true: Array
