"""A finding's value against its thresholds, as a small horizontal gauge."""

from collections.abc import Sequence
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
class Gauge:
    """Where to draw what, in percent of the width."""

    zones: tuple[GaugeZone, ...]
    value_x: float
    value: str
    value_anchor: str
    error_x: float
    error_width: float
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
        error_x=x(finding.value - finding.error),
        error_width=round(x(finding.value + finding.error) - x(finding.value - finding.error), 2),
        description=f"Measured {value}; thresholds: {names}, fault {'above' if above else 'below'}",
    )


def _range(finding: FindingSummary, limits: Sequence[float]) -> tuple[float, float]:
    shown = [*limits, finding.value - finding.error, finding.value + finding.error]
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
