"""The path of the bar, or of the hands, rep by rep: an SVG in the picture's own proportions."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.results.motion import RepMotion, trunk_px
from formcheck.results.plain import OF_HEIGHT
from formcheck.results.summary import FindingSummary, SpeedSummary
from formcheck.results.words import quantity_digits
from formcheck.sinks.report.data import ReportData

_SIZE = 200.0  # of the longer side, in the units of the drawing
_MARGIN = 12.0
_MOST = 12


@dataclass(frozen=True, slots=True)
class PathDrawing:
    """The path of one rep.

    Attributes:
        name: "Rep 2".
        path: For the d of an SVG path.
        start, top: Where it begins, and its highest point.
        drift: How far it goes from side to side, in words.
        speed: How fast it goes up, in words.
        severity: Of the worst finding in this rep, or "".
    """

    name: str
    path: str
    start: tuple[float, float]
    top: tuple[float, float]
    drift: str
    severity: str
    speed: str = ""


@dataclass(frozen=True, slots=True)
class BarPaths:
    """The paths of all reps, at one scale."""

    width: float
    height: float
    paths: tuple[PathDrawing, ...]


def bar_paths(data: ReportData) -> BarPaths | None:
    """Draw the paths; None where no hand was seen well enough."""
    seen = [(one, path) for one in data.motion if len(path := one.bar_px()) > 4][:_MOST]
    if not seen:
        return None
    spans = [_box(path) for _, path in seen]
    wide, high = (max(box[i + 2] - box[i] for box in spans) for i in (0, 1))
    scale = (_SIZE - 2 * _MARGIN) / max(wide, high, 1.0)
    width, height = wide * scale + 2 * _MARGIN, high * scale + 2 * _MARGIN
    width = max(width, 0.35 * height)
    paths = [
        _drawing(one, path, box, scale, width, data) for (one, path), box in zip(seen, spans, strict=True)
    ]
    return BarPaths(round(width, 1), round(height, 1), tuple(paths))


def _box(path: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in path], [y for _, y in path]
    return min(xs), min(ys), max(xs), max(ys)


def _drawing(
    motion: RepMotion,
    path: Sequence[tuple[float, float]],
    box: tuple[float, float, float, float],
    scale: float,
    width: float,
    data: ReportData,
) -> PathDrawing:
    middle = (box[0] + box[2]) / 2
    points = [
        (round(width / 2 + (x - middle) * scale, 1), round(_MARGIN + (y - box[1]) * scale, 1))
        for x, y in path
    ]
    found = [finding for finding in data.summary.findings if finding.rep == motion.rep]
    return PathDrawing(
        name=f"Rep {motion.rep}",
        path="M" + "L".join(f"{x:g} {y:g}" for x, y in points),
        start=points[0],
        top=min(points, key=lambda point: point[1]),
        drift=_drift(box[2] - box[0], motion, data),
        severity=_worst(found),
        speed=next((_speed(rep.speed) for rep in data.summary.reps if rep.index == motion.rep), ""),
    )


def _speed(speed: SpeedSummary | None) -> str:
    if speed is None:
        return ""
    unit = "m/s" if speed.unit == "m/s" else "of your height a second"
    scale, digits = (1, 2) if speed.unit == "m/s" else (100, 0)
    percent = "" if speed.unit == "m/s" else " %"
    mean, peak = (quantity_digits(scale * value, digits) for value in (speed.mean, speed.peak))
    error = "" if speed.mean_error is None else f" ± {quantity_digits(scale * speed.mean_error, digits)}"
    loss = f", {speed.loss_percent:.0f} % below the fastest" if speed.loss_percent else ""
    return f"up at {mean}{error}, peak {peak}{percent} {unit}{loss}"


def _drift(px: float, motion: RepMotion, data: ReportData) -> str:
    trunk = trunk_px(motion)
    if not trunk:
        return ""
    share = px / trunk
    if data.plain.height_cm is not None:
        return f"{quantity_digits(share * OF_HEIGHT['trunk'] * data.plain.height_cm, 0)} cm across"
    return f"{quantity_digits(100 * share, 0)} % of your trunk across"


def _worst(found: Sequence[FindingSummary]) -> str:
    severities = {finding.severity for finding in found}
    return "poor" if "poor" in severities else "caution" if severities else ""
