"""Sees faults while they happen, for cues; the verdict on a rep comes from `judge` when it is over."""

from dataclasses import dataclass

from formcheck.measurements.neutral import Neutral
from formcheck.measurements.quantity import SIDES
from formcheck.phases.rep import BOTTOM_HALF
from formcheck.phases.segmenter import PhaseState
from formcheck.rules.dwell import Dwell
from formcheck.rules.finding import Severity
from formcheck.rules.own_best import OwnBest
from formcheck.rules.rule import Check, Condition, Rule
from formcheck.rules.sample import RuleSample
from formcheck.rules.threshold import Limit, holds, limits_of, sided_values, spread_of


@dataclass(frozen=True, slots=True)
class Firing:
    """A fault that is present now.

    Attributes:
        side: "left", "right", or None where the fault has no side.
        certain: Whether the value is past the threshold by more than its error.
    """

    rule: str
    severity: Severity
    side: str | None
    certain: bool


class RuleWatch:
    """Follows one "during" rule from frame to frame with the phases as they are known at the time."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._dwells: dict[tuple[int, str | None, Severity, bool], Dwell] = {}

    @property
    def rule(self) -> Rule:
        """The rule that is followed."""
        return self._rule

    def update(
        self, sample: RuleSample, state: PhaseState, neutral: Neutral, own_best: OwnBest
    ) -> Firing | None:
        """The rule's worst fault in this frame, if it has lasted long enough."""
        if state.phase not in self._rule.phases and not (
            state.lower_half and BOTTOM_HALF in self._rule.phases
        ):
            self._dwells.clear()
            return None
        if sample.view not in self._rule.views:
            return None
        found: Firing | None = None
        for number, test in enumerate(self._rule.tests):
            if test.stands_in and _is_known(self._rule.tests[number - 1], sample):
                continue
            for firing in self._of_test(number, test, sample, neutral, own_best):
                if found is None or firing.severity.rank > found.severity.rank:
                    found = firing
        return found

    def _of_test(
        self, number: int, test: Check, sample: RuleSample, neutral: Neutral, own_best: OwnBest
    ) -> list[Firing]:
        firing = []
        for side, measured in sided_values(test, sample.measurements, neutral, sample.view):
            spread = spread_of(test, side, neutral, sample.view)
            for stated in limits_of(test, self._rule.hysteresis, spread):
                dwell = self._dwell(number, side, stated)
                limit = dwell.limit
                value = measured.value
                # What every rep has is not said when the rep is over, so it is not said during it.
                usual = number == 0 and not (
                    value is None or own_best.is_worse(self._rule, sample.view, value, measured.error)
                )
                if (
                    usual
                    or not _holds(test.only_while, side, sample, neutral)
                    or (
                        value is not None
                        and limit.severity is Severity.POOR
                        and not _holds(test.poor_also, side, sample, neutral)
                    )
                ):
                    value = limit.off
                dwell.update(sample.time_s, value)
                if dwell.firing and value is not None:
                    certain = limit.excess(value) >= measured.error
                    if self._rule.certain_only and not certain:
                        continue
                    firing.append(Firing(self._rule.id, limit.severity, side, certain))
        return firing

    def _dwell(self, number: int, side: str | None, limit: Limit) -> Dwell:
        """One for each threshold; it keeps its limit, also while the neutral is still being learned."""
        key = (number, side, limit.severity, limit.above)
        if key not in self._dwells:
            self._dwells[key] = Dwell(limit, self._rule.hold_s.of(limit.severity))
        return self._dwells[key]


def _is_known(test: Check, sample: RuleSample) -> bool:
    names = (test.measure, *(f"{side}_{test.measure}" for side in SIDES))
    measured = (sample.measurements.get(name) for name in names)
    return any(one is not None and one.value is not None for one in measured)


def _holds(condition: Condition | None, side: str | None, sample: RuleSample, neutral: Neutral) -> bool:
    return condition is None or holds(condition, side, sample.measurements, neutral, sample.view)
