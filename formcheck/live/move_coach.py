"""Guides somebody through a routine of neck exercises; knows neither thread nor clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.activities.moves import settings_of
from formcheck.guide.guidance import Guidance
from formcheck.guide.setup import SetupGuide
from formcheck.measurements.view import Sight, ViewEstimator
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.results.mobility import STOP_SIGNS, ExerciseTally, MobilityResult
from formcheck.results.words import count
from formcheck.session.mobility import MobilitySession
from formcheck.session.observation import Observation
from formcheck.sinks.screen.move_shown import MoveShown
from formcheck.sinks.speech.lines import Line, VoiceLines
from formcheck.sinks.status import LiveStatus
from formcheck.sinks.update import Update
from formcheck.source.frame import Image, StreamInfo
from formcheck.source.health import Trouble

# The stop signs are shown, and said, before anything else for so long.
STOP_SIGNS_S = 6.0
_READY = Guidance("ready")
# What an exercise that cannot be seen from here waits for before it is passed over.
_PATIENCE_S = 20.0
# The share of the own best that is asked of a neck that hurts [design default].
_GENTLE_REACH = 0.5


@dataclass(frozen=True, slots=True)
class Routine:
    """What is to be done.

    Attributes:
        exercises: In this order.
        hold_s: How long each is held; as it says itself if None.
        reps: How many of each, on each side; as it says itself if None.
        best: Exercise -> side -> the best range that is known.
        guided: Whether the framing is looked at first.
        gentle: Half as many, and less far: for a neck that hurts.
    """

    exercises: Sequence[Activity]
    hold_s: float | None = None
    reps: int | None = None
    best: Mapping[str, Mapping[str, float]] | None = None
    guided: bool = True
    gentle: bool = False


class MoveCoach:
    """Decides at each frame what is shown and said, and when the next exercise comes.

    Args:
        routine: What is to be done.
        info: Size and rate of the pictures that the poses come from.

    Attributes:
        paused: Nothing is judged now.
    """

    needs_faces = True

    def __init__(self, routine: Routine, info: StreamInfo) -> None:
        self._routine, self._info = routine, info
        self._lines, self._view = VoiceLines(), ViewEstimator()
        self._told_from_s: float | None = None
        self._tallies: list[ExerciseTally] = []
        self._since_s: float | None = None
        self._in_view = True
        self._number = -1
        self._announce = ""
        self.paused = False
        self._guide: SetupGuide | None = SetupGuide(routine.exercises[0], info) if routine.guided else None
        self._next()

    @property
    def done(self) -> bool:
        """Whether all exercises are over."""
        return self._number >= len(self._routine.exercises)

    @property
    def activity(self) -> Activity:
        """The exercise that is done now; the last one when all are over."""
        return self._routine.exercises[min(self._number, len(self._routine.exercises) - 1)]

    def skip(self) -> None:
        """Go on to the next exercise."""
        if not self.done:
            self._finish()
            self._next()

    def take(self, posed: PosedFrame, light: float | None = None, image: Image | None = None) -> Update:
        """The next frame; see `Coach.take`."""
        if self._told_from_s is None:
            self._told_from_s = posed.time_s
        sight = self._view.update(posed.time_s, posed.pose).counted_as(self.activity.mode.views)
        guidance = self._guidance(posed, sight, light)
        seen = None if self.done or guidance.state != "ready" else self._judge(posed)
        line = self._line(posed.time_s, seen, guidance)
        shown = self._shown(posed.time_s, sight)
        if self._is_over(posed.time_s):
            self.skip()
        return Update(
            observation=seen, posed=posed, image=image, activity=self.activity, guidance=guidance, line=line,
            move=shown, set_number=self._number + 1,
        )  # fmt: skip

    def rest(self, image: Image | None = None) -> Update:
        """A frame while judging is paused."""
        status = LiveStatus(paused=True)
        return Update(
            guidance=_READY, image=image, activity=self.activity, move=self._shown(None, None), status=status
        )

    def wait(self, time_s: float, trouble: Trouble, image: Image | None = None) -> Update:
        """Nothing can be seen now: the source is gone, frozen or black."""
        line = None if self.paused else self._lines.update(time_s, None, _READY, trouble.spoken)
        status = LiveStatus(paused=self.paused, trouble=trouble)
        return Update(
            guidance=_READY,
            line=line,
            image=image,
            activity=self.activity,
            move=self._shown(None, None),
            status=status,
        )

    def result(self, source: str) -> MobilityResult:
        """What was done until now."""
        if not self.done:
            self._finish()
            self._number = len(self._routine.exercises)
        return MobilityResult(source, tuple(tally.result() for tally in self._tallies))

    def _guidance(self, posed: PosedFrame, sight: Sight, light: float | None) -> Guidance:
        """The stop signs first, then the framing."""
        assert self._told_from_s is not None
        if posed.time_s - self._told_from_s < STOP_SIGNS_S and self._routine.guided:
            return Guidance("hold", "Stop if it hurts", STOP_SIGNS, note=STOP_SIGNS)
        if self._guide is None:
            return _READY
        return self._guide.update(posed.time_s, posed.pose, sight, light)

    def _judge(self, posed: PosedFrame) -> Observation | None:
        if self._since_s is None:
            self._since_s = posed.time_s
        seen: Observation | None = None
        for observation in self._session.push(posed):
            self._tally.add(observation)
            seen = observation
        return seen

    def _line(self, time_s: float, seen: Observation | None, guidance: Guidance) -> Line | None:
        if self._announce and guidance.state == "ready":
            words, self._announce = self._announce, ""
            return Line(words, "guide")
        return self._lines.update(time_s, seen, guidance)

    def _is_over(self, time_s: float) -> bool:
        """All repetitions done, on both sides; or the view shows nothing of it for too long."""
        if self.done or self._since_s is None:
            return False
        wanted, settings = self._wanted(), settings_of(self.activity)
        sides = ("left", "right") if settings.sides else (None,)
        if all(self._done_on(side) >= wanted for side in sides):
            return True
        return not self._tally.moves and not self._in_view and time_s - self._since_s > _PATIENCE_S

    def _done_on(self, side: str | None) -> int:
        moves = self._tally.moves
        return sum(move.side == side and move.held is not False for move in moves)

    def _wanted(self) -> int:
        if self._routine.reps is not None:
            return self._routine.reps
        reps = settings_of(self.activity).reps
        return (reps + 1) // 2 if self._routine.gentle else reps

    def _shown(self, time_s: float | None, sight: Sight | None) -> MoveShown | None:
        if self.done:
            return None
        activity, settings = self.activity, settings_of(self.activity)
        state = self._session.state
        if sight is not None:
            self._in_view = sight.view in settings.signals
        return MoveShown(
            title=activity.title,
            settings=settings.model_copy(update={"reach": _GENTLE_REACH})
            if self._routine.gentle
            else settings,
            hold_s=self._session.hold_s,
            state=state,
            best=self._session.best,
            done=tuple(
                (side or "", self._done_on(side))
                for side in (("left", "right") if settings.sides else (None,))
            ),
            wanted=self._wanted(),
            number=self._number + 1,
            of=len(self._routine.exercises),
            film="" if self._in_view else activity.mode.how_to_film(tuple(settings.signals)),
            time_s=time_s or 0.0,
        )

    def _next(self) -> None:
        self._number += 1
        if self.done:
            return
        activity = self.activity
        known = (self._routine.best or {}).get(activity.id, {})
        self._session = MobilitySession(activity, self._info, OneEuroSmoother(), known, self._routine.hold_s)
        self._tally = ExerciseTally(activity, self._session.hold_s, known)
        self._since_s, self._in_view = None, True
        self._lines = VoiceLines()
        held = f", hold {self._session.hold_s:g} seconds" if settings_of(activity).held else ""
        self._announce = f"{activity.title}. {count(self._wanted(), 'time')}{held}."

    def _finish(self) -> None:
        for observation in self._session.finish():
            self._tally.add(observation)
        self._tallies.append(self._tally)
