"""The contracts in pyproject.toml about who may import whom, kept by import-linter."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint(root: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "300"}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LINT],
        cwd=root, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_contracts_are_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("pose/pose.py", "from formcheck.rules import rule", "The flow"),
        ("phases/rep.py", "import cv2", "Pictures are read"),
        ("rules/judge.py", "import random", "No clock"),
        ("session/lift.py", "import mediapipe", "MediaPipe"),
        ("sinks/tables.py", "import av", "PyAV"),
    ],
)
def test_a_forbidden_import_is_caught(tmp_path: Path, file: str, line: str, contract: str) -> None:
    shutil.copytree(ROOT / "formcheck", tmp_path / "formcheck", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    module = tmp_path / "formcheck" / file
    module.write_text(f"{module.read_text()}\n{line}\n")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [entry for entry in done.stdout.splitlines() if "BROKEN" in entry]
    assert any(contract in entry for entry in broken), done.stdout
