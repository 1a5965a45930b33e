"""What is made of each pose before a camera: set-up, sets, and what is said. Knows no clock and no thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from formcheck.activities.activity import Activity
from formcheck.calibration.starting_neutral import ProfileChooser
from formcheck.errors import CalibrationError, OutputError, ProfileError
from formcheck.guide.guidance import Guidance
from formcheck.guide.missing import MissingParts
from formcheck.guide.setup import SetupGuide
from formcheck.live.activity_search import AUTO, ActivityFound, ActivitySearch
from formcheck.live.calibrating import Calibrating
from formcheck.live.live_set import LiveSet
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import Sight, ViewEstimator
from formcheck.pose.pose import PosedFrame
from formcheck.results.result import Result
from formcheck.results.set_lines import summary_lines
from formcheck.session.observation import Observation
from formcheck.sinks.speech.lines import Line, VoiceLines
from formcheck.source.frame import Image, StreamInfo

OpenSet = Callable[[Activity], LiveSet]


@dataclass(frozen=True, slots=True, eq=False)
class LiveUpdate:
    """What there is to show and to say at one frame.

    Attributes:
        activity: What is watched.
        observation: What is known of the frame; None while nothing is judged.
        guidance: What the guide says.
        neutral: What changes are taken from, during a set.
        line: What to say now, or None.
        paused: Whether judging is paused.
        summary: What the last set was like, a line each.
    """

    activity: Activity
    observation: Observation | None
    guidance: Guidance
    neutral: Neutral | None
    line: Line | None
    paused: bool
    summary: tuple[str, ...]


class Coach:
    """Leads through set-up and sets.

    Args:
        activity: What is watched first; `looking.unknown_activity()` to find it out at each new set.
        info: The stream that the poses are in.
        open_set: Makes a set of an activity.
        guided: Whether the set-up comes first; if not, the first frame is judged.
        own: The subject's own neutral, if that is to be known.
        talk: Takes a line for the terminal.
        candidates: What may be found out.
    """

    def __init__(
        self,
        activity: Activity,
        info: StreamInfo,
        open_set: OpenSet,
        *,
        guided: bool,
        own: ProfileChooser | None = None,
        talk: Callable[[str], None] = lambda line: None,
        candidates: Sequence[Activity] = (),
    ) -> None:
        self._info, self._open_set, self._guided = info, open_set, guided
        self._own, self._talk = own, talk
        self._candidates = tuple(candidates)
        self._unknown = activity if activity.id == AUTO else None
        self._results: list[Result] = []
        self._summary: tuple[str, ...] = ()
        self.paused = False
        self._is_going = False
        self._calibrating: Calibrating | None = None
        self._looking: ActivitySearch | None = None
        self._set: LiveSet | None = None
        self._begin(activity)

    @property
    def activity(self) -> Activity:
        """What is watched."""
        return self._activity

    @property
    def results(self) -> tuple[Result, ...]:
        """What the sets that are over gave."""
        return tuple(self._results)

    def take(self, posed: PosedFrame, light: float | None = None, image: Image | None = None) -> LiveUpdate:
        """The next frame.

        Args:
            posed: The pose, with the source's time.
            light: Mean brightness of the picture, 0..1.
            image: The picture, for a recording.

        Raises:
            OutputError: If the files cannot be written.
        """
        if self._calibrating is not None:
            return self._calibrate(posed, self._calibrating)
        found = None if self._looking is None else self._looking.take(posed, lifts=self._is_going)
        if found is not None:
            observation = self._go_on_with(found, image)
        else:
            observation = self._set.push(posed, image) if self._set is not None and self._is_going else None
        if observation is None:
            sight = self._view.update(posed.time_s, posed.pose)
        else:
            sight = Sight(observation.view, observation.facing)
        guidance = self._guidance(posed, sight, light)
        if not self._is_going and guidance.state == "ready":
            self._start()
        line = self._lines.update(posed.time_s, observation, guidance)
        if found is not None:
            said = f"{found.activity.title}. {'' if line is None else line.text}".strip()
            line = Line(said, "guide" if line is None else line.sound)
        return self._judged(observation, guidance, line)

    def rest(self) -> LiveUpdate:
        """A frame while judging is paused."""
        return self._judged(None, _READY, None)

    def wait(self, time_s: float, problem: str) -> LiveUpdate:
        """Nothing can be seen now: the source is gone, frozen or black.

        Args:
            time_s: The source's time, which goes on.
            problem: What is wrong, as one says it.
        """
        guidance = _READY if self._is_going else Guidance("looking")
        line = None if self.paused else self._lines.update(time_s, None, guidance, problem)
        return self._judged(None, guidance, line)

    def calibrate(self, model: str) -> None:
        """Take the subject's neutral from the frames to come, or stop doing so; the set waits meanwhile.

        Args:
            model: Name of the pose model.
        """
        begins = self._calibrating is None and self._own is not None
        self._calibrating = Calibrating(self._activity, self._info, model) if begins else None
        self._talk("calibrating: be still and upright for ten seconds" if begins else "no calibration")

    def new_set(self, activity: Activity | None = None) -> Result | None:
        """End the set, write its files, and start anew with the set-up.

        Raises:
            OutputError: If the files cannot be written.
        """
        result = self.finish(interrupted=False)
        self._begin(activity or self._unknown or self._activity)
        return result

    def finish(self, *, interrupted: bool) -> Result | None:
        """End the set and write its files; None where nothing was judged.

        Raises:
            OutputError: If they cannot be written.
        """
        result = None if self._set is None else self._set.finish(interrupted=interrupted)
        if result is not None:
            self._results.append(result)
            self._summary = summary_lines(result.summary)
        return result

    def _calibrate(self, posed: PosedFrame, calibrating: Calibrating) -> LiveUpdate:
        """The next frame of a calibration; once that is done, a new set begins that is compared with it."""
        assert self._own is not None
        try:
            found = calibrating.update(posed)
            if isinstance(found, Guidance):
                return self._judged(None, found, self._lines.update(posed.time_s, None, found))
            self._talk(self._own.keep(found))
            self.new_set()
        except (CalibrationError, OutputError, ProfileError) as error:
            self._talk(str(error))
        self._calibrating = None
        return self._judged(None, Guidance("hold", "Done"), None)

    def _go_on_with(self, found: ActivityFound, image: Image | None) -> Observation | None:
        """What somebody does is known now: their set so far is judged at once, as if it had been named."""
        self._talk(f"this is: {found.activity.title}")
        if not found.activity.mode.has_reps:
            self._begin(found.activity)
            return None
        self._activity, self._looking = found.activity, None
        self._set = ongoing = self._open_set(found.activity)
        self._missing = MissingParts(found.activity, self._info)
        self._start()
        *before, newest = found.frames
        seen = [ongoing.push(frame) for frame in before]
        observation = ongoing.push(newest, image)
        reps = tuple(rep for one in seen if one is not None for rep in one.reps)
        return None if observation is None else replace(observation, reps=(*reps, *observation.reps))

    def _start(self) -> None:
        """The set-up is over."""
        self._is_going = True
        if self._own is not None and self._set is not None:
            given = self._own.choose()
            self._set.compare_with(given)
            profile = given.profile
            for line in (*given.warnings, *([f"compared with profile {profile.name}"] if profile else [])):
                self._talk(line)

    def _guidance(self, posed: PosedFrame, sight: Sight, light: float | None) -> Guidance:
        if not self._is_going and self._own is not None:
            self._own.look(posed)
        if self._guide is not None:
            guidance = self._guide.update(posed.time_s, posed.pose, sight, light)
            # The guide's own words go first: "Go.", and what is out of sight.
            return _BEGIN if guidance == _READY and self._looking is not None else guidance
        if not self._is_going and self._own is not None and not self._own.has_looked:
            return Guidance("hold", "Hold still", "Hold still.")
        # Without a set-up, what is out of sight is told all the same.
        missing = self._missing.update(posed.time_s, posed.pose, sight)
        if missing:
            return Guidance("ready", missing[0].message, missing[0].spoken)
        return _READY if self._looking is None else _BEGIN

    def _begin(self, activity: Activity) -> None:
        self._activity = activity
        is_known = activity.id != AUTO
        self._looking = None if is_known else ActivitySearch(self._candidates, self._info)
        self._set = self._open_set(activity) if is_known else None
        self._guide = SetupGuide(activity, self._info) if self._guided else None
        self._missing = MissingParts(activity, self._info)
        self._view = ViewEstimator()
        self._lines = VoiceLines()
        self._calibrating = None
        if self._own is not None:
            self._own.begin(activity.mode)
        # Without a set-up there is nothing to wait for, unless it has to be seen which profile fits.
        self._is_going = not self._guided and not (self._own and self._own.wants_to_look)

    def _judged(self, observation: Observation | None, guidance: Guidance, line: Line | None) -> LiveUpdate:
        neutral = self._set.neutral if self._set is not None and self._is_going else None
        return LiveUpdate(self._activity, observation, guidance, neutral, line, self.paused, self._summary)


_READY = Guidance("ready")
_BEGIN = Guidance("ready", "Begin your set")
