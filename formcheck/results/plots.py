"""The curves of a session as a report plots them: values over time, and the thresholds beside them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """A threshold drawn in a plot; values on the far side of it are of that severity.

    Attributes:
        direction: "above" or "below": where the fault lies.
        spans: When values were held against it, from and to in seconds; None: in the phases of the plot.
        phases: Phases in which its rule looks; empty: those of the plot.
        counts: Which value of the phase counts, such as "highest"; "": each.
    """

    severity: str
    threshold: float
    direction: str
    spans: tuple[tuple[float, float], ...] | None = None
    phases: tuple[str, ...] = ()
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a plot. A gap is a None value."""

    label: str
    time_s: tuple[float, ...]
    values: tuple[float | None, ...]
    error: float


@dataclass(frozen=True, slots=True)
class Plot:
    """One angle over time with the thresholds that it is held against.

    Attributes:
        rules: Ids of the rules that judge it.
        phases: Phases in which it is judged, such as ("ascent", "top"); empty: always.
        compared: What the values are, if not absolute: "change from neutral", "ratio to neutral".
    """

    title: str
    unit: str
    series: tuple[Series, ...]
    bands: tuple[Band, ...]
    rules: tuple[str, ...]
    phases: tuple[str, ...] = ()
    compared: str = ""
