"""What every benchmark prints: figures with their bounds, as text or as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from formcheck.evaluation.markdown import as_table
from formcheck.files import write_text

_END = "<!-- end of what was measured -->"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Attributes:
        bound: What the value may be at most, or None where nothing is promised.
        at_least: Whether the bound is what it has to be at least.
    """

    name: str
    value: float
    unit: str
    bound: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def show(figures: Sequence[Figure], *, as_json: bool) -> int:
    """Print the figures; gives the exit code, 1 when a bound does not hold."""
    if as_json:
        # float and bool: numpy's own are no JSON.
        rows = [{**asdict(f), "value": float(f.value), "holds": bool(f.holds)} for f in figures]
        print(json.dumps({"figures": rows}))
    else:
        for figure in figures:
            way = "at least" if figure.at_least else "at most"
            bound = "" if figure.bound is None else f"  ({way} {figure.bound:g}: {figure.holds})"
            print(f"{figure.name:<40} {figure.value:10.3f} {figure.unit}{bound}")
    return 0 if all(figure.holds for figure in figures) else 1


def put_between_marks(page: Path, made_by: str, lines: Sequence[str]) -> None:
    """Replace what stands between the marks of a page.

    Args:
        page: The page.
        made_by: The file whose marks they are, such as ``benchmarks/mobility.py``.
        lines: What is to stand there.
    """
    text, begin = page.read_text(encoding="utf-8"), f"<!-- measured: made by {made_by} -->"
    before, rest = text.split(begin)
    write_text(page, "\n".join([before + begin, "", *lines, "", _END + rest.split(_END)[1]]))


def table_of(figures: Sequence[Figure]) -> list[str]:
    """The figures as a table, in Markdown."""
    rows = [(one.name.replace("_", " "), f"{_short(one.value)} {one.unit}", _promise(one)) for one in figures]
    return as_table(("what", "measured", "at most"), rows)


def _promise(figure: Figure) -> str:
    return "" if figure.bound is None else _short(figure.bound)


def _short(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}"
