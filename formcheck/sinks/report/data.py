"""All that a report is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from formcheck.results.judgements import Judgements
from formcheck.results.motion import RepMotion
from formcheck.results.plain import Plain
from formcheck.results.plots import Plot
from formcheck.results.summary import Summary


@dataclass(frozen=True, slots=True)
class ReportData:
    """All that a report is made of.

    Attributes:
        pictures: Finding id -> JPEG of its moment, with the skeleton drawn; "" -> that of a still picture in
            which nothing was found.
        video: The annotated video, or None; embedded when small, linked beside the report when large.
        video_offset_s: Time in the source at which the video begins; not 0 where only a part was analysed.
        judgements: When each rule judged, and what passed; None: it is not told.
        motion: The reps as stick figures, to be played again.
        plain: How things are said.
        said: Finding id -> the finding in plain words; filled in where numbers are put into plain units.
    """

    summary: Summary
    plots: tuple[Plot, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    video: Path | None = None
    video_offset_s: float = 0.0
    judgements: Judgements | None = None
    motion: tuple[RepMotion, ...] = ()
    plain: Plain = field(default_factory=Plain)
    said: Mapping[str, str] = field(default_factory=dict)
