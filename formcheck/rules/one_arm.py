"""What a rule can look at while only one arm lifts."""

from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check

_ARM = frozenset({"elbow", "wrist"})


def of_arms(measure: str) -> bool:
    """Whether a quantity is measured at the arms.

    Example:
        >>> of_arms("elbow_angle_deg"), of_arms("trunk_lean_deg")
        (True, False)
    """
    known = quantities().get(measure)
    return known is not None and bool(_ARM & {*known.joints})


def needs_both_arms(test: Check) -> bool:
    """Whether a test compares the arms, or takes them together, itself or in its conditions.

    Example:
        >>> needs_both_arms(Check(measure="grip_ratio", above={"caution": 1.5}))
        True
    """
    conditions = [one.measure for one in (test.only_while, test.poor_also) if one is not None]
    return any(of_arms(name) and not quantities()[name].paired for name in (test.measure, *conditions))
