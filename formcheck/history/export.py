"""Everything that is kept, as files to take away, and back."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from formcheck.errors import HistoryError, MissingLibraryError
from formcheck.files import atomic_path, read_bounded, write_text
from formcheck.history.coding import Record, minute_of, mobility_of, plain, set_of
from formcheck.history.records import DeskMinute, MobilitySet
from formcheck.history.sets import Number, RepRecord, SetOverview
from formcheck.history.store import History
from formcheck.history.wanted import Wanted
from formcheck.history.words import local_time

FORMAT = "formcheck.history/1"
_READERS: Mapping[str, Callable[[object], Record]] = {
    "sets": set_of,
    "minutes": minute_of,
    "mobility": mobility_of,
}
_LARGEST_BYTES = 500_000_000
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
_TABLES = ("sets", "reps", "minutes", "mobility")
Row = dict[str, Any]


def export_json(history: History, path: Path, wanted: Wanted, *, force: bool = False) -> tuple[Path, ...]:
    """Write all of it into one file, as `read_json` reads it.

    Args:
        history: What is written.
        path: The file.
        wanted: Which records.
        force: Replace a file that is there.

    Raises:
        OutputError: If it cannot be written, or is there already.
    """
    _refuse([path], force=force)
    parts = [f'"{kind}":[{",".join(texts)}]' for kind, texts in history.texts(wanted).items()]
    write_text(path, f'{{"format":"{FORMAT}",{",".join(parts)}}}\n')
    return (path,)


def read_json(path: Path) -> tuple[Record, ...]:
    """What was exported.

    Raises:
        HistoryError: If it is nothing of the kind; names what is wrong with it.
    """
    try:
        data = json.loads(read_bounded(path, _LARGEST_BYTES))
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
    return tuple(record for kind in _READERS for record in _records(path, kind, data.get(kind, [])))


def _records(path: Path, kind: str, entries: object) -> Iterable[Record]:
    if not isinstance(entries, list):
        raise HistoryError(f"{path}: {kind} is no list")
    for number, entry in enumerate(entries, start=1):
        try:
            yield _READERS[kind](entry)
        except HistoryError as error:
            raise HistoryError(f"{path}: {kind}, record {number}: {error}") from None


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
    for name, rows in tables_of(history, wanted).items():
        write_text(paths[name], _csv(rows))
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
    for name, rows in tables_of(history, wanted).items():
        columns = _columns(rows)
        table = pa.table({column: [row.get(column) for row in rows] for column in columns})
        with atomic_path(paths[name]) as temporary:
            pq.write_table(table, temporary)
    return tuple(paths.values())


def tables_of(history: History, wanted: Wanted) -> dict[str, list[Row]]:
    """Rows of each table: sets, reps, minutes and mobility."""
    sets = history.sets(wanted, numbers=True)
    return {
        "sets": [_set_row(one) for one in sets],
        "reps": [
            _rep_row(overview, rep)
            for overview, one in zip(sets, history.full_sets(wanted), strict=True)
            for rep in one.reps
        ],
        "minutes": [_minute_row(one) for one in history.minutes(wanted)],
        "mobility": [_mobility_row(one) for one in history.mobility(wanted)],
    }


def _set_row(one: SetOverview) -> Row:
    about = _without(plain(one), "number", "numbers", "rules", "imbalance", "fall_off")
    judged = {f"{rule}.judged": tally.judged for rule, tally in one.rules.items()}
    flagged = {f"{rule}.flagged": tally.flagged for rule, tally in one.rules.items()}
    return {**_head(one), "set": one.number, **about, **_numbers(one.numbers), **judged, **flagged}


def _rep_row(whole: SetOverview, rep: RepRecord) -> Row:
    findings = " ".join(f"{rule}:{severity}" for rule, severity in rep.findings.items())
    about = _without(plain(rep), "numbers", "findings")
    whose = {"set": whole.number, "athlete": whole.athlete, "activity": whole.activity}
    return {**_head(whole), **whose, **about, **_numbers(rep.numbers), "findings": findings}


def _minute_row(one: DeskMinute) -> Row:
    row = {**_head(one), **_without(plain(one), "states_s", "events", "alerts")}
    row |= {f"{rule}.s": time_s for rule, time_s in one.states_s.items()}
    row |= {f"{rule}.events": number for rule, number in one.events.items()}
    return row | {f"{rule}.alerts": number for rule, number in one.alerts.items()}


def _mobility_row(one: MobilitySet) -> Row:
    row = {**_head(one), **_without(plain(one), "range_deg", "faults")}
    row |= {f"range_{side}_deg": deg for side, deg in one.range_deg.items()}
    return row | {f"{fault}.reps": number for fault, number in one.faults.items()}


def _head(one: DeskMinute | MobilitySet | SetOverview) -> Row:
    """When, on the person's own clock: what people look for first."""
    return {"local_time": local_time(one.start_utc_s, one.utc_offset_min).isoformat(timespec="seconds")}


def _without(data: Mapping[str, Any], *names: str) -> Row:
    return {name: value for name, value in data.items() if name not in names}


def _numbers(numbers: Mapping[str, Number]) -> Row:
    cells: Row = {}
    for name, number in numbers.items():
        cells[name], cells[f"{name}.error"] = number.value, number.error
    return cells


def _columns(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _csv(rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, _columns(rows), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return "" if value is None else value


def _refuse(paths: Iterable[Path], *, force: bool) -> None:
    for path in paths:
        if not force and path.exists():
            raise HistoryError(f"{path} is there already: choose another place with -o, or add --force")
