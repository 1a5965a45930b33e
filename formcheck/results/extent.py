"""How much of a session could be judged: what decides whether anything may be said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formcheck.phases.quantities import REP_QUANTITIES
from formcheck.results.summary import PostureSummary, RepSummary
from formcheck.session.observation import JudgedRep

# Of fewer checks than this share nothing is said of a lift [a design default].
_FEWEST_CHECKS = 0.25
# A sitting is said nothing of when less was judged than this many seconds, or less than this share of the
# time; a minute is enough of any time [design defaults].
_LEAST_S, _LEAST_SHARE, _ENOUGH_S = 3.0, 0.1, 60.0


@dataclass(frozen=True, slots=True)
class Extent:
    """How many checks of a lift could be made; those of times and range, which are there in any case, aside.

    Attributes:
        made: How many were made, in any rep.
        of: How many there are.
    """

    made: int = 0
    of: int = 0

    @property
    def is_none(self) -> bool:
        """Whether nothing could be judged."""
        return self.made == 0

    @property
    def is_too_little(self) -> bool:
        """Whether so little could be judged that the absence of faults says nothing."""
        return self.made < _FEWEST_CHECKS * self.of or self.is_none

    @property
    def words(self) -> str:
        """Such as "7 of 12 checks"."""
        return f"{self.made} of {self.of} checks"


class ExtentTally:
    """Adds up the reps of a set as they end."""

    def __init__(self) -> None:
        self._made: dict[str, bool] = {}

    def add(self, rep: JudgedRep) -> None:
        """Take a rep that is over."""
        for rule, made in rep.checks.items():
            self._made[rule] = self._made.get(rule, False) or made

    @property
    def extent(self) -> Extent:
        """So far."""
        return Extent(sum(self._made.values()), len(self._made))


def extent_of_rep(rep: JudgedRep) -> Extent:
    """Of one rep."""
    made = rep.checks.values()
    return Extent(sum(made), len(made))


def extent_of(reps: Iterable[RepSummary]) -> Extent:
    """Of the reps of a summary.

    Example:
        >>> extent_of([])
        Extent(made=0, of=0)
    """
    made: dict[str, bool] = {}
    for rep in reps:
        for name, measured in rep.measurements.items():
            if name not in REP_QUANTITIES:
                rule = name.partition(":")[0]  # a rule with several tests has a name for each
                made[rule] = made.get(rule, False) or measured.value is not None
    return Extent(sum(made.values()), len(made))


def watched_s(posture: PostureSummary) -> float:
    """How long a sitting was watched, judged or not."""
    return posture.judged_s + sum(posture.not_judged.values())


def is_too_little(posture: PostureSummary) -> bool:
    """Whether so little of a sitting could be judged that nothing may be said of it.

    Example:
        >>> spent = PostureSummary(seen_s=7.3, judged_s=0.2, neutral_s=0.2, not_judged={"x": 7.1}, states=[])
        >>> is_too_little(spent)
        True
    """
    return posture.judged_s < max(_LEAST_S, min(_LEAST_SHARE * watched_s(posture), _ENOUGH_S))


def chief_fix(fixes: Sequence[str]) -> str:
    """What helps most, in one sentence: the first one of what is advised most often.

    Example:
        >>> chief_fix(["Film from the side. Or: Film at an angle.", "", "Film from the side."])
        'Film from the side.'
    """
    sentences = [fix.partition(". ")[0].rstrip(".") for fix in fixes if fix]
    return f"{max(sentences, key=sentences.count)}." if sentences else ""
