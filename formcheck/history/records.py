"""What the history is told: one record a minute at the desk, one a set of a neck exercise."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DeskMinute:
    """One minute of watching somebody at a desk: numbers only.

    Attributes:
        start_utc_s: When it began, in seconds since 1970, UTC; whole minutes, but for the first one of a run.
        utc_offset_min: How far the local clock was ahead of UTC then, minutes.
        looks: How many pictures were looked at.
        watched_s: How long the camera watched, seconds.
        present_s: Of it, how long somebody was there, seconds.
        judged_s: Of that, how long the posture could be judged, seconds.
        neutral_s: Of that, how long no state was present, seconds.
        states_s: Rule id -> how long it was present, seconds; what bridges two stretches is not counted.
        events: Rule id -> how often it came in this minute.
        alerts: Rule id -> how often it was told; nudges for a break are under ``break`` and ``shift``.
        breaks: How many breaks ended in this minute: those away from the desk, and exercises that were done.
        athlete: Whose minute it is; empty for the owner of the computer.
    """

    start_utc_s: float
    utc_offset_min: int
    looks: int = 0
    watched_s: float = 0.0
    present_s: float = 0.0
    judged_s: float = 0.0
    neutral_s: float = 0.0
    states_s: Mapping[str, float] = field(default_factory=dict)
    events: Mapping[str, int] = field(default_factory=dict)
    alerts: Mapping[str, int] = field(default_factory=dict)
    breaks: int = 0
    athlete: str = ""


@dataclass(frozen=True, slots=True)
class MobilitySet:
    """One neck exercise that was done and seen.

    Attributes:
        start_utc_s: When it began, in seconds since 1970, UTC.
        utc_offset_min: How far the local clock was ahead of UTC then, minutes.
        exercise: Its id, such as ``chin-tuck``.
        reps: How often it was done, both sides together.
        held: How many of them were held long enough.
        range_deg: Side -> how far it went at best, degrees; sides are ``left``, ``right`` and ``both``.
        range_error_deg: How far a range may be off, degrees; None where that is not known.
        faults: Fault id -> in how many reps it was seen.
        athlete: Whose it is; empty for the owner of the computer.
    """

    start_utc_s: float
    utc_offset_min: int
    exercise: str
    reps: int
    held: int
    range_deg: Mapping[str, float] = field(default_factory=dict)
    range_error_deg: float | None = None
    faults: Mapping[str, int] = field(default_factory=dict)
    athlete: str = ""
