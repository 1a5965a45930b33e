"""What tests of bad input share: things that are not what they should be, and what a refusal looks like."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.cli.conftest import Done


def check_refused(done: Done, words: str, code: int = 1) -> None:
    """Exactly one line, on stderr, that somebody can act on."""
    assert (done.code, done.out) == (code, ""), done
    (line,) = done.err.splitlines()
    assert line.startswith("formcheck: ")
    assert "Traceback" not in line
    assert "unforeseen" not in line
    assert words in line


def nothing(path: Path) -> Path:
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def text(path: Path) -> Path:
    path.write_text("dear diary, today I pressed 40 kg\n")
    return path


def empty(path: Path) -> Path:
    path.touch()
    return path


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def device(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


def shown_arguments(value: object) -> str | None:
    """The id of a test."""
    return " ".join(value) if isinstance(value, list) else None


def limited(prepare: str, *arguments: object, **options: Any) -> Done:
    """The entry point in a process that first runs `prepare`."""
    code = f"{prepare}\nimport sys; from formcheck.cli.app import run; sys.exit(run(sys.argv[1:]))"
    whole = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=600, check=False, **options)
    return Done(done.returncode, done.stdout, done.stderr)
