from dataclasses import dataclass
from enum import StrEnum

from formcheck.measurements.measure import Side


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
