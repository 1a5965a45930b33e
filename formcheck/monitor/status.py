"""What a running monitor says of itself."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Literal

State = Literal["starting", "watching", "away", "paused", "waiting", "calibrating"]


@dataclass(frozen=True, slots=True)
class MonitorStatus:
    """What is so now; plain values.

    Attributes:
        state: What it does.
        why: Why it waits, or is paused, in words, or "".
        camera_on: Whether the camera is on now.
        source: Which camera, without credentials.
        posture: What is wrong with the posture now, or "".
        posture_s: For how long.
        quiet: Why nothing is told now, or "".
        quiet_s: For how long still, where that is known.
        paused_s: For how long still it is paused, where that is known.
        sitting_s: For how long somebody has been sitting without a break.
        held_s: For how long without a shift.
        looks_a_second: How often it looks now.
        looks: How often it has looked since it began.
        model_ms: What the last look took of a core in the pose model, milliseconds.
        watched_s, judged_s, neutral_s: Of today.
        events: Of today: posture -> how often it came.
        alerts: Of today: how often it was told.
        breaks: Of today.
        problems: What does not work, one line each.
        pid: Number of the process.
    """

    state: State
    why: str = ""
    camera_on: bool = False
    source: str = ""
    posture: str = ""
    posture_s: float = 0.0
    quiet: str = ""
    quiet_s: float | None = None
    paused_s: float | None = None
    sitting_s: float = 0.0
    held_s: float = 0.0
    looks_a_second: float = 0.0
    looks: int = 0
    model_ms: float = 0.0
    watched_s: float = 0.0
    judged_s: float = 0.0
    neutral_s: float = 0.0
    events: Mapping[str, int] = field(default_factory=dict)
    alerts: int = 0
    breaks: int = 0
    problems: tuple[str, ...] = ()
    pid: int = 0

    def as_json(self) -> dict[str, object]:
        """Ready for JSON."""
        return {key: round(v, 1) if isinstance(v, float) else v for key, v in asdict(self).items()}
