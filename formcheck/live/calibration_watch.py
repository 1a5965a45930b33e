"""What is made of each pose while a neutral is taken before a camera. Knows no clock and no thread."""

from collections.abc import Callable

from formcheck.activities.activity import Activity
from formcheck.calibration.calibrator import USUAL_S, Calibration
from formcheck.errors import CalibrationError
from formcheck.guide.guidance import Guidance
from formcheck.live.calibrating import Calibrating
from formcheck.live.chosen import chosen_words
from formcheck.pose.pose import PosedFrame
from formcheck.sinks.speech.lines import Line, VoiceLines
from formcheck.sinks.status import LiveStatus
from formcheck.sinks.update import Update
from formcheck.source.frame import Image, StreamInfo
from formcheck.source.health import Trouble

_DONE = Guidance("hold", "Done", "Done. That is your neutral.")


class CalibrationWatch:
    """Takes a neutral, and says meanwhile what to do.

    Args:
        activity: What it is for.
        info: The stream that the poses are in.
        model: Name of the pose model, or None where unknown.
        seconds: How long somebody has to be quiet.
        talk: Takes a line for the terminal.
        say: Takes what is to be said aloud.

    Attributes:
        calibration: The neutral, once there is one.
        paused: Never.
        needs_faces: Not for this.
    """

    needs_faces = False

    def __init__(
        self,
        activity: Activity,
        info: StreamInfo,
        model: str | None,
        seconds: float = USUAL_S,
        talk: Callable[[str], None] = lambda line: None,
        say: Callable[[Line], None] = lambda line: None,
    ) -> None:
        self._activity, self._talk, self._say = activity, talk, say
        self._info, self._model, self._seconds = info, model, seconds
        self._calibrating = self._begun()
        self._lines = VoiceLines()
        self._told = ""
        self.calibration: Calibration | None = None
        self.paused = False

    def take(self, posed: PosedFrame, light: float | None = None, image: Image | None = None) -> Update:
        """The next frame."""
        if posed.chosen:
            words = chosen_words(posed.chosen)
            self._talk(words.told)
            self._say(Line(words.spoken, "guide"))
        guidance = _DONE if self.calibration is not None else self._guidance(posed)
        return self._update(guidance, self._lines.update(posed.time_s, None, guidance), image)

    def rest(self, image: Image | None = None) -> Update:
        """A frame that nothing is made of."""
        return self._update(Guidance("looking"), None, image)

    def wait(self, time_s: float, trouble: Trouble, image: Image | None = None) -> Update:
        """Nothing can be seen now: the source is gone, frozen or black."""
        line = self._lines.update(time_s, None, Guidance("looking"), trouble.spoken)
        return self._update(Guidance("looking", trouble.shown), line, image)

    def result(self) -> Calibration:
        """The neutral.

        Raises:
            CalibrationError: If there is none; says why and what to do.
        """
        return self.calibration or self._calibrating.result()

    def _begun(self) -> Calibrating:
        return Calibrating(self._activity, self._info, self._model, self._seconds)

    def _guidance(self, posed: PosedFrame) -> Guidance:
        try:
            found = self._calibrating.update(posed)
        except CalibrationError as error:
            self._talk(str(error))
            self._calibrating = self._begun()
            return Guidance("adjust", "Once more", "Once more: settle first, then hold still.")
        if isinstance(found, Guidance):
            return found
        self.calibration = found
        return _DONE

    def _update(self, guidance: Guidance, line: Line | None, image: Image | None) -> Update:
        if line is not None:
            self._say(line)
        told = line.text if line is not None else ""
        if told and told != self._told:
            self._talk(told)
            self._told = told
        status = LiveStatus(only_end=True)
        return Update(guidance=guidance, line=line, image=image, activity=self._activity, status=status)
