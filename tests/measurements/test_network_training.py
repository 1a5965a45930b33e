"""Several networks, trained one after the other, are one network that gives their mean."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.mark.parametrize("sizes", [(6,), (6, 4)], ids=["one layer", "two layers"])
def test_networks_side_by_side_give_the_mean_of_their_values(
    monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...]
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    for name in [name for name in sys.modules if name.partition(".")[0] == "networks"]:
        monkeypatch.delitem(sys.modules, name)
    from networks.training import Cases, Recipe, trained

    chance = np.random.default_rng(1)
    inputs = chance.normal(size=(400, 3))
    targets = np.stack([inputs[:, 0] * 2, inputs[:, 1] ** 2], axis=1)
    cases, scale = Cases(inputs, targets, np.ones(400)), np.array([2.0, 1.0])
    recipe = Recipe(sizes=sizes, epochs=2, seed=5)

    whole = trained(("a", "b"), cases, scale, replace(recipe, members=3))
    alone = [trained(("a", "b"), cases, scale, replace(recipe, seed=seed)) for seed in (5, 6, 7)]
    values, errors = zip(*(network.predict(inputs) for network in alone), strict=True)
    value, error = whole.predict(inputs)
    assert np.allclose(value, np.mean(values, axis=0), atol=1e-4)
    assert not np.allclose(value, values[0], atol=1e-3)
    # Logarithms are what is averaged.
    assert np.allclose(error, np.exp(np.mean(np.log(errors), axis=0)), rtol=1e-3)
