"""What can still be read of a damaged history."""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from formcheck.history.coding import NO_RECORD, Record, minute_from_row, mobility_of, set_of

_MOST_SETS = 1_000_000
# The second where SQLite names something in the file that is no UTF-8.
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError)


def rescued(path: Path, minute_columns: str) -> Iterator[Record]:
    """Every record that can be read; whatever is wrong with the others ends nothing.

    Args:
        path: The damaged file.
        minute_columns: The columns of a minute, as `minute_from_row` takes them.
    """
    with suppress(*_UNREADABLE, OSError):
        # It is only looked at: what is wrong with it shall stay as it is, and nothing come to lie beside it.
        log = Path(f"{path}-wal")
        how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
        opened = sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True)
        with closing(opened) as database:
            yield from _sets(database)
            for order in ("ASC", "DESC"):  # from both ends, up to the damaged place
                by = f"ORDER BY athlete {order}, start_utc_s {order}"
                yield from _rows(database, f"SELECT {minute_columns} FROM minutes {by}", minute_from_row)
                yield from _rows(
                    database, f"SELECT body FROM mobility {by}", lambda row: mobility_of(json.loads(row[0]))
                )


def _sets(database: sqlite3.Connection) -> Iterator[Record]:
    """Each by its number: a damaged one is passed over."""
    last = _MOST_SETS
    with suppress(*_UNREADABLE):
        (found,) = database.execute("SELECT max(id) FROM set_details").fetchone()
        last = min(found or 0, _MOST_SETS)
    failed = 0
    for number in range(1, last + 1):
        try:
            row = database.execute("SELECT body FROM set_details WHERE id = ?", (number,)).fetchone()
        except _UNREADABLE:
            failed += 1
            if failed > 1000:
                return
            continue
        if row is not None:
            with suppress(*NO_RECORD):
                yield set_of(json.loads(zlib.decompress(row[0])))


def _rows(database: sqlite3.Connection, statement: str, decoded: Callable[[Any], Record]) -> Iterator[Record]:
    with suppress(*_UNREADABLE):
        for row in database.execute(statement):
            with suppress(*NO_RECORD):
                yield decoded(row)
