"""The command line: prints results and errors; everything below only returns or raises."""

import _thread
import atexit
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TextIO

_INTERRUPTED = 130
_SOON_S = 0.01


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.unraisablehook = _interrupt_later
    atexit.register(
        _on_signals, signal.SIG_IGN
    )  # first, so it is called last: Python then forgets the others
    _on_signals(_interrupt_once)
    try:
        from formcheck.cli.app import run
        from formcheck.cli.say import open_closed_streams, speak_past_libraries

        open_closed_streams()
        speak_past_libraries()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the program was being loaded
        code = _INTERRUPTED
    # Whoever asks again while the program leaves is answered as before, by its code.
    _on_signals(lambda number, frame: os._exit(code))
    if code == _INTERRUPTED and threading.active_count() > 1:
        # Nobody wants to wait for threads that still work; what they write has no name yet.
        for stream in (sys.stdout, sys.stderr):
            _flush(stream)
        os._exit(code)
    sys.exit(code)


def _on_signals(take: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    """Have that called when the program is to end; what is ignored, as nohup has it, stays so."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, take)


def _interrupt_once(number: int, frame: FrameType | None) -> None:
    """While the program is being loaded: the second time it ends at once."""
    _on_signals(lambda number, frame: os._exit(_INTERRUPTED))
    raise KeyboardInterrupt


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
