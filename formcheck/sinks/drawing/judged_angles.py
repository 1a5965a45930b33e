"""Which angles rules look at, from where and when: only those are worth a place in the picture."""

from collections.abc import Sequence

from formcheck.measurements.neutral import Comparison
from formcheck.measurements.view import View
from formcheck.phases.rep import Phase
from formcheck.rules.looks import looks_at
from formcheck.rules.quantities import quantity_of
from formcheck.rules.rule import Check, Rule
from formcheck.rules.threshold import sided_values
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.angle_marks import AngleMark, marks_of

# More than two kinds of angles at once nobody reads while they move.
_KINDS_AT_MOST = 2


class JudgedAngles:
    """Knows of each view and phase the angles that are judged there.

    Args:
        rules: What is judged.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        # What looks at few phases first: it is there for them.
        self._rules = sorted(rules, key=lambda rule: (len(rule.phases) or len(Phase), rule.priority))
        self._at: dict[tuple[View, Phase], tuple[AngleMark, ...]] = {}
        self._tests: dict[str, Check] = {}
        for rule in sorted(rules, key=lambda rule: rule.priority):
            for test in rule.tests:
                self._tests.setdefault(test.measure, test)

    def at(self, view: View, phase: Phase) -> tuple[AngleMark, ...]:
        """The marks of the angles that are judged from a view in a phase."""
        key = (view, phase)
        if key not in self._at:
            self._at[key] = self._chosen(view, phase)
        return self._at[key]

    def compare_of(self, quantity: str) -> Comparison:
        """How the most important rule on a quantity takes its value: as it is, or as a change."""
        return self._tests[quantity].compare if quantity in self._tests else "absolute"

    def value_of(self, mark: AngleMark, seen: Observation) -> float | None:
        """The value that the most important rule on it reckons with; None where it has none."""
        measured = seen.measurements.get(mark.measure)
        if measured is None or mark.quantity not in self._tests:
            return None if measured is None else measured.value
        found = sided_values(self._tests[mark.quantity], {mark.measure: measured}, seen.neutral, seen.view)
        return next((value.value for _, value in found), None)

    def _chosen(self, view: View, phase: Phase) -> tuple[AngleMark, ...]:
        marks: dict[str, tuple[AngleMark, ...]] = {}
        for rule in self._rules:
            if view not in rule.views or not looks_at(rule, phase):
                continue
            for test in rule.tests:
                quantity = quantity_of(test.measure)
                own = (
                    ()
                    if quantity is None or quantity.arc is None or quantity.arc.quiet
                    else marks_of(quantity)
                )
                if own:
                    marks.setdefault(test.measure, own)
        return tuple(mark for own in list(marks.values())[:_KINDS_AT_MOST] for mark in own)
