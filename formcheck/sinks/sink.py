"""What becomes of a session: files, a video, a voice, lines, a window."""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from formcheck.files import give_up
from formcheck.results.result import FileKind
from formcheck.sinks.update import Update


class Sink(Protocol):
    """Takes what is known of one session, update by update.

    A class that inherits from it needs `write` and `close`. Either `close` or `abort` is called, once, and
    nothing after it. All calls come from one thread at a time.

    Example:
        >>> class Counter(Sink):
        ...     frames = 0
        ...
        ...     def write(self, update: Update) -> None:
        ...         self.frames += update.frame is not None
        ...
        ...     def close(self) -> None:
        ...         print(self.frames, "frames")
        >>> with Counter() as sink:
        ...     sink.write(Update())
        0 frames
    """

    def write(self, update: Update) -> None:
        """Take what is new; must not wait for long.

        Raises:
            FormcheckError: If it cannot be done; ends the session.
        """
        ...

    def close(self) -> None:
        """The session is over: finish what was begun.

        Raises:
            FormcheckError: If that cannot be done; then nothing half-finished is left.
        """
        ...

    def abort(self) -> None:
        """The session came to nothing: leave nothing behind. Must not fail."""
        self.close()

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The files that were written; complete once it is closed."""
        return {}

    def __enter__(self) -> Self:
        """The sink itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close, or abort after an exception."""
        if kind is None:
            self.close()
        else:
            self.abort()


class Sinks(Sink):
    """Several sinks as one. They take updates in their order and are closed in the reverse order.

    One that fails to take an update is aborted; the others get it all the same, and then the error goes on.
    Who has what will not come again saves what the others have, with `close_each`. When one fails to
    `close`, those that would have been next are aborted. Left a second time, it does nothing.
    """

    def __init__(self, sinks: Iterable[Sink]) -> None:
        self._sinks = tuple(sinks)
        self._fed = list(self._sinks)

    def write(self, update: Update) -> None:
        """Give it to each.

        Raises:
            FormcheckError: What the first one failed of.
        """
        first: Exception | None = None
        for sink in tuple(self._fed):
            try:
                sink.write(update)
            except Exception as error:  # noqa: BLE001 - raised below, when the others have got it too
                self._fed.remove(sink)
                give_up(sink)
                first = first or error
        if first is not None:
            raise first

    def close(self) -> None:
        """Close all, or abort those that are left when one cannot be closed.

        Raises:
            FormcheckError: What that one failed of.
        """
        self._leave().close()

    def close_each(self) -> None:
        """Close each, whatever becomes of the others.

        Raises:
            FormcheckError: What the first one failed of.
        """
        first: Exception | None = None
        while self._fed:
            try:
                self._fed.pop().close()
            except Exception as error:  # noqa: BLE001 - raised below, when the others are closed too
                first = first or error
        if first is not None:
            raise first

    def abort(self) -> None:
        """Abort each."""
        give_up(self._leave())

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The files of all."""
        return {kind: path for sink in self._sinks for kind, path in sink.written.items()}

    def _leave(self) -> ExitStack:
        leaving = ExitStack()
        for sink in self._fed:
            leaving.push(sink)
        self._fed = []
        return leaving
