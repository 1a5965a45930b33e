"""What is told in the terminal while somebody is watched: a line where something is new."""

from collections.abc import Callable

from formcheck.activities.activity import Activity
from formcheck.results.extent import Extent, extent_of_rep
from formcheck.results.words import lower_first
from formcheck.rules.finding import Finding
from formcheck.rules.quantities import quantities
from formcheck.session.observation import JudgedRep
from formcheck.sinks.context import SinkContext
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update
from formcheck.source.health import Trouble


class TerminalLines(Sink):
    """Tells what is wrong with the camera, each rep that is over, and the words on the screen as they change.

    Args:
        talk: Takes a line. It outlives the session.
        activity: For the titles of its rules.
    """

    def __init__(self, talk: Callable[[str], None], activity: Activity) -> None:
        self._talk, self._activity = talk, activity
        self._told = ""
        self._trouble: Trouble | None = None
        self._told_trouble: set[str] = set()

    def write(self, update: Update) -> None:
        """Tell what is new."""
        if update.status.trouble != self._trouble:
            self._trouble = update.status.trouble
            self._tell_once("the camera is back" if self._trouble is None else self._trouble.line)
        # What the end of the source cut off is left to what is printed of the whole.
        for rep in update.frame.reps if update.frame else ():
            self._talk(rep_line(rep, self._activity))
        if update.guidance is None:
            return  # what is judged late was to be said in its own time
        cue = update.frame.cue if update.frame else None
        words = update.guidance.message or ("" if cue is None else cue.text)
        if words != self._told:
            self._told = words
            if words:
                self._talk(words)

    def _tell_once(self, line: str) -> None:
        """What comes and goes with a bad cable is told once; how often it came is told at the end."""
        if line not in self._told_trouble:
            self._told_trouble.add(line)
            self._talk(line)

    def close(self) -> None:
        """Nothing to finish."""


def rep_line(rep: JudgedRep, activity: Activity) -> str:
    """A rep that is over, with its faults, or with how much could be judged."""
    arm = f" ({rep.rep.side} arm)" if rep.rep.side else ""
    return f"rep {rep.rep.index}{arm}: {_faults(rep, activity) or _without_faults(extent_of_rep(rep))}"


def _faults(rep: JudgedRep, activity: Activity) -> str:
    return ", ".join(
        f"{lower_first(activity.rule(f.rule).title)}{_aside(f)} "
        f"({f.severity}{', uncertain' if f.uncertain else ''})"
        for f in rep.findings
    )


def _aside(finding: Finding) -> str:
    """Which side it is about, or which way."""
    pole = quantities()[finding.measure].pole_of(finding.value)
    return f", {pole}" if pole else f" {finding.side}" if finding.side else ""


def _without_faults(extent: Extent) -> str:
    if extent.is_none:
        return "not judged from here"
    if extent.is_too_little:
        return f"only {extent.words} could be made"
    return f"no fault in {extent.words}"


def open_terminal_lines(context: SinkContext) -> TerminalLines | None:
    """The lines, where there is a terminal that wants them."""
    talk = context.options.talk
    return None if talk is None else TerminalLines(talk, context.activity)
