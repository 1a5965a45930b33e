"""What was recognised in a source: sets of repetitions, or sitting at a desk, or none of these."""

from collections.abc import Iterable
from dataclasses import dataclass

# Two reps that lie further apart belong to two sets: reps rest for seconds, sets for longer.
_REST_S = 8.0
# A set is judged with so much of what came before it, because the neutral is seen there.
BEFORE_SET_S = 3.0


@dataclass(frozen=True, slots=True)
class FoundSet:
    """A set of one lift.

    Attributes:
        activity: Its id.
        start_s: When its first rep starts.
        end_s: When its last rep is over.
        reps: How many there are.
        one_arm: Whether each of them is one arm's, while the other one stays.
    """

    activity: str
    start_s: float
    end_s: float
    reps: int
    one_arm: bool = False


@dataclass(frozen=True, slots=True)
class RejectedSet:
    """Reps that a lift counted and that are not its own.

    Attributes:
        activity: Id of the lift.
        start_s: When the first one starts.
        end_s: When the last one is over.
        reps: How many there are.
        missing: What they do not show, in words; the first is the plainest.
        why: The same in one phrase: what is done instead, or what is missing for which lift.
    """

    activity: str
    start_s: float
    end_s: float
    reps: int
    missing: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a source shows.

    Attributes:
        sets: In order of time; none overlap.
        strays: Activities of the sets that also counted reps which are none of theirs.
        sits: Whether somebody sits close to the camera for most of the time, as at a desk.
        rejected: What was counted and belongs to no lift, outside of the sets; the plainest first, and
            only one at any time.
        why_not: Where nothing was recognised, why; else "".
    """

    sets: tuple[FoundSet, ...] = ()
    strays: frozenset[str] = frozenset()
    sits: bool = False
    rejected: tuple[RejectedSet, ...] = ()
    why_not: str = ""

    @property
    def activities(self) -> tuple[str, ...]:
        """The activities of the sets, each once, in order."""
        return tuple(dict.fromkeys(found.activity for found in self.sets))


def grouped_by_rest(times: Iterable[tuple[float, float]]) -> list[list[int]]:
    """Indexes of reps, given as (start_s, end_s) in order of time, that belong to one set each."""
    groups: list[list[int]] = []
    last_end_s = -float("inf")
    for index, (start_s, end_s) in enumerate(times):
        if start_s - last_end_s > _REST_S or not groups:
            groups.append([])
        groups[-1].append(index)
        last_end_s = end_s
    return groups
