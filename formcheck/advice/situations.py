"""Which situations a history shows, for the advice to fit."""

from collections.abc import Collection, Mapping
from typing import Final

from formcheck.advice.content import Situation

# Rules about head and shoulders, by their short ids, whatever the lift.
NECK_RULES: Final = frozenset({"head-poke", "looking-up", "head-turned", "shrug-at-bottom", "shrug-first"})
# In so many reps of a set a neck has to be off before it is worth a word: one may be a glance aside.
LEAST_REPS: Final = 2
_TOLD: Final[tuple[Situation, ...]] = ("load", "imbalance", "volume", "sitting")


def neck_flagged(flagged: Mapping[str, int]) -> bool:
    """Whether the neck was off in a set.

    Args:
        flagged: Rule, by its full or its short id -> in how many reps it was found for certain.

    Example:
        >>> neck_flagged({"overhead-press.head-poke": 2}), neck_flagged({"overhead-press.uneven": 5})
        (True, False)
    """
    found = sum(count for rule, count in flagged.items() if rule.rpartition(".")[2] in NECK_RULES)
    return found >= LEAST_REPS


def situations_of(
    notable: Collection[str], sets_flagged: Collection[Mapping[str, int]], *, has_history: bool
) -> frozenset[Situation]:
    """The situations of a history.

    Args:
        notable: Kinds of the trends that are worth a look, such as "load".
        sets_flagged: Of each set of the last weeks: rule -> in how many reps it was found.
        has_history: Whether there is any.

    Example:
        >>> sorted(situations_of(["load"], [{"overhead-press.looking-up": 3}], has_history=True))
        ['load', 'neck-flagged']
    """
    found: set[Situation] = {kind for kind in _TOLD if kind in notable}
    if any(neck_flagged(flagged) for flagged in sets_flagged):
        found.add("neck-flagged")
    if not has_history:
        found.add("no-history")
    return frozenset(found)
