"""Guides somebody through neck exercises before a camera: pictures in, a window and a voice out."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace

from formcheck.guide.guidance import Guidance
from formcheck.live.move_coach import MoveCoach, Routine
from formcheck.pose.subject_estimator import SubjectPoseEstimator
from formcheck.results.mobility import STOP_SIGNS, MobilityResult
from formcheck.sinks.screen.move_screen import MoveScreen
from formcheck.sinks.screen.surface import Surface
from formcheck.sinks.speech.engine import SoundKind
from formcheck.sinks.speech.lines import Line
from formcheck.sinks.speech.speaker import Speaker
from formcheck.sinks.update import Update
from formcheck.source.device import Device
from formcheck.source.live_source import Arrival, LiveSource

_POLL_S = 0.02
_READY = Guidance("ready")
_ALL_DONE = "That is all of them."


@dataclass(frozen=True, slots=True)
class MoveEnds:
    """What a run is connected to; see `Connections`."""

    device: Device
    estimator: SubjectPoseEstimator
    surface: Surface | None
    speaker: Speaker
    talk: Callable[[str], None] = lambda line: None
    sound: SoundKind = "none"
    mirror: bool = True
    clock: Callable[[], float] = time.monotonic


class MoveRun:
    """One run of `formcheck mobility` before a camera; all in one thread, since nothing else waits.

    Args:
        routine: What is to be done.
        ends: What it is connected to.
    """

    def __init__(self, routine: Routine, ends: MoveEnds) -> None:
        self._routine, self._ends = routine, ends
        self._stopped = self._muted = False
        self._screen: MoveScreen | None = None
        self._last: Update | None = None

    def stop(self) -> None:
        """End the run in good order; may be called from a signal handler."""
        self._stopped = True

    def run(self) -> MobilityResult:
        """Guide until all is done, the source ends, or the user does.

        Raises:
            SourceError: If the source cannot be opened.
            ModelError: If the pose model cannot be loaded.
        """
        ends = self._ends
        ends.talk(STOP_SIGNS)
        with ExitStack() as opened:
            estimator = opened.enter_context(ends.estimator)
            estimator.warm_up()
            source = opened.enter_context(LiveSource(ends.device, ends.clock))
            info = replace(source.info, pose_model=estimator.model)
            coach = MoveCoach(self._routine, info)
            self._watch(source, coach)
            for warning in source.warnings:
                ends.talk(warning)
            return coach.result(info.name)

    def _watch(self, source: LiveSource, coach: MoveCoach) -> None:
        last: Arrival | None = None
        while not self._stopped and not coach.done:
            arrival = source.next(_POLL_S)
            last = arrival or last
            trouble = source.trouble
            if trouble is not None and last is not None:
                now_s = last.frame.time_s + self._ends.clock() - last.came_s
                self._tell(coach.wait(now_s, trouble, last.frame.image), source, coach)
            elif arrival is not None:
                self._take(arrival, source, coach)
            elif source.ended:
                break
            self._obey(coach)
        if coach.done:
            self._ends.talk(_ALL_DONE)
            self._say(Line(_ALL_DONE, "go"))

    def _take(self, arrival: Arrival, source: LiveSource, coach: MoveCoach) -> None:
        frame = arrival.frame
        if coach.paused:
            self._tell(coach.rest(frame.image), source, coach)
            return
        estimator = self._ends.estimator
        estimator.read_faces(True)
        posed = estimator.estimate(frame, source.info)
        self._tell(coach.take(posed, arrival.light, frame.image), source, coach)

    def _tell(self, update: Update, source: LiveSource, coach: MoveCoach) -> None:
        if update.line is not None:
            self._say(update.line)
            self._ends.talk(update.line.text)
        surface = self._ends.surface
        if surface is None or update.image is None:
            return
        if self._screen is None or self._last is None or self._last.activity is not update.activity:
            self._screen = MoveScreen(source.info, coach.activity, self._ends.mirror)
        self._last, self._screen.move = update, update.move
        status = replace(update.status, muted=self._muted, sound=self._ends.sound)
        surface.show(
            self._screen.draw(
                update.image, update.observation, update.guidance or _READY, status, surface.size_px
            )
        )

    def _say(self, line: Line) -> None:
        if not self._muted:
            self._ends.speaker.say(line.text, self._ends.clock(), line.sound)

    def _obey(self, coach: MoveCoach) -> None:
        for key in self._ends.surface.pressed() if self._ends.surface else ():
            match key:
                case "q" | "esc" | "close":
                    self.stop()
                case "n":
                    coach.skip()
                case "space":
                    coach.paused = not coach.paused
                case "m":
                    self._muted = not self._muted
                case "f" if self._ends.surface is not None:
                    self._ends.surface.toggle_full_screen()
                case _:
                    pass
