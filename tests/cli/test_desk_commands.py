"""`formcheck desk`: the commands that ask a monitor that runs, and those about its settings and its start."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from formcheck.cli.desk_install import _KINDS
from formcheck.desktop.autostart import autostart
from formcheck.desktop.control import Reply, Request
from formcheck.desktop.control_server import open_control
from tests.cli.conftest import Call, in_subprocess

pytestmark = pytest.mark.usefixtures("home")
COMMAND = ("/opt/form check/bin/python", "-m", "formcheck", "desk", "--athlete", "50% \"A\" $HOME 'b' \\c")


@pytest.fixture
def asked(home: Path) -> Iterator[list[Request]]:
    """What a monitor that runs was asked."""
    requests: list[Request] = []

    def answer(request: Request) -> Reply:
        requests.append(request)
        if request.for_s == 7.0:
            return Reply(False, "not now", {})
        return Reply(True, f"done: {request.command}", {"state": "watching", "problems": ["no sound: x"]})

    with closing(open_control(answer)):
        yield requests


@pytest.mark.parametrize(
    ("arguments", "request_"),
    [
        (["pause", "30m"], Request("pause", 1800.0)),
        (["pause", "1h30m"], Request("pause", 5400.0)),
        (["pause", "90 s"], Request("pause", 90.0)),
        (["pause", "45"], Request("pause", 2700.0)),
        (["pause", "2 hours"], Request("pause", 7200.0)),
        (["pause"], Request("pause")),
        (["resume"], Request("resume")),
        (["snooze"], Request("snooze")),
        (["snooze", "10min"], Request("snooze", 600.0)),
        (["calibrate"], Request("calibrate")),
        (["stop"], Request("stop")),
        (["stop", "--today"], Request("stop-today")),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_asks_the_monitor_and_says_its_answer(
    formcheck: Call, asked: list[Request], arguments: list[str], request_: Request
) -> None:
    done = formcheck("desk", *arguments)
    assert (done.code, done.out, done.err) == (0, f"done: {request_.command}\n", "")
    assert asked == [request_]


def test_what_was_not_done_is_an_error(formcheck: Call, asked: list[Request]) -> None:
    done = formcheck("desk", "pause", "7s")
    assert (done.code, done.out, done.err) == (1, "", "formcheck: not now\n")


@pytest.mark.usefixtures("asked")
def test_the_status_is_for_people_and_for_programs(formcheck: Call) -> None:
    done = formcheck("desk", "status")
    assert (done.code, done.out, done.err) == (0, "done: status\n", "formcheck: no sound: x\n")
    done = formcheck("desk", "status", "--json")
    assert json.loads(done.out) == {"state": "watching", "problems": ["no sound: x"]}


@pytest.mark.parametrize("command", ["pause", "resume", "status", "snooze", "calibrate", "stop"])
def test_without_a_monitor_each_command_says_how_to_start_one(formcheck: Call, command: str) -> None:
    done = formcheck("desk", command)
    assert (done.code, done.out) == (1, "")
    assert done.err == "formcheck: no desk monitor runs; start one with formcheck desk\n"


def test_without_a_monitor_a_program_reads_that_it_is_off(formcheck: Call) -> None:
    done = formcheck("desk", "status", "--json")
    assert (done.code, json.loads(done.out)) == (1, {"state": "off"})


@pytest.mark.parametrize("text", ["soon", "-5", "0", "25h", "1e9", "5x", "m", "", "nan", "9" * 50])
def test_a_time_that_is_none_is_refused(formcheck: Call, text: str) -> None:
    done = formcheck("desk", "pause", "--", text)
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1


def test_the_config_is_made_edited_shown_and_checked(
    formcheck: Call,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = home / "config" / "formcheck" / "desk.toml"
    done = formcheck("desk", "config", "show")
    assert f"{path} is not there" in done.out
    assert "alert_s = 45.0\n" in done.out

    editor = home / "editor"
    editor.write_text('#!/bin/sh\necho "alert_s = 60" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    done = formcheck("desk", "config", "edit")
    assert (done.code, done.err) == (0, "")
    assert path.stat().st_mode & 0o777 == 0o600
    assert tomllib.loads(path.read_text()) == {"alert_s": 60}

    done = formcheck("desk", "config", "show")
    assert "alert_s = 60.0  # changed\n" in done.out
    assert json.loads(formcheck("desk", "config", "show", "--json").out)["alert_s"] == 60.0
    assert formcheck("desk", "config", "check").out == f"{path}: all is well\n"

    editor.write_text('#!/bin/sh\necho "alrt_s = 60" >> "$1"\n')
    done = formcheck("desk", "config", "edit")
    assert (done.code, done.out) == (2, "")
    assert "alrt_s: unknown key; did you mean 'alert_s'?; the monitor does not start with it" in done.err
    for arguments in (["check"], ["show"]):
        done = formcheck("desk", "config", *arguments)
        assert (done.code, done.out) == (2, "")
        assert "alrt_s" in done.err


def test_without_an_editor_the_path_is_said(
    formcheck: Call,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for variable in ("EDITOR", "VISUAL"):
        monkeypatch.delenv(variable, raising=False)
    done = formcheck("desk", "config", "edit")
    assert (done.code, done.out) == (0, f"{home}/config/formcheck/desk.toml\n")
    assert "no editor was found" in done.err


def test_a_config_folder_that_cannot_be_written_is_said(formcheck: Call, home: Path) -> None:
    (home / "config" / "formcheck").write_text("")
    done = formcheck("desk", "config", "edit")
    assert (done.code, done.out) == (1, "")
    assert "cannot write" in done.err
    assert done.err.count("\n") == 1


linux = pytest.mark.skipif(sys.platform != "linux", reason="as Linux starts it")


@linux
@pytest.mark.parametrize("how", ["systemd", "desktop"])
def test_install_shows_what_it_does_and_uninstall_takes_it_back(
    formcheck: Call,
    home: Path,
    how: str,
) -> None:
    before = sorted(home.rglob("*"))
    done = formcheck("desk", "install", "--yes", "--how", how)
    assert (done.code, done.err) == (0, "")
    (file,) = [path for path in (home / "config").rglob("*") if path.is_file() and not path.is_symlink()]
    assert file.read_text() in done.out
    assert str(file) in done.out
    assert formcheck("desk", "install", "--yes", "--how", how).code == 0  # again, in its own place
    done = formcheck("desk", "uninstall", "--yes")
    assert (done.code, done.err) == (0, "")
    assert not [path for path in home.rglob("*") if path not in before and not path.is_dir()]
    assert formcheck("desk", "uninstall", "--yes").out == "nothing is installed\n"


@linux
def test_nothing_is_done_without_a_yes(home: Path) -> None:
    done = in_subprocess("desk", "install")
    assert done.code == 1
    assert "nothing was done" in done.err
    assert not list((home / "config").rglob("*"))


@linux
def test_a_file_of_somebody_else_is_left_alone(formcheck: Call, home: Path) -> None:
    file = home / "config" / "autostart" / "formcheck-desk.desktop"
    file.parent.mkdir(parents=True)
    file.write_text("[Desktop Entry]\n")
    done = formcheck("desk", "install", "--yes", "--how", "desktop")
    assert done.code == 1
    assert "was not made by formcheck" in done.err
    assert formcheck("desk", "uninstall", "--yes").out == "nothing is installed\n"
    assert file.read_text() == "[Desktop Entry]\n"


@linux
def test_it_is_not_installed_with_a_broken_config(formcheck: Call, home: Path) -> None:
    (home / "config" / "formcheck").mkdir()
    (home / "config" / "formcheck" / "desk.toml").write_text("alrt_s = 1")
    done = formcheck("desk", "install", "--yes")
    assert (done.code, done.out) == (2, "")
    assert "alrt_s" in done.err


@linux
@pytest.mark.parametrize("spoiled", ["systemd", "autostart"])
def test_a_home_that_cannot_be_written_is_said(formcheck: Call, home: Path, spoiled: str) -> None:
    (home / "config" / spoiled).write_text("")
    how = "systemd" if spoiled == "systemd" else "desktop"
    done = formcheck("desk", "install", "--yes", "--how", how)
    assert done.code == 1
    assert done.err.count("\n") == 1


@linux
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("offline", [True, False])
def test_the_unit_is_one_that_systemd_accepts(home: Path, offline: bool) -> None:
    program = home / "form check" / "python"
    program.parent.mkdir()
    shutil.copy("/bin/true", program)
    unit = autostart((str(program), *COMMAND[1:]), "systemd", home, {}, offline=offline)
    unit.path.parent.mkdir(parents=True)
    unit.path.write_text(unit.text)
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit.path)], capture_output=True, text=True, check=False,
        env={**os.environ, "XDG_RUNTIME_DIR": str(home / "run")},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert ("RestrictAddressFamilies" in unit.text) == offline


def test_odd_arguments_come_through_every_kind_of_start(home: Path) -> None:
    import plistlib

    agent = autostart(COMMAND, "launchd", home, {})
    assert plistlib.loads(agent.text.encode())["ProgramArguments"] == list(COMMAND)
    assert agent.path == home / "Library/LaunchAgents/org.formcheck.desk.plist"
    entry = autostart(COMMAND, "desktop", home, {}).text
    assert 'Exec="/opt/form check/bin/python" "-m" "formcheck" "desk" "--athlete" ' in entry
    assert r'"50%% \\"A\\" \\$HOME ' in entry
    script = autostart(("C:/Python/python.exe", *COMMAND[1:]), "startup", home, {"APPDATA": str(home)})
    assert script.path.parent == home / "Microsoft/Windows/Start Menu/Programs/Startup"
    assert '@start "" "C:/Python/pythonw.exe" "-m" "formcheck" "desk"' in script.text


def test_only_the_ways_of_this_system_are_offered(formcheck: Call) -> None:
    done = formcheck("desk", "install", "--how", "no such way")
    assert done.code == 2
    assert all(f"'{kind}'" in done.err for kind in _KINDS)
