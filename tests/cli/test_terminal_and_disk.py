"""Names and rules cannot steer the terminal; a stream or a disk that is full or gone ends no session."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from formcheck.cli.look import Look
from formcheck.cli.page import Page, table
from formcheck.files import printable
from tests.cli.bad_input import limited
from tests.cli.conftest import Call, command
from tests.cli.recordings import GOOD, LAYBACK, beginning, recorded
from tests.waiting import until

EVIL = "a\x1b]0;owned\x07\x1b[2J\x9b31m\u202eb"


@pytest.fixture
def leaning(tmp_path: Path) -> Path:
    return recorded(tmp_path / "in" / "leaning.poses.jsonl.gz", LAYBACK, 0, 4)


def steers(text: str) -> bool:
    return any(not char.isprintable() for char in text if char not in "\n\t")


def test_a_printable_text_keeps_what_can_be_seen() -> None:
    assert printable("Dr\u00fccken \u62bc\tx\n") == "Dr\u00fccken \u62bc\tx\n"
    assert printable(EVIL) == "a?]0;owned??[2J?31m?b"


def test_a_name_cannot_steer_the_terminal(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    source = leaning.rename(leaning.with_name(f"{EVIL}.poses.jsonl.gz"))
    for arguments in ([source], [source, "--json"], [source, "-a", EVIL], [source.with_name(f"{EVIL}.mp4")]):
        done = formcheck("analyze", *arguments, "-o", tmp_path / "out")
        assert not steers(done.out + done.err)
        assert "owned" in done.out + done.err
    assert json.loads(formcheck("analyze", source, "-o", tmp_path / "out", "--json").out)


def test_colours_are_all_that_results_send_to_a_terminal() -> None:
    page = Page(Look(width=80, styled=True, symbols=True))
    page.line((EVIL, "poor"), EVIL)
    page.as_it_is(EVIL)
    table(page, [["rep", "start"], [EVIL, "1"]])
    without_colours = re.sub(r"\x1b\[[0-9;]*m", "", page.text())
    assert without_colours != page.text()
    assert without_colours.count("owned") == 4
    assert not steers(without_colours)


def test_a_rule_cannot_steer_the_terminal(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    text = json.dumps("\x1b[2J\x9b31m now")
    rules.write_text(f'[[rule]]\nid = "layback"\ntitle = {text}\ncue = {text}\nspoken = {text}\n')
    done = formcheck("analyze", leaning, "-a", "overhead-press", "--rules", rules, "-o", tmp_path / "out")
    assert done.code == 0
    assert not steers(done.out + done.err)
    rules.write_text(f"[[rule]]\nid = {text}\n")
    assert not steers(formcheck("rules", "check", rules).err)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("quiet", [[], ["--quiet"]])
def test_streams_that_are_full_lose_what_is_printed_and_nothing_else(
    leaning: Path, tmp_path: Path, quiet: list[str]
) -> None:
    second = recorded(tmp_path / "in" / "second.poses.jsonl.gz", LAYBACK, 0, 4)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("analyze", leaning, tmp_path / "gone.mp4", second, "-o", tmp_path / "out", *quiet),
            stdout=full, stderr=full, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert len(list(tmp_path.glob("out/*/report.html"))) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_an_error_that_cannot_be_printed_has_its_code_all_the_same(tmp_path: Path) -> None:
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("analyze", tmp_path / "gone.mp4"), stdout=full, stderr=full, env=buffered, check=False
        )
    assert done.returncode == 1


def test_a_terminal_that_is_gone_is_one_line() -> None:
    seen, terminal = pty.openpty()
    os.close(seen)
    done = subprocess.run(
        command("rules", "list"), stdout=terminal, stderr=subprocess.PIPE, text=True, check=False
    )
    os.close(terminal)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "formcheck: cannot use what is printed: Input/output error; check the disk, or the terminal"
    ]


def test_streams_that_were_closed_are_no_place_for_files(leaning: Path, tmp_path: Path) -> None:
    code = "import os, sys; os.closerange(0, 3); os.execv(sys.argv[1], sys.argv[1:])"
    arguments = command("analyze", leaning, "-o", tmp_path / "out")
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=False)
    assert done.returncode == 0
    summary = json.loads((tmp_path / "out" / "leaning" / "summary.json").read_text())
    rows = (tmp_path / "out" / "leaning" / "frames.csv").read_text().splitlines()
    assert len(rows) - 1 == summary["coverage"]["frames"]


@pytest.mark.model
def test_a_video_that_finds_no_room_costs_the_video_alone(tmp_path: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000,) * 2)"
    film = beginning(tmp_path / "film.mp4", GOOD, 4.0)
    done = limited(
        limit, "live", "--source", film, "-a", "press", "--headless", "--no-guide", "--record", "--no-report",
        "--model", "lite", "-o", tmp_path,
    )  # fmt: skip
    assert done.code == 1
    assert "cannot write" in done.err
    assert "annotated.mp4" in done.err
    (summary,) = tmp_path.glob("*/summary.json")
    assert json.loads(summary.read_text())["coverage"]["frames"] > 0
    assert sorted(path.name for path in summary.parent.iterdir()) == [
        "frames.csv",
        "reps.csv",
        "summary.json",
    ]


def started_processes(session: int) -> list[int]:
    """The processes of a session, as the system lists them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_an_evaluation(leaning: Path, tmp_path: Path, number: signal.Signals) -> None:
    for index in range(40):
        os.link(leaning, leaning.with_name(f"c{index}.poses.jsonl.gz"))
        truth = {"format": "formcheck.truth/1", "reps": []}
        leaning.with_name(f"c{index}.truth.json").write_text(json.dumps(truth))
    process = subprocess.Popen(
        command("evaluate", leaning.parent, "-j", "2", "--quiet"),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    until(lambda: len(started_processes(process.pid)) >= 4, lambda: process.poll() is None)
    process.send_signal(number)
    _, said = process.communicate()
    assert number is signal.SIGKILL or said.split() == ["formcheck:", "interrupted"]
    until(lambda: not started_processes(process.pid))


def test_an_analysis_starts_no_other_program(leaning: Path, tmp_path: Path) -> None:
    """Loading the pose model included."""
    code = (
        "import sys\n"
        "def heard(event, arguments):\n"
        "    if event in ('subprocess.Popen', 'os.posix_spawn', 'os.exec', 'os.fork', 'os.system'):\n"
        "        print(event, arguments[:1], file=sys.stdout)\n"
        "sys.addaudithook(heard)\n"
        "from formcheck.pose.blazepose import runtime\n"
        "runtime.mediapipe(); runtime.vision(); runtime.tasks()\n"
        "assert not {'sounddevice', '_sounddevice'} & {*sys.modules}\n"
        "from formcheck.cli.app import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    arguments = ["analyze", str(leaning), "-o", str(tmp_path / "out"), "--quiet"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
