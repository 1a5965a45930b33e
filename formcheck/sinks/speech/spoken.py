"""Says aloud what updates bring."""

from collections.abc import Callable

from formcheck.sinks.context import SinkContext
from formcheck.sinks.sink import Sink
from formcheck.sinks.speech.lines import Line
from formcheck.sinks.update import Update


class SpokenLines(Sink):
    """Says the lines that updates bring; what they are is decided by `VoiceLines`.

    Args:
        say: Says one soon, or never. It outlives the session.
    """

    def __init__(self, say: Callable[[Line], None]) -> None:
        self._say = say

    def write(self, update: Update) -> None:
        """Say the line, if there is one."""
        if update.line is not None:
            self._say(update.line)

    def close(self) -> None:
        """Nothing to finish."""


def open_spoken_lines(context: SinkContext) -> SpokenLines | None:
    """The lines, where there is somebody to say them."""
    say = context.options.say
    return None if say is None else SpokenLines(say)
