"""All that a report is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.results.plots import Plot
from formcheck.results.summary import Summary


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
