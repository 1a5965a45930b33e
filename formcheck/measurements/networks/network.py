"""A small network that gives values with their errors, read from a file of numbers."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import ModelError
from formcheck.pose.fits import Fit, Fits
from formcheck.pose.pose import FloatArray

# In standard deviations: what is farther from what was learned is cut off there, and the error grows.
_FAR = 5.0
_LEAST_LOG, _MOST_LOG = -4.0, 3.0
_LEAK = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Layers of a perceptron with two outputs a value: the value, and the logarithm of its error.

    Attributes:
        outputs: Names of the k values.
        mean, spread: (n,) of the inputs that it was trained on.
        scale: (k,) the unit of each value.
        grown: (k,) what the errors have to be multiplied with to hold for people it has not seen.
        whitening: (n, n) makes of scaled inputs what has the same spread in every direction.
        reach: How far from their middle, in that measure, the inputs lie that it was trained on.
        weights, biases: Of each layer.
    """

    outputs: tuple[str, ...]
    mean: FloatArray
    spread: FloatArray
    scale: FloatArray
    grown: FloatArray
    whitening: FloatArray
    reach: float
    weights: tuple[FloatArray, ...]
    biases: tuple[FloatArray, ...]

    def predict(self, inputs: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Values and standard errors.

        Args:
            inputs: (m, n) one row a case.

        Returns:
            (m, k) values and (m, k) errors. An input beyond all that was learned makes the error larger.
        """
        scaled = (inputs - self.mean) / self.spread
        beyond = np.maximum(1.0, np.maximum.reduce(np.abs(scaled), axis=1, keepdims=True) / _FAR)
        x = _within(scaled, -_FAR, _FAR)
        for weights, biases in zip(self.weights[:-1], self.biases[:-1], strict=True):
            x = x @ weights + biases
            x = np.maximum(x, _LEAK * x)
        x = x @ self.weights[-1] + self.biases[-1]
        count = len(self.outputs)
        errors = np.exp(_within(x[:, count:], _LEAST_LOG, _MOST_LOG)) * self.grown * beyond
        return x[:, :count] * self.scale, errors * self.scale

    def knows(self, inputs: FloatArray) -> NDArray[np.bool_]:
        """(m,) whether rows of inputs look like what it was trained on (Mahalanobis 1936)."""
        away = ((inputs - self.mean) / self.spread) @ self.whitening
        return np.asarray(np.sqrt(np.add.reduce(away * away, axis=1) / away.shape[1]) <= self.reach)

    def arrays(self) -> dict[str, Any]:
        """What its file holds, with a digest of all of it."""
        arrays: dict[str, Any] = {
            "outputs": np.array(self.outputs),
            **{key: getattr(self, key) for key in ("mean", "spread", "scale", "grown", "whitening")},
            "reach": np.array(self.reach),
            **{f"weights{n}": one for n, one in enumerate(self.weights)},
            **{f"biases{n}": one for n, one in enumerate(self.biases)},
        }
        arrays = {key: a.astype(np.float32) if a.dtype == np.float64 else a for key, a in arrays.items()}
        return {**arrays, "digest": np.array(_digest(arrays))}

    @classmethod
    def of_arrays(cls, arrays: dict[str, Any]) -> Self:
        """The network that a file holds.

        Raises:
            KeyError: If something is missing.
            ValueError: If something was changed.
        """
        if str(arrays.pop("digest")) != _digest(arrays):
            raise ValueError("it was changed")
        layers = range(sum(key.startswith("weights") for key in arrays))

        def numbers(key: str) -> FloatArray:
            return np.asarray(arrays[key], np.float64)

        return cls(
            tuple(str(name) for name in arrays["outputs"]),
            numbers("mean"),
            numbers("spread"),
            numbers("scale"),
            numbers("grown"),
            numbers("whitening"),
            float(arrays["reach"]),
            tuple(numbers(f"weights{n}") for n in layers),
            tuple(numbers(f"biases{n}") for n in layers),
        )


def _within(numbers: FloatArray, low: float, high: float) -> FloatArray:
    """As `np.clip`, which takes small arrays five times as long."""
    return np.asarray(np.minimum(np.maximum(numbers, low), high))


def _digest(arrays: dict[str, Any]) -> str:
    digest = hashlib.sha256()
    for key in sorted(arrays):
        digest.update(key.encode())
        digest.update(np.ascontiguousarray(arrays[key]).tobytes())
    return digest.hexdigest()


def write_network(network: Network, path: Path) -> None:
    """Write a network's file."""
    with path.open("wb") as file:
        np.savez_compressed(file, **network.arrays())


def network_of(fits: Fits, what: Fit) -> Network:
    """A network of a pose model; read once.

    Raises:
        ModelError: If its file is missing or altered.
    """
    return _read(fits.path(what))


@cache
def _read(path: Path) -> Network:
    import zipfile

    try:
        # Opened here: numpy would leave a file open that is no archive.
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return Network.of_arrays(dict(file))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"the network {path} is missing or altered ({error}); reinstall formcheck"
        ) from error
