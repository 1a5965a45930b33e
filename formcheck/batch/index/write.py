"""Writes the index of all results of a batch: a page, a table, and Parquet where its library is installed."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.batch.index.page import page
from formcheck.batch.index.rows import Row, read_rows
from formcheck.batch.index.tables import csv_table, has_parquet, write_parquet
from formcheck.batch.results import Results
from formcheck.errors import OutputError
from formcheck.sinks.context import CsvDialect

PAGE, TABLE, PARQUET, FINDINGS = "index.html", "index.csv", "index.parquet", "findings.parquet"
_MARK = b"formcheck: index</title>"
_FIRST_CELLS = b"folder,source,athlete,"


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be analysed in this run."""

    source: str
    why: str


def write_index(
    results: Results, problems: Sequence[Problem] = (), *, csv: CsvDialect = "plain", force: bool = False
) -> tuple[Row, ...]:
    """Write index.html, index.csv, index.parquet and findings.parquet over all results that there are.

    Args:
        results: The results.
        problems: What is told beside them.
        csv: How the table is written.
        force: Replace files of these names even where this program has not written them.

    Returns:
        What the index holds.

    Raises:
        OutputError: If a file cannot be written, or would replace one that is not of this program.
    """
    if not force:
        _refuse(results)
    rows = tuple(read_rows(results))
    results.write(TABLE, csv_table(rows, csv))
    if has_parquet():
        write_parquet(rows, results)
    results.write(PAGE, page(rows, results, problems))
    return rows


def _refuse(results: Results) -> None:
    for name, is_ours in ((PAGE, _is_page), (TABLE, _is_table)):
        data = results.read(name)
        if data is not None and not is_ours(data):
            raise OutputError(
                f"{results.shown(name)} was not written by formcheck: move it, choose another folder "
                "with -o, or replace it with --force"
            )


def _is_page(data: bytes) -> bool:
    return _MARK in data[:4096]


def _is_table(data: bytes) -> bool:
    return data[:200].replace(b";", b",").startswith(_FIRST_CELLS)
