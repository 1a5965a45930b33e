"""What is told in the terminal while somebody is watched: a line where something is new."""

from collections.abc import Callable

from formcheck.session.observation import JudgedRep
from formcheck.sinks.context import SinkContext
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update
from formcheck.source.health import Trouble


class TerminalLines(Sink):
    """Tells what is wrong with the camera, each rep that is over, and the words on the screen as they change.

    Args:
        talk: Takes a line. It outlives the session.
    """

    def __init__(self, talk: Callable[[str], None]) -> None:
        self._talk = talk
        self._told = ""
        self._trouble: Trouble | None = None

    def write(self, update: Update) -> None:
        """Tell what is new."""
        if update.status.trouble != self._trouble:
            self._trouble = update.status.trouble
            self._talk("the camera is back" if self._trouble is None else self._trouble.line)
        # What the end of the source cut off is left to what is printed of the whole.
        for rep in update.frame.reps if update.frame else ():
            self._talk(rep_line(rep))
        if update.guidance is None:
            return  # what is judged late was to be said in its own time
        cue = update.frame.cue if update.frame else None
        words = update.guidance.message or ("" if cue is None else cue.text)
        if words != self._told:
            self._told = words
            if words:
                self._talk(words)

    def close(self) -> None:
        """Nothing to finish."""


def rep_line(rep: JudgedRep) -> str:
    """A rep that is over, with its faults."""
    faults = ", ".join(f"{f.rule.rpartition('.')[2]} ({f.severity})" for f in rep.findings)
    arm = f", {rep.rep.side} arm," if rep.rep.side else ""
    return f"rep {rep.rep.index}{arm} is over: {faults or 'no fault found'}"


def open_terminal_lines(context: SinkContext) -> TerminalLines | None:
    """The lines, where there is a terminal that wants them."""
    talk = context.options.talk
    return None if talk is None else TerminalLines(talk)
