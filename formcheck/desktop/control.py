"""What is asked of a running monitor, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Command = Literal["pause", "resume", "status", "snooze", "calibrate", "stop", "stop-today", "lend", "return"]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of the running monitor.

    Attributes:
        command: What to do. ``lend``: let go of the camera for who asks, until ``return``, or until it is not
            asked again in time; pauses of the user's own are not touched.
        for_s: For how long, of ``pause``, ``snooze`` and ``lend``, in seconds; None until ``resume``, or as
            it is set.
    """

    command: Command
    for_s: float | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the monitor answers.

    Attributes:
        ok: Whether it was done.
        text: One line for people.
        status: The monitor's state as it is after it: plain values, ready for JSON; the keys are those of
            `formcheck.monitor.status.MonitorStatus`.
    """

    ok: bool
    text: str
    status: Mapping[str, object]
