"""Makes the README's picture of the desk monitor: docs/desk-monitor.jpg.

    python scripts/make_desk_picture.py

Runs `formcheck desk` on the sample of somebody at a desk, played slowly, on a display and a bus of its own,
and takes what is to be seen when the first notice comes: the notice, as dunst shows it, and the small window.
Only the times are shortened, as the sample lasts 15 s; and dunst, which keeps buttons in a menu, is told to
write them below, where other desktops have them. Needs Xvfb, dbus-daemon, dunst and ffmpeg.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from benchmarks.display import own_display
from formcheck.source.frame import Image
from formcheck.source.video import VideoFile

_ROOT = Path(__file__).resolve().parent.parent
_SAMPLE = _ROOT / "sample_videos" / "desk_front.mp4"
_OUT = _ROOT / "docs" / "desk-monitor.jpg"
_SCREEN = 1400, 900
_SHOWN = 380, 285  # of the screen's lower right corner, width and height
_QUALITY = 88
_DUNST = """[global]
origin = bottom-right
offset = 24x150
width = 300
font = Sans 11
frame_width = 2
frame_color = "#56b4e9"
show_indicators = no
format = "<b>%s</b>\\n%b\\n\\n<u>Snooze 15 min</u>   <u>Calibrate</u>   <u>Stop for today</u>"
[urgency_normal]
background = "#12161b"
foreground = "#ffffff"
"""
_FLAGS = ("--window", "--sound", "off", "--rate", "5", "--caution-s", "5", "--alert-s", "15")
_SLOWER, _PATIENCE_S, _DRAWN_S = 12, 240.0, 0.5


def main() -> None:
    """Write the picture."""
    with tempfile.TemporaryDirectory() as folder, own_display(), _desktop(Path(folder)):
        screen, moment_s = _first_notice(Path(folder))
    width, height = _SHOWN
    corner = screen[_SCREEN[1] - height :, _SCREEN[0] - width :]
    seen = cv2.resize(_picture_at(moment_s), (round(height * 4 / 3), height), interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(_OUT), np.hstack([seen, corner]), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


@contextmanager
def _desktop(folder: Path) -> Iterator[None]:
    """A bus with a notification server, and a home with nothing in it."""
    (folder / "dunstrc").write_text(_DUNST, encoding="utf-8")
    (folder / "run").mkdir(mode=0o700)
    with subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as bus:  # fmt: skip
        assert bus.stdout is not None
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        os.environ.update(HOME=str(folder), XDG_RUNTIME_DIR=str(folder / "run"))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ.pop(name, None)
        with subprocess.Popen(
            ["dunst", "-config", str(folder / "dunstrc")], stderr=subprocess.DEVNULL
        ) as server:
            try:
                yield
            finally:
                server.terminate()
                bus.terminate()


def _first_notice(folder: Path) -> tuple[Image, float]:
    """The screen when the first notice is to be seen, and how long the sample had been played."""
    film = folder / "slow.mp4"
    _ffmpeg("-i", str(_SAMPLE), "-vf", f"setpts={_SLOWER}*PTS", str(film))
    command = [sys.executable, "-m", "formcheck", "desk", "--source", str(film), *_FLAGS]
    with subprocess.Popen(command, cwd=_ROOT, stderr=subprocess.DEVNULL) as monitor:
        gives_up_s, began_s = time.monotonic() + _PATIENCE_S, None
        while _shown() == 0:
            if monitor.poll() is not None or time.monotonic() > gives_up_s:
                raise SystemExit("no notice came; is dunst there?")
            if began_s is None and _camera_is_on():
                began_s = time.monotonic()
            time.sleep(0.1)
        moment_s = time.monotonic() - (began_s or time.monotonic())
        time.sleep(_DRAWN_S)
        screen = _screen(folder / "screen.png")
        monitor.terminate()
    return screen, moment_s / _SLOWER


def _shown() -> int:
    done = subprocess.run(["dunstctl", "count", "displayed"], capture_output=True, text=True, check=False)
    return int(done.stdout.strip() or 0)


def _camera_is_on() -> bool:
    command = [sys.executable, "-m", "formcheck", "desk", "status", "--json"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    return '"camera_on": true' in done.stdout


def _screen(path: Path) -> Image:
    size = f"{_SCREEN[0]}x{_SCREEN[1]}"
    _ffmpeg("-f", "x11grab", "-video_size", size, "-i", os.environ["DISPLAY"], "-frames:v", "1", str(path))
    return np.asarray(cv2.imread(str(path)), np.uint8)


def _ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-y", "-loglevel", "error", *arguments], check=True)


def _picture_at(moment_s: float) -> Image:
    with VideoFile(_SAMPLE) as video:
        shown = next(frame.image for frame in video if frame.time_s >= moment_s)
    return np.asarray(cv2.cvtColor(shown, cv2.COLOR_RGB2BGR), np.uint8)


if __name__ == "__main__":
    main()
