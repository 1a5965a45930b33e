"""Whether damaged and hostile files are answered: with a result, or with one clear line.

    python -m benchmarks.fuzz [--minutes 5] [--executions N] [--seed 0] [--only TARGET] [--keep DIR] [--json]

Recordings, poses of other programs, rules, activities, profiles, the desk monitor's config and messages,
history, truth files, sets, scenes, films and stills are damaged at random (their bytes, their numbers and
words, what their documents say) and read as a user's are.
Allowed are a result and an error of formcheck's own; a defect is anything else: another exception, a warning,
"something unforeseen", nan in a table, more than 400 MB, more than 60 s. The same seed makes the same files.
"""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.figures import Figure, show
from benchmarks.fuzz.attempts import MOST_MB, MOST_SECONDS, Tally, attempt_many

_APART = 10_000_000  # seeds of one process and the next
_ALL = 10**9


def main() -> int:
    """Try, print, and give 1 if anything happened that should not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--executions", type=int, default=_ALL, help="in each process, at most")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", metavar="TARGET")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep files that led to a defect here")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if arguments.keep:
        arguments.keep.mkdir(parents=True, exist_ok=True)
    tally = Tally()
    with ProcessPoolExecutor(arguments.processes) as pool:
        running = [
            pool.submit(
                attempt_many,
                arguments.seed + number * _APART,
                60 * arguments.minutes,
                arguments.executions,
                arguments.only,
                arguments.keep,
            )
            for number in range(arguments.processes)
        ]
        for one in running:
            tally.add(one.result())
    for defect in sorted(tally.defects.values(), key=lambda one: (one.target, one.what)):
        print(f"{defect.target}: {defect.what} (seed {defect.seed})", file=sys.stderr)
    return show(figures(tally), as_json=arguments.json)


def figures(tally: Tally) -> list[Figure]:
    """The figures of some attempts."""
    return [
        Figure("executions", tally.executions.total(), "files"),
        Figure("refused_with_a_clear_line", tally.refused.total(), "files"),
        Figure("defects", len(tally.defects), "kinds", bound=0),
        Figure("slowest_file", tally.slowest_s, "s", bound=float(MOST_SECONDS)),
        Figure("peak_memory", tally.peak_mb, "MB", bound=MOST_MB),
        *(Figure(f"executions_{name}", count, "files") for name, count in sorted(tally.executions.items())),
    ]


if __name__ == "__main__":
    sys.exit(main())
