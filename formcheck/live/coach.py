"""What is made of each pose before a camera: set-up, sets, and what is said. Knows no clock and no thread."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from formcheck.activities.activity import Activity
from formcheck.advice.hints import after_set
from formcheck.calibration.starting_neutral import ProfileChooser, StartingNeutral
from formcheck.errors import CalibrationError, OutputError, ProfileError
from formcheck.guide.guidance import Guidance
from formcheck.guide.missing import MissingParts
from formcheck.guide.setup import SetupGuide
from formcheck.live.activity_search import AUTO, ActivityFound, ActivitySearch
from formcheck.live.calibrating import Calibrating
from formcheck.live.chosen import chosen_words
from formcheck.live.live_set import LiveSet
from formcheck.live.next_set import NextSet
from formcheck.measurements.view import Sight, ViewEstimator
from formcheck.pose.pose import Chosen, PosedFrame
from formcheck.pose.uprightness import LyingWatch
from formcheck.results.not_recognised import not_recognised
from formcheck.results.result import WrittenResult
from formcheck.results.set_lines import summary_lines
from formcheck.session.observation import JudgedRep, Observation
from formcheck.sinks.speech.lines import Line, VoiceLines
from formcheck.sinks.status import LiveStatus
from formcheck.sinks.update import Update
from formcheck.source.frame import Image, StreamInfo
from formcheck.source.health import Trouble

OpenSet = Callable[[Activity], LiveSet]


class Coach:
    """Leads through set-up and sets, and feeds the sinks of each set with what is new.

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
        self._results: list[WrittenResult] = []
        self._summary: tuple[str, ...] = ()
        self.paused = False
        self._is_going = False
        self._lying: LyingWatch | None = LyingWatch()
        self._calibrating: Calibrating | None = None
        self._looking: ActivitySearch | None = None
        self._why_not = ""
        self._set_number = 0
        self._given: StartingNeutral | None = None
        self._guide: SetupGuide | None = None
        self._is_next = self._has_reps = False
        self._next: NextSet | None = None
        self._rests_from_s: float | None = None
        self._announced: Guidance | None = None
        self._announced_s: float | None = None
        self._begin(activity)

    @property
    def activity(self) -> Activity:
        """What is watched."""
        return self._activity

    @property
    def needs_faces(self) -> bool:
        """Whether what is watched, or may turn out to be, asks which way the face looks."""
        return self._looking is not None or self._asks_for_faces

    @property
    def results(self) -> tuple[WrittenResult, ...]:
        """What the sets that are over gave."""
        return tuple(self._results)

    def take(self, posed: PosedFrame, light: float | None = None, image: Image | None = None) -> Update:
        """The next frame.

        Args:
            posed: The pose, with the source's time.
            light: Mean brightness of the picture, 0..1.
            image: The picture.

        Raises:
            FormcheckError: If a sink cannot go on.
        """
        self._look_whether_it_lies(posed)
        if self._calibrating is not None:
            return self._tell(self._calibrate(posed, self._calibrating), image)
        found = None if self._looking is None else self._looking.take(posed, lifts=self._is_going)
        self._tell_why_not()
        earlier: tuple[JudgedRep, ...] = ()
        if found is not None:
            known, earlier = self._go_on_with(found)
        else:
            known = self._set.judge(posed) if self._is_judged else Update()
        if self._is_going and self._looking is not None:
            self._set.write(self._set.judge(posed))  # measured, and not shown
        seen = known.observation
        sight = Sight(seen.view, seen.facing) if seen else self._view.update(posed.time_s, posed.pose)
        guidance = self._guidance(posed, sight, light)
        if not self._is_going and guidance.state == "ready":
            self._start()
        guidance, is_ready = self._between_sets(posed, seen, sight, guidance)
        line = self._lines.update(posed.time_s, seen, guidance)
        if posed.chosen:
            line = self._tell_who(posed.chosen, line)
        if found is not None:
            said = f"{found.activity.title}. {'' if line is None else line.text}".strip()
            line = Line(said, "guide" if line is None else line.sound)
        update = self._tell(replace(known, guidance=guidance, line=line), image)
        if is_ready:
            self._begin_next()
        return _with_earlier(update, earlier)

    def rest(self, image: Image | None = None) -> Update:
        """A frame while judging is paused."""
        return self._tell(Update(guidance=_READY), image)

    def wait(self, time_s: float, trouble: Trouble, image: Image | None = None) -> Update:
        """Nothing can be seen now: the source is gone, frozen or black.

        Args:
            time_s: The source's time, which goes on.
            trouble: What is wrong.
            image: The last picture.
        """
        guidance = _READY if self._is_going else Guidance("looking")
        line = None if self.paused else self._lines.update(time_s, None, guidance, trouble.spoken)
        return self._tell(Update(guidance=guidance, line=line), image, trouble)

    def calibrate(self, model: str | None) -> None:
        """Take the subject's neutral from the frames to come, or stop doing so; the set waits meanwhile.

        Args:
            model: Name of the pose model, or None where unknown.
        """
        begins = self._calibrating is None and self._own is not None
        self._calibrating = Calibrating(self._activity, self._info, model) if begins else None
        self._talk("calibrating: be still and upright for ten seconds" if begins else "no calibration")

    def new_set(self, activity: Activity | None = None) -> WrittenResult | None:
        """End the set, write its files, and start anew with the set-up.

        Raises:
            OutputError: If the files cannot be written.
        """
        result = self.finish(interrupted=False)
        self._begin(activity or self._unknown or self._activity)
        return result

    def finish(self, *, interrupted: bool) -> WrittenResult | None:
        """End the set and write its files; None where nothing was judged.

        Raises:
            OutputError: If they cannot be written.
        """
        told: dict[str, object] = {}
        if self._looking is not None:
            told = self._end_of_search(self._looking)
            self._looking = None
        if self._is_next and not self._has_reps:
            # It was begun for somebody who only stood there.
            self._set.give_up()
            return None
        self._remember_the_day()
        result = self._set.finish(interrupted=interrupted, told=told)
        if result is not None:
            self._results.append(result)
            self._summary = summary_lines(result.summary)
            self._offer(after_set(result.summary.findings))
        return result

    def _end_of_search(self, looking: ActivitySearch) -> dict[str, object]:
        """The source has ended before it was known what is done: judge it if that is known now.

        Gives what the summary says of what is none of the activities.
        """
        if not self._is_going:
            return {}
        end = looking.finish()
        if isinstance(end, ActivityFound) and end.frames:
            self._set.give_up()
            known, _ = self._judge_kept(end)
            self._set.write(known)
            self._has_reps = self._has_reps or bool(known.observation and known.observation.rep_count)
            return {}
        if isinstance(end, ActivityFound) or (self._results and not end.rejected):
            self._set.give_up()  # a new set in which nobody did anything
            return {}
        if end.why_not and end.why_not != self._why_not:
            self._talk(f"not judged: {end.why_not}")
        begins_s, ends_s = self._set.span_s
        return {"not_recognised": not_recognised(end, begins_s, ends_s, zero_s=begins_s)}

    def _remember_the_day(self) -> None:
        """A profile that was in use learns how much its owner differs from day to day."""
        sat, given = self._set.sat_well, self._given
        if self._own is None or sat is None or given is None or given.profile is None:
            return
        try:
            line = self._own.remember(given.profile, sat)
        except (OutputError, ProfileError) as error:
            line = str(error)
        if line:
            self._talk(line)

    def _offer(self, offer: str) -> None:
        """Gentle movement, after a set in which the neck was flagged."""
        if offer:
            self._summary = (*self._summary, "Neck: formcheck mobility")
            self._talk(offer)

    def _between_sets(
        self, posed: PosedFrame, seen: Observation | None, sight: Sight, guidance: Guidance
    ) -> tuple[Guidance, bool]:
        """What to tell of a set that seems to be over, and whether the next one begins now."""
        if seen is not None:
            self._has_reps = self._has_reps or seen.rep_count > 0 or bool(seen.attempts)
        if self._announced is not None:
            self._announced_s = posed.time_s if self._announced_s is None else self._announced_s
            if posed.time_s - self._announced_s < _TOLD_S:
                return self._announced, False
            self._announced = None
        if self._next is None or seen is None or guidance.state != "ready":
            return guidance, False
        rest = self._next.update(seen, posed.pose, sight)
        if rest == "in the set":
            self._rests_from_s = None
            return guidance, False
        if self._rests_from_s is None:
            self._rests_from_s = posed.time_s
        told = posed.time_s - self._rests_from_s < _TOLD_S
        return (_NEXT if told else replace(_NEXT, spoken="")), rest == "ready"

    def _begin_next(self) -> None:
        """The next set, without a set-up: whoever does it stood ready, and no rep of it is to be missed."""
        result, given = self.finish(interrupted=False), self._given
        if result is not None:
            self._talk(f"written: {result.written.report or result.written.summary}")
        self._begin(self._unknown or self._activity)
        self._guide, self._is_going, self._is_next = None, True, True
        if given is not None and self._looking is None:
            self._given = given
            self._set.compare_with(given)
        number = len(self._results) + 1
        self._announced = Guidance("ready", f"Set {number}", f"Set {number}. Go.")
        self._talk(f"set {number}: {self._activity.title}")

    def _calibrate(self, posed: PosedFrame, calibrating: Calibrating) -> Update:
        """The next frame of a calibration; once that is done, a new set begins that is compared with it."""
        assert self._own is not None
        try:
            found = calibrating.update(posed)
            if isinstance(found, Guidance):
                return Update(guidance=found, line=self._lines.update(posed.time_s, None, found))
            self._talk(self._own.keep(found))
            self.new_set()
        except (CalibrationError, OutputError, ProfileError) as error:
            self._talk(str(error))
        self._calibrating = None
        return Update(guidance=Guidance("hold", "Done"))

    def _go_on_with(self, found: ActivityFound) -> tuple[Update, tuple[JudgedRep, ...]]:
        """What somebody does is known now: their set so far is judged at once, as if it had been named.

        Gives what is known of the newest frame, and the reps that were over before it.
        """
        self._talk(f"this is: {found.activity.title}")
        self._set.give_up()  # nothing was judged so far
        if not found.activity.mode.has_reps:
            self._begin(found.activity)
            return Update(), ()
        self._missing = MissingParts(found.activity, self._info)
        self._next = NextSet(found.activity, self._info)
        return self._judge_kept(found)

    def _judge_kept(self, found: ActivityFound) -> tuple[Update, tuple[JudgedRep, ...]]:
        """Judge the set so far as what it was found to be."""
        self._watch(found.activity)
        self._looking = None
        self._open(found.activity)
        self._start()
        *before, newest = found.frames
        reps: list[JudgedRep] = []
        for frame in before:
            late = self._set.judge(frame)
            self._set.write(late)
            reps += late.observation.reps if late.observation else ()
        return self._set.judge(newest), tuple(reps)

    @property
    def _is_judged(self) -> bool:
        """Whether the set goes on, and it is known what it is."""
        return self._is_going and self._looking is None

    @property
    def _learns_the_neutral(self) -> bool:
        """Whether the way that somebody sits now becomes what they are compared with."""
        is_posture = self._is_going and not self._activity.mode.has_reps
        return is_posture and not self._set.neutral.by_view

    def _open(self, activity: Activity) -> None:
        self._set_number += 1
        self._set = self._open_set(activity)

    def _start(self) -> None:
        """The set-up is over."""
        self._is_going = True
        if self._own is not None and self._looking is None:
            self._given = given = self._own.choose()
            self._set.compare_with(given)
            profile = given.profile
            for line in (*given.warnings, *([f"compared with profile {profile.name}"] if profile else [])):
                self._talk(line)
            if given.elsewhere:
                self._announced = _ELSEWHERE

    def _guidance(self, posed: PosedFrame, sight: Sight, light: float | None) -> Guidance:
        if not self._is_going and self._own is not None:
            self._own.look(posed)
        if self._guide is not None:
            guidance = self._guide.update(posed.time_s, posed.pose, sight, light)
            # The guide's own words go first: "Go.", and what is out of sight.
            return self._invitation() if guidance == _READY else guidance
        if not self._is_going and self._own is not None and not self._own.has_looked:
            return Guidance("hold", "Hold still", "Hold still.")
        # Without a set-up, what is out of sight is told all the same.
        missing = self._missing.update(posed.time_s, posed.pose, sight)
        if missing:
            return Guidance("ready", missing[0].message, missing[0].spoken)
        return self._invitation()

    def _invitation(self) -> Guidance:
        """Nothing is in the way of a set; what was done instead is told beside it."""
        if self._looking is None:
            return _LEARNING if self._learns_the_neutral else _READY
        return replace(_BEGIN, note=f"not judged: {self._why_not}") if self._why_not else _BEGIN

    def _look_whether_it_lies(self, posed: PosedFrame) -> None:
        """Say once that the camera seems to lie on its side."""
        if self._lying is not None:
            self._lying.look(posed.time_s, posed.pose)
            if self._lying.since_s is not None:
                self._lying = None
                self._talk("the body does not stand upright in the picture: turn the camera, unless you lie")

    def _tell_who(self, chosen: Chosen, line: Line | None) -> Line:
        """Say which of several people is watched; they hear it as well."""
        words = chosen_words(chosen)
        self._talk(words.told)
        text = words.spoken if line is None else f"{words.spoken} {line.text}"
        return Line(text, "guide" if line is None else line.sound)

    def _tell_why_not(self) -> None:
        """Say once in the terminal why what was done is none of what can be judged."""
        why_not = "" if self._looking is None else self._looking.why_not
        if why_not and why_not != self._why_not:
            self._why_not = why_not
            self._talk(f"not judged: {why_not}")

    def _watch(self, activity: Activity) -> None:
        self._activity, self._asks_for_faces = activity, activity.needs_faces

    def _begin(self, activity: Activity) -> None:
        self._watch(activity)
        is_known = activity.id != AUTO
        self._looking = None if is_known else ActivitySearch(self._candidates, self._info)
        self._why_not = ""
        self._open(activity)
        self._guide = SetupGuide(activity, self._info) if self._guided else None
        self._missing = MissingParts(activity, self._info)
        self._view = ViewEstimator()
        self._lines = VoiceLines()
        self._calibrating = None
        # The set that may follow without a key, and whether this one did.
        self._next = NextSet(activity, self._info) if is_known and activity.mode.has_reps else None
        self._is_next = self._has_reps = False
        self._rests_from_s = self._announced = self._announced_s = self._given = None
        if self._own is not None:
            self._own.begin(activity.mode)
        # Without a set-up there is nothing to wait for, unless it has to be seen which profile fits.
        self._is_going = not self._guided and not (self._own and self._own.wants_to_look)

    def _tell(self, update: Update, image: Image | None, trouble: Trouble | None = None) -> Update:
        """Add what is known beside the frame, and feed the sinks."""
        update = replace(
            update,
            image=image,
            activity=self._activity,
            set_number=self._set_number,
            neutral=self._set.neutral if self._is_judged else None,
            status=LiveStatus(paused=self.paused, trouble=trouble, summary=self._summary),
        )
        self._set.write(update)
        return update


def _with_earlier(update: Update, reps: tuple[JudgedRep, ...]) -> Update:
    """For the screen, which has not seen the frames in which these reps ended."""
    seen = update.observation
    if seen is None or not reps:
        return update
    return replace(update, observation=replace(seen, reps=(*reps, *seen.reps)))


_READY = Guidance("ready")
_ELSEWHERE = Guidance(
    "ready",
    "Camera elsewhere? Calibrate (c)",
    "The camera stands elsewhere than when you calibrated. Calibrate again, or I learn from now.",
)
_BEGIN = Guidance("ready", "Begin your set")
_LEARNING = Guidance(
    "ready", "Sit as you like", "Sit as you would like to sit. I learn that now, and compare with it."
)
_NEXT = Guidance("ready", "Stand still: next set", "Rest. Stand still in view for the next set.")
# For so long something is told once.
_TOLD_S = 2.5
