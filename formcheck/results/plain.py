"""What was measured, in words and units that a person can picture."""

from dataclasses import dataclass
from fractions import Fraction

from formcheck.activities.activity import Activity
from formcheck.results.summary import FindingSummary
from formcheck.results.words import lower_first, quantity_digits, readable
from formcheck.rules.rule import Check, Rule

# Lengths of the body as shares of its height: shoulder 0.818 and hip 0.530 above the ground, upper arm 0.186,
# forearm 0.146 (Drillis and Contini 1966, as in Winter, Biomechanics and Motor Control, 4th ed., fig. 4.1).
OF_HEIGHT = {"trunk": 0.288, "arm": 0.332, "forearm": 0.146}
_LENGTHS = {"trunk": "your trunk", "arm": "your arm", "forearm": "your forearm"}
_PARTS = {
    1: "whole", 2: "half", 3: "third", 4: "quarter", 5: "fifth", 6: "sixth", 7: "seventh", 8: "eighth",
    9: "ninth", 10: "tenth", 12: "twelfth", 15: "fifteenth", 20: "twentieth",
}  # fmt: skip
_COUNTS = {1: "a", 2: "two", 3: "three", 4: "four"}
_LEAST_SHARE = 0.045
# More than this share is said with one decimal: nobody pictures five sixths.
_MOST_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Plain:
    """Words for the findings and checks of an activity.

    Args:
        activity: What is watched; None: every measure is called by its name.
        height_cm: How tall the person is, or None: lengths are then shares of their own limbs.
    """

    activity: Activity | None = None
    height_cm: float | None = None

    def heading(self, rule_id: str) -> str:
        """What a rule measures: "Lockout"."""
        rule = self.rule(rule_id)
        if rule is None:
            return readable(rule_id.rpartition(".")[2])
        return rule.heading or readable(rule.tests[0].measure)

    def sentence(self, finding: FindingSummary) -> str:
        """A finding as one says it: "leaning back 27 degrees"."""
        test = self.test(finding.rule, finding.measure)
        return self.said(test, finding.value, finding.unit, finding.measure)

    def limit(self, finding: FindingSummary) -> str:
        """Its limit in the same terms: "the limit is 20 degrees"."""
        return self.bound(self.test(finding.rule, finding.measure), finding.threshold, finding.unit)

    def bound(self, test: Check | None, threshold: float, unit: str) -> str:
        """A threshold of a test in the terms of its words."""
        if test is not None and test.compare == "ratio":
            return f"{quantity_digits(100 * threshold, 0)} %"
        return self.amount(threshold - (test.says_from if test else 0.0), unit, signed=test is None)

    def said(self, test: Check | None, value: float, unit: str, measure: str) -> str:
        """A value of a test in plain words."""
        if test is not None and test.compare == "ratio":
            return f"{lower_first(readable(measure))} at {quantity_digits(100 * value, 0)} % of your neutral"
        if test is None or not test.says:
            return f"{lower_first(readable(measure))} {self.amount(value, unit, signed=True)}"
        return test.says.replace("{}", self.amount(value - test.says_from, unit))

    def amount(self, value: float, unit: str, *, signed: bool = False) -> str:
        """So much of a unit, as one would say it.

        Example:
            >>> Plain().amount(-26.9, "deg"), Plain().amount(0.14, "trunk")
            ('27 degrees', 'a seventh of your trunk')
            >>> Plain(height_cm=178).amount(0.14, "trunk")
            '7 cm'
        """
        size = value if signed else abs(value)
        if unit in _LENGTHS:
            return self._length(abs(value), unit)
        if unit == "x":
            return f"{quantity_digits(size, 1)} times shoulder width"
        word = {"deg": "degree", "min": "minute", "s": "s", "%": "%", "px": "pixel"}.get(unit, unit)
        text = quantity_digits(size, 1 if unit == "s" else 0)
        plural = "" if text in ("1", "\u22121") or word in ("s", "%", unit) else "s"
        return f"{text} {word}{plural}".strip()

    def _length(self, share: float, unit: str) -> str:
        if self.height_cm is not None:
            length_cm = share * OF_HEIGHT[unit] * self.height_cm
            return f"{quantity_digits(length_cm, 0 if length_cm >= 1 else 1)} cm"
        return f"{share_words(share)} {_LENGTHS[unit]}"

    def rule(self, rule_id: str) -> Rule | None:
        """A rule by its full id; None where it is not known."""
        if self.activity is None:
            return None
        return next((rule for rule in self.activity.rules if rule.id == rule_id), None)

    def test(self, rule_id: str, measure: str) -> Check | None:
        """The test of a rule that looks at a measure, which may name a side; None where there is none."""
        rule = self.rule(rule_id)
        names = {measure, measure.removeprefix("left_").removeprefix("right_")}
        return None if rule is None else next((t for t in rule.tests if t.measure in names), None)

    def rule_of_column(self, name: str) -> Rule | None:
        """The rule whose values a rep holds under a name, such as "shallow:elbow_angle_deg"."""
        if self.activity is None:
            return None
        short = name.partition(":")[0]
        return next((rule for rule in self.activity.rules if rule.short_id == short), None)

    def test_of_column(self, name: str) -> Check | None:
        """The test whose values a rep holds under a name."""
        rule, measure = self.rule_of_column(name), name.partition(":")[2]
        if rule is None:
            return None
        return next((t for t in rule.tests if t.measure == measure), None) if measure else rule.tests[0]


def share_words(share: float) -> str:
    """A share of a length, to stand before it: "a seventh of", "two thirds of", "1.4 times".

    Example:
        >>> share_words(0.14), share_words(0.34), share_words(0.66), share_words(1.42)
        ('a seventh of', 'a third of', 'two thirds of', '1.4 times')
    """
    if share < _LEAST_SHARE:
        return "less than a twentieth of"
    if share > _MOST_SHARE:
        return f"{quantity_digits(share, 1)} times" if round(share, 1) != 1 else "as much as"
    known = [Fraction(count, part) for part in _PARTS for count in _COUNTS if count < part]
    simple = [f for f in known if f.numerator == 1 or f.denominator in (3, 4, 5)]
    nearest = min(simple, key=lambda f: (abs(float(f) - share), f.numerator))
    part = _PARTS[nearest.denominator]
    if nearest == Fraction(1, 2):
        return "half of"
    article = "an" if nearest == Fraction(1, 8) else _COUNTS[nearest.numerator]
    return f"{article} {part}{'s' if nearest.numerator > 1 else ''} of"
