"""Puts together what different parts of a desktop say of the screen's lock."""

from dataclasses import dataclass, field

# Between asking for a lock and the last key or movement of who asked for it.
_SETTLES_S = 5.0


@dataclass(slots=True)
class LockSigns:
    """What is known of the lock; no desktop says everything.

    Attributes:
        hint: What the login manager was told.
        in_front: Whether the session is the one on the screen.
        savers: Which screen savers or lockers are on, by their interface.
        asked_s: When a lock was asked for that nobody has confirmed yet; None if none was.
    """

    hint: bool = False
    in_front: bool = True
    savers: dict[str, bool] = field(default_factory=dict)
    asked_s: float | None = None

    @property
    def locked(self) -> bool:
        """Whether the screen is locked, as far as anybody says."""
        return self.hint or not self.in_front or self.asked_s is not None or any(self.savers.values())

    def ask(self, now_s: float) -> None:
        """A lock was asked for: believed at once, as lockers take their time to say so."""
        self.asked_s = now_s

    def unlock(self) -> None:
        """The lock was taken off."""
        self.hint, self.asked_s = False, None

    def set_hint(self, hint: bool) -> None:
        """The login manager knows of a lock, or of its end."""
        if self.hint != hint:
            self.hint, self.asked_s = hint, None

    def set_saver(self, interface: str, on: bool) -> None:
        """A saver or locker came on or went."""
        self.savers[interface] = on
        self.asked_s = None

    def see_input(self, now_s: float, idle_s: float | None) -> None:
        """Let go of a lock that nobody confirmed, such as without a locker, once somebody works again.

        Args:
            now_s: Now.
            idle_s: Since when there was no input, where that is known.
        """
        if self.asked_s is not None and idle_s is not None and now_s - idle_s > self.asked_s + _SETTLES_S:
            self.asked_s = None

    def forget_login(self) -> None:
        """Nobody tells any more of the login manager's signs."""
        self.hint, self.in_front, self.asked_s = False, True, None
