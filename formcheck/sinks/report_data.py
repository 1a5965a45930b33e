from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.sinks.summary import Summary


@dataclass(frozen=True, slots=True)
class Band:
    """A threshold drawn in a plot; values on the far side of it are of that severity."""

    severity: str
    threshold: float
    direction: str  # "above" or "below": where the fault lies


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a plot. A gap is a None value."""

    label: str
    time_s: tuple[float, ...]
    values: tuple[float | None, ...]
    error: float


@dataclass(frozen=True, slots=True)
class Plot:
    """One angle over time with the thresholds that it is held against.

    Attributes:
        rules: Ids of the rules that judge it.
        phases: Phases in which it is judged, such as ("ascent", "top"); empty: always.
        compared: What the values are, if not absolute: "change from neutral", "ratio to neutral".
    """

    title: str
    unit: str
    series: tuple[Series, ...]
    bands: tuple[Band, ...]
    rules: tuple[str, ...]
    phases: tuple[str, ...] = ()
    compared: str = ""


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that a report is made of.

    Attributes:
        pictures: Finding id -> JPEG of its moment, with the skeleton drawn.
        video: The annotated video, or None; embedded when small, linked beside the report when large.
        video_offset_s: Time in the source at which the video begins; not 0 where only a part was analysed.
    """

    summary: Summary
    plots: tuple[Plot, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    video: Path | None = None
    video_offset_s: float = 0.0


def last_s(summary: Summary) -> float:
    """The time up to which the source was seen; worked out from the frame rate if it is not known."""
    source, coverage = summary.source, summary.coverage
    if coverage.end_s is not None:
        return coverage.end_s
    return (source.start_s or 0.0) + (coverage.frames / source.fps if source.fps > 0 else 0.0)
