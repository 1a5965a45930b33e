"""Nothing leaves the computer: an analysis opens no socket, neither Python nor the libraries in C++ do."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.recordings import LAYBACK, recorded

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "press_side_layback.mp4"

# Runs a body under two watches: Python's own audit events, and the sockets among the process's open files.
WATCHED = """
import json, os, sys, threading

events, sockets, looks = [], set(), 0
sys.addaudithook(lambda name, _: events.append(name) if name.startswith(("socket.", "urllib.")) else None)
done = threading.Event()

def look():
    global looks
    for number in os.listdir("/proc/self/fd"):
        try:
            target = os.readlink(f"/proc/self/fd/{number}")
        except OSError:
            continue
        if target.startswith("socket:"):
            sockets.add(target)
    looks += 1

def watch():
    while not done.wait(0.002):
        look()

look()
given = set(sockets)
watcher = threading.Thread(target=watch)
watcher.start()
try:
    code = body(sys.argv[1:])
    look()
finally:
    done.set()
    watcher.join()
print(json.dumps({"code": code, "events": events, "sockets": sorted(sockets - given), "looks": looks}))
"""

ANALYSIS = """
def body(arguments):
    from formcheck.cli.app import run
    return run(arguments)
"""

OPENS_ONE = """
def body(arguments):
    import socket
    ends = socket.socketpair()
    looks_before = looks
    while looks < looks_before + 2:
        pass
    return len(ends)
"""

FETCHES = """
def body(arguments):
    import socket
    try:
        socket.create_connection(("localhost", 9), timeout=0.2).close()
    except OSError:
        return 0
"""

ASKS_A_SCHEDULER = """
def body(arguments):
    asked = set()
    hear = lambda name, args: asked.add(repr(args[1])) if name == "socket.connect" else None
    sys.addaudithook(hear)
    from formcheck.cli.app import run
    return [run(arguments), sorted(asked)]
"""


def watched(body: str, *arguments: object) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-c", body + WATCHED, *map(str, arguments)],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.model
def test_an_analysis_opens_no_socket(tmp_path: Path) -> None:
    options = ["-o", tmp_path, "--end", "1", "--save-poses", "--quiet"]
    found = watched(ANALYSIS, "analyze", SAMPLE, "-a", "press", *options)
    assert found["code"] == 0
    assert (tmp_path / SAMPLE.stem / "annotated.mp4").is_file()
    assert found["looks"] > 100
    assert (found["events"], found["sockets"]) == ([], [])


@pytest.mark.parametrize(
    "arguments", [["models", "list"], ["rules", "list"], ["desk", "config", "show"]], ids=" ".join
)
def test_other_commands_open_no_socket(arguments: list[str]) -> None:
    found = watched(ANALYSIS, *arguments)
    assert (found["code"], found["events"], found["sockets"]) == (0, [], [])


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_batch_opens_no_socket(tmp_path: Path, jobs: int) -> None:
    for name in ("a", "b"):
        recorded(tmp_path / "in" / f"{name}.poses.jsonl.gz", LAYBACK, 0, 3)
    options = ["-a", "press", "-o", tmp_path / "out", "--quiet", "--jobs", jobs]
    found = watched(ANALYSIS, "analyze", tmp_path / "in", *options)
    assert (tmp_path / "out" / "index.html").is_file()
    assert (found["code"], found["events"], found["sockets"]) == (0, [], [])


def test_a_cluster_is_sought_at_the_address_that_is_named_and_nowhere_else(tmp_path: Path) -> None:
    source = recorded(tmp_path / "a.poses.jsonl.gz", LAYBACK, 0, 3)
    options = ["-a", "press", "-o", tmp_path / "out", "--cluster", "tcp://127.0.0.1:9"]
    found = watched(ASKS_A_SCHEDULER, "analyze", source, *options)
    assert found["code"] == [1, ["('127.0.0.1', 9)"]]


def test_an_open_socket_would_be_seen() -> None:
    assert len(watched(OPENS_ONE)["sockets"]) == 2


def test_a_connection_would_be_heard() -> None:
    assert "socket.connect" in watched(FETCHES)["events"]
