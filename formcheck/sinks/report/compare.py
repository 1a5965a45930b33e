"""Two reps beside each other, aligned by phase: what the page's player of stick figures is given."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from formcheck.results.motion import BONES, RepMotion
from formcheck.results.plots import Plot
from formcheck.results.summary import FindingSummary, RepSummary, Summary
from formcheck.results.words import lower_first, unit_text
from formcheck.rules.finding import badness
from formcheck.sinks.report.data import ReportData

# Of longer sets only the reps that are laid beside each other go into the page.
_MOST_REPS = 12
_MOST_ANGLES = 4
_ANGLE_SAMPLES = 40


@dataclass(frozen=True, slots=True)
class RepChoice:
    """One rep that can be chosen."""

    rep: int
    label: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reps beside each other.

    Attributes:
        worst, best: The reps to begin with.
        title: Such as "Rep 4 beside rep 1".
        choices: All that can be chosen.
        angles: Names of the values that are shown while it plays.
        figures: JSON for the page.
    """

    worst: int
    best: int
    title: str
    choices: tuple[RepChoice, ...]
    angles: tuple[str, ...]
    figures: str


def comparison(data: ReportData) -> Comparison | None:
    """The worst rep beside the best one; None where there are not two, or nothing was found in any."""
    summary = data.summary
    motion = {one.rep: one for one in data.motion}
    reps = [rep for rep in summary.reps if rep.index in motion]
    if len(reps) < 2 or not summary.findings:
        return None
    ordered = sorted(reps, key=lambda rep: _badness(rep, summary), reverse=True)
    worst, best = ordered[0], ordered[-1]
    if len(reps) > _MOST_REPS:
        reps = sorted((worst, best), key=lambda rep: rep.index)
    plots = _angles(data.plots, summary.findings)
    figures = {
        "size": [summary.source.width_px, summary.source.height_px],
        "bones": BONES,
        "missing": RepMotion.missing,
        "angles": [{"name": name, "unit": unit_text(plot.unit)} for name, plot in _lines(plots)],
        "reps": {str(rep.index): _figures(motion[rep.index], plots) for rep in reps},
    }
    return Comparison(
        worst=worst.index,
        best=best.index,
        title=f"Rep {worst.index} beside rep {best.index}",
        choices=tuple(RepChoice(rep.index, _label(rep, summary)) for rep in reps),
        angles=tuple(name for name, _ in _lines(plots)),
        figures=json.dumps(figures, separators=(",", ":")),
    )


def _badness(rep: RepSummary, summary: Summary) -> tuple[float, float, float, int]:
    """By its worst finding, then by how many it has; of reps without any the first is the best."""
    own = [finding for finding in summary.findings if finding.rep == rep.index]
    weighed = [badness(f.model_copy(update={"error": f.assumed_error})) for f in own]
    return (*max(weighed, default=(0.0, 0.0)), float(len(own)), rep.index)


def _label(rep: RepSummary, summary: Summary) -> str:
    own = [finding for finding in summary.findings if finding.rep == rep.index]
    titles = list(dict.fromkeys(lower_first(finding.title) for finding in own))
    return f"Rep {rep.index}: {', '.join(titles) if titles else 'nothing found'}"


def _angles(plots: Sequence[Plot], findings: Sequence[FindingSummary]) -> list[Plot]:
    """The plots with findings, then other angles."""
    found = {finding.rule for finding in findings}
    known = [plot for plot in plots if any(v is not None for one in plot.series for v in one.values)]
    ordered = sorted(known, key=lambda plot: (not found & {*plot.rules}, plot.unit != "deg"))
    return ordered[:_MOST_ANGLES]


def _lines(plots: Sequence[Plot]) -> list[tuple[str, Plot]]:
    return [
        (f"{plot.title}, {one.label}" if one.label in ("left", "right") else plot.title, plot)
        for plot in plots
        for one in plot.series
    ]


def _figures(motion: RepMotion, plots: Sequence[Plot]) -> dict[str, Any]:
    return {
        "t": [round(motion.start_s, 3), round(motion.top_s, 3), round(motion.end_s, 3)],
        "time": [round(t, 3) for t in motion.time_s],
        "xy": [figure.ravel().tolist() for figure in motion.points],
        "bar": [[round(x), round(y)] for x, y in motion.bar_px()],
        "angles": [_sampled(one.time_s, one.values, motion) for plot in plots for one in plot.series],
    }


def _sampled(
    time_s: Sequence[float], values: Sequence[float | None], motion: RepMotion
) -> list[list[float | None]]:
    """Time and value of one curve within a rep."""
    within = [(t, v) for t, v in zip(time_s, values, strict=True) if motion.start_s <= t <= motion.end_s]
    step = max(1, len(within) // _ANGLE_SAMPLES)
    return [[round(t, 3), None if v is None else round(v, 2)] for t, v in within[::step]]
