"""What a rule finds: a fault in a rep or a moment, the verdict it belongs to, the finding that it becomes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from formcheck.measurements.measurement import Measurement
from formcheck.measurements.quantity import Side
from formcheck.rules.stretches import Stretch


class Severity(StrEnum):
    """How far past its threshold a fault is."""

    CAUTION = "caution"
    POOR = "poor"

    @property
    def rank(self) -> int:
        """1 for caution, 2 for poor: higher is worse."""
        return 1 if self is Severity.CAUTION else 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, seen once.

    Attributes:
        id: Unique within a session, "f1", "f2", ...
        rule: Full rule id such as "overhead-press.layback".
        severity: Caution or poor.
        start_s, end_s: When the value was past its threshold.
        peak_s: The moment of the worst value.
        rep: Index of the rep, or None for an activity without reps.
        side: "left", "right" or None: the side that was judged, the subject's.
        measure: Name of what was measured.
        value: The worst value that held long enough.
        threshold: The threshold that it passed.
        error: Typical error of the value.
        uncertain: The value is nearer to its threshold than its own error.
        alert_s: For a state: when it had lasted long enough for an alert; None if it was over before.
        stretches: For a state: when it was there, from and to; what lies between was bridged.
    """

    id: str
    rule: str
    severity: Severity
    start_s: float
    end_s: float
    peak_s: float
    rep: int | None
    side: Side | None
    measure: str
    value: float
    threshold: float
    error: float
    uncertain: bool
    alert_s: float | None = None
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule's threshold passed in a rep."""

    severity: Severity
    start_s: float
    end_s: float
    peak_s: float
    side: Side | None
    measure: str
    value: float
    threshold: float
    error: float

    @property
    def uncertain(self) -> bool:
        """Whether the value is nearer to the threshold than its own error."""
        return abs(self.value - self.threshold) < self.error

    def as_finding(
        self,
        number: int,
        rule: str,
        *,
        rep: int | None = None,
        alert_s: float | None = None,
        stretches: tuple[Stretch, ...] = (),
    ) -> Finding:
        """The finding that it becomes in a session.

        Args:
            number: How many findings the session has with this one.
            rule: Full id of the rule.
            rep: Number of the rep, or None for an activity without reps.
            alert_s: For a state: when it had lasted long enough for an alert.
            stretches: For a state: when it was there.
        """
        return Finding(
            id=f"f{number}",
            rule=rule,
            severity=self.severity,
            start_s=self.start_s,
            end_s=self.end_s,
            peak_s=self.peak_s,
            rep=rep,
            side=self.side,
            measure=self.measure,
            value=self.value,
            threshold=self.threshold,
            error=self.error,
            uncertain=self.uncertain,
            alert_s=alert_s,
            stretches=stretches,
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a rep.

    Attributes:
        fault: The worst fault, or None.
        value: The value that decided, also where there is no fault, or the reason why there is none.
        measure: What the value is of.
        too_close: What was read where it is too close to a limit to tell, else None.
    """

    fault: Fault | None
    value: Measurement
    measure: str
    too_close: Measurement | None = None

    @property
    def judged(self) -> bool:
        """Whether the rule could be judged at all."""
        return self.value.value is not None


class Weighed(Protocol):
    """What can be ordered by how bad it is: a fault, a finding, or a finding of a summary."""

    @property
    def severity(self) -> str:
        """Caution or poor."""
        ...

    @property
    def uncertain(self) -> bool:
        """Whether the value is nearer to its threshold than its own error."""
        ...

    @property
    def value(self) -> float:
        """What was measured."""
        ...

    @property
    def threshold(self) -> float:
        """What it passed."""
        ...

    @property
    def error(self) -> float | None:
        """Typical error of the value."""
        ...


def badness(found: Weighed | None) -> tuple[float, float]:
    """How bad a finding is, to order by: the surest severity first, then how far past its threshold.

    In doubt about the worse threshold the milder one counts, so what is certain comes before what is not.
    How far is counted in errors of the measure: that is comparable between measures of different units.

    Example:
        >>> caution = Fault(Severity.CAUTION, 0.0, 1.0, 0.5, None, "trunk_lean_deg", 8.0, 5.0, 1.0)
        >>> poor = Fault(Severity.POOR, 0.0, 1.0, 0.5, None, "trunk_lean_deg", 10.5, 10.0, 1.0)
        >>> badness(caution) > badness(poor)  # the poor one is nearer to its threshold than its error
        True
    """
    if found is None:
        return 0.0, 0.0
    rank = Severity(found.severity).rank
    sure = 1.0 / (1 + rank) if found.uncertain else float(rank)
    return sure, abs(found.value - found.threshold) / max(found.error or 0.0, 1e-9)
