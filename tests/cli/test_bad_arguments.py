"""Options and arguments that make no sense: one line that says what to do, and no files."""

from pathlib import Path

import pytest

from tests.cli.bad_input import check_refused, shown_arguments
from tests.cli.conftest import Call, files_in
from tests.cli.recordings import LAYBACK, recorded
from tests.source.clips import make_clip, steady


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--start", "3", "--end", "2"], 2, "--end"),
        (["--start", "2", "--end", "2"], 2, "--end"),
        (["--start", "-1"], 2, "--start"),
        (["--start", "soon"], 2, "--start"),
        (["--start", "nan"], 2, "--start"),
        (["--start", "inf"], 2, "--start"),
        (["--end", "nan"], 2, "--end"),
        (["--start", "99"], 1, "start"),
        (["-a", "overhead-pres"], 2, "did you mean overhead-press?"),
        (["-a", ""], 2, "overhead-press"),
        (["-a", "../overhead-press"], 2, "overhead-press"),
        (["--fail-on", "good"], 2, "caution"),
        (["--rules", "gone.toml", "-a", "press"], 2, "check the path"),
        (["--rules", "gone.toml"], 2, "name it with -a"),
        (["--bogus"], 2, "--help"),
    ],
    ids=shown_arguments,
)
def test_bad_options(formcheck: Call, tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    done = formcheck("analyze", source, "-o", tmp_path / "out", "--no-report", *arguments)
    check_refused(done, words, code)
    assert files_in(tmp_path / "out") == []


def test_a_start_behind_the_end_of_a_video(formcheck: Call, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "short.mp4", steady(10))
    check_refused(formcheck("analyze", clip, "-o", tmp_path / "out", "--start", 99), "is 1.0 s long")
    assert files_in(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["analyze"], 2, "analyze --help"),
        (["analyze", ""], 1, "folder"),
        (["analyse", "x.mp4"], 2, "--help"),
        (["rules", "show"], 2, "rules show --help"),
    ],
    ids=shown_arguments,
)
def test_bad_arguments(formcheck: Call, arguments: list[str], code: int, words: str) -> None:
    check_refused(formcheck(*arguments), words, code)


def test_an_empty_output_folder_is_not_the_current_one(
    formcheck: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = recorded(tmp_path / "in" / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    check_refused(formcheck("analyze", source, "--no-report", "-o", ""), "-o", 2)
    assert files_in(tmp_path / "here") == []


@pytest.mark.parametrize("arguments", [[], ["rules"], ["models"]], ids=shown_arguments)
def test_a_command_without_its_part_shows_readable_help(formcheck: Call, arguments: list[str]) -> None:
    done = formcheck(*arguments)
    assert done.code == 2
    shown = (done.out + done.err).splitlines()
    assert max(len(line) for line in shown) <= 120
    assert any("--help" in line for line in shown)


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze", "{long}.mp4"],
        ["analyze", "{long}.jpg"],
        ["analyze", "{long}.poses.jsonl.gz"],
        ["analyze", "{clip}", "--model", "{long}.task"],
        ["analyze", "{clip}", "-a", "press", "--rules", "{long}.toml"],
        ["analyze", "{clip}", "-o", "{long}"],
        ["calibrate", "{long}.mp4"],
        ["evaluate", "{long}"],
        ["live", "--headless", "--source", "{long}.mp4"],
        ["live", "--headless", "--source", "{clip}", "-o", "{long}"],
        ["rules", "check", "{long}.toml"],
    ],
    ids=" ".join,
)
def test_a_path_that_the_system_refuses_to_look_at(
    formcheck: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """As it does with those in a folder that may not be entered, which root may always."""
    monkeypatch.chdir(tmp_path)  # where no folder is given, results would go here
    clip, long = make_clip(tmp_path / "clip.mp4", steady(3)), tmp_path / ("x" * 300)
    given = [argument.format(clip=clip, long=long) for argument in arguments]
    wrong_in_itself = {"--model", "--rules", "rules"} & {*arguments}
    check_refused(formcheck(*given), "File name too long", code=2 if wrong_in_itself else 1)
