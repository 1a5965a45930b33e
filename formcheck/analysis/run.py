"""One analysis as a stream of updates: opened once, fed to whatever sinks are wanted."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from formcheck.sinks.context import SinkContext
from formcheck.sinks.update import Update
from formcheck.source.frame import StreamInfo

Progress = Callable[[float, StreamInfo], None]


def no_progress(time_s: float, info: StreamInfo) -> None:
    """Nobody wants to know how far it is."""


def never() -> bool:
    """Nobody wants to stop."""
    return False


class AnalysisRun(Protocol):
    """An opened source, ready to be analysed once."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What went wrong without stopping the analysis; complete when the updates have ended."""
        ...

    def context(self, folder: Path | None) -> SinkContext:
        """What its sinks are opened with.

        Args:
            folder: Where files go; None: none are written.
        """
        ...

    def updates(
        self, progress: Progress = no_progress, should_stop: Callable[[], bool] = never
    ) -> Iterator[Update]:
        """Each pose as it comes, each observation as it is ready, and the outcome at the end.

        Args:
            progress: Called after each frame with its time.
            should_stop: Asked after each frame; when true, the source is taken to end there.

        Raises:
            SourceError: If the source cannot be read on.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
