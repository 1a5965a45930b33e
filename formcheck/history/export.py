"""Everything that is kept, as files to take away, and back."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from formcheck.errors import HistoryError, MissingLibraryError
from formcheck.files import atomic_path, read_bounded
from formcheck.history.coding import ReadSet, minute_of, mobility_of, plain, set_of
from formcheck.history.minute_table import minute_columns, table_of
from formcheck.history.records import MobilitySet
from formcheck.history.sets import Number, SetOverview
from formcheck.history.store import History
from formcheck.history.wanted import Wanted
from formcheck.history.words import local_time
from formcheck.history.writing import Item

FORMAT = "formcheck.history/1"
_LARGEST_BYTES = 500_000_000
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
_TABLES = ("sets", "reps", "minutes", "mobility")
Row = dict[str, Any]
Table = dict[str, list[Any]]


def export_json(history: History, path: Path, wanted: Wanted, *, force: bool = False) -> tuple[Path, ...]:
    """Write all of it into one file, as `read_json` reads it; a set a line, a minute a line.

    Args:
        history: What is written.
        path: The file.
        wanted: Which records.
        force: Replace a file that is there.

    Raises:
        OutputError: If it cannot be written, or is there already.
    """
    _refuse([path], force=force)
    texts = history.texts(wanted)
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        file.write(f'{{"format":"{FORMAT}"'.encode())
        for kind, entries in texts.items():
            file.write(f',\n"{kind}":[\n'.encode())
            file.write(b",\n".join(entries))
            file.write(b"\n]")
        file.write(b"}\n")
    return (path,)


def read_json(path: Path) -> tuple[Item, ...]:
    """What was exported.

    Raises:
        HistoryError: If it is nothing of the kind; names what is wrong with it.
    """
    try:
        data, bodies = _parsed(read_bounded(path, _LARGEST_BYTES))
    except OSError as error:
        raise HistoryError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, RecursionError):
        raise HistoryError(
            f"{path} is no JSON: give a file that formcheck history export --json wrote"
        ) from None
    found = data.get("format") if isinstance(data, dict) else None
    if not isinstance(found, str) or not found.startswith("formcheck.history/"):
        raise HistoryError(f"{path} is no exported history: give a file of formcheck history export --json")
    if found != FORMAT:
        raise HistoryError(f"{path} is of another version ({found}, this is {FORMAT}): update formcheck")
    known = {kind: list(_records(path, kind, data.get(kind, []))) for kind in _READERS}
    if bodies:
        known["sets"] = list(map(ReadSet, known["sets"], bodies))  # type: ignore[arg-type]
    return tuple(record for records in known.values() for record in records)


_SETS, _END = b'"sets":[\n', b"\n]"


def _parsed(text: bytes) -> tuple[Any, list[bytes]]:
    """What is in a file, and the text of each set, where each has a line as `export_json` writes it.

    Raises:
        ValueError: If it is no JSON.
    """
    begin = text.find(_SETS)
    end = text.find(_END, begin)
    if 0 <= begin < end:
        first = begin + len(_SETS)
        lines = text[first:end].split(b",\n") if first < end else []
        with suppress(ValueError):  # another program has laid it out anew
            data = json.loads(text[:first] + text[end:])
            return data | {"sets": list(map(json.loads, lines))}, lines
    return json.loads(text), []


def _records(path: Path, kind: str, entries: object) -> Iterable[Item]:
    if not isinstance(entries, list):
        raise HistoryError(f"{path}: {kind} is no list")
    for number, entry in enumerate(entries, start=1):
        try:
            yield _READERS[kind](entry)
        except HistoryError as error:
            raise HistoryError(f"{path}: {kind}, record {number}: {error}") from None


def _minute_or_table(entry: object) -> Item:
    return table_of(entry) if isinstance(entry, dict) and "rows" in entry else minute_of(entry)


_READERS: Mapping[str, Callable[[object], Item]] = {
    "sets": set_of,
    "minutes": _minute_or_table,
    "mobility": mobility_of,
}


def export_csv(history: History, folder: Path, wanted: Wanted, *, force: bool = False) -> tuple[Path, ...]:
    """Write a table each of sets, reps, minutes and exercises.

    Args:
        history: What is written.
        folder: Where; made if it is not there.
        wanted: Which records.
        force: Replace files that are there.

    Raises:
        OutputError: If one cannot be written, or is there already.
    """
    paths = {name: folder / f"{name}.csv" for name in _TABLES}
    _refuse(paths.values(), force=force)
    for name, table in tables_of(history, wanted).items():
        with atomic_path(paths[name]) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(table)
            # What is None is written as nothing.
            writer.writerows(zip(*map(_safe, table.values()), strict=True))
    return tuple(paths.values())


def export_parquet(
    history: History, folder: Path, wanted: Wanted, *, force: bool = False
) -> tuple[Path, ...]:
    """Write the tables of `export_csv` as Parquet.

    Raises:
        OutputError: If one cannot be written, or is there already.
        MissingLibraryError: If the library for it is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingLibraryError('Parquet needs an extra: pip install "formcheck[batch]"') from None
    paths = {name: folder / f"{name}.parquet" for name in _TABLES}
    _refuse(paths.values(), force=force)
    for name, columns in tables_of(history, wanted).items():
        with atomic_path(paths[name]) as temporary:
            pq.write_table(pa.table(dict(columns)), temporary)
    return tuple(paths.values())


def tables_of(history: History, wanted: Wanted) -> dict[str, Table]:
    """Columns of each table: sets, reps, minutes and mobility."""
    sets = history.sets(wanted, numbers=True)
    bodies = map(json.loads, history.set_bodies(wanted))
    reps = (_rep_row(whole, rep) for whole, one in zip(sets, bodies, strict=True) for rep in one["reps"])
    return {
        "sets": _columns(map(_set_row, sets)),
        "reps": _columns(reps),
        "minutes": minute_columns(history.minute_rows(wanted)),
        "mobility": _columns(map(_mobility_row, history.mobility(wanted))),
    }


def _set_row(one: SetOverview) -> Row:
    about = _without(plain(one), "number", "numbers", "rules", "imbalance", "fall_off")
    judged = {f"{rule}.judged": tally.judged for rule, tally in one.rules.items()}
    flagged = {f"{rule}.flagged": tally.flagged for rule, tally in one.rules.items()}
    return {**_head(one), "set": one.number, **about, **_numbers(one.numbers), **judged, **flagged}


def _rep_row(whole: SetOverview, rep: Row) -> Row:
    """A rep as the history keeps it: see `coding.plain`."""
    row = {**_head(whole), "set": whole.number, "athlete": whole.athlete, "activity": whole.activity}
    row |= _without(rep, "numbers", "findings")
    for name, (value, error, _) in rep.get("numbers", {}).items():
        row[name], row[f"{name}.error"] = value, error
    row["findings"] = " ".join(f"{rule}:{severity}" for rule, severity in rep.get("findings", {}).items())
    return row


def _mobility_row(one: MobilitySet) -> Row:
    row = {**_head(one), **_without(plain(one), "range_deg", "faults")}
    row |= {f"range_{side}_deg": deg for side, deg in one.range_deg.items()}
    return row | {f"{fault}.reps": number for fault, number in one.faults.items()}


def _head(one: MobilitySet | SetOverview) -> Row:
    """When, on the person's own clock: what people look for first."""
    return {"local_time": local_time(one.start_utc_s, one.utc_offset_min).isoformat(timespec="seconds")}


def _without(data: Mapping[str, Any], *names: str) -> Row:
    return {name: value for name, value in data.items() if name not in names}


def _numbers(numbers: Mapping[str, Number]) -> Row:
    cells: Row = {}
    for name, number in numbers.items():
        cells[name], cells[f"{name}.error"] = number.value, number.error
    return cells


def _columns(rows: Iterable[Row]) -> Table:
    """Each column from its first row on; what a row does not have is None."""
    table: Table = {}
    count = 0
    for row in rows:
        for name, value in row.items():
            column = table.setdefault(name, [])
            column += (None,) * (count - len(column))
            column.append(value)
        count += 1
    for column in table.values():
        column.extend((None,) * (count - len(column)))
    return table


def _safe(column: Sequence[object]) -> Sequence[object]:
    """A column in which no text is run by a spreadsheet."""
    if str not in set(map(type, column)):
        return column
    return [
        f"'{value}" if isinstance(value, str) and value.startswith(_RUN_BY_SPREADSHEETS) else value
        for value in column
    ]


def _refuse(paths: Iterable[Path], *, force: bool) -> None:
    for path in paths:
        if not force and path.exists():
            raise HistoryError(f"{path} is there already: choose another place with -o, or add --force")
