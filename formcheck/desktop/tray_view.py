"""What the tray icon shows of a status, and what its menu asks: plain values, without a toolkit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from formcheck.desktop.control import Reply, Request

Shape = Literal["check", "triangle", "bars", "ring", "cross"]


@dataclass(frozen=True, slots=True)
class TrayView:
    """The icon at one moment.

    Attributes:
        shape: What is drawn, so that nothing hangs on the colour alone.
        colour: Of it, as #rrggbb.
        words: What is said of it, one line.
        runs: Whether there is a monitor that can be asked.
        paused: Whether it rests.
    """

    shape: Shape
    colour: str
    words: str
    runs: bool = True
    paused: bool = False


# Title -> what is asked.
WHILE_WATCHING: Mapping[str, Request] = {
    "Pause for 30 minutes": Request("pause", 1800.0),
    "Pause": Request("pause"),
    "Snooze": Request("snooze"),
    "Calibrate": Request("calibrate"),
    "Stop for today": Request("stop-today"),
    "Stop": Request("stop"),
}
WHILE_PAUSED: Mapping[str, Request] = {"Resume": Request("resume"), "Stop": Request("stop")}

OFF = TrayView("cross", "#bec4ca", "no desk monitor runs", runs=False)


def tray_view(reply: Reply | None) -> TrayView:
    """What to show of a status; None where no monitor runs.

    Example:
        >>> tray_view(Reply(True, "sitting well", {"state": "watching"})).shape
        'check'
    """
    if reply is None:
        return OFF
    status, words = reply.status, reply.text
    state = status.get("state")
    if state == "paused":
        return TrayView("bars", "#56b4e9", words, paused=True)
    if state != "watching":
        return TrayView("ring", "#bec4ca", words)
    if not status.get("posture"):
        return TrayView("check", "#009e73", words)
    return TrayView("triangle", "#f0e442", words)
