"""The command line: prints results and errors; everything below only returns or raises."""

import os
import sys
import threading
from contextlib import suppress
from typing import TextIO

_INTERRUPTED = 130


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from formcheck.cli.app import run
        from formcheck.cli.say import open_closed_streams

        open_closed_streams()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the program was being loaded
        code = _INTERRUPTED
    if code == _INTERRUPTED and threading.active_count() > 1:
        # Nobody wants to wait for threads that still work; what they write has no name yet.
        for stream in (sys.stdout, sys.stderr):
            _flush(stream)
        os._exit(code)
    sys.exit(code)


def _flush(stream: TextIO | None) -> None:
    if stream is not None:
        with suppress(OSError, ValueError):
            stream.flush()


if __name__ == "__main__":
    main()
