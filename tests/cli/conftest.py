import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from formcheck.cli.app import run
from formcheck.source.video import VideoFile
from tests.cli.recordings import LAYBACK, SAMPLES
from tests.source.clips import make_clip

pytest.register_assert_rewrite("tests.cli.bad_input")

# One press that leans back, with half a second before and after.
REP_START_S, REP_END_S = 4.3, 8.0


@dataclass(frozen=True)
class Done:
    """What a command line left behind."""

    code: int
    out: str
    err: str


Call = Callable[..., Done]


def command(*arguments: object) -> list[str]:
    """The real entry point as a command of the system."""
    return [sys.executable, "-m", "formcheck", *map(str, arguments)]


def in_subprocess(*arguments: object, cwd: Path | None = None) -> Done:
    """Run it as a user does."""
    done = subprocess.run(
        command(*arguments), capture_output=True, text=True, cwd=cwd, timeout=600, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def formcheck(capfd: pytest.CaptureFixture[str]) -> Call:
    """Run the command line in this process."""

    def call(*arguments: object) -> Done:
        capfd.readouterr()
        code = run([str(argument) for argument in arguments])
        return Done(code, *capfd.readouterr())

    return call


def pictures(name: str, start_s: float, end_s: float) -> Sequence[np.ndarray]:
    """The pictures of a part of a sample."""
    with VideoFile(SAMPLES / f"{name}.mp4", start_s, end_s) as video:
        return [frame.image for frame in video]


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One press that leans back, with an uneven frame rate and with sound."""
    shown = pictures(LAYBACK, REP_START_S, REP_END_S)
    kept = [i for i in range(len(shown)) if i % 7 != 3]
    path = tmp_path_factory.mktemp("clips") / "press.mp4"
    return make_clip(
        path,
        [i / 30 for i in kept],
        size_px=(540, 960),
        paint=lambda index, size_px: shown[kept[index]],
        audio="aac",
    )


@dataclass(frozen=True)
class Analysed:
    """One analysis of `press`, with everything that can be asked for."""

    folder: Path
    done: Done


@pytest.fixture(scope="session")
def analysed(press: Path, tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """Done once, through a process of its own, under an open umask."""
    out = tmp_path_factory.mktemp("analysed")
    before = os.umask(0o022)
    try:
        done = in_subprocess("analyze", press, "-o", out, "--save-poses")
    finally:
        os.umask(before)
    return Analysed(out / "press", done)


def files_in(folder: Path) -> list[str]:
    """Every file below a folder, hidden ones too."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir())
