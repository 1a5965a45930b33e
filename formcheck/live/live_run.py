"""Watches a camera from end to end: the main thread shows and listens to keys, another one judges."""

import sys
import time
from collections.abc import Callable
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.calibration.starting_neutral import ProfileChooser
from formcheck.live.coach import Coach, LiveUpdate
from formcheck.live.display import Display
from formcheck.live.live_options import LiveOptions, Plan
from formcheck.live.live_set import LiveSet
from formcheck.live.worker import Listener, ShownFrame, Worker
from formcheck.pose.subject_estimator import SubjectPoseEstimator
from formcheck.results.result import Result
from formcheck.results.summary import SourceKind
from formcheck.sinks.screen.keys import COMMANDS, Command
from formcheck.sinks.screen.status import LiveStatus
from formcheck.sinks.speech.speaker import Speaker
from formcheck.source.device import Device
from formcheck.source.frame import StreamInfo
from formcheck.source.health import Trouble
from formcheck.source.live_source import LiveSource

# How often the window is painted and keys are looked for while nothing new is to be shown.
_TICK_S = 0.02
_REPAINT_S = 0.25
_RATE_SHARE = 0.05

# A thread that wants to go on waits so long for another one's Python code: Python's own 5 ms would add up,
# three threads being busy with each picture.
_SWITCH_S = 0.0005

Talk = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Connections:
    """What a live run is connected to.

    Attributes:
        device: Gives the pictures.
        estimator: Finds the poses.
        display: Shows them, and has the keys.
        speaker: Is heard.
        talk: Takes a line for the terminal.
        on_shown: Hears of each frame that was shown, and when, on the monotonic clock.
        clock: The monotonic clock.
        now: The time of day, for the names of folders.
    """

    device: Device
    estimator: SubjectPoseEstimator
    display: Display
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
        self._trouble: Trouble | None = None
        self._told = self._silent = ""
        self._rate = 0.0
        self._last_judged_s: float | None = None
        self._names: set[str] = set()

    def stop(self, *, interrupted: bool = False) -> None:
        """End the run in good order; may be called from a signal handler.

        Args:
            interrupted: Whether somebody else wanted it, which is noted in the summary.
        """
        self._interrupted = interrupted
        self._stopped = True

    def run(self) -> tuple[Result, ...]:
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

    def _run(self) -> tuple[Result, ...]:
        ends = self._ends
        worker = Worker(ends.estimator, Listener(self._hear, self._hear_trouble), ends.clock)
        if not ends.device.returns:
            worker.wait_until_warm()  # a camera has no beginning that one could miss
        with closing(worker), LiveSource(ends.device, ends.clock) as source:
            self._source = source
            info = replace(source.info, pose_model=self._options.model)
            ends.talk(f"{info.name}: {info.width_px} x {info.height_px}, {info.fps:.3g} pictures a second")
            ends.display.begin(info)
            coach = Coach(
                self._plan.first, info, self._open_set_of(info), guided=self._options.guided,
                own=self._profile_chooser(info), talk=ends.talk, candidates=self._plan.candidates,
            )  # fmt: skip
            worker.begin(source, coach)
            ended_well = False
            try:
                self._show_on(worker)
                worker.close()
                ended_well = True
            finally:
                # Whatever went wrong, what was seen is kept.
                self._end(worker, coach, interrupted=self._interrupted or not ended_well)
            for warning in source.warnings:
                ends.talk(warning)
            return coach.results

    @property
    def waiting(self) -> int:
        """How many pictures wait to be judged: 0 or 1."""
        return self._source.waiting if self._source else 0

    # The main thread

    def _show_on(self, worker: Worker) -> None:
        display, clock = self._ends.display, self._ends.clock
        painted_s = clock()
        latest: ShownFrame | None = None
        while not self._stopped:
            shown = worker.shown.take(_TICK_S)
            if shown is not None or clock() - painted_s > _REPAINT_S:
                latest = shown or latest
                painted_s = clock()
                if latest is not None:
                    display.show(latest, self._status_at(latest.judged))
            for key in display.pressed():
                if key in COMMANDS:
                    self._press(COMMANDS[key], worker)
            if shown is not None:
                self._ends.on_shown(shown, clock())
            elif not worker.is_running:
                return

    def _press(self, command: Command, worker: Worker) -> None:
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
                self._ends.display.toggle_full_screen()
            case "snapshot":
                self._take_snapshot()
            case "new-set":
                worker.post(self._new_set)
            case "calibrate":
                worker.post(lambda coach: coach.calibrate(self._options.model))
            case _ if command.startswith("activity-"):
                self._choose(int(command[-1]), worker)

    def _choose(self, number: int, worker: Worker) -> None:
        activity = self._plan.by_key.get(number)
        if activity is None:
            self._ends.talk(f"there is no activity {number}")
            return
        worker.post(lambda coach: self._new_set(coach, activity))

    def _take_snapshot(self) -> None:
        folder = self._options.folder
        path = folder / f"{self._free_name(folder, 'snapshot')}.png"
        if self._ends.display.write_snapshot(path):
            self._ends.talk(f"snapshot: {path}")

    def _status_at(self, judged: LiveUpdate) -> LiveStatus:
        return LiveStatus(
            paused=judged.paused,
            muted=self._muted,
            recording=self._options.record,
            help=self._help,
            source_problem="" if self._trouble is None else self._trouble.shown,
            fps=self._rate or None,
            summary=judged.summary,
            sound=self._options.sound,
            chosen_by=self._plan.words(),
        )

    def _end(self, worker: Worker, coach: Coach, *, interrupted: bool) -> None:
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
        self._told = ""
        self._ends.talk(f"new set: {coach.activity.title}")

    def _hear(self, judged: LiveUpdate) -> None:
        """Say and write what is new in a judged frame."""
        now_s = self._ends.clock()
        self._follow_rate(now_s)
        if judged.line is not None and not self._muted:
            self._ends.speaker.say(judged.line.text, now_s, judged.line.sound)
        if self._ends.speaker.problem != self._silent:
            self._silent = self._ends.speaker.problem
            self._ends.talk(self._silent)
        observation = judged.observation
        for rep in observation.reps if observation else ():
            faults = ", ".join(f"{f.rule.rpartition('.')[2]} ({f.severity})" for f in rep.findings)
            self._ends.talk(f"rep {rep.rep.index} is over: {faults or 'no fault found'}")
        cue = observation.cue.text if observation and observation.cue else ""
        told = judged.guidance.message or cue
        if told != self._told:
            self._told = told
            if told:
                self._ends.talk(told)

    def _hear_trouble(self, trouble: Trouble | None) -> None:
        self._trouble = trouble
        self._ends.talk("the camera is back" if trouble is None else trouble.line)

    def _follow_rate(self, now_s: float) -> None:
        if self._last_judged_s is not None:
            rate = 1 / max(1e-3, now_s - self._last_judged_s)
            self._rate = rate if not self._rate else self._rate + _RATE_SHARE * (rate - self._rate)
        self._last_judged_s = now_s

    # Sets and files

    def _profile_chooser(self, info: StreamInfo) -> ProfileChooser:
        options = self._options
        return ProfileChooser(info, self._plan.first.mode, options.profile, options.model, last_only=True)

    def _open_set_of(self, info: StreamInfo) -> Callable[[Activity], LiveSet]:
        kind: SourceKind = "camera" if self._ends.device.returns else "video"

        def open_set(activity: Activity) -> LiveSet:
            name = self._free_name(self._options.folder, f"{activity.id}-{self._ends.now():%Y%m%d-%H%M%S}")
            return LiveSet(activity, info, self._options.folder / name, self._options, kind)

        return open_set

    def _free_name(self, folder: Path, wanted: str) -> str:
        name, number = wanted, 2
        while name in self._names or any(folder.glob(f"{name}*")):
            name, number = f"{wanted}-{number}", number + 1
        self._names.add(name)
        return name

    def _tell_result(self, result: Result | None) -> None:
        if result is None:
            return
        self._ends.talk(f"written: {result.written.report or result.written.summary}")
        for warning in result.written.warnings:
            self._ends.talk(warning)
