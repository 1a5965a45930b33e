"""Trains a small perceptron that gives values with their errors, in numpy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.networks.network import Network

Floats = NDArray[np.float32]

_LEAK, _LEAST_LOG, _MOST_LOG = 0.01, -4.0, 3.0
# Of Seitzer et al. 2022 (ICLR), "On the pitfalls of heteroscedastic uncertainty estimation": with plain
# likelihood, cases that are hard at first would never be learned.
_BETA = 0.5
_FAR = 5.0
# Directions in which the inputs hardly vary count as if they varied by this share of the others.
_SHRUNK = 0.02
_BEYOND = 1.2


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a network is trained.

    Attributes:
        sizes: Of the hidden layers.
        epochs: How often each sample is seen.
        noise: Added to the inputs, in their standard deviations.
        decay: Of the weights, a step.
        seed: The same seed gives the same network.
        members: So many networks are trained, with seeds that follow each other; their mean counts.
    """

    sizes: tuple[int, ...] = (96, 64)
    epochs: int = 20
    noise: float = 0.03
    decay: float = 1e-4
    seed: int = 0
    members: int = 1
    rate: float = 2e-3
    batch: int = 256


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """What is learned from.

    Attributes:
        inputs: (m, n)
        targets: (m, k)
        weights: (m,)
        neutral: (m, n) inputs of the same person's neutral where changes are to be learned, else None.
    """

    inputs: NDArray[np.float64]
    targets: NDArray[np.float64]
    weights: NDArray[np.float64]
    neutral: NDArray[np.float64] | None = None

    def at(self, rows: NDArray[np.bool_]) -> "Cases":
        """Some of them."""
        neutral = None if self.neutral is None else self.neutral[rows]
        return Cases(self.inputs[rows], self.targets[rows], self.weights[rows], neutral)

    def and_also(self, more: "Cases") -> "Cases":
        """These and others, all of them changes from a neutral."""
        assert self.neutral is not None
        assert more.neutral is not None
        return Cases(
            np.concatenate([self.inputs, more.inputs]),
            np.concatenate([self.targets, more.targets]),
            np.concatenate([self.weights, more.weights]),
            np.concatenate([self.neutral, more.neutral]),
        )


def trained(outputs: tuple[str, ...], cases: Cases, scale: NDArray[np.float64], recipe: Recipe) -> Network:
    """Train a network.

    Args:
        outputs: Names of the k targets.
        cases: What to learn.
        scale: (k,) the unit of each target.
        recipe: How.
    """
    known = cases.inputs if cases.neutral is None else np.concatenate([cases.inputs, cases.neutral])
    mean, spread = known.mean(axis=0), known.std(axis=0) + 1e-3

    def ready(inputs: NDArray[np.float64]) -> Floats:
        return np.asarray(np.clip((inputs - mean) / spread, -_FAR, _FAR), np.float32)

    shown = _Shown(
        ready(cases.inputs),
        None if cases.neutral is None else ready(cases.neutral),
        (cases.targets / scale).astype(np.float32),
        cases.weights[:, None].astype(np.float32),
    )
    members = [
        _trained_once(shown, replace(recipe, seed=recipe.seed + number)) for number in range(recipe.members)
    ]
    whitening, reach = _surroundings((known - mean) / spread)
    weights, biases = _together(members)
    return Network(
        outputs, mean, spread, scale, np.ones(len(scale)), whitening, reach,
        tuple(w.astype(np.float64) for w in weights),
        tuple(b.astype(np.float64) for b in biases),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """The cases as a perceptron sees them."""

    inputs: Floats
    neutral: Floats | None
    targets: Floats
    weights: Floats


def _trained_once(shown: _Shown, recipe: Recipe) -> "_Layers":
    layers = _Layers(recipe, shown.inputs.shape[1], shown.targets.shape[1])
    for rows, rate in layers.plan(len(shown.inputs)):
        neutral = None if shown.neutral is None else shown.neutral[rows]
        layers.step(shown.inputs[rows], neutral, shown.targets[rows], shown.weights[rows], rate)
    return layers


def _together(members: Sequence["_Layers"]) -> tuple[list[Floats], list[Floats]]:
    """One perceptron that gives the mean of several: side by side, none of them sees what another works out.

    The mean of the logarithms of the errors is that of the errors' geometric mean. Networks that began
    otherwise are wrong otherwise, and their mean is less so (Lakshminarayanan et al. 2017, NeurIPS).
    """
    count, last = len(members), len(members[0].weights) - 1
    weights, biases = [], []
    for number in range(last + 1):
        own = [member.weights[number] for member in members]
        if number == 0:
            weights.append(np.concatenate(own, axis=1))
        elif number == last:
            weights.append(np.concatenate(own) / np.float32(count))
        else:
            weights.append(_side_by_side(own))
        of_layer = [member.biases[number] for member in members]
        biases.append(np.mean(of_layer, axis=0) if number == last else np.concatenate(of_layer))
    return weights, biases


def _side_by_side(blocks: Sequence[Floats]) -> Floats:
    """Matrices along a diagonal, with nothing beside them."""
    rows, columns = (sum(block.shape[axis] for block in blocks) for axis in (0, 1))
    whole, row, column = np.zeros((rows, columns), np.float32), 0, 0
    for block in blocks:
        whole[row : row + block.shape[0], column : column + block.shape[1]] = block
        row, column = row + block.shape[0], column + block.shape[1]
    return whole


def _surroundings(scaled: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """What makes the inputs' spread the same in every direction, and how far they reach then."""
    values, vectors = np.linalg.eigh(np.cov(scaled.T) + _SHRUNK * np.eye(scaled.shape[1]))
    whitening = vectors / np.sqrt(values)
    away = np.sqrt(((scaled @ whitening) ** 2).mean(axis=1))
    return whitening, _BEYOND * float(np.percentile(away, 99.9))


class _Layers:
    """The perceptron while it learns, with Adam (Kingma and Ba 2015) and a rate that falls like a cosine."""

    def __init__(self, recipe: Recipe, inputs: int, outputs: int) -> None:
        self._recipe, self._outputs = recipe, outputs
        self._rng = np.random.default_rng(recipe.seed)
        sizes = (inputs, *recipe.sizes, 2 * outputs)
        self.weights: list[Floats] = [
            (self._rng.normal(size=(a, b)) * np.sqrt(2 / a)).astype(np.float32) for a, b in pairwise(sizes)
        ]
        self.weights[-1] *= np.float32(0.1)
        self.biases: list[Floats] = [np.zeros(b, np.float32) for b in sizes[1:]]
        self._first = [np.zeros_like(p) for p in (*self.weights, *self.biases)]
        self._second = [np.zeros_like(p) for p in (*self.weights, *self.biases)]
        self._steps = 0

    def plan(self, cases: int) -> Iterator[tuple[NDArray[np.int64], float]]:
        """Which cases are looked at in each step, and the rate."""
        recipe = self._recipe
        steps = max(1, recipe.epochs * (cases // recipe.batch))
        for step in range(steps):
            rate = recipe.rate * 0.5 * (1 + np.cos(np.pi * step / steps))
            yield self._rng.integers(0, cases, recipe.batch), float(rate)

    def step(self, x: Floats, neutral: Floats | None, y: Floats, weight: Floats, rate: float) -> None:
        """Look at some cases and learn from them."""
        shown = x if neutral is None else np.concatenate([x, neutral])
        noise = self._rng.standard_normal(shown.shape).astype(np.float32)
        through = self._through(shown + np.float32(self._recipe.noise) * noise)
        slope = self._slope(through[-1], y, weight, paired=neutral is not None)
        self._learn(through, np.asarray(slope / len(x), np.float32), rate)

    def _through(self, x: Floats) -> list[Floats]:
        values = [x]
        for number, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            x = x @ weights + biases
            if number < len(self.weights) - 1:
                x = np.maximum(x, np.float32(_LEAK) * x)
            values.append(x)
        return values

    def _slope(self, out: Floats, y: Floats, weight: Floats, *, paired: bool) -> Floats:
        count = self._outputs
        here = out[: len(y)]
        value = here[:, :count] - (out[len(y) :, :count] if paired else np.float32(0))
        log = np.clip(here[:, count:], _LEAST_LOG, _MOST_LOG)
        error = np.exp(log)
        share = weight * error ** (2 * _BETA)
        off = np.clip((value - y) / error, -_FAR, _FAR)
        of_value = share * off / error
        inside = (here[:, count:] > _LEAST_LOG) & (here[:, count:] < _MOST_LOG)
        of_log = np.where(inside, share * (1 - off * off), np.float32(0))
        slope = np.concatenate([of_value, of_log], axis=1)
        if paired:
            slope = np.concatenate([slope, np.concatenate([-of_value, np.zeros_like(of_log)], axis=1)])
        return np.asarray(slope, np.float32)

    def _learn(self, through: list[Floats], slope: Floats, rate: float) -> None:
        of_weights, of_biases = [], []
        for number in range(len(self.weights) - 1, -1, -1):
            of_weights.append(through[number].T @ slope)
            of_biases.append(slope.sum(axis=0))
            if number:
                bent = np.where(through[number] > 0, np.float32(1), np.float32(_LEAK))
                slope = (slope @ self.weights[number].T) * bent
        self._steps += 1
        parameters = (*self.weights, *self.biases)
        for number, (own, g) in enumerate(zip(parameters, of_weights[::-1] + of_biases[::-1], strict=True)):
            first, second = self._first[number], self._second[number]
            first += 0.1 * (g - first)
            second += 0.001 * (g * g - second)
            step = (first / (1 - 0.9**self._steps)) / (np.sqrt(second / (1 - 0.999**self._steps)) + 1e-8)
            decay = self._recipe.decay * own if number < len(self.weights) else 0.0
            np.subtract(own, (rate * (step + decay)).astype(np.float32), out=own)
