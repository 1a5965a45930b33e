"""Tells each cue once, for those who say, ring or count it instead of showing it."""

from formcheck.cues.cue import Cue


class NewCues:
    """Follows the cues of a session: one stands in every observation while it is shown."""

    def __init__(self) -> None:
        self._known: tuple[float, str | None] | None = None

    def update(self, cue: Cue | None) -> Cue | None:
        """The cue of the next observation if it was not there before, else None.

        A cue that grows worse while it is shown stays the same one.

        Example:
            >>> cues, cue = NewCues(), Cue(1.0, None, None, "I can't see you", "I can't see you.")
            >>> [cues.update(now) is cue for now in (cue, cue, None, cue)]
            [True, False, False, False]
        """
        key = None if cue is None else (cue.time_s, cue.rule)
        if key is None or key == self._known:
            return None
        self._known = key
        return cue
