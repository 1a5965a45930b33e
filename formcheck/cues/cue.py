"""What the subject is told at one moment."""

from dataclasses import dataclass

from formcheck.rules.finding import Severity


@dataclass(frozen=True, slots=True)
class Cue:
    """What the subject is told now.

    Attributes:
        time_s: When it was given.
        rule: Full rule id, or None for praise and for tracking messages.
        severity: Of the fault; None for praise and for tracking messages.
        text: At most four words for the screen.
        spoken: One short sentence.
        say: Whether it is also spoken; that is allowed less often than showing it.
    """

    time_s: float
    rule: str | None
    severity: Severity | None
    text: str
    spoken: str
    say: bool = True

    @property
    def is_praise(self) -> bool:
        """Whether it says that something is good now."""
        return self.rule is not None and self.severity is None
