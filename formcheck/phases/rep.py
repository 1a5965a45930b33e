"""What a repetition is: its phases, its times, and what was measured of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from formcheck.measurements.measurement import Measurement
from formcheck.measurements.quantity import Side

Interval = tuple[float, float]
# What is lifted: a bar, or dumbbells or kettlebells, a weight in each hand.
Load = Literal["bar", "dumbbells"]


class Phase(StrEnum):
    """Where in a repetition the subject is."""

    UNKNOWN = "unknown"
    SETUP = "setup"
    BOTTOM = "bottom"
    ASCENT = "ascent"
    TOP = "top"
    DESCENT = "descent"


# Not phases of their own: the lower half of ascent and descent, and where the rep ends.
BOTTOM_HALF = "bottom-half"
TURN = "turn"


@dataclass(frozen=True, slots=True)
class Rep:
    """One counted repetition.

    Attributes:
        index: From 1.
        start_s: The weight leaves the bottom.
        top_s: The highest point.
        end_s: The weight is back at the bottom, or was last seen.
        complete: Whether the way down was seen to its end.
        intervals: Time intervals of each phase by its name, of "bottom-half" and of "turn".
        measurements: What belongs to the rep as a whole: see `REP_QUANTITIES`.
        top_seen: Whether the highest point was seen; hands may leave the picture there.
        side: The arm that lifted alone, the subject's left or right; None for both together, or where the
            other one is hidden.
        load: What is lifted, as far as this rep and those before it tell; None where that is not known.
        seated: Whether it is done sitting, likewise.
    """

    index: int
    start_s: float
    top_s: float
    end_s: float
    complete: bool = True
    intervals: Mapping[str, tuple[Interval, ...]] = field(default_factory=dict)
    measurements: Mapping[str, Measurement] = field(default_factory=dict)
    top_seen: bool = True
    side: Side | None = None
    load: Load | None = None
    seated: bool | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A repetition that started and did not reach its range.

    Attributes:
        start_s: The weight leaves the bottom.
        peak_s: The highest point that it reached.
        end_s: It is back down.
        reached_percent: Share of the range needed for a rep, 0..100.
    """

    start_s: float
    peak_s: float
    end_s: float
    reached_percent: float
