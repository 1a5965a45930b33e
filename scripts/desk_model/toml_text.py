"""The model as a file."""

from collections.abc import Iterable, Mapping

import numpy as np

from desk_model.design import DISTANCES, INPUTS, POSTURES, SIZED_BY, of_view
from desk_model.learn import Fit, errors


def toml_text(fits: Iterable[Fit]) -> str:
    """formcheck/pose/blazepose/full.desk_model.toml."""
    lines = [
        "# The desk model: made by scripts/fit_desk_model.py, not by hand. See docs/desk-model.md.",
    ]
    for fitted in fits:
        view = fitted.view.value
        lines += ["", f"[{view}.inputs]"]
        lines += [f'{name} = "{how}"' for name, how in INPUTS[fitted.view].items()]
        follows = fitted.setting.limit > 0
        if fitted.view in DISTANCES:
            near = DISTANCES[fitted.view].model_dump()
            lines += ["", f"[{view}.distance]", f'measure = "{near.pop("measure")}"']
            lines += ["scaled = [" + ", ".join(f'"{name}"' for name in near.pop("scaled")) + "]"]
            lines += [f"{key} = {value}" for key, value in near.items()]
        if follows:
            given = fitted.setting.model_dump()
            lines += ["", f"[{view}.setting]", f'measure = "{given.pop("measure")}"']
            lines += [f"{key} = {value}" for key, value in given.items()]
        off = errors(fitted)
        for name in of_view(fitted.view):
            estimate, sign = POSTURES[name]
            if estimate is None:
                lines += ["", f"[{view}.postures.{name}]"]
                continue
            lines += ["", f"[{view}.postures.{name}]", f'estimate = "{estimate}"', f"sign = {sign:.0f}"]
            lines += [f"error = {off[name]:.2f}", f"[{view}.postures.{name}.coefficients]"]
            parts = np.split(fitted.model.coefficients[name], 2)
            plain, more = (dict(zip(SIZED_BY[fitted.view], part.tolist(), strict=True)) for part in parts)
            lines += _weights_text(plain)
            if follows:
                lines += [f"[{view}.postures.{name}.with_setting]", *_weights_text(more)]
        for naming in fitted.model.naming:
            lines += ["", f"[[{view}.naming]]", f"[{view}.naming.sizes]", *_weights_text(naming.sizes)]
            if naming.lead:
                lines += [f"[{view}.naming.lead]", *_weights_text(naming.lead)]
            for name, past in naming.beyond.items():
                lines += [f"[{view}.naming.beyond.{name}]", f'of = "{past.of}"', f"limit = {past.limit}"]
            for name, weights in naming.weights.items():
                lines += [f"[{view}.naming.weights.{name}]", *_weights_text(weights)]
    return "\n".join(lines) + "\n"


def _weights_text(weights: Mapping[str, float]) -> list[str]:
    return [f"{key} = {weight:.4g}" for key, weight in weights.items()]
