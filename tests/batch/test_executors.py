"""A batch is done by whatever executor is brought, and by the workers of a scheduler."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import fsspec
import psutil
import pytest

import formcheck
from formcheck.activities.load import load_activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.batch.task import Plan, Task
from formcheck.batch.work import run_task
from tests.cli.conftest import Done, command, files_in, in_subprocess
from tests.cli.recordings import LAYBACK, recorded
from tests.waiting import until

PRESS = ("-a", "press", "--no-report", "--quiet")


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    for number in range(3):
        recorded(tmp_path / "clips" / f"press {number}.poses.jsonl.gz", LAYBACK, 0, 8)
    return tmp_path / "clips"


def contents(folder: Path) -> dict[str, bytes]:
    kept = (name for name in files_in(folder) if not name.endswith(".parquet"))
    return {name: (folder / name).read_bytes() for name in kept}


def check_refused(done: Done, words: str, code: int = 1) -> None:
    assert (done.code, done.out) == (code, "")
    (line,) = done.err.splitlines()
    assert words in line


class Unreliable(Executor):
    """Does each task when it is given, and is killed by the first tries of some."""

    def __init__(self, deaths: dict[int, int]) -> None:
        self._deaths, self.given = deaths, 0

    def submit(self, work: Callable[..., Any], /, *args: Any, **options: Any) -> "Future[Any]":
        self.given += 1
        future: Future[Any] = Future()
        if self._deaths.get(args[0].number, 0):
            self._deaths[args[0].number] -= 1
            future.set_exception(BrokenProcessPool("killed"))
        else:
            future.set_result(work(*args, **options))
        return future


def test_processes_of_somebody_else_give_the_same(clips: Path, tmp_path: Path) -> None:
    own = formcheck.analyze_many([clips], tmp_path / "own", "overhead-press", jobs=1)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        theirs = formcheck.analyze_many([clips], tmp_path / "theirs", "overhead-press", executor=pool, jobs=4)
    assert [one.state for one in own.done] == [one.state for one in theirs.done] == ["done"] * 3
    assert [one.task.number for one in theirs.done] == [0, 1, 2]
    assert contents(tmp_path / "own") == contents(tmp_path / "theirs")


def test_a_task_whose_worker_died_is_given_out_again(clips: Path, tmp_path: Path) -> None:
    executor = Unreliable({1: 2})
    outcomes = formcheck.analyze_many([clips], tmp_path / "out", "overhead-press", executor=executor, jobs=1)
    assert (outcomes.failed, executor.given) == ((), 5)


def test_a_task_that_kills_all_its_workers_stops_no_other(clips: Path, tmp_path: Path) -> None:
    executor = Unreliable({1: 99})
    outcomes = formcheck.analyze_many([clips], tmp_path / "out", "overhead-press", executor=executor, jobs=2)
    assert [one.state for one in outcomes.done] == ["done", "failed", "done"]
    (line,) = outcomes.failed
    assert "press 1" in line
    assert "killed 3 times" in line
    assert line in (tmp_path / "out" / "index.html").read_text()


def test_a_task_that_is_done_twice_harms_nothing(clips: Path, tmp_path: Path) -> None:
    class Twice(Unreliable):
        def submit(self, work: Callable[..., Any], /, *args: Any, **options: Any) -> "Future[Any]":
            both = [pool.submit(work, *args, **options) for _ in range(2)]
            assert [one.result().state for one in both] == ["done", "done"]
            return both[0]

    once = tmp_path / "once"
    formcheck.analyze_many([clips], once, "overhead-press", jobs=1)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        formcheck.analyze_many([clips], tmp_path / "twice", "overhead-press", executor=Twice({}), jobs=1)
    assert contents(once) == contents(tmp_path / "twice")


def test_results_can_be_left_as_they_are(clips: Path, tmp_path: Path) -> None:
    told: list[str] = []
    for _ in range(2):
        formcheck.analyze_many(
            [clips],
            tmp_path / "out",
            "overhead-press",
            jobs=1,
            resume=True,
            told=lambda one: told.append(one.state),
        )
    assert told == ["done"] * 3 + ["unchanged"] * 3


def test_shared_storage_takes_films_and_results(clips: Path, tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    for path in clips.iterdir():
        memory.pipe_file(f"/clips/day 1/{path.name}", path.read_bytes())
    memory.pipe_file("/clips/notes.txt", b"not a film")
    try:
        for state in ("done", "unchanged"):
            outcomes = formcheck.analyze_many(
                ["memory://clips"], "memory://results", "overhead-press", jobs=1, resume=True
            )
            assert ([one.state for one in outcomes.done], outcomes.failed) == ([state] * 3, ())
        names = {name.removeprefix("/results/") for name in memory.find("/results")}
        assert {"index.html", "index.csv", "day 1/press 0/summary.json", "day 1/press 0/run.json"} <= names
        summary = json.loads(memory.cat_file("/results/day 1/press 1/summary.json"))
        assert len(summary["reps"]) == 2
        assert not any(".formcheck-" in name for name in names)
    finally:
        memory.rm("/clips", recursive=True)
        memory.rm("/results", recursive=True)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nostorage://clips", "nostorage"),
        ("memory://nowhere", "memory://nowhere"),
        ("https://a/b.mp4", "download"),
    ],
)
def test_storage_that_is_not_there_is_one_line(tmp_path: Path, address: str, words: str) -> None:
    done = in_subprocess("analyze", address, "-o", tmp_path / "out", *PRESS)
    assert (done.out, done.code) in (("", 1), ("", 2))
    (line,) = done.err.splitlines()
    assert words in line


# A scheduler


@contextmanager
def scheduler(folder: Path, workers: int) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """The address of a scheduler with so many workers, and their processes."""
    told = folder / "scheduler.json"
    quiet: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with ExitStack() as opened:

        def start(*arguments: str) -> "subprocess.Popen[bytes]":
            process = subprocess.Popen([sys.executable, "-m", "dask", *arguments], cwd=folder, **quiet)
            opened.callback(process.wait)
            opened.callback(process.terminate)
            return process

        first = start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)
        )
        until(lambda: told.is_file() and told.stat().st_size > 0, lambda: first.poll() is None)
        address: str = json.loads(told.read_text())["address"]
        started = [start("worker", address, "--nthreads", "1", "--no-dashboard") for _ in range(workers)]
        yield address, started


def test_the_workers_of_a_scheduler_give_the_same_also_when_one_is_killed(
    clips: Path, tmp_path: Path
) -> None:
    long = recorded(clips / "long.poses.jsonl.gz", LAYBACK, every=1)
    for number in range(2):
        shutil.copy(long, clips / f"long {number}.poses.jsonl.gz")
    assert in_subprocess("analyze", clips, "-o", tmp_path / "own", *PRESS, "--jobs", 2).code == 0
    out = tmp_path / "theirs"
    with scheduler(tmp_path, 2) as (address, workers):
        process = subprocess.Popen(command("analyze", clips, "-o", out, *PRESS, "--cluster", address))
        until(
            lambda: (
                any(out.glob("*/run.json"))
                and any(out.glob(".formcheck-*/*/.formcheck-*/.formcheck-frames-*"))
            ),
            lambda: process.poll() is None,
        )
        killed = [child for one in workers for child in psutil.Process(one.pid).children(recursive=True)]
        killed = [child for child in killed if "spawn_main" in " ".join(child.cmdline())]
        os.kill(killed[0].pid, signal.SIGKILL)
        assert process.wait(600) == 0
    assert contents(out) == contents(tmp_path / "own")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:9", "no scheduler answers"),
        ("here", "no address"),
        ("tcp://127.0.0.1:x", "no address"),
    ],
)
def test_a_scheduler_that_is_not_there_is_one_line(
    clips: Path, tmp_path: Path, address: str, words: str
) -> None:
    done = in_subprocess("analyze", clips, "-o", tmp_path / "out", *PRESS, "--cluster", address)
    check_refused(done, words)


def test_a_scheduler_of_another_version_is_one_line(clips: Path, tmp_path: Path) -> None:
    older = (
        "import sys, distributed.versions as v\n"
        "told = v.get_versions\n"
        "def other(*args, **options):\n"
        "    found = told(*args, **options)\n"
        "    found['packages']['distributed'] = '2020.1.0'\n"
        "    return found\n"
        "v.get_versions = other\n"
        "from formcheck.cli.app import run; sys.exit(run(sys.argv[1:]))\n"
    )
    with scheduler(tmp_path, 0) as (address, _):
        arguments = ["analyze", clips, "-o", tmp_path / "out", *PRESS, "--cluster", address]
        done = subprocess.run(
            [sys.executable, "-c", older, *map(str, arguments)], capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "2020.1.0" in line
    assert "install the same version" in line


def test_jobs_are_no_matter_of_a_cluster(clips: Path, tmp_path: Path) -> None:
    cluster = ("--cluster", "tcp://127.0.0.1:9", "--jobs", 2)
    check_refused(in_subprocess("analyze", clips, "-o", tmp_path / "out", *PRESS, *cluster), "--jobs", 2)


def test_a_task_says_what_is_wrong_instead_of_raising_it(tmp_path: Path) -> None:
    plan = Plan(tmp_path / "out", load_activity("overhead-press"), AnalysisOptions(), "")
    done = run_task(Task(0, tmp_path / "gone.mp4", "gone"), plan)
    assert done.state == "failed"
    assert "no such file" in done.error
    assert files_in(tmp_path) == []


def test_the_history_of_this_computer_is_not_written_by_others(clips: Path, tmp_path: Path) -> None:
    cluster = ("--cluster", "tcp://127.0.0.1:9", "--log")
    check_refused(in_subprocess("analyze", clips, "-o", tmp_path / "out", *PRESS, *cluster), "--log", 2)
