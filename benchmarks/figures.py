"""What every benchmark prints: figures with their bounds, as text or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Attributes:
        bound: What the value may be at most, or None where nothing is promised.
    """

    name: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return self.bound is None or self.value <= self.bound


def show(figures: Sequence[Figure], *, as_json: bool) -> int:
    """Print the figures; gives the exit code, 1 when a bound does not hold."""
    if as_json:
        # float and bool: numpy's own are no JSON.
        rows = [{**asdict(f), "value": float(f.value), "holds": bool(f.holds)} for f in figures]
        print(json.dumps({"figures": rows}))
    else:
        for figure in figures:
            bound = "" if figure.bound is None else f"  (at most {figure.bound:g}: {figure.holds})"
            print(f"{figure.name:<40} {figure.value:10.3f} {figure.unit}{bound}")
    return 0 if all(figure.holds for figure in figures) else 1
