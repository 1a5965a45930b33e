"""Tells who sits from who stands, rep by rep."""

from collections.abc import Iterable

from formcheck.measurements.body import Body
from formcheck.measurements.seat import sits
from formcheck.phases.rep import Rep

# So many frames of a rep are looked at: in between nobody stands up.
_LOOKS = 9
# Of these the middle one counts, and so many have to tell anything.
_FEWEST = 3


class SeatWatch:
    """Tells of each rep whether it is done sitting.

    Example:
        >>> SeatWatch().of(Rep(1, 0.0, 1.0, 2.0), []) is None
        True
    """

    def __init__(self) -> None:
        self._so_far: bool | None = None

    def of(self, rep: Rep, bodies: Iterable[tuple[float, Body]]) -> bool | None:
        """Whether a rep is done sitting; where it does not show it, as the one before.

        Args:
            rep: A rep that is over.
            bodies: Times and bodies, of this rep and of others.

        Returns:
            None where nothing has shown it yet.
        """
        within = [body for time_s, body in bodies if rep.start_s <= time_s <= rep.end_s]
        looked_at = within[:: max(1, len(within) // _LOOKS)]
        told = [seen for body in looked_at if (seen := sits(body)) is not None]
        if len(told) >= _FEWEST:
            self._so_far = 2 * sum(told) > len(told)
        return self._so_far

    @property
    def so_far(self) -> bool | None:
        """What the last rep that showed it was."""
        return self._so_far
