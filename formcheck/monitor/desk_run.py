"""One run of the desk monitor: waits for the next look, a signal or a request, and does what is decided."""

import queue
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as LateError
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from formcheck.desktop.control import Reply, Request
from formcheck.desktop.notice import Notice, Press
from formcheck.desktop.session_state import SessionState
from formcheck.errors import FormcheckError
from formcheck.history.records import DeskMinute
from formcheck.monitor.actions import Action, Keep, Say, Show, Stop, Talk, Withdraw
from formcheck.monitor.budget import Budget
from formcheck.monitor.moment import Moment
from formcheck.monitor.monitor import Monitor
from formcheck.monitor.ports import ControlServer, Notifier, Recorder, SessionWatch, Sound, Window
from formcheck.monitor.sitting import SittingWatch
from formcheck.monitor.wire import Closed, CouldNot, Looked, Opened, Told
from formcheck.monitor.worker_handle import Ended, Hear, Looker
from formcheck.pose.pose import PosedFrame

# How often the computer is asked what it does not tell by itself, such as whether the keyboard is used.
_ASK_S, _ASK_AWAY_S = 20.0, 5.0
# A window has to be fed.
_WINDOW_S = 0.25
# Whoever asks is answered within so long.
_ANSWER_S = 2.0
# So often the worker may be started anew before it is left alone for a while.
_STARTS, _WITHIN_S = 5, 600.0
# With the camera off for so long the model is not kept in memory.
_IDLE_S = 600.0
# How often it is looked whether somebody has exercised.
_EXERCISE_EVERY_S = 60.0
# So long after a notice it may turn out that it could not be shown.
_SENT_S = 10.0
# Minutes that could not be written are kept for a day.
_MOST_KEPT = 1440
# Under this brightness there is nothing to be seen [as of a live source].
_BLACK = 0.02


@dataclass(frozen=True, slots=True)
class DeskEnds:
    """What a run is connected to.

    Attributes:
        clock: Gives the moment.
        looker: Makes what looks; it is told where to send what it sees.
        recorder: Keeps the minutes.
        talk: Takes a line for the terminal.
        status: Takes the line that stands below all others.
        notifier, session, sound, window, control: Parts of the desktop, where they are wanted.
        spare_window: Opens a window where notices are wanted and cannot be shown.
    """

    clock: Callable[[], Moment]
    looker: Callable[[Hear], Looker]
    recorder: Recorder
    talk: Callable[[str], None] = lambda line: None
    status: Callable[[str], None] = lambda line: None
    notifier: Notifier | None = None
    session: SessionWatch | None = None
    sound: Sound | None = None
    window: Window | None = None
    spare_window: Callable[[], Window] | None = None
    control: ControlServer | None = None


class _HasProblem(Protocol):
    @property
    def problem(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Asked:
    request: Request
    answer: "Future[Reply]"


class _Stopped:
    """Somebody ended the run."""


_Event = Told | Ended | SessionState | Press | _Asked | _Stopped


class DeskRun:
    """Watches until it is stopped.

    Other threads may call `answer`, `changed`, `pressed` and `stop`; everything else belongs to the thread
    that calls `run`.

    Args:
        monitor: What decides.
        sitting: What judges.
    """

    def __init__(self, monitor: Monitor, sitting: SittingWatch) -> None:
        self._monitor, self._sitting = monitor, sitting
        self._events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
        self._budget = Budget(_STARTS, _WITHIN_S)
        self._not_before_s = float("-inf")
        self._look = 0
        self._asked_look_s = 0.0
        self._pending = False
        self._is_open = False
        self._closing = False
        self._off_since_s: float | None = None
        self._asked_s = self._asked_exercise_s = float("-inf")
        self._exercised_utc_s: float | None = None
        self._waiting: deque[DeskMinute] = deque(maxlen=_MOST_KEPT)
        self._said: set[str] = set()
        self._is_black = False
        self._sent: tuple[Notice, float] | None = None
        self._stopped = False
        self._failed = False
        self._name = ""

    # From any thread

    @property
    def is_open(self) -> bool:
        """Whether the camera is on, or being opened or closed."""
        return self._is_open or self._pending

    def answer(self, request: Request) -> Reply:
        """Answer a request; waits for the run, two seconds at most."""
        asked = _Asked(request, Future())
        self._events.put(asked)
        try:
            return asked.answer.result(_ANSWER_S)
        except LateError:
            return Reply(False, "the monitor is busy; ask again", {})

    def changed(self, state: SessionState) -> None:
        """The session's state has changed."""
        self._events.put(state)

    def pressed(self, press: Press) -> None:
        """A button was pressed."""
        self._events.put(press)

    def stop(self) -> None:
        """End the run in good order; may be called from a signal handler."""
        self._events.put(_Stopped())

    # The run

    def run(self, ends: DeskEnds) -> bool:
        """Watch until it is stopped; gives whether it ended as it was meant to."""
        self._ends, self._window = ends, ends.window
        self._looker = ends.looker(self._events.put)
        try:
            while not self._stopped:
                now = ends.clock()
                self._ask_session(now)
                self._ask_exercise(now)
                self._tend_worker(now)
                self._want_look(now)
                self._show(now)
                self._take(self._next_event(ends.clock()))
        finally:
            self._looker.end()
            self._do(self._monitor.finish(ends.clock()))
            self._write_waiting()
            self._say_lost()
        return not self._failed

    def _next_event(self, now: Moment) -> _Event | None:
        """What happens next; None where it is time for something."""
        times = [self._monitor.next_tick_s(now), self._asked_s + self._ask_every_s(now)]
        look_s = None if self._pending else self._monitor.next_look_s(now)
        if look_s is not None:
            times.append(max(look_s, self._not_before_s))
        check_s = self._looker.next_check_s()
        if check_s is not None:
            times.append(check_s)
        if self._off_since_s is not None and self._looker.runs:
            times.append(self._off_since_s + _IDLE_S)
        wait_s = max(0.0, min(times) - now.mono_s)
        if self._window is not None:
            wait_s = min(wait_s, _WINDOW_S)
        with suppress(queue.Empty):
            return self._events.get(timeout=wait_s) if wait_s > 0 else self._events.get_nowait()
        return None

    def _take(self, event: _Event | None) -> None:
        now = self._ends.clock()
        match event:
            case None:
                self._do(self._monitor.tick(now))
            case Looked() | CouldNot() | Opened() | Closed():
                self._hear(now, event)
            case Ended():
                self._restart(now, "ended by itself")
            case SessionState():
                self._do(self._monitor.session(now, event))
                self._let_sleep(event)
            case Press():
                self._do(self._monitor.pressed(now, event))
            case _Asked(request, answer):
                reply, actions = self._monitor.asked(now, request)
                answer.set_result(reply)
                self._do(actions)
            case _Stopped():
                self._stopped = True

    # The worker

    def _want_look(self, now: Moment) -> None:
        """Ask for a look when it is time; let go of the camera where it is not to be on."""
        plan = self._monitor.camera(now)
        if not plan.look and (self._is_open or self._pending) and not self._closing:
            self._closing = True
            self._looker.close_camera(now.mono_s)
        look_s = self._monitor.next_look_s(now)
        if self._pending or self._closing or look_s is None or not plan.look:
            return
        if now.mono_s >= max(look_s, self._not_before_s):
            self._look += 1
            self._pending, self._off_since_s, self._asked_look_s = True, None, now.mono_s
            if not self._looker.runs:
                self._budget.use(now.mono_s)
            self._looker.look(self._look, now.mono_s)

    def _hear(self, now: Moment, told: Told) -> None:
        match told:
            case Opened(name):
                self._is_open = True
                if self._name and name != self._name:
                    self._ends.talk(f"the camera is {name} now")
                self._name = name
            case Closed():
                self._looker.heard()
                self._let_go(now)
            case Looked():
                self._answered()
                if told.number == self._look and self._monitor.camera(now).look:
                    self._judge(now, told)
            case CouldNot():
                self._answered()
                self._could_not(now, told)

    def _answered(self) -> None:
        self._pending = False
        if not self._closing:  # else it is closing that is waited for
            self._looker.heard()

    def _judge(self, now: Moment, told: Looked) -> None:
        self._tell_light(told.light)
        self._monitor.model_s = told.model_s
        self._sitting.begin(told.info)
        if self._monitor.is_calibrating and not self._sitting.is_calibrating:
            self._sitting.calibrate()
        look = self._sitting.take(PosedFrame(told.number, told.at_s, told.pose))
        self._monitor.is_calibrating = self._sitting.is_calibrating
        self._monitor.guidance = self._sitting.guidance
        if self._sitting.outcome:
            self._do(self._monitor.calibrated(now, self._sitting.outcome))
        taken = Moment(max(told.at_s, now.mono_s - 1.0), now.utc_s, now.utc_offset_min)
        self._do(self._monitor.saw(taken, look, self._asked_look_s))

    def _tell_light(self, light: float) -> None:
        if (light < _BLACK) is not self._is_black:
            self._is_black = light < _BLACK
            dark = "the picture is black: open the camera's shutter, or switch on a light"
            self._ends.talk(dark if self._is_black else "there is light again")

    def _could_not(self, now: Moment, told: CouldNot) -> None:
        self._is_open = False
        if told.fatal:
            self._ends.talk(told.line)
            self._failed = not told.line.endswith("the film is over")
            self._stopped = True
            return
        self._say_once(told.line)
        self._do(self._monitor.camera_failed(now, told.why))

    def _let_go(self, now: Moment) -> None:
        """The camera is closed."""
        self._is_open = self._closing = False
        self._off_since_s = now.mono_s
        if self._ends.session is not None:
            self._ends.session.may_sleep()

    def _let_sleep(self, state: SessionState) -> None:
        """The computer waits for the camera before it sleeps, also where that is off already."""
        if state.asleep and not (self._is_open or self._pending) and self._ends.session is not None:
            self._ends.session.may_sleep()

    def _tend_worker(self, now: Moment) -> None:
        """End a worker that hangs, or that nobody needs for long."""
        if self._looker.overdue(now.mono_s):
            if self._closing:
                self._looker.end()
                self._pending = False
                self._let_go(now)
            else:
                self._restart(now, "did not answer")
        elif self._off_since_s is not None and now.mono_s - self._off_since_s >= _IDLE_S:
            self._looker.end()

    def _restart(self, now: Moment, what: str) -> None:
        """The worker hung or died: start it anew, not too often, and say so once."""
        self._looker.end()
        self._pending = False
        was_wanted = self._monitor.camera(now).look
        self._let_go(now)
        if not was_wanted:
            return
        wait_s = self._budget.wait_s(now.mono_s)
        self._not_before_s = now.mono_s + wait_s
        if wait_s > 0.0:
            self._say_once("what looks keeps failing; check the camera. I try again every few minutes")
            self._do(self._monitor.camera_failed(now, "camera does not answer"))
        else:
            self._say_once(f"what looks {what}: it is started anew")

    # What is done

    def _do(self, actions: tuple[Action, ...]) -> None:
        ends = self._ends
        for action in actions:
            match action:
                case Show(notice, printed):
                    self._show_notice(notice, printed=printed)
                case Withdraw(key):
                    if ends.notifier is not None:
                        ends.notifier.withdraw(key)
                case Say(text):
                    if ends.sound is not None:
                        ends.sound.say(text)
                case Keep(minute):
                    self._waiting.append(minute)
                    self._write_waiting()
                case Talk(line):
                    ends.talk(line)
                case Stop():
                    self._stopped = True

    def _show_notice(self, notice: Notice, *, printed: bool) -> None:
        notifier = self._ends.notifier
        if notifier is not None:
            notifier.show(notice)
        if notifier is not None and not notifier.problem:
            # That it could not be shown turns up a little later.
            self._sent = (notice, self._ends.clock().mono_s) if printed else None
            return
        if printed:
            self._ends.talk(f"{notice.title}: {notice.text}")
        if notifier is not None:
            self._open_spare_window()

    def _tell_unshown(self, now: Moment) -> None:
        """A notice was sent, and only then it turned out that nothing can be shown."""
        if self._sent is None or self._ends.notifier is None:
            return
        notice, at_s = self._sent
        if self._ends.notifier.problem:
            self._ends.talk(f"{notice.title}: {notice.text}")
            self._open_spare_window()
        if self._ends.notifier.problem or now.mono_s - at_s > _SENT_S:
            self._sent = None

    def _open_spare_window(self) -> None:
        if self._window is None and self._ends.spare_window is not None:
            self._window = self._ends.spare_window()

    def _write_waiting(self) -> None:
        """Write what is to be kept; what cannot be written now is kept for later."""
        while self._waiting:
            try:
                self._ends.recorder.add(self._waiting[0])
            except (FormcheckError, OSError) as error:
                self._say_once(f"{error}; the minutes are kept until it works again")
                return
            self._waiting.popleft()

    def _say_lost(self) -> None:
        """It ends, and something could not be written until now."""
        lost = len(self._waiting)
        if lost:
            minutes = "1 minute" if lost == 1 else f"{lost} minutes"
            self._ends.talk(f"{minutes} could not be written, and are lost")

    def _say_once(self, line: str) -> None:
        if line not in self._said:
            self._said.add(line)
            self._ends.talk(line)

    def _show(self, now: Moment) -> None:
        ends = self._ends
        parts: tuple[_HasProblem | None, ...] = (
            ends.notifier, ends.session, ends.sound, self._window, ends.control,
        )  # fmt: skip
        problems = tuple(part.problem for part in parts if part is not None and part.problem)
        for problem in problems:
            self._say_once(problem)
        self._monitor.problems = problems
        self._tell_unshown(now)
        ends.status(self._monitor.line(now))
        if self._window is not None:
            self._window.show(self._monitor.view(now))
            for request in self._window.pump():
                self._do(self._monitor.asked(now, request)[1])

    def _ask_session(self, now: Moment) -> None:
        if self._ends.session is not None and now.mono_s - self._asked_s >= self._ask_every_s(now):
            self._asked_s = now.mono_s
            self._do(self._monitor.session(now, self._ends.session.state()))
        elif self._ends.session is None:
            self._asked_s = now.mono_s

    def _ask_exercise(self, now: Moment) -> None:
        """Once a minute: exercises that were done since this run began count as a break."""
        if now.mono_s - self._asked_exercise_s < _EXERCISE_EVERY_S:
            return
        self._asked_exercise_s = now.mono_s
        try:
            done_utc_s = self._ends.recorder.exercised_utc_s()
        except (FormcheckError, OSError):
            return  # what is wrong with the history is said where minutes are written
        if self._exercised_utc_s is not None and done_utc_s > self._exercised_utc_s:
            self._do(self._monitor.exercised(now))
        self._exercised_utc_s = done_utc_s

    def _ask_every_s(self, now: Moment) -> float:
        return _ASK_AWAY_S if self._monitor.camera(now).why == "nobody there" else _ASK_S
