"""What the commands print: nothing steers the terminal, and no line on stderr can end a session."""

import os
import sys
from contextlib import suppress
from io import FileIO, TextIOWrapper
from typing import IO, Any, BinaryIO, cast

import click

from formcheck.files import printable

# Control characters that JSON leaves as they are, though a terminal may obey them.
_NOT_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def say(text: str) -> None:
    """One line on stderr, with the program's name; where it is full or gone only the line is lost."""
    talk(f"formcheck: {' '.join(text.split())}")


def talk(text: str) -> None:
    """A line on stderr."""
    with suppress(OSError, ValueError):
        click.echo(printable(text), err=True)


def show(text: str) -> None:
    """Lines on stdout.

    Raises:
        OSError: If it is full, or nobody reads it any more.
    """
    click.echo(printable(text))


def show_json(text: str) -> None:
    """JSON on stdout.

    Raises:
        OSError: If it is full, or nobody reads it any more.
    """
    click.echo(text.encode("utf-8", "replace").decode("utf-8").strip().translate(_NOT_ESCAPED))


def abandon_stdout() -> None:
    """Python flushes it once more at the end, which must not fail again."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def open_closed_streams() -> None:
    """Give a place to standard streams that were closed.

    The first file that is opened would take the place of one, and get what C libraries write to it.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def speak_past_libraries() -> None:
    """Have what the program says go to stderr by a way of its own.

    What C++ libraries write to it is held back for moments (`formcheck.pose.blazepose.runtime`): a line of
    ours would wait for as long, and a terminal not be known for one.
    """
    if sys.stderr is None:
        return
    try:
        number = os.dup(sys.stderr.fileno())
    except (OSError, ValueError):  # it is none of the system's
        return
    # No buffer: what a full disk did not take must not fail once more when the program ends.
    unbuffered = cast("BinaryIO", FileIO(number, "w"))
    sys.stderr = TextIOWrapper(
        unbuffered, encoding=sys.stderr.encoding, errors=sys.stderr.errors, write_through=True
    )


class Patient:
    """A stream that goes on where it cannot be written: for what is only shown meanwhile."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or not."""
        with suppress(OSError, ValueError):
            return self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush, or not."""
        with suppress(OSError, ValueError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def patient_stderr() -> IO[str]:
    """Stderr, for a progress bar."""
    return cast("IO[str]", Patient(sys.stderr) if sys.stderr is not None else open(os.devnull, "w"))  # noqa: PTH123
