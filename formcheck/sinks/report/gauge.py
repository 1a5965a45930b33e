"""A finding's value against its thresholds, as a small horizontal gauge."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from formcheck.results.plots import Band
from formcheck.results.summary import FindingSummary
from formcheck.results.words import measured, quantity


@dataclass(frozen=True, slots=True)
class GaugeZone:
    """Values of one severity, from its threshold on; all positions are in percent of the width."""

    severity: str
    x: float
    width: float
    mark_x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch, in percent of the width."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Gauge:
    """Where to draw what, in percent of the width; no error where it is not known."""

    zones: tuple[GaugeZone, ...]
    value_x: float
    value: str
    value_anchor: str
    error: Span | None
    description: str


def gauge(finding: FindingSummary, bands: Sequence[Band], above: bool) -> Gauge:
    """Lay out the gauge of a finding.

    Args:
        finding: The finding.
        bands: The thresholds of the same value in the same direction; may be empty.
        above: Whether the fault lies above the thresholds.
    """
    limits = {band.severity: band.threshold for band in bands}
    limits[finding.severity] = finding.threshold
    low, high = _range(finding, list(limits.values()))

    def x(value: float) -> float:
        return round(100 * (value - low) / (high - low), 2)

    ordered = sorted(limits.items(), key=lambda item: item[1], reverse=not above)
    ends = [threshold for _, threshold in ordered[1:]] + [high if above else low]
    zones = tuple(
        _zone(severity, x(threshold), x(end), quantity(threshold, finding.unit))
        for (severity, threshold), end in zip(ordered, ends, strict=True)
    )
    value = measured(finding.value, finding.error, finding.unit, finding.threshold)
    names = ", ".join(zone.label for zone in zones)
    return Gauge(
        zones=zones,
        value_x=x(finding.value),
        value=value,
        value_anchor=_anchor(x(finding.value)),
        error=None if finding.error is None else _span(x, finding.value, finding.error),
        description=f"Measured {value}; thresholds: {names}, fault {'above' if above else 'below'}",
    )


def _span(x: Callable[[float], float], value: float, error: float) -> Span:
    return Span(x(value - error), round(x(value + error) - x(value - error), 2))


def _range(finding: FindingSummary, limits: Sequence[float]) -> tuple[float, float]:
    error = finding.error or 0.0
    shown = [*limits, finding.value - error, finding.value + error]
    low, high = min(shown), max(shown)
    margin = 0.22 * (high - low) or 1.0
    return low - margin, high + margin


def _zone(severity: str, near: float, far: float, threshold: str) -> GaugeZone:
    return GaugeZone(
        severity=severity,
        x=min(near, far),
        width=round(abs(far - near), 2),
        mark_x=near,
        label=f"{severity} {threshold}",
        anchor=_anchor(near),
    )


def _anchor(x: float) -> str:
    return "start" if x < 22 else "end" if x > 78 else "middle"
