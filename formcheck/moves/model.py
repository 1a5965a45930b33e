"""The neck model: how what is seen of head and shoulders becomes degrees. Linear, and fitted per view.

Each estimate is a sum of changes of features (see `features.py`), each times a number; `scripts/fit_neck.py`
fits them on the development half.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from formcheck.errors import ModelError
from formcheck.measurements.view import View
from formcheck.moves.features import ONE_SIDED

_FILE = "neck_model.toml"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to work out a quantity.

    Attributes:
        weights: Feature -> what its change is multiplied by.
        error: Typical error (root mean square) on people that it was not fitted on.
    """

    weights: Mapping[str, float]
    error: float

    def of(self, changes: Mapping[str, float], sign: float) -> float:
        """The sum; not a number where a feature is missing."""
        return sum(
            weight * (sign * changes[name] if name in ONE_SIDED else changes[name])
            for name, weight in self.weights.items()
        )


@dataclass(frozen=True, slots=True)
class Estimate:
    """How one quantity is worked out.

    Attributes:
        ways: The best one first; the first for which all features are seen counts.
        towards: A quantity whose sign says to which side the head goes; left and right are exchanged where
            that is the right side, so that one number serves both.
        size: Whether only the size counts, and the sign says nothing.
    """

    ways: tuple[Way, ...]
    towards: str = ""
    size: bool = False

    @property
    def error(self) -> float:
        """The typical error of the best way."""
        return self.ways[0].error

    def of(self, changes: Mapping[str, float], sign: float = 1.0) -> tuple[float, float] | None:
        """Value and error; None where no way can be gone."""
        for way in self.ways:
            value = way.of(changes, sign)
            if math.isfinite(value):
                return abs(value) if self.size else value, way.error
        return None


@cache
def neck_model() -> Mapping[View, Mapping[str, Estimate]]:
    """View -> quantity -> how it is worked out.

    Raises:
        ModelError: If the file that comes with the program is missing or broken.
    """
    try:
        text = resources.files("formcheck.moves").joinpath(_FILE).read_text(encoding="utf-8")
        return {
            View(view): {name: _estimate(block) for name, block in part.items()}
            for view, part in tomllib.loads(text).items()
        }
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ModelError(f"the neck model {_FILE} cannot be read; reinstall formcheck") from error


def _estimate(block: Mapping[str, Any]) -> Estimate:
    ways = tuple(Way(dict(way["weights"]), float(way["error"])) for way in block["ways"])
    return Estimate(ways, str(block.get("towards", "")), bool(block.get("size", False)))
