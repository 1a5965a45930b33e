"""The pictures of a film for its annotated copy: those that were kept, or the film read again."""

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from formcheck.source.frame import Frame
from formcheck.source.kept import KeptPictures
from formcheck.source.video import VideoFile


class CopiedPictures:
    """Gives the picture of each index that is asked for, in rising order.

    Args:
        open_film: Opens the film as it was for the observations. Where its pictures were kept, that is done
            again only if not all of them were.
        kept: What is kept while the film is read; None: nothing.

    Attributes:
        info: What is known of the film.
        path: The film.
        origin_s: See `VideoFile`.

    Raises:
        SourceError: If the film cannot be read.
    """

    def __init__(self, open_film: Callable[[], VideoFile], kept: KeptPictures | None = None) -> None:
        self._open_film, self._kept = open_film, kept
        film = open_film()
        self.info, self.path, self.origin_s = film.info, film.path, film.origin_s
        self._film: VideoFile | None = film
        self._frames: Iterator[Frame] | None = None
        self._frame: Frame | None = None
        if kept is not None:
            self._close()

    def at(self, index: int) -> Frame | None:
        """The picture of this index, for the caller to draw into; None where there is none.

        Raises:
            SourceError: If the film cannot be read again.
        """
        frame = self._kept.take(index) if self._kept is not None else None
        if frame is not None:
            return frame
        if self._frames is None:
            self._film = self._film or self._open_film()
            self._frames = iter(self._film)
            self._frame = next(self._frames, None)
        while self._frame is not None and self._frame.index < index:
            self._frame = next(self._frames, None)
        return self._frame if self._frame is not None and self._frame.index == index else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._film is not None:
            self._film.close()
        self._film = self._frames = self._frame = None
