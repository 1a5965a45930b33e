"""The command line: prints results and errors; everything below only returns or raises."""

import _thread
import os
import sys
import threading
from contextlib import suppress
from typing import TextIO

_INTERRUPTED = 130
_SOON_S = 0.01


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.unraisablehook = _interrupt_later
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


def _interrupt_later(unraisable: "sys.UnraisableHookArgs") -> None:
    """A Ctrl-C that came while something was being tidied away was lost and printed: have it again."""
    if isinstance(unraisable.exc_value, KeyboardInterrupt):
        again = threading.Timer(_SOON_S, _thread.interrupt_main)
        again.daemon = True
        again.start()  # later: raised within this function it would be lost again
    else:
        sys.__unraisablehook__(unraisable)


def _flush(stream: TextIO | None) -> None:
    if stream is not None:
        with suppress(OSError, ValueError):
            stream.flush()


if __name__ == "__main__":
    main()
