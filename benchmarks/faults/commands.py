"""The commands that are disturbed, on short films, and how they are run."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formcheck.source.codecs import av

_ROOT = Path(__file__).parent.parent.parent
_SAMPLES = _ROOT / "sample_videos"
_LONGEST_S, _FILM_S = 120.0, 3.0


@dataclass(frozen=True, slots=True)
class Command:
    """A command line whose results lie in one folder.

    Attributes:
        name: Such as "analyze".
        arguments: What stands behind `formcheck`; `{out}` is the folder.
        before: A command that has filled the folder before, with results of another length, or none.
    """

    name: str
    arguments: tuple[str, ...]
    before: tuple[str, ...] = ()

    def line(self, folder: Path) -> list[str]:
        """The whole command line."""
        return _line(self.arguments, folder)

    def prepare(self, folder: Path) -> None:
        """Make the folder as it is before the command."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _write_film(folder.parent / "film.mp4")
        if self.before:
            subprocess.run(
                _line(self.before, folder), check=True, capture_output=True, env=environment(folder)
            )


def commands() -> tuple[Command, ...]:
    """All of them."""
    film, press = "{out}/../film.mp4", ("-a", "overhead-press")
    analyze = ("analyze", film, *press, "-o", "{out}", "--save-poses")
    live = ("live", "--source", film, *press, "-o", "{out}", "--headless", "--no-guide")
    desk = str(_ROOT / "benchmarks/recordings/dev-desk-000-quiet_talk-good-front.poses.jsonl.gz")
    return (
        Command("analyze", (*analyze, "--end", "2"), before=(*analyze, "--end", "1")),
        Command("live --record", (*live, "--record", "--save-poses")),
        Command("calibrate", ("calibrate", desk, "-a", "desk", "--name", "me", "--seconds", "3")),
    )


def _write_film(path: Path) -> None:
    """The first seconds of a sample: long enough to be disturbed, short enough to be run often."""
    if path.exists():
        return
    with av.open(str(_SAMPLES / "press_front_good.mp4")) as sample, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(sample.streams.video[0])
        for packet in sample.demux(video=0):
            if packet.dts is not None and float(packet.dts * packet.time_base) < _FILM_S:
                packet.stream = stream
                out.mux(packet)


def environment(folder: Path) -> dict[str, str]:
    """The environment of a command whose profiles lie in the folder, and its history beside it."""
    own = {"FORMCHECK_PROFILES": str(folder), "FORMCHECK_HISTORY": str(folder.parent / "history.db")}
    return {**os.environ, **own, "PYTHONPATH": str(_ROOT)}


def start(command: Command, folder: Path, before: Sequence[str] = ()) -> "subprocess.Popen[bytes]":
    """Start the command, behind another one such as a tracer."""
    return subprocess.Popen(
        [*before, *command.line(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        env=environment(folder),
        start_new_session=True,
    )


def finish(process: "subprocess.Popen[bytes]") -> str:
    """Wait for its end; gives what it printed, and its exit code in the last line."""
    try:
        said, _ = process.communicate(timeout=_LONGEST_S)
    except subprocess.TimeoutExpired:
        process.kill()
        said, _ = process.communicate()
        return said.decode(errors="replace") + f"\nstill running after {_LONGEST_S:.0f} s"
    return said.decode(errors="replace") + f"\nexit {process.returncode}"


def _line(arguments: Sequence[str], folder: Path) -> list[str]:
    return [sys.executable, "-m", "formcheck", *(one.format(out=folder) for one in arguments)]
