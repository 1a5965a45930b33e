"""reps.csv and frames.csv: time first, units in the names."""

import csv
import io
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from formcheck.errors import OutputError
from formcheck.files import atomic_path, cannot_write, give_up
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.units import unit_of_id
from formcheck.results.frame_columns import SITUATION, situation
from formcheck.results.summary import SpeedSummary, Summary
from formcheck.session.observation import Observation
from formcheck.sinks.context import CsvDialect

_DECIMALS = 4
# How a text begins that a spreadsheet would take for something to be calculated.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What waits for room on a full disk; some ten minutes of frames.
_MOST_WAITING_BYTES = 8_000_000


class FramesTable:
    """frames.csv, written while the analysis runs: one row a frame, on its way to the disk at once.

    Args:
        path: Where it goes; it stands there once it is whole.
        measurements: Names of the measurements, one column each; empty where there is no value.
        dialect: How numbers and columns are written.
        patient: Whether rows wait for room where the disk is full, instead of failing: of what does not come
            again, and where others may give room.

    Raises:
        OutputError: If it cannot be written.
    """

    def __init__(
        self,
        path: Path,
        measurements: tuple[str, ...],
        dialect: CsvDialect = "plain",
        *,
        patient: bool = False,
    ) -> None:
        self._path, self._names, self._patient = path, measurements, patient
        self._row = row_writer(dialect)
        self._waiting = b""
        with ExitStack() as opened:
            temporary = opened.enter_context(atomic_path(path))
            # Not kept back: what ends the process without a word, such as a display that dies, loses no row.
            self._file = opened.enter_context(temporary.open("wb", buffering=0))
            self._open = opened.pop_all()
        self._put(self._row([*SITUATION, *measurements]))

    def write(self, observation: Observation) -> None:
        """Append one frame.

        Raises:
            OutputError: If it cannot be written.
        """
        known = situation(observation)
        known |= {"time_s": _Number(f"{observation.time_s:.6f}"), "pose": int(observation.pose is not None)}
        cells = (_cell(observation.measurements[name]) for name in self._names)
        self._put(self._row([*(known[name] for name in SITUATION), *cells]))

    def close(self) -> None:
        """Finish it, and give it its name.

        Raises:
            OutputError: If it cannot be finished; then nothing is left of it.
        """
        self._patient = False
        try:
            self._put(b"")
        except OutputError:
            self.abort()
            raise
        self._open.close()

    def abort(self) -> None:
        """Leave nothing behind."""
        give_up(self._open)

    def __enter__(self) -> "FramesTable":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        if kind is None:
            self.close()
        else:
            self.abort()

    def _put(self, data: bytes) -> None:
        """Write what waits and what is new; what finds no room waits on."""
        self._waiting += data
        try:
            while self._waiting:
                self._waiting = self._waiting[self._file.write(self._waiting) or 0 :]
        except OSError as error:
            if not self._patient or len(self._waiting) > _MOST_WAITING_BYTES:
                raise cannot_write(self._path, error) from error


def write_reps_table(summary: Summary, path: Path, dialect: CsvDialect = "plain") -> None:
    """reps.csv: one row a rep, a column and its error for each measurement.

    Raises:
        OutputError: If it cannot be written.
    """
    names = list(dict.fromkeys(name for rep in summary.reps for name in rep.measurements))
    rules = {finding.id: f"{finding.rule} ({finding.severity})" for finding in summary.findings}
    row_of = row_writer(dialect)
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        file.write(
            row_of(
                ["start_s", "rep", "top_s", "end_s", "complete", "arm", "findings"]
                + [column for name in names for column in _columns(name, summary)]
                + _speed_columns(summary)
            )
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
            file.write(row_of([*row, *_speed_cells(rep.speed, summary)]))


def _speed_columns(summary: Summary) -> list[str]:
    """Headings of the speed upwards; none where it was seen in no rep."""
    unit = next((rep.speed.unit for rep in summary.reps if rep.speed is not None), None)
    if unit is None:
        return []
    suffix = unit.replace("/", "_per_")
    names = ("mean_speed", "mean_speed_error", "peak_speed", "peak_speed_error")
    return [*(f"{name}_{suffix}" for name in names), "speed_loss_percent"]


def _speed_cells(speed: SpeedSummary | None, summary: Summary) -> list[object]:
    if speed is None:
        return [""] * len(_speed_columns(summary))
    cells = (speed.mean, speed.mean_error, speed.peak, speed.peak_error, speed.loss_percent)
    return ["" if cell is None else cell for cell in cells]


def _columns(name: str, summary: Summary) -> tuple[str, str]:
    """Headings of a measurement and its error, each with the unit at its end."""
    unit = next(rep.measurements[name].unit for rep in summary.reps if name in rep.measurements)
    suffix = unit_of_id(unit).suffix
    base = name.removesuffix(suffix)
    return f"{base}{suffix}", f"{base}_error{suffix}"


class _Number(str):
    """Digits that are written already."""


def _cell(measured: Measurement) -> str:
    return _Number("" if measured.value is None else f"{measured.value:.{_DECIMALS}f}")


def row_writer(dialect: CsvDialect) -> Callable[[Iterable[object]], bytes]:
    """What makes a line of cells."""
    text = io.StringIO()
    is_plain = dialect == "plain"
    writer = csv.writer(text, delimiter="," if is_plain else ";")

    def line(cells: Iterable[object]) -> bytes:
        text.seek(0)
        text.truncate()
        writer.writerow([_harmless(cell, decimal="." if is_plain else ",") for cell in cells])
        return text.getvalue().encode("utf-8", "replace")

    return line


def _harmless(cell: Any, decimal: str) -> object:
    """A cell that a spreadsheet takes for what it is; a text that it would run becomes one in quotes."""
    if isinstance(cell, (float, _Number)):
        return str(cell) if decimal == "." else str(cell).replace(".", decimal)
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell
