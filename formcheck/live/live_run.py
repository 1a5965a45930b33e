"""Watches a camera from end to end: the main thread shows and listens to keys, another one judges."""

import sys
import time
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime

from formcheck.activities.activity import Activity
from formcheck.calibration.starting_neutral import ProfileChooser
from formcheck.history.logged import Log
from formcheck.live.coach import Coach
from formcheck.live.live_options import LiveOptions, Plan
from formcheck.live.live_set import LiveSet, set_context
from formcheck.live.worker import ShownFrame, Worker
from formcheck.pose.subject_estimator import SubjectPoseEstimator
from formcheck.results.result import WrittenResult
from formcheck.results.summary import SourceKind
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.output_folder import new_file, new_folder
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.screen.keys import COMMANDS, Command
from formcheck.sinks.screen.snapshot import write_snapshot
from formcheck.sinks.screen.surface import Surface
from formcheck.sinks.sink import Sink
from formcheck.sinks.speech.lines import Line
from formcheck.sinks.speech.speaker import Speaker
from formcheck.sinks.update import Update
from formcheck.source.device import Device
from formcheck.source.frame import StreamInfo, guessed
from formcheck.source.live_source import LiveSource

# How often the window is painted and keys are looked for while nothing new is to be shown.
_TICK_S = 0.02
_REPAINT_S = 0.25
_RATE_SHARE = 0.05
# No camera gives more: what says so has only emptied its store.
_MOST_FPS = 240.0

# How long one thread may run Python code before another gets its turn. Python's own 5 ms would add up to a
# visible delay, because three threads work on each picture.
_SWITCH_S = 0.0005

Talk = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Connections:
    """What a live run is connected to.

    Attributes:
        device: Gives the pictures.
        estimator: Finds the poses.
        surface: Shows them, and has the keys; None: nobody looks.
        speaker: Is heard.
        talk: Takes a line for the terminal.
        on_shown: Hears of each frame that was shown, and when, on the monotonic clock.
        clock: The monotonic clock.
        now: The time of day, for the names of folders.
    """

    device: Device
    estimator: SubjectPoseEstimator
    surface: Surface | None
    speaker: Speaker
    talk: Talk = lambda line: None
    on_shown: Callable[[ShownFrame, float], None] = lambda shown, shown_s: None
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = datetime.now


class LiveRun:
    """One run of `formcheck live`.

    Args:
        plan: What can be watched.
        options: How, and what is written.
        ends: What it is connected to.
    """

    def __init__(self, plan: Plan, options: LiveOptions, ends: Connections) -> None:
        self._plan, self._options, self._ends = plan, options, ends
        self._source: LiveSource | None = None
        self._stopped = False
        self._interrupted = False
        self._muted = False
        self._help = False
        self._silent = ""
        self._rate = 0.0
        self._last_judged_s: float | None = None

    def stop(self, *, interrupted: bool = False) -> None:
        """End the run in good order; may be called from a signal handler.

        Args:
            interrupted: Whether somebody else wanted it, which is noted in the summary.
        """
        self._interrupted = interrupted
        self._stopped = True

    def run(self) -> tuple[WrittenResult, ...]:
        """Watch until the source ends or the user does; what was written for each set.

        Raises:
            SourceError: If the source cannot be opened.
            ModelError: If the pose model cannot be loaded.
            OutputError: If the files cannot be written.
        """
        switch_s = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_S)
        try:
            return self._run()
        finally:
            sys.setswitchinterval(switch_s)

    def _run(self) -> tuple[WrittenResult, ...]:
        ends = self._ends
        worker = Worker[Coach](ends.estimator, self._hear, ends.clock)
        if not ends.device.returns:
            worker.wait_until_warm()  # a camera has no beginning that one could miss
        with closing(worker), LiveSource(ends.device, ends.clock) as source:
            self._source = source
            info = replace(source.info, pose_model=ends.estimator.model)
            rate = f", {info.fps:.0f} frames a second" if info.fps <= _MOST_FPS else ""
            ends.talk(f"{info.name}: {info.width_px} x {info.height_px}{rate}")
            if not info.times_known:
                ends.talk(guessed(info))
            coach = Coach(
                self._plan.first, info, self._open_set_of(info), guided=self._options.guided,
                own=self._profile_chooser(info), talk=ends.talk, candidates=self._plan.candidates,
            )  # fmt: skip
            worker.begin(source, coach)
            ended_well = False
            try:
                first = SinkContext(self._plan.first, info, info.pose_model, options=self._shown())
                with open_sinks(sink_names(on_screen=True), first) as screen:
                    self._show_on(worker, screen)
                worker.close()
                ended_well = True
            except KeyboardInterrupt:
                # At once: the judging thread may still use the coach, and what it wrote can be recovered.
                worker.leave()
                raise
            finally:
                # Whatever went wrong, what was seen is kept.
                if not worker.is_left:
                    self._end(worker, coach, interrupted=self._interrupted or not ended_well)
            for warning in source.warnings:
                ends.talk(warning)
            return coach.results

    @property
    def waiting(self) -> int:
        """How many pictures wait to be judged: 0 or 1."""
        return self._source.waiting if self._source else 0

    # The main thread

    def _show_on(self, worker: Worker[Coach], screen: Sink) -> None:
        clock = self._ends.clock
        painted_s = clock()
        latest: ShownFrame | None = None
        while not self._stopped:
            shown = worker.shown.take(_TICK_S)
            if shown is not None or clock() - painted_s > _REPAINT_S:
                latest = shown or latest
                painted_s = clock()
                if latest is not None:
                    screen.write(self._with_status(latest.judged))
            self._obey(worker)
            if shown is not None:
                self._ends.on_shown(shown, clock())
            elif not worker.is_running:
                return

    def _obey(self, worker: Worker[Coach]) -> None:
        """Do what the keys say that were pressed meanwhile; also brings to the screen what was shown."""
        for key in self._ends.surface.pressed() if self._ends.surface else ():
            if key in COMMANDS:
                self._press(COMMANDS[key], worker)

    def _press(self, command: Command, worker: Worker[Coach]) -> None:
        match command:
            case "quit":
                self.stop()
            case "pause":
                worker.post(self._pause)
            case "mute":
                self._muted = not self._muted
            case "help":
                self._help = not self._help
            case "full-screen":
                if self._ends.surface is not None:
                    self._ends.surface.toggle_full_screen()
            case "snapshot":
                self._take_snapshot()
            case "new-set":
                worker.post(self._new_set)
            case "calibrate":
                worker.post(lambda coach: coach.calibrate(self._ends.estimator.model))
            case _ if command.startswith("activity-"):
                self._choose(int(command[-1]), worker)

    def _choose(self, number: int, worker: Worker[Coach]) -> None:
        activity = self._plan.by_key.get(number)
        if activity is None:
            self._ends.talk(f"there is no activity {number}")
            return
        worker.post(lambda coach: self._new_set(coach, activity))

    def _take_snapshot(self) -> None:
        image = None if self._ends.surface is None else self._ends.surface.shown
        if image is None:
            return
        folder = self._options.folder
        path = new_file(folder, "snapshot", ".png")
        write_snapshot(image, path)
        self._ends.talk(f"snapshot: {path}")

    def _with_status(self, judged: Update) -> Update:
        """With what the run says of itself, which may have changed since the frame was judged."""
        status = replace(
            judged.status,
            muted=self._muted,
            recording=self._options.record,
            help=self._help,
            fps=self._rate or None,
            sound=self._options.sound,
            chosen_by=self._plan.words(),
        )
        return replace(judged, status=status)

    def _end(self, worker: Worker[Coach], coach: Coach, *, interrupted: bool) -> None:
        """The judging thread first: it owns the coach while it runs."""
        with suppress(Exception) if interrupted else nullcontext():
            worker.close()
        self._tell_result(coach.finish(interrupted=interrupted))

    # The judging thread

    def _pause(self, coach: Coach) -> None:
        coach.paused = not coach.paused
        self._ends.talk("paused" if coach.paused else "judging again")

    def _new_set(self, coach: Coach, activity: Activity | None = None) -> None:
        self._tell_result(coach.new_set(activity))
        self._ends.talk(f"new set: {coach.activity.title}")

    def _hear(self) -> None:
        """A frame was judged."""
        self._follow_rate(self._ends.clock())
        if self._ends.speaker.problem != self._silent:
            self._silent = self._ends.speaker.problem
            self._ends.talk(self._silent)

    def _say(self, line: Line) -> None:
        if not self._muted:
            self._ends.speaker.say(line.text, self._ends.clock(), line.sound)

    def _follow_rate(self, now_s: float) -> None:
        if self._last_judged_s is not None:
            rate = 1 / max(1e-3, now_s - self._last_judged_s)
            self._rate = rate if not self._rate else self._rate + _RATE_SHARE * (rate - self._rate)
        self._last_judged_s = now_s

    # Sets and files

    def _profile_chooser(self, info: StreamInfo) -> ProfileChooser:
        wish = self._options.profile
        return ProfileChooser(
            info, self._plan.first.mode, wish, info.pose_model, last_only=True,
            remembers=self._ends.device.returns,
        )  # fmt: skip

    def _open_set_of(self, info: StreamInfo) -> Callable[[Activity], LiveSet]:
        kind: SourceKind = "camera" if self._ends.device.returns else "video"

        def open_set(activity: Activity) -> LiveSet:
            now = self._ends.now()
            folder = new_folder(self._options.folder, f"{activity.id}-{now:%Y%m%d-%H%M%S}")
            log = Log(now.astimezone()) if self._options.log else None
            ends = SinkOptions(say=self._say, talk=self._ends.talk, log=log)
            return LiveSet(set_context(activity, info, folder, self._dated(now), kind, ends))

        return open_set

    def _dated(self, now: datetime) -> LiveOptions:
        """The options with the day in what was given with the run."""
        notes = self._options.notes
        if notes is None:
            return self._options
        today = {"date": now.date().isoformat(), "date_from": "recording"}
        return replace(self._options, notes=notes.model_copy(update=today))

    def _shown(self) -> SinkOptions:
        options = self._options
        return SinkOptions(surface=self._ends.surface, mirror=options.mirror, blur_faces=options.blur_faces)

    def _tell_result(self, result: WrittenResult | None) -> None:
        if result is None:
            return
        if result.summary.last_time is not None:
            self._ends.talk(result.summary.last_time)
        self._ends.talk(f"written: {result.written.report or result.written.summary}")
        for warning in (*result.written.warnings, *result.written.lost):
            self._ends.talk(warning)
