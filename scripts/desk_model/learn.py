"""Learns which posture it is and how large, and tries that on people and cameras left out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desk_model.design import (
    BEYOND,
    LEAD,
    NAMED_BY,
    POSTURES,
    QUIET,
    RELOCATIONS,
    SETTINGS,
    FloatArray,
    estimates_of,
    of_view,
    sized_of,
)
from desk_model.windows import Window
from formcheck.measurements.face import POSITIONS
from formcheck.measurements.view import View
from formcheck.postures.model import Naming, Setting, past_limits

_RIDGE = 3.0
# What a posture counts for when postures are told apart: whose back rounds has the head forward as well, and
# is to be told of the back. Unless places are known raised shoulders look so much like a head that comes
# forward that telling them apart would cost more of it than it finds of them.
_COUNTS = {
    "forward_head": 1.5,
    "slump": 3.0,
    "slide": 1.0,
    "lean_in": 3.0,
    "recline": 0.5,
    "raised_shoulders": 0.3,
    **dict.fromkeys(RELOCATIONS, 0.3),
}
_FEW_WITHOUT_PLACES = {"raised_shoulders": 0.05}
# Who slides down looks from the front as with the head forward, and is rare.
_FEW_FROM_THE_FRONT = {"slide": 0.4}
_NAMING_RIDGE, _NAMING_STEPS = 0.01, 600


@dataclass(frozen=True)
class Model:
    """The numbers of one view.

    Attributes:
        naming: Ways to tell which posture it is, as NAMED_BY lists their inputs.
        coefficients: Posture -> (2 inputs): without and with the setting.
    """

    naming: tuple[Naming, ...]
    coefficients: Mapping[str, FloatArray]


@dataclass(frozen=True)
class Fit:
    """The model of one view, with what it makes of people and cameras that it has not seen."""

    view: View
    model: Model
    setting: Setting
    windows: tuple[Window, ...]
    person_left_out: "Told"
    spot_left_out: "Told"


@dataclass(frozen=True)
class Told:
    """What a model says of windows.

    Attributes:
        postures: The name of each, by each way of naming.
        sizes: How much of the posture that the first way names.
    """

    postures: tuple[tuple[str, ...], ...]
    sizes: FloatArray


def fit(view: View, samples: tuple[Window, ...]) -> Fit:
    """The model, and what it says of people and cameras that it has not seen, as they were filmed."""
    people, spots = (np.array([getattr(w, key) for w in samples]) for key in ("body", "spot"))
    return Fit(
        view, _learn(view, samples), SETTINGS[view], tuple(w for w in samples if not w.elsewhere),
        _left_out(view, samples, people), _left_out(view, samples, spots),
    )  # fmt: skip


def _left_out(view: View, samples: tuple[Window, ...], groups: NDArray[np.int_]) -> Told:
    """What models say of each group that they were not shown."""
    filmed = np.flatnonzero([not w.elsewhere for w in samples])
    names = [[""] * len(filmed) for _ in NAMED_BY[view]]
    sizes = np.zeros(len(filmed))
    for group in np.unique(groups):
        model = _learn(view, tuple(w for w, g in zip(samples, groups, strict=True) if g != group))
        inside = np.flatnonzero(groups[filmed] == group)
        told = _tell(model, [samples[filmed[i]] for i in inside])
        sizes[inside] = told.sizes
        for way, told_way in zip(names, told.postures, strict=True):
            for i, name in zip(inside, told_way, strict=True):
                way[i] = name
    return Told(tuple(map(tuple, names)), sizes)


def _learn(view: View, samples: tuple[Window, ...]) -> Model:
    sizes = {name: _size(samples, name) for name in sized_of(view)}
    return Model(tuple(_naming(view, names, samples) for names in NAMED_BY[view]), sizes)


def _tell(model: Model, samples: Sequence[Window]) -> Told:
    """As formcheck does: the posture by direction, then its size."""
    ways = []
    for naming in model.naming:
        scores = [naming.scores(window.changes) for window in samples]
        ways.append(tuple(max(of_it, key=lambda name: of_it[name]) for of_it in scores))
    sizes = []
    for window, name in zip(samples, ways[0], strict=True):
        sign = POSTURES[name][1]
        size = float(window.row @ model.coefficients[name]) if name in model.coefficients else 0.0
        sizes.append(sign * max(0.0, sign * size))
    return Told(tuple(ways), np.array(sizes))


def _naming(view: View, names: tuple[str, ...], samples: Iterable[Window]) -> Naming:
    """Usual sizes of some inputs, and a logistic regression on the direction in which they change."""
    postures = of_view(view)
    kept = [w for w in samples if w.posture is not None]
    beyond = {name: BEYOND[name] for name in names if name in BEYOND}
    seen = [{**w.changes, **past_limits(beyond, w.changes)} for w in kept]
    changes = np.array([[each[name] for name in names] for each in seen])
    sizes = np.sqrt((changes**2).mean(0))
    rows = changes / sizes
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    which = np.array([postures.index(w.posture or "") for w in kept])
    # A posture counts the same whether it was held for long or short, and shown often or rarely.
    often = Counter((w.clip, w.topic) for w in kept)
    weights = np.array([1 / often[w.clip, w.topic] for w in kept])
    counts = _COUNTS if set(POSITIONS) & set(names) else {**_COUNTS, **_FEW_WITHOUT_PLACES}
    if view is View.FRONT:
        counts = {**counts, **_FEW_FROM_THE_FRONT}
    for k, name in enumerate(postures):
        of_it = which == k
        weights[of_it] *= counts.get(name, 1.0) * len(kept) / len(postures) / max(weights[of_it].sum(), 1e-9)
    found = _logistic(rows, np.eye(len(postures))[which], weights)
    return Naming(
        sizes=_named(names, sizes),
        beyond=beyond,
        weights={posture: _named(names, found[:, k]) for k, posture in enumerate(postures)},
        lead=LEAD.get(view, {}),
    )


def _named(names: tuple[str, ...], values: FloatArray) -> dict[str, float]:
    return dict(zip(names, values.tolist(), strict=True))


def _logistic(rows: FloatArray, true: FloatArray, weights: FloatArray) -> FloatArray:
    """Ridge logistic regression of several names, by accelerated gradient descent."""
    steepest = 0.5 * np.linalg.eigvalsh((rows * weights[:, None]).T @ rows)[-1] + _NAMING_RIDGE
    found = ahead = np.zeros((rows.shape[1], true.shape[1]))
    for step in range(_NAMING_STEPS):
        score = rows @ ahead
        chance = np.exp(score - score.max(1, keepdims=True))
        chance /= chance.sum(1, keepdims=True)
        slope = rows.T @ ((chance - true) * weights[:, None]) + _NAMING_RIDGE * ahead
        last, found = found, ahead - slope / steepest
        ahead = found + step / (step + 3) * (found - last)
    return np.asarray(found)


def _size(samples: tuple[Window, ...], posture: str) -> FloatArray:
    """Ridge on the windows that show one posture, and on quiet ones; then stretched to its true size."""
    kept = [w for w in samples if w.posture == posture or w.topic in QUIET]
    rows = np.stack([w.row for w in kept])
    truth = np.array([w.size if w.posture == posture else 0.0 for w in kept])
    size = np.sqrt((rows**2).mean(0)) + 1e-12
    scaled = rows / size
    gram = scaled.T @ scaled + _RIDGE * np.eye(len(size))
    weights = np.linalg.solve(gram, scaled.T @ truth) / size
    there = truth != 0
    stretch = float((truth[there] ** 2).sum() / (truth[there] * (rows[there] @ weights)).sum())
    return np.asarray(weights * np.clip(stretch, 1.0, 3.0))


def errors(fitted: Fit) -> dict[str, float]:
    """Mean absolute error of each posture's size where it is there and named, on people not seen."""
    told, off = fitted.person_left_out, {}
    for name in sized_of(fitted.view):
        there = [i for i, w in enumerate(fitted.windows) if w.posture == name]
        named = [i for i in there if told.postures[0][i] == name]
        # What is never named is missed: then that is its error.
        sizes = [told.sizes[i] for i in named] or [0.0] * len(there)
        truth = [fitted.windows[i].size for i in named or there]
        off[name] = float(np.abs(np.array(sizes) - np.array(truth)).mean())
    return off


def estimates(fitted: Fit) -> FloatArray:
    """(windows, estimates): the one that is named, the others 0; of people not seen."""
    names = estimates_of(fitted.view)
    found = np.zeros((len(fitted.windows), len(names)))
    told = fitted.person_left_out
    for i, (posture, size) in enumerate(zip(told.postures[0], told.sizes, strict=True)):
        estimate = POSTURES[posture][0]
        if estimate is not None:
            found[i, names.index(estimate)] = size
    return found
