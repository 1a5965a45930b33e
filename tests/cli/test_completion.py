"""Tab completes commands, options and activities, in every shell."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Call, command

SHELLS = ("bash", "zsh", "fish", "powershell")


def answers(**environment: str) -> list[str]:
    done = subprocess.run(
        command(), capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_a_script_that_asks_the_command(formcheck: Call, shell: str) -> None:
    done = formcheck("completion", shell)
    assert (done.code, done.err) == (0, "")
    assert "_FORMCHECK_COMPLETE" in done.out
    assert f"{shell}_complete" in done.out


def test_another_shell_is_refused_with_those_that_there_are(formcheck: Call) -> None:
    done = formcheck("completion", "tcsh")
    assert done.code == 2
    assert all(shell in done.err for shell in SHELLS)


@pytest.mark.parametrize(
    ("line", "word", "expected"),
    [
        ("formcheck an", "an", ["analyze"]),
        ("formcheck analyze -a ", "", ["auto", "desk", "lateral-raise", "overhead-press", "upright-row"]),
        ("formcheck analyze -a ro", "ro", ["row"]),
        ("formcheck calibrate -a ", "", ["desk", "lateral-raise", "overhead-press", "upright-row"]),
        ("formcheck analyze --fail-on p", "p", ["poor"]),
    ],
)
def test_power_shell_is_answered(line: str, word: str, expected: list[str]) -> None:
    said = answers(
        _FORMCHECK_COMPLETE="powershell_complete", FORMCHECK_COMPLETE_LINE=line, FORMCHECK_COMPLETE_WORD=word
    )
    assert [answer.partition("\t")[0] for answer in said] == expected


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_bash_completes_an_activity(formcheck: Call, tmp_path: Path) -> None:
    script = formcheck("completion", "bash").out
    (tmp_path / "formcheck").write_text(f'#!/bin/sh\nexec {" ".join(command())} "$@"\n')
    (tmp_path / "formcheck").chmod(0o700)
    asked = (
        f"{script}\nCOMP_WORDS=(formcheck analyze -a upr); COMP_CWORD=3\n_formcheck_completion formcheck\n"
    )
    done = subprocess.run(
        ["bash", "-c", asked + 'echo "${COMPREPLY[@]}"'], capture_output=True, text=True, check=True,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.stdout.split() == ["upright-row"]
