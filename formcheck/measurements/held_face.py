"""The subject's face between two looks at it: it is read less often than the pose."""

import math

from formcheck.pose.face import Face

# Two looks that failed, and a third of a second of a fast nod, are too much.
_HELD_S = 0.25


class HeldFace:
    """Keeps the face that was seen last for a quarter of a second.

    Example:
        >>> held, face = HeldFace(), Face(0.0, 0.0, 0.0, 30.0, 100.0, 100.0, 20.0)
        >>> held.update(0.0, face) is held.update(0.2, None) is face, held.update(0.4, None)
        (True, None)
    """

    def __init__(self) -> None:
        self._face: Face | None = None
        self._seen_s = -math.inf

    def update(self, time_s: float, face: Face | None) -> Face | None:
        """The face as known at this frame; None where it has not been seen for too long."""
        if face is not None:
            self._face, self._seen_s = face, time_s
        return self._face if time_s - self._seen_s <= _HELD_S else None
