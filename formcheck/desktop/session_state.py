"""What is known of the user's session on this computer at one moment."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SessionState:
    """What is known of the session; what cannot be known is as if nothing were the matter.

    Attributes:
        locked: Whether the screen is locked, or another user's session is in front.
        asleep: Whether the computer is about to sleep, or has not told yet that it woke.
        lid_closed: Whether the lid is closed, and there is no other screen to sit at.
        on_low_battery: Whether it runs on a battery that is low.
        do_not_disturb: Whether the desktop was told to show no notifications.
        idle_s: Since when neither keyboard nor pointer was used, or None where that is not known.
    """

    locked: bool = False
    asleep: bool = False
    lid_closed: bool = False
    on_low_battery: bool = False
    do_not_disturb: bool = False
    idle_s: float | None = None
