"""reps.csv and frames.csv: time first, units in the names."""

import csv
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from formcheck.files import atomic_path, cannot_write, give_up
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.units import unit_of_id
from formcheck.results.frame_columns import SITUATION, situation
from formcheck.results.summary import Summary
from formcheck.session.observation import Observation

_DECIMALS = 4


class FramesTable:
    """frames.csv, written while the analysis runs: one row a frame.

    Args:
        path: Where it goes; it stands there once it is whole.
        measurements: Names of the measurements, one column each; empty where there is no value.

    Raises:
        OutputError: If it cannot be written.
    """

    def __init__(self, path: Path, measurements: tuple[str, ...]) -> None:
        self._path, self._names = path, measurements
        with ExitStack() as opened:
            temporary = opened.enter_context(atomic_path(path))
            # Line by line: what ends the process without a word, such as a display that dies, loses no row.
            file: IO[str] = opened.enter_context(temporary.open("w", 1, encoding="utf-8", newline=""))
            self._writer = csv.writer(file)
            self._writer.writerow([*SITUATION, *measurements])
            self._open = opened.pop_all()

    def write(self, observation: Observation) -> None:
        """Append one frame.

        Raises:
            OutputError: If it cannot be written.
        """
        known = situation(observation)
        known |= {"time_s": f"{observation.time_s:.6f}", "pose": int(observation.pose is not None)}
        cells = (_cell(observation.measurements[name]) for name in self._names)
        try:
            self._writer.writerow([*(known[name] for name in SITUATION), *cells])
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def close(self) -> None:
        """Finish it, and give it its name.

        Raises:
            OutputError: If it cannot be finished.
        """
        self._open.close()

    def abort(self) -> None:
        """Leave nothing behind."""
        give_up(self._open)


def write_reps_table(summary: Summary, path: Path) -> None:
    """reps.csv: one row a rep, a column and its error for each measurement.

    Raises:
        OutputError: If it cannot be written.
    """
    names = list(dict.fromkeys(name for rep in summary.reps for name in rep.measurements))
    rules = {finding.id: f"{finding.rule} ({finding.severity})" for finding in summary.findings}
    with atomic_path(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["start_s", "rep", "top_s", "end_s", "complete", "arm", "findings"]
            + [column for name in names for column in _columns(name, summary)]
        )
        for rep in summary.reps:
            row: list[object] = [rep.start_s, rep.index, rep.top_s, rep.end_s, int(rep.complete)]
            row.append(rep.side or "both")
            row.append("; ".join(rules[finding] for finding in rep.findings))
            for name in names:
                measured = rep.measurements.get(name)
                value = measured.value if measured else None
                row += [
                    "" if value is None else value,
                    "" if value is None or not measured else measured.error,
                ]
            writer.writerow(row)


def _columns(name: str, summary: Summary) -> tuple[str, str]:
    """Headings of a measurement and its error, each with the unit at its end."""
    unit = next(rep.measurements[name].unit for rep in summary.reps if name in rep.measurements)
    suffix = unit_of_id(unit).suffix
    base = name.removesuffix(suffix)
    return f"{base}{suffix}", f"{base}_error{suffix}"


def _cell(measured: Measurement) -> str:
    return "" if measured.value is None else f"{measured.value:.{_DECIMALS}f}"
