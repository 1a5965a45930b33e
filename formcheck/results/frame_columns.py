"""What is known of each frame as columns, for a table in memory or in a file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, Protocol

import numpy as np

from formcheck.measurements.measurement import Measurement
from formcheck.session.observation import Observation

What = Literal["value", "error", "reason"]


class Columns(Protocol):
    """Columns by name: a dictionary of arrays, or a pandas DataFrame."""

    def __getitem__(self, name: str, /) -> Any: ...

    def __len__(self) -> int: ...

    def keys(self) -> Iterable[str]:
        """The names."""
        ...


def situation(observation: Observation) -> dict[str, object]:
    """What is known of a frame beside its measurements, by the name of its column."""
    return {
        "time_s": observation.time_s,
        "frame": observation.index,
        "view": str(observation.view),
        "facing": str(observation.facing),
        "phase": str(observation.phase),
        "rep": observation.rep_count,
        "pose": observation.pose is not None,
        "firing": " ".join(observation.firing),
        "cue": observation.cue.text if observation.cue else "",
    }


# The names, in their order.
SITUATION = ("time_s", "frame", "view", "facing", "phase", "rep", "pose", "firing", "cue")


def frame_columns(
    observations: Sequence[Observation], names: Iterable[str], what: What = "value"
) -> dict[str, np.ndarray[Any, np.dtype[Any]]]:
    """One array a column, one element a frame.

    Args:
        observations: Of frames.
        names: Of measurements.
        what: The measurements' values, their typical errors (both float, NaN where there is none), or the
            reasons why values are missing (str, "" where there is a value).
    """
    rows = [situation(observation) for observation in observations]
    columns = {name: np.array([row[name] for row in rows]) for name in SITUATION}
    for name in names:
        cells = [_cell(observation.measurements.get(name), what) for observation in observations]
        columns[name] = np.array(cells, dtype=str if what == "reason" else float)
    return columns


def as_table(columns: Mapping[str, np.ndarray[Any, np.dtype[Any]]]) -> Columns:
    """The columns as a pandas DataFrame where pandas is installed, else as a dictionary."""
    try:
        import pandas as pd
    except ImportError:
        return dict(columns)
    frame: Columns = pd.DataFrame(columns)
    return frame


def _cell(measured: Measurement | None, what: What) -> float | str:
    if what == "reason":
        return "" if measured is None or measured.reason is None else str(measured.reason)
    if measured is None or measured.value is None:
        return float("nan")
    return measured.value if what == "value" else measured.error
