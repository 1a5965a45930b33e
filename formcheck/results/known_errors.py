"""Errors are stated only where they were fitted on the pose model that found the points."""

from dataclasses import replace

from formcheck.pose.fits import Fit
from formcheck.pose.models import assumed_fits, own_fits
from formcheck.results.plots import Plot
from formcheck.results.summary import ErrorsSummary, MeasurementSummary, SpeedSummary, Summary

NOT_KNOWN = "errors not known for this model"


def errors_summary(model: str | None, *, seated: bool) -> ErrorsSummary:
    """Whose errors a session works with, and whether they are those of its pose model.

    Args:
        model: The model whose points they are, or None where that is not known.
        seated: Whether postures of somebody who sits are estimated, which has errors of its own.
    """
    needed = (Fit.ERRORS, Fit.DESK_MODEL) if seated else (Fit.ERRORS,)
    missing = [what for what in needed if own_fits(model, what) is None]
    fitted_on = assumed_fits(model, (missing or needed)[0]).name
    text = NOT_KNOWN if missing else f"typical errors, fitted on {fitted_on}"
    return ErrorsSummary(known=not missing, fitted_on=fitted_on, text=text)


def without_unknown_errors(summary: Summary) -> Summary:
    """The summary with no error in it where errors are not known; else as it is."""
    if summary.errors.known:
        return summary
    reps = [
        rep.model_copy(update={"measurements": _hidden(rep.measurements), "speed": _speed(rep.speed)})
        for rep in summary.reps
    ]
    findings = [finding.without_error() for finding in summary.findings]
    moment = None if summary.moment is None else _hidden(summary.moment)
    return summary.model_copy(update={"reps": reps, "findings": findings, "moment": moment})


def without_errors(plots: tuple[Plot, ...]) -> tuple[Plot, ...]:
    """The same curves, with no errors stated."""
    return tuple(replace(p, series=tuple(replace(s, error=0.0) for s in p.series)) for p in plots)


def _speed(speed: SpeedSummary | None) -> SpeedSummary | None:
    unknown = {"mean_error": None, "peak_error": None}
    return None if speed is None else speed.model_copy(update=unknown)


def _hidden(measurements: dict[str, MeasurementSummary]) -> dict[str, MeasurementSummary]:
    return {name: m.model_copy(update={"error": None}) for name, m in measurements.items()}
