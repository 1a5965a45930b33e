"""Writes a few minutes into a history, and tells each that is kept: the disk fails meanwhile.

    python -m benchmarks.durability_writer FILE

A module of its own, because it is started a hundred times: it loads what writes, and nothing else.
"""

import sys
from pathlib import Path

from formcheck.errors import HistoryError
from formcheck.history.records import DeskMinute
from formcheck.history.store import open_history

START_UTC_S = 1_800_000_000.0
_RUN_S = 10_000_000.0


def made_minute(number: int, minute: int, seconds: float) -> DeskMinute:
    """A minute of a run, of which so much was watched so far."""
    start_utc_s = START_UTC_S + _RUN_S * number + 60 * minute
    return DeskMinute(start_utc_s, 0, int(seconds), seconds, seconds, seconds, seconds, athlete=f"{number}")


def name_of(one: DeskMinute) -> str:
    """What a made minute is called in what is told."""
    return f"{one.athlete}-{round((one.start_utc_s - START_UTC_S - _RUN_S * int(one.athlete)) / 60)}"


def main() -> int:
    """Write; an error is one line."""
    try:
        with open_history(Path(sys.argv[1])) as history:
            for minute in range(6):
                history.add(made_minute(0, minute, 60))
                print(f"acknowledged 0-{minute} 60", flush=True)
            history.delete(athlete="nobody")
    except HistoryError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
