"""Tells whether a picture is the one before once more."""

import numpy as np
from numpy.typing import NDArray

from formcheck.source.frame import Image

# So many pixels along the longer side tell as much as all.
_SAMPLES = 120
# A codec writes a picture that stands still a little differently each time. [derived]
_LEVELS, _SHARE, _MEAN_LEVELS = 12, 0.0005, 0.3


class RepeatFinder:
    """Compares each picture with the first of those that look the same, so that slow changes are noticed."""

    def __init__(self) -> None:
        self._first: NDArray[np.int16] | None = None

    def repeats(self, image: Image) -> bool:
        """Whether the picture is the one before once more."""
        step = max(1, max(image.shape[:2]) // _SAMPLES)
        sample = image[::step, ::step, 1].astype(np.int16)
        first = self._first
        if first is not None and first.shape == sample.shape:
            apart = np.abs(sample - first)
            if apart.mean() < _MEAN_LEVELS and (apart > _LEVELS).mean() <= _SHARE:
                return True
        self._first = sample
        return False
