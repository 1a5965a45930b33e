"""Writes the figures of docs/reliability.md: runs the benchmarks of damaged files, faults and long hours.

    python scripts/make_reliability.py [--minutes 5] [--kills 200] [--writes 100] [--hours 8]

Takes as long as it is asked to: five minutes of files, about four seconds a kill, 25 minutes of hours.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_PAGE = _ROOT / "docs" / "reliability.md"
_BLOCK = re.compile(r"(<!-- made by: python scripts/make_reliability.py -->\n).*?(<!-- end -->)", re.S)
_TITLES = {"fuzz": "Damaged files", "faults": "Kills and failing disks", "soak": "Hours and cables"}


def main() -> None:
    """Run, and write the figures into the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", default="5")
    parser.add_argument("--kills", default="200")
    parser.add_argument("--writes", default="100")
    parser.add_argument("--hours", default="8")
    given = parser.parse_args()
    runs = {
        "fuzz": ["--minutes", given.minutes],
        "faults": ["--kills", given.kills, "--writes", given.writes],
        "soak": ["--hours", given.hours],
    }
    parts = [_part(name, arguments) for name, arguments in runs.items()]
    page = _PAGE.read_text(encoding="utf-8")
    text = "\n".join(parts)
    _PAGE.write_text(_BLOCK.sub(lambda found: f"{found[1]}{text}\n{found[2]}", page), encoding="utf-8")


def _part(name: str, arguments: list[str]) -> str:
    """A table of one benchmark's figures; what went wrong is on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *arguments, "--json"],
        cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    rows = [
        f"| {row['name'].replace('_', ' ')} | {row['value']:g} {row['unit']} | {_bound(row)} |"
        for row in json.loads(done.stdout)["figures"]
    ]
    command = f"python -m benchmarks.{name} {' '.join(arguments)}"
    return "\n".join(
        [
            f"### {_TITLES[name]}",
            "",
            f"`{command}`",
            "",
            "| figure | value | promised |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _bound(row: dict[str, object]) -> str:
    if row["bound"] is None:
        return ""
    return f"at most {row['bound']:g}{'' if row['holds'] else ', **not kept**'}"


if __name__ == "__main__":
    main()
