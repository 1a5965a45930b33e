"""Folders and patterns of sources: each is analysed into a folder of its own, and one index holds all."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import pytest

from tests.cli.bad_input import check_refused, limited
from tests.cli.conftest import Call, Done, command, files_in
from tests.cli.recordings import GOOD, LAYBACK, recorded
from tests.waiting import until

PRESS = ("-a", "press", "--no-report", "--quiet")


def results_in(out: Path) -> list[str]:
    return sorted(path.parent.relative_to(out).as_posix() for path in out.rglob("summary.json"))


def rows_of(out: Path) -> list[dict[str, str]]:
    with (out / "index.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def named(summary: Path) -> str:
    name: str = json.loads(summary.read_text())["source"]["name"]
    return name


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """Two athletes with a clip of one name each, and one without an athlete."""
    top = tmp_path / "clips"
    recorded(top / "anna" / "press.poses.jsonl.gz", LAYBACK, 0, 8)
    recorded(top / "bob" / "press.poses.jsonl.gz", GOOD, 0, 8)
    recorded(top / "warm up.poses.jsonl.gz", GOOD, 0, 4)
    return top


def test_a_folder_is_analysed_with_all_in_it(formcheck: Call, clips: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = formcheck("analyze", clips, "-o", out, *PRESS, "--athlete-folders")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert results_in(out) == ["anna/press", "bob/press", "warm up"]
    rows = {row["folder"]: row for row in rows_of(out)}
    assert [rows[name]["athlete"] for name in results_in(out)] == ["anna", "bob", ""]
    assert (rows["anna/press"]["poor"], rows["bob/press"]["poor"]) == ("1", "0")
    assert rows["anna/press"]["rules"] == "overhead-press.layback (1 poor)"
    table = pq.read_table(out / "index.parquet").to_pylist()
    assert [row["folder"] for row in table] == results_in(out)
    findings = pq.read_table(out / "findings.parquet").to_pylist()
    assert [(one["athlete"], one["rule"], one["poor"]) for one in findings] == [
        ("anna", "overhead-press.layback", 1)
    ]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="anna/press/summary.json"' in page
    assert "Findings by rule" in page
    assert "Findings by athlete" in page


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_printed_is_in_the_order_of_the_sources(
    formcheck: Call, clips: Path, tmp_path: Path, jobs: int
) -> None:
    shown = formcheck("analyze", clips, "-o", tmp_path / "out", "-a", "press", "--no-report", "--jobs", jobs)
    heads = [line for line in shown.out.splitlines() if ".poses.jsonl.gz: " in line]
    assert [head.partition(": ")[0] for head in heads] == [
        "press.poses.jsonl.gz", "press.poses.jsonl.gz", "warm up.poses.jsonl.gz",
    ]  # fmt: skip
    assert "Leaning back" in heads[0]
    as_json = formcheck("analyze", clips, "-o", tmp_path / "out", *PRESS, "--json", "--jobs", jobs)
    assert [len(summary["reps"]) for summary in json.loads(as_json.out)] == [2, 2, 1]


def test_a_pattern_is_expanded_as_a_shell_does(formcheck: Call, clips: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert formcheck("analyze", clips / "*" / "press*", "-o", out, *PRESS).code == 0
    assert results_in(out) == ["anna/press", "bob/press"]
    assert formcheck("analyze", clips / "**" / "*.gz", "-o", tmp_path / "all", *PRESS).code == 0
    assert results_in(tmp_path / "all") == ["anna/press", "bob/press", "warm up"]
    done = formcheck("analyze", clips / "*.mov", "-o", tmp_path / "none", *PRESS)
    check_refused(done, "nothing fits")


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(formcheck: Call, tmp_path: Path) -> None:
    source = recorded(tmp_path / "set[1].poses.jsonl.gz", GOOD, 0, 4)
    recorded(tmp_path / "set1.poses.jsonl.gz", GOOD, 0, 4)
    assert formcheck("analyze", source, "-o", tmp_path / "out", *PRESS).code == 0
    assert results_in(tmp_path / "out") == ["set[1]"]


def test_the_results_are_those_of_one_after_the_other(formcheck: Call, clips: Path, tmp_path: Path) -> None:
    for name, jobs in (("one", 1), ("two", 2)):
        assert formcheck("analyze", clips, "-o", tmp_path / name, *PRESS, "--jobs", jobs).code == 0
    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")
    for name in files_in(tmp_path / "one"):
        if not name.endswith(".parquet"):
            assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_results_within_the_folder_are_no_sources(formcheck: Call, clips: Path) -> None:
    options = ("-a", "press", "--no-report", "--quiet", "--save-poses")
    for _ in range(2):
        assert formcheck("analyze", clips, "-o", clips / "out", *options).code == 0
        assert results_in(clips / "out") == ["anna/press", "bob/press", "warm up"]
    assert formcheck("analyze", clips, "-o", clips, *options).code == 0
    assert formcheck("analyze", clips, "-o", clips, *options).code == 0
    assert results_in(clips) == [
        "anna/press", "bob/press", "out/anna/press", "out/bob/press", "out/warm up", "warm up",
    ]  # fmt: skip


# Resuming


def stamps(out: Path) -> dict[str, int]:
    return {name: (out / name / "summary.json").stat().st_mtime_ns for name in results_in(out)}


def test_resume_leaves_what_is_finished_and_does_the_rest(
    formcheck: Call, clips: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    formcheck("analyze", clips, "-o", out, *PRESS)
    before = stamps(out)
    done = formcheck("analyze", clips, "-o", out, "-a", "press", "--no-report", "--resume")
    assert (done.code, done.out) == (0, "")
    assert "3 of 3 were finished before" in done.err
    assert stamps(out) == before
    recorded(clips / "bob" / "press.poses.jsonl.gz", LAYBACK, 0, 8)
    recorded(clips / "new.poses.jsonl.gz", GOOD, 0, 4)
    (out / "warm up" / "frames.csv").unlink()
    assert formcheck("analyze", clips, "-o", out, *PRESS, "--resume").code == 0
    after = stamps(out)
    assert {name for name in after if after[name] != before.get(name)} == {"bob/press", "warm up", "new"}
    assert {row["folder"] for row in rows_of(out)} == {"anna/press", "bob/press", "new", "warm up"}


@pytest.mark.parametrize(
    "other",
    [["--save-poses"], ["--end", "5"], ["--athlete", "Eve"], ["--athlete-folders"], ["--height", "180"]],
)
def test_resume_does_again_what_is_asked_for_otherwise(
    formcheck: Call, clips: Path, tmp_path: Path, other: list[str]
) -> None:
    out = tmp_path / "out"
    formcheck("analyze", clips, "-o", out, *PRESS)
    before = stamps(out)
    assert formcheck("analyze", clips, "-o", out, *PRESS, *other, "--resume").code == 0
    again = {name for name, stamp in stamps(out).items() if stamp != before[name]}
    assert again == {*before} - ({"warm up"} if other == ["--athlete-folders"] else set())


def test_resume_takes_no_results_of_others_for_its_own(formcheck: Call, clips: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    formcheck("analyze", clips, "-o", out, *PRESS)
    formcheck("analyze", clips / "warm up.poses.jsonl.gz", "-o", out, *PRESS, "--end", "2")
    alone = stamps(out)
    formcheck("analyze", clips, "-o", out, *PRESS, "--resume")
    after = stamps(out)
    assert {name for name in after if after[name] != alone[name]} == {"warm up"}


def test_json_holds_what_was_finished_before_too(formcheck: Call, clips: Path, tmp_path: Path) -> None:
    first = formcheck("analyze", clips, "-o", tmp_path / "out", *PRESS, "--json")
    second = formcheck("analyze", clips, "-o", tmp_path / "out", *PRESS, "--json", "--resume")
    assert json.loads(first.out) == json.loads(second.out)


# Names


def test_two_sources_of_one_name_keep_their_folders_whatever_is_added(
    formcheck: Call, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = recorded(tmp_path / "b" / "set.poses.jsonl.gz", LAYBACK, 0, 4)
    assert formcheck("analyze", first, first.parent / "gone.mp4", "-o", out, *PRESS).code == 1
    before = stamps(out)
    second = recorded(tmp_path / "a" / "set.poses.jsonl.gz", GOOD, 0, 4)
    assert formcheck("analyze", second, first, "-o", out, *PRESS, "--resume").code == 0
    assert results_in(out) == ["set", "set-2"]
    assert stamps(out)["set"] == before["set"]
    views = {row["folder"]: row["view"] for row in rows_of(out)}
    assert views == {"set": "side", "set-2": "front"}


def test_two_kinds_of_one_name_in_one_folder_do_not_share_one(formcheck: Call, tmp_path: Path) -> None:
    recorded(tmp_path / "in" / "set.poses.jsonl.gz", LAYBACK, 0, 4)
    recorded(tmp_path / "in" / "set.poses.jsonl", GOOD, 0, 4)
    recorded(tmp_path / "in" / "set" / "set.poses.jsonl.gz", GOOD, 0, 2)
    assert formcheck("analyze", tmp_path / "in", "-o", tmp_path / "out", *PRESS).code == 0
    found = results_in(tmp_path / "out")
    assert len(found) == 3
    assert len({named(tmp_path / "out" / name / "summary.json") for name in found}) == 2
    assert {row["source"] for row in rows_of(tmp_path / "out")} == {
        str(path) for path in (tmp_path / "in").rglob("*.poses.*")
    }


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_odd_names_are_names(formcheck: Call, tmp_path: Path) -> None:
    names = ["жим лёжа", "a\nb", "-x", "=1+1", "press <b>&amp;", "ß\u202eabc", os.fsdecode(b"caf\xe9"), "%41"]
    for name in names:
        recorded(tmp_path / "in" / f"{name}.poses.jsonl.gz", GOOD, 0, 2)
    done = formcheck("analyze", tmp_path / "in", "-o", tmp_path / "out", *PRESS)
    assert (done.code, done.err) == (0, "")
    assert sorted(results_in(tmp_path / "out")) == sorted(names)
    assert len(rows_of(tmp_path / "out")) == len(names)
    assert all(not row["folder"].startswith("=") for row in rows_of(tmp_path / "out"))
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert "<b>&" not in page
    assert "caf%E9/summary.json" in page
    assert "%2541/summary.json" in page


# What is wrong with one source


def test_each_problem_is_a_line_and_stops_nothing(formcheck: Call, clips: Path, tmp_path: Path) -> None:
    (clips / "broken.mp4").write_bytes(b"no film")
    (clips / "empty.mov").touch()
    (clips / "nowhere.mp4").symlink_to(clips / "gone.mp4")
    (clips / "circle.mp4").symlink_to(clips / "circle.mp4")
    (clips / "folder.mp4").mkdir()
    (clips / "notes.txt").write_text("not looked at")
    (clips / ".hidden.mp4").write_bytes(b"not looked at")
    os.mkfifo(clips / "pipe.mp4")
    done = formcheck("analyze", clips, "-o", tmp_path / "out", *PRESS, "--jobs", 2)
    assert (done.code, done.out) == (1, "")
    lines = done.err.splitlines()
    assert all(line.startswith("formcheck: ") for line in lines)
    for name in ("broken.mp4", "empty.mov", "nowhere.mp4", "circle.mp4", "pipe.mp4"):
        assert sum(name in line for line in lines) == 1, name
    assert len(lines) == 5
    assert results_in(tmp_path / "out") == ["anna/press", "bob/press", "warm up"]
    assert "broken.mp4" in (tmp_path / "out" / "index.html").read_text()


def test_links_in_a_circle_lead_nowhere_twice(formcheck: Call, clips: Path, tmp_path: Path) -> None:
    (clips / "anna" / "up").symlink_to(clips)
    (clips / "again").symlink_to(clips / "anna")
    done = formcheck("analyze", clips, clips, "-o", tmp_path / "out", *PRESS)
    assert (done.code, done.err) == (0, "")
    assert len(results_in(tmp_path / "out")) == 3


@pytest.mark.parametrize("content", [[], ["notes.txt", "cover.jpg"]], ids=["empty", "no film"])
def test_a_folder_without_films_is_said(formcheck: Call, tmp_path: Path, content: list[str]) -> None:
    (tmp_path / "in").mkdir()
    for name in content:
        (tmp_path / "in" / name).write_bytes(b"x")
    check_refused(formcheck("analyze", tmp_path / "in", "-o", tmp_path / "out"), "holds no video")
    assert results_in(tmp_path / "out") == []


def test_a_model_that_is_not_there_is_said_once(formcheck: Call, tmp_path: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        (tmp_path / name).write_bytes(b"x")
    done = formcheck("analyze", tmp_path, "-o", tmp_path / "out", "--model", "ful")
    check_refused(done, "did you mean full", 2)


def test_an_index_of_others_is_not_replaced(formcheck: Call, clips: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.html").write_text("my page")
    done = formcheck("analyze", clips, "-o", tmp_path / "out", *PRESS)
    check_refused(done, "index.html was not written by formcheck")
    assert (tmp_path / "out" / "index.html").read_text() == "my page"
    assert len(results_in(tmp_path / "out")) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_what_was_finished_before_a_disk_was_full_stays(formcheck: Call, clips: Path, tmp_path: Path) -> None:
    recorded(clips / "long.poses.jsonl.gz", LAYBACK, every=1)
    size = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (30_000,) * 2)"
    out = tmp_path / "out"
    full = limited(size, "analyze", clips, "-o", out, *PRESS, "--jobs", 2)
    assert full.code == 1
    (line,) = [line for line in full.err.splitlines() if "long" in line]
    assert "cannot write" in line
    assert "Traceback" not in full.err
    before = stamps(out)
    assert sorted(before) == ["anna/press", "bob/press", "warm up"]
    assert not [name for name in files_in(out) if "/." in f"/{name}"]
    assert formcheck("analyze", clips, "-o", out, *PRESS, "--resume").code == 0
    assert {name for name, stamp in stamps(out).items() if before.get(name) != stamp} == {"long"}


# Being ended


def started(clips: Path, out: Path) -> "subprocess.Popen[str]":
    """A batch that has some results, and is at work on others."""
    long = recorded(clips / "more.poses.jsonl.gz", LAYBACK, every=1)
    for number in range(3):
        shutil.copy(long, clips / f"more {number}.poses.jsonl.gz")
    process = subprocess.Popen(
        command("analyze", clips, "-o", out, *PRESS, "--jobs", 2),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until(lambda: len(results_in_now(out)) >= 3 and at_work(out), lambda: process.poll() is None)
    return process


def results_in_now(out: Path) -> list[Path]:
    # By walking: folders that runs work in go away meanwhile.
    found = (Path(folder) / "run.json" for folder, _, files in os.walk(out) if "run.json" in files)
    return [path for path in found if ".formcheck-" not in str(path)]


def at_work(out: Path) -> bool:
    return any(out.glob(".formcheck-*/*/.formcheck-*/.formcheck-frames-*"))


def ended(process: "subprocess.Popen[str]") -> Done:
    out, err = process.communicate(timeout=600)
    return Done(process.returncode, out, err)


def test_ctrl_c_ends_with_what_is_finished_and_resume_goes_on(
    formcheck: Call, clips: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = started(clips, out)
    process.send_signal(signal.SIGINT)
    done = ended(process)
    assert done.code == 130
    (line,) = done.err.splitlines()
    assert "go on with --resume" in line
    finished = {path.parent for path in results_in_now(out)}
    assert 3 <= len(finished) < 7
    assert not [name for name in files_in(out) if "/." in f"/{name}"]
    assert (out / "index.html").is_file()
    before = {folder: (folder / "summary.json").stat().st_mtime_ns for folder in finished}
    assert formcheck("analyze", clips, "-o", out, *PRESS, "--resume", "--jobs", 2).code == 0
    assert len(results_in(out)) == 7
    assert all((folder / "summary.json").stat().st_mtime_ns == stamp for folder, stamp in before.items())
    assert not any(json.loads(path.read_text())["interrupted"] for path in out.rglob("summary.json"))


def test_a_second_ctrl_c_ends_it_at_once_and_leaves_nothing_half_written(clips: Path, tmp_path: Path) -> None:
    process = started(clips, tmp_path / "out")
    for _ in range(3):
        process.send_signal(signal.SIGINT)
    done = ended(process)
    assert done.code == 130
    assert "Traceback" not in done.err
    for summary in (tmp_path / "out").rglob("summary.json"):
        json.loads(summary.read_text())


def test_a_process_that_is_killed_costs_nothing(clips: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = started(clips, out)
    workers = [
        child for child in psutil.Process(process.pid).children() if "spawn_main" in " ".join(child.cmdline())
    ]
    assert len(workers) == 2
    workers[0].kill()
    done = ended(process)
    assert (done.code, done.err) == (0, "")
    assert len(results_in(out)) == 7
    assert len(rows_of(out)) == 7
