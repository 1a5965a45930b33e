"""All states of an activity side by side: which are there, which ended, and whether any is worth a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.pose.models import FITTED_MODEL
from formcheck.rules.family import FamilyTimes, pick
from formcheck.rules.quantities import quantities, takes_time
from formcheck.rules.rule import Rule
from formcheck.rules.sample import RuleSample
from formcheck.rules.state import Claim, StateEvent, StateNow, StateWatch

# A state this near to its threshold is worth a word.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class JudgedStates:
    """What the rules make of one frame.

    Attributes:
        present: The states that are there.
        ended: Rule id and event of those that ended with this frame.
        calm: Whether no state is there, nor near.
    """

    present: tuple[StateNow, ...]
    ended: tuple[tuple[str, StateEvent], ...]
    calm: bool


class StateJudge:
    """Judges one frame after the other by rules that look for states.

    Of states of one family, which look alike, only the one that is furthest past its threshold counts.

    Args:
        rules: Rules with `when = "state"`.
        model: The pose model whose points are measured, or None where it is not known.
    """

    def __init__(self, rules: Sequence[Rule], model: str | None = FITTED_MODEL) -> None:
        self._rules, self._model = tuple(rules), model
        self._begin()

    def _begin(self) -> None:
        rules = self._rules
        self._watches = {rule.id: StateWatch(rule, self._model) for rule in rules}
        self._families = {rule.id: rule.family for rule in rules}
        # What is harmless lends none of its time to a fault that looks like it.
        self._family_times = FamilyTimes({rule.id: "" if rule.harmless else rule.family for rule in rules})

    def judge(self, sample: RuleSample, neutral: Neutral) -> JudgedStates:
        """Take the next frame."""
        claims = {rule: watch.look(sample, neutral) for rule, watch in self._watches.items()}
        running = frozenset(rule for rule, watch in self._watches.items() if watch.running)
        chosen = pick(claims, self._families, running)
        since_s = self._family_times.update(sample.time_s, claims)
        present, ended = [], []
        for rule, watch in self._watches.items():
            claim = claims[rule] if rule in chosen else None
            now, event = watch.update(sample.time_s, claim, since_s.get(self._families[rule]))
            if now is not None and not watch.rule.harmless:
                present.append(now)
            if event is not None and not watch.rule.harmless:
                ended.append((rule, event))
        calm = all(self._is_calm(rule, claim, sample.view) for rule, claim in claims.items())
        return JudgedStates(tuple(present), tuple(ended), calm)

    def forget(self) -> None:
        """Begin anew: what seemed to be there was compared with the wrong neutral."""
        self._begin()

    def finish(self) -> tuple[tuple[str, StateEvent], ...]:
        """The source has ended: rule id and event of the states that were there."""
        ended = ((rule, watch.finish()) for rule, watch in self._watches.items() if not watch.rule.harmless)
        return tuple((rule, event) for rule, event in ended if event is not None)

    def _is_calm(self, rule_id: str, claim: Claim, view: View) -> bool:
        """Whether a rule has nothing to say; where a posture is not known it may have."""
        rule = self._watches[rule_id].rule
        measures = [test.measure for test in rule.tests]
        if view not in rule.views or any(map(takes_time, measures)):
            return True
        if claim.excess is None:
            return not any(quantities()[measure].is_change for measure in measures)
        return claim.excess < _NEAR
