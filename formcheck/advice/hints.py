"""One line where it fits: on the notes on health before a lift, and after a set that the neck felt."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final, Protocol

from formcheck.advice.health import VARIANTS, HealthNote
from formcheck.advice.situations import neck_flagged

_PAIN: Final = (
    "You noted neck pain for today: leave heavy lifting until it is gone. formcheck mobility is gentle; "
    "formcheck advice says when to see somebody."
)
_SHOULDER: Final = "You noted a shoulder history: limits are lower where that is known to matter."
_ARTHRITIS: Final = (
    "You noted arthritis: stay where it is comfortable; formcheck advice says when to see somebody."
)
AFTER_SET: Final = "Your neck had some work: formcheck mobility guides and checks a few gentle movements."


class FoundLike(Protocol):
    """A finding, as a summary or a session has it."""

    @property
    def rule(self) -> str:
        """The rule's full id."""
        ...

    @property
    def uncertain(self) -> bool:
        """Whether it is nearer to its limit than its error."""
        ...


def before_lift(notes: Collection[HealthNote]) -> str:
    """What to say before a lift; "" where nothing is noted."""
    lines = {"neck-pain": _PAIN, "shoulder-history": _SHOULDER, "arthritis": _ARTHRITIS}
    return " ".join(line for note, line in lines.items() if note in notes)


def after_set(findings: Iterable[FoundLike]) -> str:
    """What to offer after a set in which the neck was flagged; else "".

    Example:
        >>> from types import SimpleNamespace as Found
        >>> poke = Found(rule="overhead-press.head-poke", uncertain=False)
        >>> after_set([poke, poke])[:13], after_set([poke])
        ('Your neck had', '')
    """
    flagged = Counter(found.rule for found in findings if not found.uncertain)
    return AFTER_SET if neck_flagged(flagged) else ""


def variant_for(variants: Collection[str], notes: Collection[HealthNote]) -> str:
    """The variant of a lift that the notes ask for, of those that it has; "" for none.

    Example:
        >>> variant_for(["shoulder-history"], ["shoulder-history"]), variant_for([], ["arthritis"])
        ('shoulder-history', '')
    """
    order: tuple[HealthNote, ...] = ("shoulder-history", "neck-pain", "arthritis")
    wanted = (VARIANTS[note] for note in order if note in notes)
    return next((variant for variant in wanted if variant in variants), "")
