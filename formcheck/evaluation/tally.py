"""Sums by person, which every figure with an interval is made of."""

from collections.abc import Iterable, Sequence

import numpy as np

from formcheck.pose.pose import FloatArray


class Tally:
    """Adds up named columns, each person's apart.

    Example:
        >>> tally = Tally(("reps", "judged"))
        >>> tally.add("Ann", 4, 3)
        >>> tally.add("Ben", 5, 5)
        >>> tally.add("Ann", 1, 1)
        >>> tally["judged"].tolist(), tally.total("reps")
        ([4.0, 5.0], 10)
    """

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = {name: number for number, name in enumerate(columns)}
        self._sums: dict[str, FloatArray] = {}

    def add(self, person: str, *values: float) -> None:
        """Add a row of values, one a column, to a person's sums."""
        row = np.array(values, dtype=float)
        self._sums[person] = self._sums[person] + row if person in self._sums else row

    def __getitem__(self, column: str) -> FloatArray:
        """A column, by person."""
        return self.sums()[:, self._columns[column]]

    @property
    def people(self) -> tuple[str, ...]:
        """Who was added, in order of their names."""
        return tuple(sorted(self._sums))

    def sums(self, people: Iterable[str] | None = None) -> FloatArray:
        """People x columns; zeros for people who were not added."""
        nothing = np.zeros(len(self._columns))
        rows = [self._sums.get(person, nothing) for person in (self.people if people is None else people)]
        return np.stack(rows) if rows else np.zeros((0, len(self._columns)))

    def total(self, column: str) -> int:
        """A column's sum over everybody."""
        return round(float(self[column].sum()))
