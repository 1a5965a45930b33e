"""The one door to MediaPipe: no other module of the package imports it.

Everything here imports on call: MediaPipe takes a third of a second to load, and most commands do without it.

MediaPipe's C++ code writes straight to file descriptor 2. Neither `GLOG_minloglevel` nor
`TF_CPP_MIN_LOG_LEVEL` stops it (tried with 0.10.31), so none is set here; `quiet_stderr` redirects the
descriptor for a short while.
"""

import os
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import IO

from formcheck.errors import ModelError
from formcheck.files import scratch_file
from formcheck.system_libraries import explain_missing_libraries

_STDERR = 2
_SOUND = "sounddevice"

# Information and warnings of the C++ code. Errors (E....) and fatal ones (F....) are not in it.
_CHATTER = re.compile(
    rb"[IW]\d{4} \d\d:\d\d:\d+\.\d+ "
    rb"|INFO: Created TensorFlow Lite "
    rb"|WARNING: All log messages before absl::InitializeLog\(\) "
)


@dataclass(frozen=True, slots=True)
class MetadataSchemas:
    """The two flatbuffer schemas that MediaPipe carries as Python modules.

    Attributes:
        metadata: Schema of the metadata that a model may carry (`NormalizationOptionsT` and others).
        model: Schema of a TensorFlow Lite model (`ModelT`, `BufferT`, `MetadataT`).
    """

    metadata: ModuleType
    model: ModuleType


def mediapipe() -> ModuleType:
    """Return the `mediapipe` package itself, for `Image` and `ImageFormat`.

    Raises:
        MissingLibraryError: A system library that it needs is not installed.
    """
    return _load("mediapipe")


def tasks() -> ModuleType:
    """Return `mediapipe.tasks.python`, for `BaseOptions`.

    Raises:
        MissingLibraryError: A system library that it needs is not installed.
    """
    return _load("mediapipe.tasks.python")


def vision() -> ModuleType:
    """Return `mediapipe.tasks.python.vision`, for `PoseLandmarker`, its options and `RunningMode`.

    The C++ library itself is loaded when a landmarker is created: wrap that in `explain_missing_libraries`.

    Raises:
        MissingLibraryError: A system library that it needs is not installed.
    """
    return _load("mediapipe.tasks.python.vision")


def metadata_schemas() -> MetadataSchemas:
    """Return the schemas that are needed to add metadata to a model.

    Raises:
        MissingLibraryError: A system library that MediaPipe needs is not installed.
    """
    return MetadataSchemas(
        metadata=_load("mediapipe.tasks.metadata.metadata_schema_py_generated"),
        model=_load("mediapipe.tasks.metadata.schema_py_generated"),
    )


class _Hush:
    """Holds back what is written to standard error, as long as anybody wants that."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wanted_by = 0
        self._screen: int | None = None
        self._opened = ExitStack()
        self._written: IO[bytes] | None = None

    def begin(self) -> None:
        with self._lock:
            if self._wanted_by == 0:
                self._take()
            self._wanted_by += 1

    def _take(self) -> None:
        _flush_stderr()
        try:
            screen = os.dup(_STDERR)
        except OSError:  # there is no standard error
            return
        try:
            self._written = self._opened.enter_context(scratch_file())
        except OSError:
            os.close(screen)
            raise
        self._screen = screen
        os.dup2(self._written.fileno(), _STDERR)

    def forget(self) -> None:
        """Do not show what was written until now."""
        with self._lock:
            if self._written is not None:
                self._written.truncate(0)

    def end(self) -> None:
        with self._lock:
            self._wanted_by -= 1
            if self._wanted_by == 0 and self._screen is not None and self._written is not None:
                self._show(self._screen, self._written)

    def _show(self, screen: int, written: IO[bytes]) -> None:
        self._screen = self._written = None
        _flush_stderr()
        os.dup2(screen, _STDERR)
        os.close(screen)
        with self._opened.pop_all():
            written.seek(0)
            _write_to_stderr(b"".join(line for line in written if not _CHATTER.match(line)))


_hush = _Hush()


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Keep the C++ code's information and warnings off the screen while the block runs.

    Whatever else is written to file descriptor 2 meanwhile (errors, Python's own output) is shown when the
    block ends, also when it ends by an exception. The descriptor belongs to the whole process: keep the block
    short. Where blocks of several threads overlap, it is shown when the last of them ends. Does nothing when
    there is no standard error.
    """
    _hush.begin()
    try:
        yield
    except ModelError:
        _hush.forget()  # the error itself says what is wrong, in one line
        raise
    finally:
        _hush.end()


def _load(module: str) -> ModuleType:
    with explain_missing_libraries(), _without_sound():
        return import_module(module)


@contextmanager
def _without_sound() -> Iterator[None]:
    """Have MediaPipe find no `sounddevice` while it is imported; it does without, as this program does.

    That package looks for a sound library with the system's compiler and linker, and opens the sound system.
    """
    known = sys.modules.get(_SOUND)
    if known is not None:  # somebody else's, who uses it
        yield
        return
    sys.modules[_SOUND] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.modules.pop(_SOUND, None)


def _flush_stderr() -> None:
    if sys.stderr is not None:
        sys.stderr.flush()


def _write_to_stderr(data: bytes) -> None:
    while data:
        data = data[os.write(_STDERR, data) :]
