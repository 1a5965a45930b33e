"""A day at the desk: takes looks, signals and requests with their times, and says what is to be done."""

from collections.abc import Mapping, Sequence
from typing import Final

from formcheck.desktop.control import Command, Reply, Request
from formcheck.desktop.notice import Button, Notice, Press
from formcheck.desktop.session_state import SessionState
from formcheck.desktop.window_view import Level, WindowView
from formcheck.history.records import DeskMinute
from formcheck.monitor.actions import Action, Keep, Say, Show, Stop, Talk, Withdraw
from formcheck.monitor.breaks import BreakTimer
from formcheck.monitor.camera_plan import CameraManners, CameraPlan, Why
from formcheck.monitor.escalation import Escalation, Telling
from formcheck.monitor.look import Look
from formcheck.monitor.minutes import DayBook, MinuteBook, daily_line, hours
from formcheck.monitor.moment import MINUTE_S, Moment
from formcheck.monitor.schedule import CALIBRATING_S, LookSchedule
from formcheck.monitor.settings import DeskSettings
from formcheck.monitor.sitting import NOT_CALIBRATED
from formcheck.monitor.status import MonitorStatus, State
from formcheck.rules.rule import Rule

SNOOZE, CALIBRATE, STOP_TODAY = "snooze", "calibrate", "stop-today"
POSTURE, BREAK, CAMERA, CALIBRATION = "posture", "break", "camera", "calibration"
# What is asked without a time, and how far one can be asked for: a day.
_LONGEST_S = 24 * 3600.0
# Who is lent the camera asks again every few seconds: who is killed does not, and it is taken back.
_LENT_S, _LENT_MOST_S = 20.0, 60.0
# A sentence is worth hearing again only after a while.
_DOUBT: Final = "Is this how you sit now? Calibrate again, and I compare with that."
_SAID: Final[Mapping[Why, str]] = {
    "paused": "paused: the camera is off",
    "stopped for today": "stopped for today: the camera is off until midnight",
    "screen locked": "the screen is locked: the camera is off",
    "asleep": "the computer goes to sleep: the camera is off",
    "lid closed": "the lid is closed: the camera is off",
    "battery low": "the battery is low: the camera is off until it charges",
    "camera in use": "another program has the camera: I wait for it",
    "camera gone": "the camera is gone: plug it in, and I go on",
    "camera does not answer": "the camera does not answer: I try again now and then",
    "nobody there": "nobody is there: the camera is off, but for a short look now and then",
    "neck exercises": "the neck exercises have the camera: I wait",
}


class Monitor:
    """Everything that is decided on a day at the desk. It has no clock: every call brings the time.

    Args:
        settings: How somebody wants to be watched.
        rules: The rules that postures are told by.
        now: When it begins.
        athlete: Whose day it is; empty for the owner of the computer.
        source: What the camera is called.
        pid: Number of the process.
    """

    def __init__(
        self,
        settings: DeskSettings,
        rules: Sequence[Rule],
        now: Moment,
        *,
        athlete: str = "",
        source: str = "",
        pid: int = 0,
    ) -> None:
        self._settings = settings
        self._rules = {rule.id: rule for rule in rules}
        self._source, self._pid = source, pid
        self._schedule = LookSchedule(settings.rate)
        self._escalation = Escalation(settings, self._rules)
        self._breaks, self._camera = BreakTimer(settings), CameraManners(settings)
        self._minutes, self._days = MinuteBook(athlete), DayBook()
        self._session = SessionState()
        self._look = Look(present=False, learning=True)
        self._paused: Why = ""
        self._paused_until_s: float | None = None
        self._paused_day: int | None = None
        self._lent_until_s: float | None = None
        self._snoozed_until_s = float("-inf")
        self._looked_s = float("-inf")
        self._posture_shown: str | None = None
        self._why: Why = ""
        self.is_calibrating = False
        self.guidance = ""
        self.problems: tuple[str, ...] = ()
        self.model_s = 0.0
        self._looks = 0
        self._minutes.pass_time(now)
        self._camera.begin(now.mono_s)

    @property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that postures are told by, by id."""
        return self._rules

    # What comes in

    def saw(self, now: Moment, look: Look, asked_s: float | None = None) -> tuple[Action, ...]:
        """A look at the desk.

        Args:
            now: When it was taken.
            look: What it showed.
            asked_s: When it was asked for. The next one is due so long after that: cameras make one wait for
                their next picture, and looks would come ever more seldom than they should.
        """
        actions = [*self._pass_time(now)]
        self._look, self._looked_s = look, now.mono_s if asked_s is None else asked_s
        self._looks += 1
        self._camera.saw(now.mono_s, present=look.present)
        self._schedule.saw(now.mono_s, look)
        self._minutes.saw(now, look)
        if self._breaks.saw(now.mono_s, present=look.present, held_s=look.held_s):
            self._minutes.took_break(now)
        telling = self._escalation.update(now.mono_s, look.states, quiet=bool(self._quiet(now)))
        actions += self._tell(now, telling)
        actions += self._end_posture(look)
        return (*actions, *self._nudge(now), *self._say_why(now))

    def camera_failed(self, now: Moment, why: Why) -> tuple[Action, ...]:
        """A look was wanted, and the camera could not be had."""
        self._camera.failed(now.mono_s, why)
        self._minutes.stop_looking()
        return (*self._pass_time(now), *self._say_why(now))

    def exercised(self, now: Moment) -> tuple[Action, ...]:
        """Neck exercises were done, and seen: that counts as a break."""
        self._breaks.exercised(now.mono_s)
        self._minutes.took_break(now)
        return (*self._pass_time(now), Withdraw(BREAK), Talk("neck exercises: that counts as a break"))

    def session(self, now: Moment, state: SessionState) -> tuple[Action, ...]:
        """What the computer tells of itself."""
        self._session = state
        self._camera.session(now.mono_s, state)
        if self._camera.is_away_for_sure:
            self._breaks.away(now.mono_s)
        return self.tick(now)

    def tick(self, now: Moment) -> tuple[Action, ...]:
        """Time has passed."""
        return (*self._pass_time(now), *self._nudge(now), *self._say_why(now))

    def pressed(self, now: Moment, press: Press) -> tuple[Action, ...]:
        """A button of a notice was pressed."""
        if press.button not in (SNOOZE, CALIBRATE, STOP_TODAY):
            return ()
        command: Command = press.button  # type: ignore[assignment]
        actions = self.asked(now, Request(command))[1]
        if press.button == CALIBRATE:  # there may be no terminal that says how it goes on
            how = Notice(
                CALIBRATION, "Calibrating", "Sit as you like to sit, and hold still for ten seconds."
            )
            return (*actions, Show(how, printed=False))
        return actions

    def calibrated(self, now: Moment, outcome: str) -> tuple[Action, ...]:
        """A neutral was to be taken: what came of it, in words that the terminal knows already."""
        if self._session.do_not_disturb:
            return (Withdraw(CALIBRATION), *self.tick(now))
        title, text = "Calibrated", "From now on I compare with how you sat just now."
        if outcome.startswith(NOT_CALIBRATED):
            why = outcome.removeprefix(NOT_CALIBRATED)
            title, text = NOT_CALIBRATED.rstrip(": ").capitalize(), f"{why[:1].upper()}{why[1:]}"
        return (Show(Notice(CALIBRATION, title, text), printed=False), *self.tick(now))

    def asked(self, now: Moment, request: Request) -> tuple[Reply, tuple[Action, ...]]:
        """Something was asked; gives the answer, and what is to be done."""
        for_s = None if request.for_s is None else min(max(0.0, request.for_s), _LONGEST_S)
        actions: tuple[Action, ...] = ()
        match request.command:
            case "pause":
                self._pause(now, "paused", for_s)
                text = "paused" if for_s is None else f"paused for {hours(for_s)}"
            case "stop-today":
                self._pause(now, "stopped for today", None)
                text = "stopped for today"
            case "resume":
                self._resume(now)
                text = "watching"
            case "snooze":
                snooze_s = self._settings.snooze_s if for_s is None else for_s
                self._snoozed_until_s = now.mono_s + snooze_s
                text, actions = f"quiet for {hours(snooze_s)}", (Withdraw(POSTURE), Withdraw(BREAK))
            case "calibrate":
                self._resume(now)
                self.is_calibrating = True
                text, actions = (
                    "calibrating: sit as you like to sit, and hold still",
                    (Withdraw(POSTURE),),
                )
            case "lend":
                self._lent_until_s = now.mono_s + min(for_s or _LENT_S, _LENT_MOST_S)
                self._minutes.stop_looking()
                text, actions = "the camera is yours", (Withdraw(POSTURE), Withdraw(BREAK))
            case "return":
                self._take_back(now)
                text = self.line(now)
            case "stop":
                text, actions = "stopped", (Stop(),)
            case _:
                text = self.line(now)
        actions = (*actions, *self.tick(now))
        return Reply(True, text, self.status(now).as_json()), actions

    def finish(self, now: Moment) -> tuple[Action, ...]:
        """It ends: the minute that was running, and the day in one line."""
        actions = [*self._pass_time(now)]
        last = self._minutes.finish()
        if last is not None:
            actions += self._keep(last)
        if self._days.today.watched_s > 0.0:
            actions.append(Talk(daily_line(self._days.today, self._titles())))
        return (*actions, Withdraw(POSTURE), Withdraw(BREAK))

    # What is wanted

    def camera(self, now: Moment) -> CameraPlan:
        """What to do with the camera now."""
        return self._camera.plan(now.mono_s, paused=self._kept_off)

    def next_look_s(self, now: Moment) -> float | None:
        """When to look next, on the first clock; None while there is nothing to look for."""
        plan = self.camera(now)
        if plan.look and plan.keep:
            return self._looked_s + self._interval_s(now)
        return now.mono_s if plan.look else plan.again_s

    def next_tick_s(self, now: Moment) -> float:
        """When time matters next, on the first clock, if nothing happens before."""
        into_minute_s = now.utc_s % MINUTE_S
        times = [now.mono_s + MINUTE_S - into_minute_s]
        times += [at for n in ("shift", "break") if (at := self._breaks.due_s(n)) is not None]
        if self._paused_until_s is not None:
            times.append(self._paused_until_s)
        if self._lent_until_s is not None:
            times.append(self._lent_until_s)
        if self._snoozed_until_s > now.mono_s:
            times.append(self._snoozed_until_s)
        return min((at for at in times if at > now.mono_s), default=now.mono_s + MINUTE_S)

    def status(self, now: Moment) -> MonitorStatus:
        """What it says of itself."""
        plan, day = self.camera(now), self._days.today
        worst = self._worst()
        until_s = self._paused_until_s
        return MonitorStatus(
            state=self._state(plan),
            why=plan.why,
            camera_on=plan.keep and plan.look,
            source=self._source,
            posture="" if worst is None else self._rules[worst].title,
            posture_s=0.0 if worst is None else now.mono_s - self._since_s(worst),
            quiet=self._quiet(now),
            quiet_s=max(0.0, self._snoozed_until_s - now.mono_s) or None,
            paused_s=None if until_s is None else max(0.0, until_s - now.mono_s),
            sitting_s=self._breaks.sitting_s(now.mono_s),
            held_s=self._breaks.held_s(now.mono_s),
            looks_a_second=1.0 / self._interval_s(now) if plan.keep else 0.0,
            looks=self._looks,
            model_ms=1000.0 * self.model_s,
            watched_s=day.watched_s,
            judged_s=day.judged_s,
            neutral_s=day.neutral_s,
            events={self._titles().get(rule, rule): count for rule, count in day.events.items()},
            alerts=sum(n for what, n in day.alerts.items() if what in self._rules),
            breaks=day.breaks,
            problems=self.problems,
            pid=self._pid,
        )

    def view(self, now: Moment) -> WindowView:
        """What the small window shows."""
        plan = self.camera(now)
        state, on = self._state(plan), plan.keep and plan.look
        if state == "calibrating":
            return WindowView("waiting", "Calibrating", self.guidance, on)
        if state in ("paused", "away", "waiting"):
            level: Level = "paused" if state == "paused" else "away" if state == "away" else "waiting"
            shown = {"paused": "Paused", "away": "Nobody there", "waiting": "Waiting"}[state]
            return WindowView(level, shown, self._off_detail(now, state, plan), on)
        if self._look.notice:
            return WindowView("waiting", self._look.notice, "", on)
        hint, worst = self._escalation.hint, self._worst()
        sitting, due_s = f"sitting {hours(self._breaks.sitting_s(now.mono_s))}", self._breaks.due_s("break")
        if due_s is not None and due_s > now.mono_s:
            sitting += f" · break in {hours(due_s - now.mono_s)}"
        if hint is not None:
            told = self._posture_shown is not None
            return WindowView("alert" if told else "hint", self._rules[hint].cue, sitting, on)
        if state == "starting":
            return WindowView("waiting", "Sit upright", "learning how you sit", on)
        shown = "Sitting well" if worst is None and self._look.judged else "Watching"
        return WindowView("good", shown, sitting, on)

    def line(self, now: Moment) -> str:
        """The state in one line, for the terminal."""
        view, quiet, day = self.view(now), self._quiet(now), self._days.today
        parts = [view.headline.lower(), view.detail, f"camera {'on' if view.camera_on else 'off'}"]
        if quiet:
            parts.append(f"quiet: {quiet}")
        if day.judged_s >= 1.0:
            parts.append(
                f"today {hours(day.watched_s)}, {100 * day.neutral_s / day.judged_s:.0f} % in neutral"
            )
        return " · ".join(part for part in parts if part)

    # Inside

    def _off_detail(self, now: Moment, state: State, plan: CameraPlan) -> str:
        """What the small window says below, while the camera is off."""
        if state == "away":
            return "camera off"
        if plan.why != "paused":
            return plan.why
        until_s = self._paused_until_s
        return "until you resume" if until_s is None else f"for {hours(max(0.0, until_s - now.mono_s))}"

    def _interval_s(self, now: Moment) -> float:
        return CALIBRATING_S if self.is_calibrating else self._schedule.interval_s(now.mono_s)

    def _pass_time(self, now: Moment) -> list[Action]:
        actions: list[Action] = []
        if self._paused_until_s is not None and now.mono_s >= self._paused_until_s:
            self._resume(now)
        if self._paused_day is not None and now.local_day > self._paused_day:
            self._resume(now)
        if self._lent_until_s is not None and now.mono_s >= self._lent_until_s:
            self._take_back(now)
        if not self.camera(now).keep:
            self._minutes.stop_looking()
        minute = self._minutes.pass_time(now)
        if minute is not None:
            actions += self._keep(minute)
        return actions

    def _keep(self, minute: DeskMinute) -> list[Action]:
        day = self._days.add(minute)
        done: list[Action] = [] if day is None else [Talk(daily_line(day, self._titles()))]
        return [*done, Keep(minute)]

    def _quiet(self, now: Moment) -> str:
        """Why nothing may be told now, or ""."""
        if now.mono_s < self._snoozed_until_s:
            return "snoozed"
        if self._kept_off:
            return self._kept_off
        if any(span.holds(now.local_minute) for span in self._settings.quiet_hours):
            return "quiet hours"
        if self._session.do_not_disturb:
            return "do not disturb"
        if self.is_calibrating:
            return "calibrating"
        return "in a call" if self._camera.is_in_call else ""

    @property
    def _kept_off(self) -> Why:
        """Why somebody wants the camera off, or ""."""
        return self._paused or ("" if self._lent_until_s is None else "neck exercises")

    def _pause(self, now: Moment, why: Why, for_s: float | None) -> None:
        self._paused = why
        self._paused_until_s = None if for_s is None else now.mono_s + for_s
        self._paused_day = now.local_day if why == "stopped for today" else None
        self._minutes.stop_looking()

    def _resume(self, now: Moment) -> None:
        self._paused, self._paused_until_s, self._paused_day = "", None, None
        self._snoozed_until_s = float("-inf")
        self._camera.begin(now.mono_s)

    def _take_back(self, now: Moment) -> None:
        """What was lent is wanted again; does nothing where nothing was."""
        if self._lent_until_s is not None:
            self._lent_until_s = None
            self._camera.begin(now.mono_s)

    def _tell(self, now: Moment, telling: Telling | None) -> list[Action]:
        if telling is None:
            return []
        rule = self._rules[telling.rule]
        if telling.level == "sound":
            return [Say(rule.spoken)]
        self._posture_shown = telling.rule
        text = _DOUBT if telling.level == "doubt" else f"{rule.title}, for {_lasted(telling.lasted_s)} now."
        if telling.level == "notice":
            self._minutes.told(now, telling.rule)
        return [Show(Notice(POSTURE, rule.cue, text, self._buttons(calibrate=True)))]

    def _end_posture(self, look: Look) -> list[Action]:
        """Take the notice away as soon as what it tells of is over."""
        shown = self._posture_shown
        if shown is None or not look.judged or any(state.rule == shown for state in look.states):
            return []
        self._posture_shown = None
        return [Withdraw(POSTURE)]

    def _nudge(self, now: Moment) -> list[Action]:
        """It is time to sit otherwise, or to stand up; held back while nothing may be told."""
        nudge = self._breaks.due(now.mono_s)
        if nudge is None or self._quiet(now) or not self.camera(now).keep:
            return []
        self._breaks.told(now.mono_s, nudge)
        self._minutes.told(now, nudge)
        if nudge == "break":
            title, since_s = "Time for a break", self._breaks.sitting_s(now.mono_s)
            sat = f"You have been sitting for {hours(since_s)}."
            text = f"{sat} Stand up and walk a little; or formcheck mobility."
        else:
            title, since_s = "Time to move", self._breaks.held_s(now.mono_s)
            text = f"{hours(since_s)} in one posture. Sit differently, or stand up for a moment."
        said: list[Action] = [Say(f"{title}.")] if self._settings.sound != "off" else []
        return [Show(Notice(BREAK, title, text, self._buttons(calibrate=False))), *said]

    def _buttons(self, *, calibrate: bool) -> tuple[Button, ...]:
        minutes = round(self._settings.snooze_s / MINUTE_S)
        again = (Button(CALIBRATE, "Calibrate"),) if calibrate else ()
        return (Button(SNOOZE, f"Snooze {minutes} min"), *again, Button(STOP_TODAY, "Stop for today"))

    def _say_why(self, now: Moment) -> list[Action]:
        """Say once why the camera is off, and when it is on again."""
        why = self.camera(now).why
        if why == self._why:
            return []
        before, self._why = self._why, why
        if why:
            return [Talk(_SAID[why])]
        return [Talk("the camera is on again")] if before else []

    def _state(self, plan: CameraPlan) -> State:
        if self._paused:
            return "paused"
        if plan.why == "nobody there":
            return "away"
        if plan.why:
            return "waiting"
        if self.is_calibrating:
            return "calibrating"
        return "starting" if self._look.learning else "watching"

    def _worst(self) -> str | None:
        states = self._look.states
        return min(states, key=lambda s: self._rules[s.rule].priority).rule if states else None

    def _since_s(self, rule: str) -> float:
        return next(state.since_s for state in self._look.states if state.rule == rule)

    def _titles(self) -> dict[str, str]:
        return {rule.id: rule.title for rule in self._rules.values()}


def _lasted(time_s: float) -> str:
    return f"{time_s:.0f} s" if time_s < 90 else hours(time_s)
