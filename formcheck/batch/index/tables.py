"""index.csv and, with pyarrow, index.parquet and findings.parquet: one row a result."""

import importlib.util
import io
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, Final

from formcheck.batch.index.rows import Row
from formcheck.batch.results import Results
from formcheck.files import printable
from formcheck.sinks.context import CsvDialect
from formcheck.sinks.tables import row_writer

COLUMNS: Final = (
    "folder", "source", "athlete", "date", "load", "activity", "view", "seen_s", "reps", "attempts", "poor",
    "caution", "uncertain", "rules", "not_judged", "verdict", "interrupted", "content_sha256", "version",
)  # fmt: skip


def csv_table(rows: Iterable[Row], dialect: CsvDialect) -> bytes:
    """The text of index.csv."""
    line = row_writer(dialect)
    return b"".join([line(COLUMNS), *(line(_cells(row)) for row in rows)])


def _cells(row: Row) -> list[object]:
    return [int(cell) if isinstance(cell, bool) else cell for cell in _values(row)]


def _values(row: Row) -> list[Any]:
    """In the order of `COLUMNS`."""
    texts = [row.folder, row.source, row.athlete, row.date, row.load, row.activity, row.view]
    rules = "; ".join(f"{one.rule} ({_severities(one.poor, one.caution)})" for one in row.rules)
    return [
        *map(printable, texts), row.seen_s, row.reps, row.attempts, row.poor, row.caution, row.uncertain,
        printable(rules), row.not_judged, printable(row.verdict), row.interrupted, row.content, row.version,
    ]  # fmt: skip


def _severities(poor: int, caution: int) -> str:
    counts = ((poor, "poor"), (caution, "caution"))
    return ", ".join(f"{count} {name}" for count, name in counts if count)


def has_parquet() -> bool:
    """Whether the library for Parquet is installed."""
    return importlib.util.find_spec("pyarrow") is not None


def write_parquet(rows: Sequence[Row], results: Results) -> None:
    """Write index.parquet, the columns of index.csv, and findings.parquet, a row for each rule of a result.

    Raises:
        OutputError: If they cannot be written.
    """
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    values = [_values(row) for row in rows]
    kinds = {"seen_s": arrow.float64(), "interrupted": arrow.bool_()}
    numbers = ("reps", "attempts", "poor", "caution", "uncertain", "not_judged")
    kinds |= dict.fromkeys(numbers, arrow.int64())
    schema = arrow.schema([(name, kinds.get(name, arrow.string())) for name in COLUMNS])
    table = arrow.table(
        [list(column) for column in zip(*values, strict=True)] or [[] for _ in COLUMNS], schema=schema
    )
    findings = [
        {"folder": printable(row.folder), "athlete": printable(row.athlete), "activity": row.activity,
         "rule": one.rule, "title": one.title, "poor": one.poor, "caution": one.caution,
         "uncertain": one.uncertain}
        for row in rows
        for one in row.rules
    ]  # fmt: skip
    of_findings = arrow.schema(
        [(name, arrow.string()) for name in ("folder", "athlete", "activity", "rule", "title")]
        + [(name, arrow.int64()) for name in ("poor", "caution", "uncertain")]
    )
    tables = {
        "index.parquet": table,
        "findings.parquet": arrow.Table.from_pylist(findings, schema=of_findings),
    }
    for name, one in tables.items():
        buffer = io.BytesIO()
        parquet.write_table(one, buffer, compression="zstd")
        results.write(name, buffer.getvalue())
