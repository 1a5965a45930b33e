"""What somebody is told of their posture: a hint, a notice, a sound; once for each time that it comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from formcheck.monitor.settings import DeskSettings
from formcheck.rules.rule import Rule
from formcheck.rules.state import StateNow

Level = Literal["notice", "sound", "doubt"]
# Between two notices of different postures: one thing at a time [design default].
_APART_S = 60.0
# What lasts this long without a break may be how somebody sits now; they are asked once [design default].
_DOUBT_S = 15 * 60.0


@dataclass(frozen=True, slots=True)
class Telling:
    """Something to tell now.

    Attributes:
        level: How.
        rule: Of which posture.
        lasted_s: For how long it has been there.
    """

    level: Level
    rule: str
    lasted_s: float


class Escalation:
    """Turns postures into what is told: gently at first, and never twice.

    While all is quiet nothing is told and nothing is kept for later: what is there still when the quiet ends
    has to last anew before it is told.

    Args:
        settings: The times.
        rules: Rule id -> rule.
    """

    def __init__(self, settings: DeskSettings, rules: Mapping[str, Rule]) -> None:
        self._settings, self._rules = settings, rules
        self._told: dict[str, tuple[float, float]] = {}
        self._heard: dict[str, float] = {}
        self._doubted: dict[str, float] = {}
        self._notice_s: dict[str, float] = {}
        self._last_notice_s = float("-inf")
        self._quiet_until_s = float("-inf")
        self.hint: str | None = None

    def update(self, now_s: float, states: Sequence[StateNow], *, quiet: bool) -> Telling | None:
        """What to tell after a look; `hint` is then the rule to hint at, or None.

        Args:
            now_s: The time.
            states: The postures that are there.
            quiet: Whether nothing may be told now.
        """
        if quiet:
            self._quiet_until_s = now_s
        shown = [state for state in states if now_s - state.since_s >= self._settings.caution_s]
        worst = min(shown, key=self._priority, default=None)
        self.hint = None if worst is None or quiet else worst.rule
        if quiet:
            return None
        for state in sorted(shown, key=self._priority):
            telling = self._telling(now_s, state)
            if telling is not None:
                return telling
        return None

    def _priority(self, state: StateNow) -> int:
        return self._rules[state.rule].priority

    def _telling(self, now_s: float, state: StateNow) -> Telling | None:
        told = self._told.get(state.rule)
        if told is None or told[0] != state.since_s:
            return self._first(now_s, state)
        lasted_s = now_s - state.since_s
        if (
            self._heard.get(state.rule) != state.since_s
            and now_s - told[1] >= self._settings.sound_after_s
            and self._settings.sound != "off"
        ):
            self._heard[state.rule] = state.since_s
            return Telling("sound", state.rule, lasted_s)
        if self._doubted.get(state.rule) != state.since_s and now_s - told[1] >= _DOUBT_S:
            self._doubted[state.rule] = state.since_s
            return Telling("doubt", state.rule, lasted_s)
        return None

    def _first(self, now_s: float, state: StateNow) -> Telling | None:
        """The notice of an event, once it has lasted, and nothing like it was told of late."""
        since_s = max(state.since_s, self._quiet_until_s)
        cools = now_s - self._notice_s.get(state.rule, float("-inf")) < self._settings.cooldown_s
        if now_s - since_s < self._settings.alert_s or cools or now_s - self._last_notice_s < _APART_S:
            return None
        self._told[state.rule] = state.since_s, now_s
        self._notice_s[state.rule] = self._last_notice_s = now_s
        return Telling("notice", state.rule, now_s - state.since_s)


def timed(rule: Rule, settings: DeskSettings) -> Rule:
    """The rule with the times that were set."""
    times = rule.times.model_copy(
        update={
            "caution_s": max(settings.caution_s, rule.times.onset_s),
            "alert_s": max(settings.alert_s, settings.caution_s, rule.times.onset_s),
            "clear_s": settings.clear_s,
            "cooldown_s": settings.cooldown_s,
        }
    )
    return rule.model_copy(update={"times": times})
