"""Help: quick, and for every command."""

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from formcheck.cli.app import formcheck as whole
from formcheck.version import VERSION
from tests.cli.conftest import Call, in_subprocess

HEAVY = ("numpy", "mediapipe", "cv2", "pydantic", "av", "rich", "jinja2")


def commands(command: click.Command, *names: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield names, command
    if isinstance(command, click.Group):
        for name, part in command.commands.items():
            yield from commands(part, *names, name)


ALL = list(commands(whole))


def test_the_commands() -> None:
    assert {names[0] for names, _ in ALL if names} >= {"analyze", "models", "rules"}


@pytest.mark.parametrize(("names", "command"), ALL, ids=[" ".join(names) or "formcheck" for names, _ in ALL])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(
    formcheck: Call, names: tuple[str, ...], command: click.Command, option: str
) -> None:
    done = formcheck(*names, option)
    assert (done.code, done.err) == (0, "")
    assert command.help
    assert " ".join(command.help.split())[:40] in " ".join(done.out.split())
    for part in command.params:
        if isinstance(part, click.Option):
            assert part.help, part.name
            assert part.opts[-1] in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 100


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["analyze", "--help"], ["rules", "--help"], ["models", "--help"]],
    ids=" ".join,
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from formcheck.cli.app import run\n"
        f"code = run({arguments!r})\n"
        f"heavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
        "sys.exit(f'imported {heavy}' if heavy else code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_version() -> None:
    done = in_subprocess("--version")
    assert (done.code, done.out, done.err) == (0, f"formcheck, version {VERSION}\n", "")
