from dataclasses import dataclass

from formcheck.activities.signs import Signs
from formcheck.measurements.quantity import Kind
from formcheck.measurements.view import View
from formcheck.phases.settings import RepSettings
from formcheck.postures.model import ESTIMATES, model_inputs
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Rule


@dataclass(frozen=True, slots=True)
class Activity:
    """What is watched: how its reps are found, and the rules that judge them.

    Attributes:
        id: Such as "overhead-press".
        title: For people.
        reps: How repetitions are found; None for an activity without any, which is judged by states.
        rules: Enabled rules, in the order of the file.
        signs: How it is told from other activities, or None where it is not looked for.
        off: Rules that are switched off because one camera cannot judge them, which is then said.
    """

    id: str
    title: str
    reps: RepSettings | None
    rules: tuple[Rule, ...]
    signs: Signs | None = None
    off: tuple[Rule, ...] = ()

    def measures(self) -> tuple[str, ...]:
        """Names of all quantities of a frame that the activity needs, each once."""
        wanted = [] if self.reps is None else [self.reps.signal]
        wanted += [name for rule in self.rules for name in rule_measures(rule)]
        if any(name in ESTIMATES for name in wanted):
            wanted += model_inputs()
        return tuple(dict.fromkeys(name for name in wanted if _of_a_frame(name)))

    def faults(self) -> tuple[Rule, ...]:
        """The rules that can find something: all but the states that are harmless."""
        return tuple(rule for rule in self.rules if not rule.harmless)

    def columns(self) -> tuple[str, ...]:
        """The names under which observations of the activity hold what it needs."""
        return tuple(column for name in self.measures() for column in quantities()[name].columns())

    def sign_measures(self) -> tuple[str, ...]:
        """Names of the measures by which it is told from others, with the signal of its reps."""
        wanted = [] if self.reps is None else [self.reps.signal]
        wanted += [] if self.signs is None else [condition.measure for condition in self.signs.tops]
        return tuple(dict.fromkeys(wanted))

    def rule(self, rule_id: str) -> Rule:
        """A rule by its full id.

        Raises:
            KeyError: If there is none.
        """
        return {rule.id: rule for rule in self.rules}[rule_id]


def views_by_column(activity: Activity) -> dict[str, frozenset[View]]:
    """For each measurement, such as "left_elbow_angle_deg", the views that some rule judges it from."""
    views: dict[str, frozenset[View]] = {}
    for rule in activity.rules:
        for name in rule_measures(rule):
            for column in quantities()[name].columns() if _of_a_frame(name) else ():
                views[column] = views.get(column, frozenset()) | frozenset(rule.views)
    return views


def rule_measures(rule: Rule) -> tuple[str, ...]:
    """Names of the measures that a rule looks at."""
    return tuple(name for test in rule.tests for name in _test_measures(test))


def _test_measures(test: Check) -> tuple[str, ...]:
    conditions = (test.poor_also, test.only_while)
    return (test.measure, *(condition.measure for condition in conditions if condition is not None))


def _of_a_frame(name: str) -> bool:
    """Whether observations hold a quantity; those of a repetition belong to the rep."""
    known = quantities().get(name)
    return known is not None and known.kind is not Kind.REP
