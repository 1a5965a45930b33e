"""What is told during a neck exercise: where to go, when to hold, what to mend, and to come back."""

from collections.abc import Sequence

from formcheck.cues.cue import Cue
from formcheck.measurements.quantity import Side
from formcheck.moves.follower import MoveState
from formcheck.moves.settings import MoveSettings
from formcheck.phases.rep import Phase
from formcheck.rules.rule import Rule
from formcheck.rules.watch import Firing

# A fault stays on the screen for so long, and is said once in each movement.
_SHOWN_S = 2.5
# After so long at rest the next one is asked for (again).
_GO_AFTER_S, _GO_AGAIN_S = 1.0, 12.0


class MoveCues:
    """Decides what to tell; one thing at a time, faults before everything else.

    Args:
        rules: The exercise's rules.
        settings: Its words.
        hold_s: How long it is to be held.
    """

    def __init__(self, rules: Sequence[Rule], settings: MoveSettings, hold_s: float) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._settings, self._hold_s = settings, hold_s
        self._told: set[str] = set()
        self._current: Cue | None = None
        self._rest_since_s: float | None = None
        self._asked_s = float("-inf")
        self._next_side: Side = "left"

    def update(
        self, time_s: float, state: MoveState, firing: Sequence[Firing], *, clean: bool = False
    ) -> Cue | None:
        """The cue of this frame.

        Args:
            time_s: Its time.
            state: Where in the exercise the subject is.
            firing: The faults that are there now.
            clean: Whether a movement ended with this frame that was held, judged in every way, and
                free of faults.
        """
        if state.done is not None:
            self._after(time_s, state, clean=clean)
        elif state.phase in (Phase.ASCENT, Phase.TOP, Phase.DESCENT):
            self._during(time_s, state, firing)
        elif state.phase is Phase.BOTTOM:
            self._at_rest(time_s)
        return self._current

    def _after(self, time_s: float, state: MoveState, *, clean: bool) -> None:
        self._told.clear()
        self._rest_since_s = time_s
        done = state.done
        if done is not None and done.rep is not None and done.rep.side is not None:
            self._next_side = "right" if done.rep.side == "left" else "left"
        if clean:
            self._current = Cue(time_s, None, None, "Good", "Good.")
        elif done is not None and done.rep is None:
            self._current = Cue(time_s, None, None, "Further, and hold", "That one was too short to count.")
        else:
            self._current = None

    def _during(self, time_s: float, state: MoveState, firing: Sequence[Firing]) -> None:
        self._rest_since_s = None
        new = [self._rules[fault.rule] for fault in firing if fault.rule not in self._told]
        if new:
            rule = min(new, key=lambda rule: rule.priority)
            severity = next(fault.severity for fault in firing if fault.rule == rule.id)
            self._told.add(rule.id)
            self._current = Cue(time_s, rule.id, severity, rule.cue, rule.spoken)
        elif self._shows_fault(time_s):
            return
        elif self._settings.held and state.held_s >= self._hold_s:
            self._once("back", time_s, self._settings.back)
        elif state.phase is Phase.TOP:
            self._once("stay", time_s, self._settings.stay)

    def _at_rest(self, time_s: float) -> None:
        if self._rest_since_s is None:
            self._rest_since_s = time_s
        if self._shows_fault(time_s) or time_s - self._rest_since_s < _GO_AFTER_S:
            return
        if time_s - self._asked_s >= _GO_AGAIN_S or self._asked_s < self._rest_since_s:
            self._asked_s = time_s
            words = self._settings.go.replace("{side}", self._next_side)
            self._current = Cue(time_s, None, None, words, f"{words}.")

    def _shows_fault(self, time_s: float) -> bool:
        cue = self._current
        return cue is not None and cue.rule is not None and time_s - cue.time_s < _SHOWN_S

    def _once(self, name: str, time_s: float, words: str) -> None:
        if name in self._told:
            return
        self._told.add(name)
        self._current = Cue(time_s, None, None, words, f"{words}.")
