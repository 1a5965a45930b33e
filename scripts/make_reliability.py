"""Writes the figures of docs/reliability.md: runs the benchmarks of damaged files, faults and long hours.

    python scripts/make_reliability.py [--minutes 5] [--kills 200] [--writes 100] [--hours 8] [--results DIR]

Takes as long as it is asked to: five minutes of files, about four seconds a kill, 25 minutes of hours. With
--results nothing is run: the figures are those of earlier runs, whose `--json` lies in DIR as fuzz-*.json,
faults-*.json and soak-*.json. Several of a kind are added up; a kind of which there is none keeps no table.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

Row = dict[str, Any]

_ROOT = Path(__file__).resolve().parent.parent
_PAGE = _ROOT / "docs" / "reliability.md"
_BLOCK = re.compile(r"(<!-- made by: python scripts/make_reliability.py -->\n).*?(<!-- end -->)", re.S)
_COUNTED = frozenset({"files", "runs", "kinds", "pictures", "times"})
_TITLES = {"fuzz": "Damaged files", "faults": "Kills and failing disks", "soak": "Hours and cables"}


def main() -> None:
    """Run, or read what was run, and write the figures into the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", default="5")
    parser.add_argument("--kills", default="200")
    parser.add_argument("--writes", default="100")
    parser.add_argument("--hours", default="8")
    parser.add_argument("--results", type=Path, metavar="DIR")
    given = parser.parse_args()
    arguments = {
        "fuzz": ["--minutes", given.minutes],
        "faults": ["--kills", given.kills, "--writes", given.writes],
        "soak": ["--hours", given.hours],
    }
    parts = [
        _part(name, _run(name, how), f"`python -m benchmarks.{name} {' '.join(how)}`")
        if given.results is None
        else _part(name, *_read(name, given.results))
        for name, how in arguments.items()
    ]
    page = _PAGE.read_text(encoding="utf-8")
    text = "\n".join(filter(None, parts))
    _PAGE.write_text(_BLOCK.sub(lambda found: f"{found[1]}{text}\n{found[2]}", page), encoding="utf-8")


def _run(name: str, arguments: list[str]) -> list[Row]:
    """One benchmark's figures; what went wrong is on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *arguments, "--json"],
        cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    rows: list[Row] = json.loads(done.stdout)["figures"]
    return rows


def _read(name: str, folder: Path) -> tuple[list[Row], str]:
    """The figures of all earlier runs of a benchmark, and how they were made."""
    files = sorted(folder.glob(f"{name}-*.json"))
    found: dict[str, Row] = {}
    for file in files:
        for row in json.loads(file.read_text(encoding="utf-8"))["figures"]:
            before = found.get(row["name"])
            found[row["name"]] = row if before is None else _together(before, row)
    times = "" if len(files) == 1 else f", {len(files)} runs, no two of which did the same"
    return [*found.values()], f"`python -m benchmarks.{name}`{times}"


def _together(one: Row, other: Row) -> Row:
    """Numbers add up, of times and sizes the largest counts."""
    join = sum if one["unit"] in _COUNTED else max
    value = join((one["value"], other["value"]))
    return {**one, "value": value, "holds": one["bound"] is None or value <= one["bound"]}


def _part(name: str, rows: list[Row], command: str) -> str:
    """A table of one benchmark's figures; "" where there are none."""
    if not rows:
        return ""
    lines = [
        f"| {row['name'].replace('_', ' ')} | {_short(row['value'])} {row['unit']} | {_bound(row)} |"
        for row in rows
    ]
    head = [f"### {_TITLES[name]}", "", command, "", "| figure | value | promised |", "|---|---|---|"]
    return "\n".join([*head, *lines, ""])


def _short(value: float) -> str:
    """Whole numbers with all their digits, others with three."""
    return f"{value:,.0f}" if value == int(value) else f"{value:.3g}"


def _bound(row: Row) -> str:
    if row["bound"] is None:
        return ""
    return f"at most {row['bound']:g}{'' if row['holds'] else ', **not kept**'}"


if __name__ == "__main__":
    main()
