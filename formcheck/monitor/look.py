"""What one look at the desk showed."""

from dataclasses import dataclass

from formcheck.rules.state import StateNow


@dataclass(frozen=True, slots=True)
class Look:
    """What one look showed; times are those of the monitor's first clock.

    Attributes:
        present: Whether somebody is there.
        judged: Whether the posture could be judged.
        states: The postures that are there now, without sitting still.
        held_s: How long somebody has been sitting without a shift of posture; None where nobody is seen.
        near: Whether a posture is near to its threshold, or beginning.
        learning: Whether it is not known yet what to compare with.
        notice: What there is to say of camera or person, at most four words, or "".
    """

    present: bool
    judged: bool = False
    states: tuple[StateNow, ...] = ()
    held_s: float | None = None
    near: bool = False
    learning: bool = False
    notice: str = ""
