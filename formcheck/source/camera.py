"""Cameras of this computer, through OpenCV."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from formcheck.errors import SourceError
from formcheck.source.device import Picture
from formcheck.source.frame import Image, StreamInfo


@dataclass(frozen=True, slots=True)
class Wish:
    """What a camera is asked for; the driver gives what it has that is nearest."""

    width_px: int
    height_px: int
    fps: float


_FPS = 30.0
# Over USB, this size only comes compressed.
_USUAL = Wish(1280, 720, _FPS)
# Who looks twice a second needs neither the size nor the rate: fewer pictures go over the cable.
FOR_LOOKS = Wish(640, 480, 10.0)
# So many old pictures a driver may hold, and those that it holds come at once.
_HELD, _AT_ONCE_S = 5, 0.004
# How long a camera may take for one picture; a dark room makes some take a fifth of a second.
_READ_TIMEOUT_MS, _OPEN_TIMEOUT_MS = 2000, 3000
# Some give nothing at first while they warm up.
_FIRST_TRIES = 5
# A camera is lost after so many failed reads in a row, when it has been silent for three times as long as it
# takes from one picture to the next; before that is known, some give one in 10 s.
_FAILED_READS, _TIMES_USUAL, _SHORTEST_S, _FIRST_S = 3, 3.0, 2.0, 15.0
_PAUSE_S = 0.1
_LISTED_BY_LINUX = Path("/sys/class/video4linux")
# Elsewhere, cameras are found by trying.
_TRIED = 4


@dataclass(frozen=True, slots=True)
class CameraEntry:
    """A camera that the system knows.

    Attributes:
        index: What --source takes.
        path: Its device file, where the system has such.
        name: As its maker calls it.
    """

    index: int
    path: str
    name: str


class AsRgb:
    """Makes 8-bit RGB of what a camera gives: colour, grey, infrared, with 16 bits or with transparency.

    Cameras for depth and heat fill 10 to 14 of the 16 bits: the brightest picture so far tells how many.
    """

    def __init__(self) -> None:
        self._bits = 8

    def of(self, image: "cv2.typing.MatLike") -> Image:
        """(height, width, 3) uint8 RGB of one picture, (height, width) or (height, width, channels)."""
        if image.dtype == np.uint16:
            self._bits = max(self._bits, int(image.max()).bit_length())
            image = np.right_shift(image, self._bits - 8).astype(np.uint8)
        elif image.dtype != np.uint8:
            image = cv2.normalize(image, None, 0, 255, cv2.NORM_MINMAX, cv2.CV_8U)  # type: ignore[call-overload]
        channels = 1 if image.ndim == 2 else image.shape[2]
        how = {
            1: cv2.COLOR_GRAY2RGB,
            2: cv2.COLOR_YUV2RGB_YUY2,
            3: cv2.COLOR_BGR2RGB,
            4: cv2.COLOR_BGRA2RGB,
        }
        return np.ascontiguousarray(cv2.cvtColor(image, how[channels]), np.uint8)


class Camera:
    """A camera by its number or its device file.

    Args:
        which: 0 for the first camera, or a path such as /dev/video0.
        wish: What it is asked for.
        clock, sleep: How long a camera that fails is waited for.
    """

    returns = True

    def __init__(
        self,
        which: int | Path,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        *,
        wish: Wish = _USUAL,
    ) -> None:
        self._which, self._wish = which, wish
        self._clock, self._sleep = clock, sleep
        self._rgb = AsRgb()
        self._came_s = 0.0
        self._usual_s: float | None = None
        self.name = f"camera {which}" if isinstance(which, int) else str(which)
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> StreamInfo:
        """Open the camera, and see that it gives pictures.

        Raises:
            SourceError: If it is not there, not permitted, or in use.
        """
        self.close()
        device = device_path(self._which)
        if device is not None:
            _check_device(self.name, device)
        with _quiet_opencv():
            capture = _capture(self._which, self._wish)
            if not capture.isOpened():
                capture.release()
                raise SourceError(_cannot_open(self.name, device))
            image = next(
                (picture for _ in range(_FIRST_TRIES) if (picture := _grab(capture)) is not None), None
            )
        if image is None:
            capture.release()
            raise SourceError(
                f"{self.name}: is there but gives no picture; "
                "close the program that uses it, or plug it in anew"
            )
        self._capture = capture
        self._rgb = AsRgb()
        self._came_s, self._usual_s = self._clock(), None
        rate = capture.get(cv2.CAP_PROP_FPS)
        fps = float(rate) if 1 <= rate <= 240 else _FPS
        return StreamInfo(self.name, image.shape[1], image.shape[0], fps)

    def read(self) -> Picture:
        """The next picture; a read that fails is tried again.

        Raises:
            SourceError: If none comes any more.
        """
        failed = 0
        while self._capture is not None:
            image = _grab(self._capture)
            if image is not None:
                self._follow_pace()
                return Picture(self._rgb.of(image))
            failed += 1
            if self._is_lost(failed):
                break
            self._sleep(_PAUSE_S)
        raise SourceError(f"{self.name}: {self._why_lost()}")

    def fresh(self) -> Picture:
        """The picture of this moment: those that the driver still holds are passed over, undecoded.

        Raises:
            SourceError: If none comes any more.
        """
        for _ in range(_HELD if self._capture is not None else 0):
            before_s = self._clock()
            assert self._capture is not None
            if not self._capture.grab():
                break
            if self._clock() - before_s > _AT_ONCE_S:
                was_read, image = self._capture.retrieve()
                if was_read and image is not None and image.size:
                    self._came_s, self._usual_s = self._clock(), None
                    return Picture(self._rgb.of(image))
        return self.read()

    def _follow_pace(self) -> None:
        now_s = self._clock()
        interval_s = now_s - self._came_s
        self._usual_s = interval_s if self._usual_s is None else (self._usual_s + interval_s) / 2
        self._came_s = now_s

    def _is_lost(self, failed: int) -> bool:
        device = device_path(self._which)
        if device is not None and not device.exists():
            return True
        patience_s = _FIRST_S if self._usual_s is None else max(_SHORTEST_S, _TIMES_USUAL * self._usual_s)
        return failed >= _FAILED_READS and self._clock() - self._came_s > patience_s

    def close(self) -> None:
        """Free the camera."""
        if self._capture is not None:
            self._capture.release()
        self._capture = None

    def _why_lost(self) -> str:
        device = device_path(self._which)
        if device is not None and not device.exists():
            return "was unplugged; plug it in again"
        return "gives no picture any more; check its cable, and whether another program took it"


def list_cameras(folder: Path = _LISTED_BY_LINUX) -> tuple[CameraEntry, ...]:
    """The cameras of this computer; on Linux without opening any.

    Args:
        folder: Where Linux lists them.
    """
    if sys.platform == "linux":
        return tuple(sorted(_listed_by_linux(folder), key=lambda entry: entry.index))
    return tuple(_found_by_trying())


def device_path(which: int | Path) -> Path | None:
    """The device file of a camera, on systems that have such."""
    if isinstance(which, Path):
        return which
    return Path(f"/dev/video{which}") if sys.platform == "linux" else None


def _listed_by_linux(folder: Path) -> Iterator[CameraEntry]:
    for entry in folder.glob("video*"):
        number = entry.name.removeprefix("video")
        # One camera may have several device files; all but the first give no pictures but data about them.
        if number.isdigit() and _content(entry / "index") in {"0", ""}:
            yield CameraEntry(int(number), f"/dev/{entry.name}", _content(entry / "name") or "unnamed")


def _content(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _found_by_trying() -> Iterator[CameraEntry]:
    for index in range(_TRIED):
        with _quiet_opencv():
            capture = cv2.VideoCapture(index)
            found = capture.isOpened()
            capture.release()
        if found:
            yield CameraEntry(index, "", "camera")


def _check_device(name: str, device: Path) -> None:
    """Say why a device file will not do: OpenCV only says that it does not."""
    if not device.exists():
        others = list_cameras()
        there = ", ".join(f"{e.index} ({e.name})" for e in others)
        raise SourceError(
            f"{name}: there is no {device}; "
            + (f"there are: {there}" if there else "no camera is plugged in: plug one in")
            + " (see formcheck cameras)"
        )
    if not os.access(device, os.R_OK | os.W_OK):
        raise SourceError(
            f"{name}: you may not use {device}; become a member of its group "
            "(sudo usermod -aG video $USER) and log in again"
        )


def _cannot_open(name: str, device: Path | None) -> str:
    if device is not None:
        return (
            f"{name}: {device} cannot be opened as a camera; close the program that uses it, or try another"
        )
    return f"{name}: cannot be opened; plug it in, permit its use in the system's settings, or try another"


def _capture(which: int | Path, wish: Wish) -> cv2.VideoCapture:
    timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _OPEN_TIMEOUT_MS,
                cv2.CAP_PROP_READ_TIMEOUT_MSEC, _READ_TIMEOUT_MS]  # fmt: skip
    source = which if isinstance(which, int) else str(which)
    if sys.platform != "linux":
        capture = cv2.VideoCapture(source)
    else:
        capture = cv2.VideoCapture(source, cv2.CAP_V4L2, timeouts)
        if not capture.isOpened():  # older builds refuse what they do not know
            capture = cv2.VideoCapture(source, cv2.CAP_V4L2)
    for key, value in (
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, wish.width_px),
        (cv2.CAP_PROP_FRAME_HEIGHT, wish.height_px),
        (cv2.CAP_PROP_FPS, wish.fps),
        (cv2.CAP_PROP_BUFFERSIZE, 1),
    ):
        capture.set(key, value)
    if int(capture.get(cv2.CAP_PROP_FOURCC)) == cv2.VideoWriter.fourcc(*"Y16 "):
        capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)  # else only its upper 8 bits come, which most leave empty
    return capture


def _grab(capture: cv2.VideoCapture) -> "cv2.typing.MatLike | None":
    try:
        was_read, image = capture.read()
    except cv2.error:
        return None
    return image if was_read and image is not None and image.size else None


@contextmanager
def _quiet_opencv() -> Iterator[None]:
    """Keep OpenCV's warnings off the terminal: the errors here say more."""
    before = cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        cv2.utils.logging.setLogLevel(before)
