"""Whether two views of the same reps lead a rule to the same verdict."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.evaluation.pair_differences import RepPair
from formcheck.rules.finding import Verdict


@dataclass(frozen=True, slots=True)
class RuleAgreement:
    """What one rule says of the same reps from both views, in reps.

    Attributes:
        both_flag, neither_flags: The views agree.
        only_first_flags, only_second_flags: They disagree: both judged the rep.
        only_first_judged, only_second_judged: Judged from one view only.
        not_judged: Judged from neither.
    """

    rule: str
    both_flag: int
    neither_flags: int
    only_first_flags: int
    only_second_flags: int
    only_first_judged: int
    only_second_judged: int
    not_judged: int

    @property
    def disagree(self) -> int:
        """Reps that one view flags and the other does not, both having judged them."""
        return self.only_first_flags + self.only_second_flags


def rule_agreement(rule: str, pairs: Sequence[RepPair]) -> RuleAgreement:
    """What a rule says of the same reps from both views."""
    said = [_said(one.verdicts.get(rule), two.verdicts.get(rule)) for one, two in pairs]
    return RuleAgreement(rule, *(said.count(kind) for kind in _KINDS))


_KINDS = ("both", "neither", "first flags", "second flags", "first judged", "second judged", "nobody judged")


def _said(one: Verdict | None, two: Verdict | None) -> str:
    judged = (one is not None and one.judged, two is not None and two.judged)
    if not all(judged):
        return "nobody judged" if not any(judged) else "first judged" if judged[0] else "second judged"
    assert one is not None
    assert two is not None
    flags = (one.fault is not None, two.fault is not None)
    if all(flags):
        return "both"
    return "neither" if not any(flags) else "first flags" if flags[0] else "second flags"
