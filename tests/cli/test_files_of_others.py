"""What belongs to others is left alone, and results of two runs never mix."""

import errno
import json
import os
import tempfile
from pathlib import Path

import pytest

from formcheck.history.store import open_history
from formcheck.sinks.output_folder import OutputFolder
from tests.cli.bad_input import check_refused
from tests.cli.conftest import Call, files_in
from tests.cli.recordings import GOOD, LAYBACK, recorded
from tests.history.kept import NOON, a_set


@pytest.fixture
def leaning(tmp_path: Path) -> Path:
    return recorded(tmp_path / "in" / "leaning.poses.jsonl.gz", LAYBACK, 0, 4)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return recorded(tmp_path / "in" / "good.poses.jsonl.gz", GOOD, 0, 4)


@pytest.mark.parametrize(
    "name", ["annotated.mp4", "annotated.jpg", "report.html", "reps.csv", "frames.csv", "summary.json"]
)
def test_a_file_that_the_program_did_not_write_is_kept_or_the_analysis_refused(
    formcheck: Call, leaning: Path, tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "leaning"
    folder.mkdir()
    (folder / name).write_text("my own")
    done = formcheck("analyze", leaning, "-o", tmp_path, "--quiet")
    assert (folder / name).read_text() == "my own"
    if name.startswith("annotated"):  # nothing of that name is made of a recording
        assert (done.code, done.err) == (0, "")
        return
    check_refused(done, "was not written by formcheck")
    assert files_in(folder) == [name]
    done = formcheck("analyze", leaning, "-o", tmp_path, "--quiet", "--force")
    assert (done.code, done.err) == (0, "")
    assert "my own" not in (folder / name).read_text()


def test_what_is_not_asked_for_is_not_taken_away_if_it_is_somebody_s_own(
    formcheck: Call, leaning: Path, tmp_path: Path
) -> None:
    formcheck("analyze", leaning, "-o", tmp_path, "--quiet")
    (tmp_path / "leaning" / "report.html").write_text("my own")
    (tmp_path / "leaning" / "annotated.mp4").mkdir()
    done = formcheck("analyze", leaning, "-o", tmp_path, "--quiet", "--no-report")
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "leaning" / "report.html").read_text() == "my own"
    assert (tmp_path / "leaning" / "annotated.mp4").is_dir()


def test_no_source_of_a_command_is_overwritten_by_the_results_of_another(
    formcheck: Call, leaning: Path, good: Path, tmp_path: Path
) -> None:
    second = tmp_path / "leaning" / leaning.name
    second.parent.mkdir()
    second.write_bytes(good.read_bytes())
    done = formcheck("analyze", leaning, second, "-o", tmp_path, "--quiet", "--save-poses")
    check_refused(done, "would be overwritten by the results of")
    assert second.read_bytes() == good.read_bytes()
    assert files_in(second.parent) == [leaning.name]


def test_two_runs_into_one_folder_do_not_mix(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "leaning") as other:
        done = formcheck("analyze", leaning, "-o", tmp_path, "--quiet")
        check_refused(done, "another formcheck is writing into")
        (other.waiting / "notes.txt").write_text("of the first")
    assert files_in(tmp_path / "leaning") == ["notes.txt"]
    assert formcheck("analyze", leaning, "-o", tmp_path, "--quiet").code == 0


@pytest.mark.parametrize("name", ["...poses.jsonl.gz", "..poses.jsonl.gz", ".poses.jsonl.gz"])
def test_results_stay_within_the_folder_whatever_the_source_is_called(
    formcheck: Call, leaning: Path, tmp_path: Path, name: str
) -> None:
    source = leaning.rename(leaning.with_name(name))
    assert formcheck("analyze", source, "-o", tmp_path / "a" / "b", "--quiet").code == 0
    (summary,) = (tmp_path / "a").rglob("summary.json")
    assert summary.parent.parent == tmp_path / "a" / "b"


def test_a_folder_of_results_that_is_a_link_is_not_followed(
    formcheck: Call, leaning: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "leaning").symlink_to(tmp_path / "elsewhere")
    check_refused(formcheck("analyze", leaning, "-o", tmp_path / "out", "--quiet"), "is a link")
    assert files_in(tmp_path / "elsewhere") == []
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")  # what the user names is followed
    assert formcheck("analyze", leaning, "-o", tmp_path / "link", "--quiet").code == 0


def test_what_killed_runs_have_left_is_cleared_by_the_next_one(
    formcheck: Call, leaning: Path, tmp_path: Path
) -> None:
    for name in ("leaning", "of another source"):
        left = tmp_path / name / ".formcheck-left"
        left.mkdir(parents=True)
        (left / ".formcheck-annotated-abc.mp4").write_bytes(b"half a video")
    assert formcheck("analyze", leaning, "-o", tmp_path, "--quiet", "--no-report").code == 0
    assert files_in(tmp_path / "leaning") == ["frames.csv", "reps.csv", "summary.json"]
    assert not (tmp_path / "of another source").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_is_not_replaced_by_a_file(formcheck: Call, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.poses.jsonl.gz"
    os.mkfifo(pipe)
    (tmp_path / "link.poses.jsonl.gz").symlink_to(pipe)
    source = tmp_path / "x.json"
    person = {"image_id": 1, "keypoints": [*range(100, 151)]}
    source.write_text(json.dumps({"annotations": [person]}))
    for out in (pipe, tmp_path / "link.poses.jsonl.gz"):
        check_refused(formcheck("import", source, "--fps", 30, "-o", out), "a device or a pipe and no file")
        assert out.is_fifo()


@pytest.mark.parametrize(
    "command", [["compare", "1", "2", "-o"], ["history", "--html"]], ids=["compare", "history"]
)
def test_a_page_of_somebody_else_is_kept(formcheck: Call, tmp_path: Path, command: list[str]) -> None:
    page = tmp_path / "page.html"
    page.write_text("<title>my own</title>")
    with open_history() as history:
        history.add_all([a_set(NOON), a_set(NOON + 60)])
    check_refused(formcheck(*command, page), "was not written by formcheck")
    assert page.read_text() == "<title>my own</title>"
    for more in (["--force"], []):  # the second time it is our own
        assert formcheck(*command, page, *more).code == 0
        assert "formcheck</title>" in page.read_text()


def test_without_a_folder_for_temporary_files_it_says_what_to_do(
    formcheck: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(**_options: str) -> None:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/gone']")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", nowhere)
    check_refused(formcheck("compare", "1", "2", "-o", tmp_path / "page.html"), "name it with TMPDIR")
