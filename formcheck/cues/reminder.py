"""What someone at a desk is told, and when: late, rarely, and one thing at a time."""

from collections.abc import Mapping, Sequence

from formcheck.cues.cue import Cue
from formcheck.rules.finding import Severity
from formcheck.rules.quantities import takes_time
from formcheck.rules.rule import Rule
from formcheck.rules.state import StateNow

SHOWN_S = 5.0
PRAISED_S = 2.5
# What lasts this long without a break may be how somebody sits now, on another chair or before another
# camera; alarming for an hour would help nobody [design default].
_LASTS_S = 15 * 60.0
_DOUBT = "Sitting differently? Calibrate again"
_DOUBT_SPOKEN = "You have sat like this for a while. If that is how you sit now, calibrate again."


class Reminder:
    """Turns states into cues.

    A state that has lasted for a while is shown; one that lasts longer is an alert, which is also spoken.
    After an alert the rule is quiet until its cooldown is over. What still lasts after a quarter of an hour
    is doubted once, and then left alone until it is over.

    Args:
        rules: The activity's rules by id.
    """

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = rules
        self._current: Cue | None = None
        self._until_s = float("-inf")
        self._shown: set[tuple[str, float]] = set()
        self._alerted_s: dict[str, float] = {}
        self._to_praise: str | None = None
        self._doubted: dict[str, float] = {}

    def update(
        self, time_s: float, states: Sequence[StateNow], notice: Cue | None, *, judged: bool = True
    ) -> Cue | None:
        """The cue to show in this frame.

        Args:
            time_s: Time of the frame.
            states: What is present now.
            notice: Something about the camera, which comes before everything else.
            judged: Whether postures are judged in this frame: who has left has corrected nothing.
        """
        if notice is not None:
            return notice
        is_praised = self._current is not None and self._current.is_praise
        if time_s >= self._until_s or (is_praised and states):
            self._current = None
        # What was alerted of late is known: it must not keep something else from being told.
        due = [s for s in states if s.due is not None and not self._is_quiet(time_s, s)]
        worst = min(due, key=lambda s: self._rules[s.rule].priority, default=None)
        if worst is not None:
            # One thing at a time: what is on the screen stays its time.
            if self._current is None or self._current.rule == worst.rule:
                self._remind(time_s, worst)
        elif judged and self._to_praise is not None and not states:
            # While another posture is there, nothing is praised.
            self._praise(time_s)
        return self._current

    def _is_quiet(self, time_s: float, state: StateNow) -> bool:
        if self._doubted.get(state.rule) == state.since_s:
            return True
        cooldown_s = self._rules[state.rule].times.cooldown_s
        return time_s - self._alerted_s.get(state.rule, float("-inf")) < cooldown_s

    def _remind(self, time_s: float, state: StateNow) -> None:
        rule = self._rules[state.rule]
        # Sitting without a shift is not about the neutral.
        about_neutral = not any(takes_time(test.measure) for test in rule.tests)
        if about_neutral and time_s - state.since_s >= _LASTS_S:
            self._doubted[rule.id] = state.since_s
            self._current = Cue(time_s, rule.id, state.severity, _DOUBT, _DOUBT_SPOKEN)
            self._until_s = time_s + SHOWN_S
        elif state.due is Severity.POOR:
            self._alerted_s[rule.id], self._to_praise = time_s, rule.id
            self._say(time_s, state, say=True)
        elif (rule.id, state.since_s) not in self._shown:
            self._shown = {(rule.id, state.since_s)}
            self._say(time_s, state, say=False)

    def _say(self, time_s: float, state: StateNow, *, say: bool) -> None:
        rule = self._rules[state.rule]
        self._current = Cue(time_s, rule.id, state.severity, rule.cue, rule.spoken, say)
        self._until_s = time_s + SHOWN_S

    def _praise(self, time_s: float) -> None:
        assert self._to_praise is not None
        praise = self._rules[self._to_praise].praise
        self._current, self._until_s = Cue(time_s, self._to_praise, None, praise, praise), time_s + PRAISED_S
        self._to_praise = None
