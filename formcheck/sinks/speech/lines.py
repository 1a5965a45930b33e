"""What is said aloud, and when: enough to do a set without looking at the screen."""

from dataclasses import dataclass

from formcheck.cues.new_cues import NewCues
from formcheck.guide.guidance import Guidance
from formcheck.session.observation import Observation
from formcheck.sinks.speech.engine import Sound

# What still has to be mended is said again after this long.
_AGAIN_S = 6.0
_PROBLEM_AGAIN_S = 15.0


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, and what kind it is."""

    text: str
    sound: Sound


class VoiceLines:
    """Decides at each frame what to say; knows no clock but the times it is given.

    A rep is counted aloud at its top, when it is won. A cue that comes with it follows in the same breath.
    """

    def __init__(self) -> None:
        self._count = 0
        self._new_cues = NewCues()
        self._told: tuple[str, float] = ("", float("-inf"))
        self._problem: tuple[str, float] = ("", float("-inf"))

    def update(
        self, time_s: float, observation: Observation | None, guidance: Guidance, source_problem: str = ""
    ) -> Line | None:
        """What to say now, or None.

        Args:
            time_s: Time of the frame, rising.
            observation: What is known of it, or None.
            guidance: What the set-up guide says.
            source_problem: What is wrong with the camera, or "".
        """
        if source_problem:
            return self._on_problem(time_s, source_problem)
        self._problem = ("", float("-inf"))
        count, cue = self._counted(observation), self._cued(observation)
        if guidance.state == "ready" and (count or cue):
            words = " ".join(
                text for text in (f"{count}." if count and cue else count, cue and cue.text) if text
            )
            return Line(words, cue.sound if cue else "rep")
        return self._guided(time_s, guidance)

    def _on_problem(self, time_s: float, problem: str) -> Line | None:
        said, said_s = self._problem
        if problem == said and time_s - said_s < _PROBLEM_AGAIN_S:
            return None
        self._problem = (problem, time_s)
        return Line(problem, "problem")

    def _counted(self, seen: Observation | None) -> str:
        """The number of a rep that was won just now."""
        if seen is None:
            return ""
        before, self._count = self._count, seen.rep_count
        return str(seen.rep_count) if seen.rep_count > before else ""

    def _cued(self, seen: Observation | None) -> Line | None:
        """A cue that is to be spoken, once."""
        shown = seen.cue if seen is not None else None
        cue = self._new_cues.update(shown if shown is not None and shown.say else None)
        if cue is None:
            return None
        return Line(cue.spoken, "praise" if cue.is_praise else "cue")

    def _guided(self, time_s: float, guidance: Guidance) -> Line | None:
        """The guide's words when they change, and again while they are not followed."""
        said, said_s = self._told
        text = guidance.spoken
        if not text:
            self._told = ("", said_s)
            return None
        is_due = text != said or (
            guidance.state in ("looking", "adjust", "ready") and time_s - said_s >= _AGAIN_S
        )
        if not is_due:
            return None
        self._told = (text, time_s)
        return Line(text, _sound(guidance))


def _sound(guidance: Guidance) -> Sound:
    if guidance.state == "countdown":
        return "countdown"
    return "go" if guidance.state == "ready" and not guidance.message else "guide"
