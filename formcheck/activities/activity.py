"""What is watched: an activity with its mode, its rules, and how it is recognised, shown and evaluated."""

from dataclasses import dataclass, field
from typing import Literal

from formcheck.activities.mode import Mode
from formcheck.activities.signs import Signs
from formcheck.activities.truth import TruthNames
from formcheck.measurements.quantity import Kind
from formcheck.measurements.view import View
from formcheck.moves.settings import MoveSettings
from formcheck.phases.alone import ArmSign
from formcheck.phases.quantities import CONCENTRIC_S, ECCENTRIC_S, RANGE
from formcheck.phases.settings import RepSettings
from formcheck.postures.model import ESTIMATES, model_inputs
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Rule

Effort = Literal["press", "pull", ""]


@dataclass(frozen=True, slots=True)
class Activity:
    """What is watched: how its reps or states are found, and the rules that judge them.

    Attributes:
        id: Such as "overhead-press".
        title: For people.
        mode: All that differs between a lift and a posture.
        reps: How repetitions are found; None for a posture, which is judged by states.
        rules: Enabled rules, in the order of the file.
        signs: How it is told from other activities, or None where it is not looked for.
        off: Rules that are switched off because one camera cannot judge them, which is then said.
        key: The digit that chooses it before a camera, or None.
        key_word: What the help of the keys calls it; "" for its title.
        effort: Whether the weight is pressed away from the body or pulled to it; "" for neither.
        truth: Its names in truth files.
        measured: Names of quantities of a frame that are measured although no rule asks for them.
        move: How a neck exercise is found, and what is asked of it; None for other activities.
    """

    id: str
    title: str
    mode: Mode
    reps: RepSettings | None
    rules: tuple[Rule, ...]
    signs: Signs | None = None
    off: tuple[Rule, ...] = ()
    key: int | None = None
    key_word: str = ""
    effort: Effort = ""
    truth: TruthNames = field(default_factory=TruthNames)
    measured: tuple[str, ...] = ()
    move: MoveSettings | None = None

    def measures(self) -> tuple[str, ...]:
        """Names of all quantities of a frame that the activity needs, each once."""
        wanted = [] if self.reps is None else [self.reps.signal]
        wanted += [*self.measured, *(name for rule in self.rules for name in rule_measures(rule))]
        if any(name in ESTIMATES for name in wanted):
            wanted += model_inputs()
        return tuple(dict.fromkeys(name for name in wanted if _of_a_frame(name)))

    @property
    def is_judged(self) -> bool:
        """Whether it has reps or states; what is not known yet, or never, is only measured."""
        return self.reps is not None or not self.mode.has_reps

    @property
    def needs_faces(self) -> bool:
        """Whether a rule asks which way the face looks."""
        return self.move is not None or any(quantities()[name].face for name in self.measures())

    def columns(self) -> tuple[str, ...]:
        """The names under which observations of the activity hold what it needs."""
        return tuple(column for name in self.measures() for column in quantities()[name].columns())

    def table_columns(self) -> dict[str, str]:
        """What a narrow table of reps shows: name in a rep's measurements -> heading."""
        times = {name: quantities()[name].short for name in (CONCENTRIC_S, ECCENTRIC_S)}
        return {**times, **{rule.short_id: rule.column for rule in self.rules if rule.column}}

    def unit_of(self, measure: str) -> str:
        """The unit of a quantity; of a rep's range that of the signal that the reps are found in."""
        if measure == RANGE and self.reps is not None:
            return quantities()[self.reps.signal].unit
        return quantities()[measure].unit

    def names(self) -> frozenset[str]:
        """What it is called in truth files and sets."""
        return frozenset({self.id, self.truth.exercise or self.id, *self.truth.also})

    def faults(self) -> tuple[Rule, ...]:
        """The rules that can find something: all but the states that are harmless."""
        return tuple(rule for rule in self.rules if not rule.harmless)

    def sign_measures(self) -> tuple[str, ...]:
        """Names of the measures by which it is told from others, with the signal of its reps."""
        wanted = [] if self.reps is None else [self.reps.signal]
        signs = () if self.signs is None else (*self.signs.tops, *self.signs.one_arm)
        wanted += [condition.measure for condition in signs]
        return tuple(dict.fromkeys(wanted))

    def rule(self, rule_id: str) -> Rule:
        """A rule by its full id.

        Raises:
            KeyError: If there is none.
        """
        return {rule.id: rule for rule in self.rules}[rule_id]


def arm_signs(activity: Activity) -> tuple[ArmSign, ...]:
    """What a rep of one arm has to show at its top: the signs of the lift that each arm shows by itself."""
    tops = () if activity.signs is None else activity.signs.tops
    return tuple(
        ArmSign(top.measure, top.above)
        for top in tops
        if top.above is not None and quantities()[top.measure].paired
    )


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
    return tuple(name for test in rule.tests for name in check_measures(test))


def check_measures(test: Check) -> tuple[str, ...]:
    """Names of the measures that one test of a rule looks at, that of its thresholds first."""
    conditions = (test.poor_also, test.only_while)
    return (test.measure, *(condition.measure for condition in conditions if condition is not None))


def _of_a_frame(name: str) -> bool:
    """Whether observations hold a quantity; those of a repetition belong to the rep."""
    known = quantities().get(name)
    return known is not None and known.kind is not Kind.REP
