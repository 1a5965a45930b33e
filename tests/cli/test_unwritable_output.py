"""Where nothing can be written: one line that says so, nothing half-written, and no source overwritten."""

import subprocess
from pathlib import Path

import pytest

from tests.cli.bad_input import check_refused, limited, text
from tests.cli.conftest import Call, Done, command, files_in
from tests.cli.recordings import LAYBACK, recorded
from tests.source.clips import make_clip, steady


def file_limit(size_bytes: int) -> str:
    return f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size_bytes},) * 2)"


@pytest.mark.parametrize("out", ["{tmp}/file", "{tmp}/file/deeper", "/proc/formcheck", "/dev/null"])
def test_a_folder_that_cannot_be_made(formcheck: Call, tmp_path: Path, out: str) -> None:
    text(tmp_path / "file")
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    done = formcheck("analyze", source, "-o", out.format(tmp=tmp_path))
    check_refused(done, "choose another folder with -o")
    assert (tmp_path / "file").read_text().startswith("dear diary")


@pytest.mark.parametrize("name", ["frames.csv", "reps.csv", "report.html", "summary.json"])
def test_a_folder_stands_where_a_result_belongs(formcheck: Call, tmp_path: Path, name: str) -> None:
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 8)
    (tmp_path / "out" / "set" / name).mkdir(parents=True)
    check_refused(formcheck("analyze", source, "-o", tmp_path / "out"), f"{tmp_path}/out/set/")
    assert not (tmp_path / "out" / "set" / "summary.json").is_file()
    assert [file for file in files_in(tmp_path / "out") if "/." in file] == []


@pytest.mark.parametrize("size_bytes", [100, 30_000])
def test_disk_full(tmp_path: Path, size_bytes: int) -> None:
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 8, every=1)
    done = limited(file_limit(size_bytes), "analyze", source, "-o", tmp_path / "out")
    check_refused(done, "Free some space or choose another folder with -o")
    left = files_in(tmp_path / "out")
    assert "set/summary.json" not in left
    assert [file for file in left if "/." in file] == []
    assert all((tmp_path / "out" / file).stat().st_size < size_bytes for file in left)


@pytest.mark.model
def test_disk_full_while_the_video_is_drawn(press: Path, tmp_path: Path) -> None:
    options = ["-o", tmp_path / "out", "--model", "lite", "--end", "2"]
    done = limited(file_limit(60_000), "analyze", press, "-a", "press", *options)
    check_refused(done, "Free some space or choose another folder with -o")
    assert files_in(tmp_path / "out") == []


@pytest.mark.parametrize(
    "arguments",
    [["analyze", "{tmp}/set.poses.jsonl.gz", "-o", "{tmp}/out", "--no-report", "--json"], ["rules", "list"]],
    ids=["analyze", "rules"],
)
def test_standard_output_is_full(tmp_path: Path, arguments: list[str]) -> None:
    recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*(argument.format(tmp=tmp_path) for argument in arguments)),
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=600, check=False,
        )  # fmt: skip
    check_refused(Done(done.returncode, "", done.stderr), "free some space")


def test_nobody_reads_the_output(tmp_path: Path) -> None:
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    arguments = command("analyze", source, "-o", tmp_path / "out", "--no-report", "--json")
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as started:
        assert started.stdout is not None
        started.stdout.close()
        assert started.stderr is not None
        assert started.stderr.read() == ""
        assert started.wait(600) == 1


@pytest.mark.parametrize("link", [False, True])
def test_output_is_the_input(formcheck: Call, tmp_path: Path, link: bool) -> None:
    clip = make_clip(tmp_path / "elsewhere.mp4" if link else tmp_path / "annotated.mp4", steady(3))
    out = tmp_path.parent
    if link:
        (tmp_path / "annotated.mp4").symlink_to(clip)
    before = clip.read_bytes()
    folder_like_input = tmp_path.rename(out / "annotated")
    try:
        done = formcheck("analyze", folder_like_input / "annotated.mp4", "-o", out)
    finally:
        folder_like_input.rename(tmp_path)
    check_refused(done, "choose another folder with -o")
    assert clip.read_bytes() == before


def test_saved_poses_do_not_overwrite_their_source(formcheck: Call, tmp_path: Path) -> None:
    source = recorded(tmp_path / "set" / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    before = source.read_bytes()
    check_refused(formcheck("analyze", source, "-o", tmp_path, "--save-poses"), "-o")
    assert source.read_bytes() == before
