"""Rules for a camera that is not level: heights look different to it, so their limits are wider."""

from formcheck.rules.rule import Check, Rule, Thresholds


def for_tilted_camera(rule: Rule) -> Rule:
    """The rule with its limits moved away from normal, where it says by how much."""
    if not any(test.tilt_margin for test in rule.tests):
        return rule
    return rule.model_copy(update={"tests": tuple(_widened(test) for test in rule.tests)})


def _widened(test: Check) -> Check:
    margin = test.tilt_margin
    return test.model_copy(update={"above": _moved(test.above, margin), "below": _moved(test.below, -margin)})


def _moved(limits: Thresholds | None, by: float) -> Thresholds | None:
    if limits is None:
        return None
    caution = None if limits.caution is None else limits.caution + by
    poor = None if limits.poor is None else limits.poor + by
    return Thresholds(caution=caution, poor=poor)
