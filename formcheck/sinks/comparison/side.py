"""One of two sets that are laid beside each other."""

from dataclasses import dataclass
from pathlib import Path

from formcheck.history.sets import SetRecord
from formcheck.results.motion import RepMotion


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of two sets.

    Attributes:
        name: What it is called: a file's name, or the number of a set in the history.
        record: The set in numbers.
        figures: Its reps as stick figures; empty for a set of the history, of which no picture is kept.
        video: The annotated video; None where there is none.
        video_offset_s: The time of its first picture.
    """

    name: str
    record: SetRecord
    figures: tuple[RepMotion, ...] = ()
    video: Path | None = None
    video_offset_s: float = 0.0
