"""A day at the desk on a clock that somebody turns: what is seen when, and what is told."""

from collections.abc import Callable
from dataclasses import dataclass, field

from formcheck.activities.load import load_activity
from formcheck.desktop.control import Reply, Request
from formcheck.desktop.notice import Press
from formcheck.desktop.session_state import SessionState
from formcheck.history.records import DeskMinute
from formcheck.monitor.actions import Action, Keep, Say, Show, Stop, Talk, Withdraw
from formcheck.monitor.camera_plan import Why
from formcheck.monitor.escalation import timed
from formcheck.monitor.look import Look
from formcheck.monitor.moment import Moment
from formcheck.monitor.monitor import Monitor
from formcheck.monitor.settings import DeskSettings
from formcheck.rules.finding import Severity
from formcheck.rules.state import StateNow

DESK = load_activity("desk")
# 2026-03-02, a Monday, 09:00 UTC.
MONDAY_S = 1_772_442_000.0
# Nobody, upright, a rule's id of somebody in a posture, or why the camera cannot be had.
Seat = str
NOBODY, UPRIGHT, FORWARD, SLUMP = "nobody", "upright", "desk.forward-head", "desk.slump"


@dataclass
class Day:
    """Turns the clock from one look to the next, and keeps what is told."""

    settings: DeskSettings = field(default_factory=DeskSettings)
    utc_s: float = MONDAY_S
    offset_min: int = 0
    mono_s: float = 0.0
    shown: list[tuple[float, str, str]] = field(default_factory=list)
    withdrawn: list[tuple[float, str]] = field(default_factory=list)
    said: list[tuple[float, str]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    minutes: list[DeskMinute] = field(default_factory=list)
    looks: int = 0
    camera_on_s: float = 0.0
    stopped: bool = False

    def __post_init__(self) -> None:
        self.rules = [timed(rule, self.settings) for rule in DESK.rules if rule.id != "desk.static"]
        self.monitor = Monitor(self.settings, self.rules, self.now())
        self._seat, self._since_s, self._held_since_s = UPRIGHT, 0.0, 0.0
        self._left_s = 0.0

    def now(self) -> Moment:
        return Moment(self.mono_s, self.utc_s, self.offset_min)

    def sits(self, seat: Seat, seconds: float, *, shifts: bool = False) -> "Day":
        """Somebody sits like this for so long."""
        if seat != self._seat:
            if NOBODY in (self._seat, seat):
                self._held_since_s = self.mono_s
            self._seat, self._since_s = seat, self.mono_s
        if shifts:
            self._held_since_s = self.mono_s
        end_s = self.mono_s + seconds
        while self.mono_s < end_s - 1e-9 and not self.stopped:
            self._step(end_s)
        return self

    def _step(self, end_s: float) -> None:
        look_s = self.monitor.next_look_s(self.now())
        tick_s = self.monitor.next_tick_s(self.now())
        at_s = min(tick_s, end_s, max(self.mono_s, look_s) if look_s is not None else end_s)
        if self.monitor.camera(self.now()).keep:
            self.camera_on_s += at_s - self.mono_s
        self._turn_to(at_s)
        if look_s is not None and self.mono_s >= look_s:
            self._look()
        else:
            self.take(self.monitor.tick(self.now()))

    def _look(self) -> None:
        if self._seat.startswith("camera "):
            why: Why = self._seat  # type: ignore[assignment]
            self.take(self.monitor.camera_failed(self.now(), why))
            return
        self.looks += 1
        self.take(self.monitor.saw(self.now(), self._shows()))

    def _shows(self) -> Look:
        if self._seat == NOBODY:
            return Look(present=False)
        states: tuple[StateNow, ...] = ()
        if self._seat != UPRIGHT and self.mono_s - self._since_s >= 1.0:
            lasted_s = self.mono_s - self._since_s
            due = Severity.POOR if lasted_s >= self.settings.alert_s else None
            states = (StateNow(self._seat, Severity.CAUTION, None, self._since_s, True, due, self._since_s),)
        return Look(
            present=True, judged=True, states=states, held_s=self.mono_s - self._held_since_s,
            near=bool(states),
        )  # fmt: skip

    def _turn_to(self, mono_s: float) -> None:
        self.utc_s += mono_s - self.mono_s
        self.mono_s = mono_s

    def set_clock(self, by_s: float = 0.0, *, offset_min: int | None = None) -> "Day":
        """Somebody sets the clock, or daylight saving begins or ends."""
        self.utc_s += by_s
        self.offset_min = self.offset_min if offset_min is None else offset_min
        self.take(self.monitor.tick(self.now()))
        return self

    def tell(self, state: SessionState) -> "Day":
        self.take(self.monitor.session(self.now(), state))
        return self

    def ask(self, request: Request) -> Reply:
        reply, actions = self.monitor.asked(self.now(), request)
        self.take(actions)
        return reply

    def press(self, button: str) -> None:
        self.take(self.monitor.pressed(self.now(), Press("posture", button)))

    def finish(self) -> "Day":
        self.take(self.monitor.finish(self.now()))
        return self

    def take(self, actions: tuple[Action, ...]) -> None:
        for action in actions:
            match action:
                case Show(notice):
                    self.shown.append((self.mono_s, notice.key, notice.title))
                case Withdraw(key):
                    self.withdrawn.append((self.mono_s, key))
                case Say(text):
                    self.said.append((self.mono_s, text))
                case Keep(minute):
                    self.minutes.append(minute)
                case Talk(line):
                    self.lines.append(line)
                case Stop():
                    self.stopped = True

    def told(self, key: str = "posture") -> list[float]:
        """When a notice of a kind was shown."""
        return [at_s for at_s, what, _ in self.shown if what == key]

    def total(self, of: Callable[[DeskMinute], float]) -> float:
        return sum(map(of, self.minutes))
