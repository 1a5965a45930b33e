"""When a rule looks: in which phases of a rep."""

from formcheck.phases.rep import BOTTOM_HALF, TURN, Phase
from formcheck.rules.rule import Rule


def looks_at(rule: Rule, phase: Phase) -> bool:
    """Whether a rule looks at a phase; what is no phase of its own counts with the bottom.

    Example:
        >>> from formcheck.activities.load import load_activity
        >>> press = load_activity("overhead-press")
        >>> looks_at(press.rule("overhead-press.no-lockout"), Phase.TOP)
        True
    """
    if not rule.phases or phase in rule.phases:
        return True
    return phase is Phase.BOTTOM and bool({BOTTOM_HALF, TURN} & {*rule.phases})
