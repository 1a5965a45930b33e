"""States that look alike: of a family one is named at a time, and together they last."""

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.measurements.covered import LONGEST_STEP_S
from formcheck.rules.state import Claim

# A state that is there already is given this much more, so that two of about the same size take no turns.
_STAYS = 1.05
# Not past any threshold, or unknown, in pictures of more than this time, and the family's time begins anew.
_GAP_S = 0.3
# The states of a family share their time only at the beginning, for so long.
_TURNS_S = 2.0


def pick(claims: Mapping[str, Claim], families: Mapping[str, str], running: frozenset[str]) -> frozenset[str]:
    """The rules that may count this frame: of each family the one that is furthest past its threshold.

    Those that are not known count as well, unless another one is past its own.
    """
    best: dict[str, tuple[float, str]] = {}
    for rule, claim in claims.items():
        family = families[rule]
        if family and claim.excess is not None:
            share = claim.excess * (_STAYS if rule in running else 1.0)
            if family not in best or share > best[family][0]:
                best[family] = (share, rule)

    def may_count(rule: str, claim: Claim) -> bool:
        share, nearest = best.get(families[rule], (0.0, rule))
        return not families[rule] or nearest == rule or (claim.excess is None and share < 1.0)

    return frozenset(rule for rule, claim in claims.items() if may_count(rule, claim))


@dataclass(slots=True)
class _Time:
    since_s: float
    last_s: float


class FamilyTimes:
    """Since when something of a family has been there, by whatever name.

    Two states that look alike may alternate from frame to frame while the body does one thing. Then neither
    of them would ever last, so at the beginning their times count together. A state that begins later, after
    another of its family has been there for a while, counts its own time only.

    Args:
        families: Rule id -> its family, or "".
    """

    def __init__(self, families: Mapping[str, str]) -> None:
        self._families = families
        self._times: dict[str, _Time] = {}
        self._frame_s: float | None = None

    def update(self, time_s: float, claims: Mapping[str, Claim]) -> dict[str, float]:
        """Take the next frame; gives the beginning for each family that came lately."""
        past = {
            self._families[rule]
            for rule, claim in claims.items()
            if self._families[rule] and claim.excess is not None and claim.excess >= 1.0
        }
        self._times = {f: t for f, t in self._times.items() if time_s - t.last_s <= self._longest_s(t)}
        self._frame_s = time_s
        for family in past:
            self._times.setdefault(family, _Time(time_s, time_s)).last_s = time_s
        since_s = {family: self._times[family].since_s for family in past}
        return {family: since for family, since in since_s.items() if time_s - since <= _TURNS_S}

    def _longest_s(self, time: _Time) -> float:
        """What was there in the picture before is still there, also where pictures are few."""
        return LONGEST_STEP_S if time.last_s == self._frame_s else _GAP_S
