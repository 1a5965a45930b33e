"""Whatever is given: one line that says what to do, or a result that says what could not be judged."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.pose.blazepose import bundles
from formcheck.pose.landmarks import Landmark
from formcheck.pose.recording import PoseRecording
from formcheck.source.codecs import av, cv2
from tests.cli.conftest import Call, Done, command, files_in, pictures
from tests.cli.recordings import GOOD, LAYBACK, SAMPLES, frames_of, header, recorded, truth, write_lines
from tests.source.clips import cut, make_clip, make_sound, steady

MODELS = Path(__file__).parents[2] / "models"


def check_refused(done: Done, words: str, code: int = 1) -> None:
    """Exactly one line, on stderr, that somebody can act on."""
    assert (done.code, done.out) == (code, ""), done
    (line,) = done.err.splitlines()
    assert line.startswith("formcheck: ")
    assert "Traceback" not in line
    assert "unforeseen" not in line
    assert words in line


# ---- what is no video ------------------------------------------------------------------------------------


def nothing(path: Path) -> Path:
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def text(path: Path) -> Path:
    path.write_text("dear diary, today I pressed 40 kg\n")
    return path


def empty(path: Path) -> Path:
    path.touch()
    return path


def truncated(path: Path) -> Path:
    return cut(make_clip(path, steady(20), faststart=False), 0.5)


def without_size(path: Path) -> Path:
    path = path.with_suffix(".y4m")
    path.write_bytes(b"YUV4MPEG2 W0 H0 F30:1 Ip A1:1 C420\nFRAME\n")
    return path


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def device(path: Path) -> Path:
    path.symlink_to("/dev/zero")
    return path


def loop(path: Path) -> Path:
    path.symlink_to(path)
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (nothing, "check the path"),
        (folder, "name a file in it"),
        (text, "give a video file"),
        (empty, "copy or record it again"),
        (truncated, "copy or record it again"),
        (make_sound, "sound but no pictures; give a video file"),
        (without_size, "bad."),
        (loop, "cannot be read"),
        (pipe, "not a regular file"),
        (device, "not a regular file"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_no_video(formcheck: Call, tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    path = make(tmp_path / "bad.mp4")
    check_refused(formcheck("analyze", path, "-o", tmp_path / "out"), words)
    assert files_in(tmp_path / "out") == []


# ---- what is no recording --------------------------------------------------------------------------------

FRAMES = frames_of(LAYBACK, 0, 2, 4)


def changed(number: int = 3, **keys: Any) -> list[Any]:
    """A recording with one frame changed."""
    frames: list[Any] = [dict(frame) for frame in FRAMES]
    frames[number].update(keys)
    return [header(), *frames]


def everywhere(point: str) -> list[str]:
    """A recording whose points are all the same."""
    points = "[" + ",".join([f"[{point}]"] * 33) + "]"
    lines = [f'{{"frame": {f["frame"]}, "time_s": {f["time_s"]}, "points": {points}}}' for f in FRAMES]
    return [json.dumps(header()), *lines]


BROKEN_RECORDINGS = {
    "empty": ([], "line 1"),
    "no header": (FRAMES, "line 1"),
    "not json": (["hello"], "line 1"),
    "list for header": (["[1, 2]"], "line 1"),
    "another version": ([header(format="formcheck.poses/9"), *FRAMES], "formcheck.poses/1"),
    "no size": ([header(width_px=0), *FRAMES], "width_px"),
    "unknown layout": ([header(points="coco-19"), *FRAMES], "points"),
    "fps is not a number": ([header(fps="many"), *FRAMES], "fps"),
    "fps without end": ([json.dumps(header(fps=float("inf"))), *FRAMES], "fps"),
    "frame without time": (changed(time_s=None), "line 5"),
    "time that falls": (changed(time_s=0.0), "line 5"),
    "time is not a number": ([json.dumps(line) for line in changed(time_s=float("nan"))], "line 5"),
    "index that repeats": (changed(frame=2), "line 5"),
    "index that falls": (changed(frame=-7), "line 5"),
    "index without end": ([json.dumps(line) for line in changed(frame=float("inf"))], "line 5"),
    "too few points": (changed(points=FRAMES[0]["points"][:32]), "line 5"),
    "points are words": (changed(points=["a"] * 33), "line 5"),
    "half a place": (everywhere("5, NaN, 0, 1, 1"), "line 2"),
    "place without end": (everywhere("1e999, 1e999, 0, 1, 1"), "line 2"),
    "world too short": (changed(world=[[1, 2, 3]]), "line 5"),
    "blank line": ([header(), FRAMES[0], "", FRAMES[1]], "line 3"),
    "deeply nested": ([header(), "[" * 100_000], "line 2"),
    "deeply nested header": (["[" * 100_000], "line 1"),
    "half a character": ([header(model="\ud800"), *FRAMES], "line 1"),
    "size beyond all pictures": ([header(width_px=10**30), *FRAMES], "width_px"),
    "cut off in a line": ([header(), FRAMES[0], json.dumps(FRAMES[1])[:-200]], "line 3"),
}


@pytest.mark.parametrize("name", BROKEN_RECORDINGS)
def test_broken_recording(formcheck: Call, tmp_path: Path, name: str) -> None:
    lines, words = BROKEN_RECORDINGS[name]
    path = write_lines(tmp_path / "bad.poses.jsonl", lines)
    check_refused(formcheck("analyze", path, "-o", tmp_path / "out"), words)
    assert files_in(tmp_path / "out") == []


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (nothing, "check the path"),
        (folder, "name a recording in it"),
        (text, "record one with --save-poses"),
        (empty, "line 1"),
        (lambda path: cut(recorded(path), 0.5), "record it again"),
        (pipe, "not a regular file"),
        (device, "not a regular file"),
    ],
    ids=["missing", "folder", "text", "empty", "cut off", "pipe", "device"],
)
def test_no_recording(formcheck: Call, tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    path = make(tmp_path / "bad.poses.jsonl.gz")
    check_refused(formcheck("analyze", path, "-o", tmp_path / "out"), words)
    assert files_in(tmp_path / "out") == []


@pytest.mark.parametrize(
    "lines",
    [
        [header()],
        [header(), {**FRAMES[0], "points": None}],
        [header(), FRAMES[0]],
        [header(), *({**frame, "points": None} for frame in FRAMES)],
        everywhere("5, 5, 0, 1, 1"),
        everywhere("1e9, -1e9, 0, 1, 1"),
        [header(), *({**frame, "points": [p[:2] for p in frame["points"]]} for frame in FRAMES)],
        changed(len(FRAMES) - 1, time_s=1e6),
    ],
    ids=["no frame", "nobody in one frame", "one frame", "nobody", "one point", "far outside",
         "places only", "long gap"],
)  # fmt: skip
def test_meagre_recording_has_a_result(formcheck: Call, tmp_path: Path, lines: list[Any]) -> None:
    path = write_lines(tmp_path / "thin.poses.jsonl", lines)
    done = formcheck("analyze", path, "-o", tmp_path / "out")
    assert (done.code, done.err) == (0, "")
    summary = json.loads((tmp_path / "out" / "thin" / "summary.json").read_text())
    assert summary["findings"] == []
    assert all(entry["fix"] for entry in summary["not_judged"])


def test_a_gap_of_ages_does_not_eat_the_memory(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "ages.poses.jsonl", changed(len(FRAMES) - 1, time_s=1e15))
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000,) * 2)"
    done = limited(limit, "analyze", path, "-o", tmp_path / "out", "--quiet")
    assert "unforeseen" not in done.err
    assert done.code in (0, 1)


def shown_arguments(value: object) -> str | None:
    """The id of a test."""
    return " ".join(value) if isinstance(value, list) else None


# ---- options and arguments -------------------------------------------------------------------------------


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
        (["--rules", "gone.toml"], 2, "check the path"),
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
    ("text", "words"),
    [
        ("[[rule]\n", "not valid TOML"),
        ('[[rule]]\nid = "layback"\nprioritty = 2\n', "did you mean 'priority'?"),
        ('[[rule]]\nid = "layback"\npriority = 99\n', "layback: priority"),
        ('[[rule]]\ntitle = "x"\n', "id: is missing"),
        ('[[rule]]\nid = "brand-new"\n', "brand-new"),
        ('[reps]\nsignal = "x"\n', "[[rule]]"),
        ("rule = 3\n", "rule"),
        ("rule = " + "[" * 50_000, "not valid TOML"),
        ("rule = " + "9" * 5000, "not valid TOML"),
        ("#" * 1_000_001, "too long for a rule file"),
        ('[[rule]]\nid = "layback"\ntests = [{ measure = "trunk", above = { poor = 1 } }]\n', "measure"),
        ('[[rule]]\nid = "layback"\ncue = "far too many words on screen"\n', "four words"),
    ],
)
def test_broken_rule_file(formcheck: Call, tmp_path: Path, text: str, words: str) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(text)
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    done = formcheck("analyze", source, "-o", tmp_path / "out", "--rules", rules)
    check_refused(done, words, code=2)
    assert str(rules) in done.err
    assert files_in(tmp_path / "out") == []


def test_a_rule_file_that_is_no_text(formcheck: Call, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe\x00\x80")
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    check_refused(
        formcheck("analyze", source, "-o", tmp_path, "--rules", tmp_path / "own.toml"), "TOML", code=2
    )


# ---- models ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("ful", "did you mean full?"),
        ("", "lite, full, heavy"),
        ("gone.task", "give the path of a .task file"),
        ("{tmp}/text.task", "not a pose model bundle"),
        ("{tmp}/cut.task", "not a pose model bundle"),
    ],
)
def test_bad_model(formcheck: Call, tmp_path: Path, model: str, words: str) -> None:
    text(tmp_path / "text.task")
    (tmp_path / "cut.task").write_bytes((MODELS / "pose_landmarker_lite.task").read_bytes()[:1_000_000])
    clip = make_clip(tmp_path / "clip.mp4", steady(3))
    name = model.format(tmp=tmp_path)
    check_refused(formcheck("analyze", clip, "-o", tmp_path / "out", "--model", name), words, code=2)
    assert files_in(tmp_path / "out") == []


@pytest.mark.parametrize(("damage", "words"), [("flip", "altered"), ("cut", "cut short"), ("none", "not on")])
def test_damaged_model(
    formcheck: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str, words: str
) -> None:
    data = bytearray((MODELS / "pose_landmarker_lite.task").read_bytes())
    data[len(data) // 2] ^= 0xFF
    if damage != "none":
        stored = data if damage == "flip" else data[:-1000]
        (tmp_path / "pose_landmarker_lite.task").write_bytes(stored)
    monkeypatch.setattr(bundles, "model_folders", lambda: (tmp_path,))
    clip = make_clip(tmp_path / "clip.mp4", steady(3))
    done = formcheck("analyze", clip, "-o", tmp_path / "out", "--model", "lite")
    check_refused(done, words, code=2)
    assert "formcheck models build lite" in done.err
    assert files_in(tmp_path / "out") == []


@pytest.mark.model
def test_a_bundle_of_the_users_own_with_damaged_content(formcheck: Call, tmp_path: Path) -> None:
    data = bytearray((MODELS / "pose_landmarker_lite.task").read_bytes())
    data[2000:5000] = bytes(3000)
    (tmp_path / "own.task").write_bytes(data)
    clip = make_clip(tmp_path / "clip.mp4", steady(3))
    done = formcheck("analyze", clip, "-o", tmp_path / "out", "--model", tmp_path / "own.task")
    check_refused(done, "--model full", code=2)
    assert files_in(tmp_path / "out") == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze", "{long}.mp4"],
        ["analyze", "{long}.jpg"],
        ["analyze", "{long}.poses.jsonl.gz"],
        ["analyze", "{clip}", "--model", "{long}.task"],
        ["analyze", "{clip}", "--rules", "{long}.toml"],
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
    formcheck: Call, tmp_path: Path, arguments: list[str]
) -> None:
    """As it does with those in a folder that may not be entered, which root may always."""
    clip, long = make_clip(tmp_path / "clip.mp4", steady(3)), tmp_path / ("x" * 300)
    given = [argument.format(clip=clip, long=long) for argument in arguments]
    wrong_in_itself = {"--model", "--rules", "rules"} & {*arguments}
    check_refused(formcheck(*given), "File name too long", code=2 if wrong_in_itself else 1)


# ---- where nothing can be written ------------------------------------------------------------------------


def limited(prepare: str, *arguments: object, **options: Any) -> Done:
    """The entry point in a process that first runs `prepare`."""
    code = f"{prepare}\nimport sys; from formcheck.cli.app import run; sys.exit(run(sys.argv[1:]))"
    whole = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=600, check=False, **options)
    return Done(done.returncode, done.stdout, done.stderr)


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
    done = limited(file_limit(60_000), "analyze", press, *options)
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


def test_a_name_with_a_line_break_stays_one_line(formcheck: Call, tmp_path: Path) -> None:
    done = formcheck("analyze", tmp_path / "a\nb.mp4", tmp_path / "c.mp4", "-o", tmp_path / "out")
    assert done.code == 1
    assert len(done.err.splitlines()) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names that are no text")
@pytest.mark.parametrize("activity", ["overhead-press", "auto"])
def test_a_name_that_is_no_utf_8(tmp_path: Path, activity: str) -> None:
    source = recorded(tmp_path / os.fsdecode(b"caf\xe9.poses.jsonl.gz"), LAYBACK, 0, 8)
    arguments = ["analyze", source, "-o", tmp_path / "out", "-a", activity, "--save-poses"]
    for asked in ([], ["--json"]):
        done = subprocess.run(
            command(*arguments, *asked), capture_output=True, timeout=600, check=False, env=os.environ
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"caf?" in done.stdout
    folder = tmp_path / "out" / os.fsdecode(b"caf\xe9")
    assert {path.name for path in folder.iterdir()} == {
        "frames.csv", "report.html", "reps.csv", "summary.json", source.name,
    }  # fmt: skip
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["source"]["name"] == "caf?.poses.jsonl.gz"


# ---- pictures that are hard ------------------------------------------------------------------------------


def analysed_clip(formcheck: Call, clip: Path, *options: object) -> dict[str, Any]:
    """The summary of a clip that can be read, whatever is in it."""
    out = clip.parent / "out"
    done = formcheck("analyze", clip, "-o", out, "--model", "lite", *options)
    assert (done.code, done.err) == (0, "")
    data: dict[str, Any] = json.loads((out / clip.stem / "summary.json").read_text())
    assert all(entry["fix"] for entry in data["not_judged"])
    return data


def noise(index: int, size_px: tuple[int, int]) -> np.ndarray:
    width, height = size_px
    return np.random.default_rng(index).integers(0, 255, (height, width, 3), np.uint8)


def size_of(path: Path) -> tuple[int, int]:
    with av.open(str(path)) as container:
        return container.streams.video[0].width, container.streams.video[0].height


@pytest.mark.model
def test_nobody_there(formcheck: Call, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "noise.mp4", steady(10), size_px=(320, 240), paint=noise)
    summary = analysed_clip(formcheck, clip)
    assert (summary["coverage"]["with_pose"], summary["reps"], summary["findings"]) == (0, [], [])
    assert {entry["reason"] for entry in summary["not_judged"]} != set()
    press = load_activity("overhead-press")
    rules = [rule.id for rule in (*press.rules, *press.off)]
    assert [entry["rule"] for entry in summary["not_judged"]] == rules
    assert "No person was found" in (tmp_path / "out" / "noise" / "report.html").read_text()


@pytest.mark.model
@pytest.mark.parametrize("half", ["upper", "lower"])
def test_half_a_person(formcheck: Call, tmp_path: Path, half: str) -> None:
    shown = [p[:480] if half == "upper" else p[480:] for p in pictures(LAYBACK, 0, 0.7)[::2]]
    clip = make_clip(
        tmp_path / "half.mp4", steady(len(shown), 15), size_px=(540, 480), paint=lambda i, size_px: shown[i]
    )
    summary = analysed_clip(formcheck, clip, "--no-report")
    assert summary["findings"] == []
    assert "overhead-press.knee-bend" in {entry["rule"] for entry in summary["not_judged"]}


@pytest.mark.model
@pytest.mark.parametrize("size_px", [(1, 1), (2, 300), (301, 3), (33, 17), (161, 241)])
def test_odd_sizes(formcheck: Call, tmp_path: Path, size_px: tuple[int, int]) -> None:
    clip = make_clip(
        tmp_path / "odd.mkv", steady(3), size_px=size_px, paint=noise, codec="ffv1", pix_fmt="yuv444p"
    )
    summary = analysed_clip(formcheck, clip)
    assert (summary["source"]["width_px"], summary["source"]["height_px"]) == size_px
    even = tuple(side + side % 2 for side in size_px)
    assert size_of(tmp_path / "out" / "odd" / "annotated.mp4") == even


@pytest.mark.model
def test_4k(formcheck: Call, tmp_path: Path) -> None:
    shown = np.zeros((2160, 3840, 3), np.uint8)
    shown[:, 1312:2527] = cv2.resize(pictures(LAYBACK, 0, 0.01)[0], (1215, 2160))
    clip = make_clip(tmp_path / "large.mp4", steady(2), size_px=(3840, 2160), paint=lambda i, size_px: shown)
    summary = analysed_clip(formcheck, clip, "--save-poses")
    assert summary["coverage"]["with_pose"] == 2
    assert size_of(tmp_path / "out" / "large" / "annotated.mp4") == (1280, 720)


@pytest.mark.model
@pytest.mark.parametrize("fps", [5, 120])
def test_frame_rates_of_a_video(formcheck: Call, tmp_path: Path, fps: int) -> None:
    shown = pictures(LAYBACK, 0, 0.5)
    clip = make_clip(
        tmp_path / "rate.mp4", steady(15, fps), size_px=(540, 960), paint=lambda i, size_px: shown[i]
    )
    summary = analysed_clip(formcheck, clip, "--no-report")
    assert (summary["coverage"]["frames"], summary["coverage"]["with_pose"]) == (15, 15)


def at_120(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Three more frames between each two."""
    rows = np.array([frame["points"] for frame in frames])
    times = np.array([frame["time_s"] for frame in frames])
    new_times = np.arange(0, times[-1], 1 / 120)
    flat = rows.reshape(len(rows), -1)
    mixed = np.stack([np.interp(new_times, times, column) for column in flat.T], 1)
    points = mixed.reshape(-1, 33, 5).tolist()
    return [
        {"frame": i, "time_s": round(float(time_s), 6), "points": points[i]}
        for i, time_s in enumerate(new_times)
    ]


@pytest.mark.parametrize("fps", [15, 120])
def test_reps_and_findings_do_not_depend_on_the_frame_rate(formcheck: Call, tmp_path: Path, fps: int) -> None:
    frames = frames_of(LAYBACK, 0, 8, 2 if fps == 15 else 1)
    lines = [header(fps=fps), *(frames if fps == 15 else at_120(frames))]
    write_lines(tmp_path / "rate.poses.jsonl", lines)
    formcheck("analyze", tmp_path / "rate.poses.jsonl", "-o", tmp_path, "--no-report")
    summary = json.loads((tmp_path / "rate" / "summary.json").read_text())
    assert len(summary["reps"]) == 2
    found = {(finding["rep"], finding["rule"]) for finding in summary["findings"]}
    assert (2, "overhead-press.layback") in found
    assert {rep for rep, _ in found} == {2}


def test_five_frames_a_second_are_few_but_no_error(formcheck: Call, tmp_path: Path) -> None:
    source = recorded(tmp_path / "slow.poses.jsonl", LAYBACK, 0, 15, every=6)
    done = formcheck("analyze", source, "-o", tmp_path, "--no-report")
    assert (done.code, done.err) == (0, "")
    summary = json.loads((tmp_path / "slow" / "summary.json").read_text())
    assert len(summary["reps"]) == 4
    assert all(entry["fix"] for entry in summary["not_judged"])


@pytest.mark.model
def test_the_nearer_and_middle_one_of_two_is_judged(formcheck: Call, tmp_path: Path) -> None:
    near, far = pictures(LAYBACK, 4.6, 5.2), pictures(GOOD, 4.6, 5.2)

    def both(index: int, size_px: tuple[int, int]) -> np.ndarray:
        shown = np.full((960, 1080, 3), 128, np.uint8)
        shown[576:, :216] = cv2.resize(far[index], (216, 384), interpolation=cv2.INTER_AREA)
        shown[:, 270:810] = near[index]
        return shown

    clip = make_clip(tmp_path / "two.mp4", steady(len(near), 30), size_px=(1080, 960), paint=both)
    analysed_clip(formcheck, clip, "--no-video", "--no-report", "--save-poses")
    points_px = np.array(truth(LAYBACK)["points_px"])[138:]
    hip = truth(LAYBACK)["point_names"].index("left_hip")
    with PoseRecording(tmp_path / "out" / "two" / "two.poses.jsonl.gz") as poses:
        for frame in poses:
            assert frame.pose is not None
            found = frame.pose.xy_px[Landmark.LEFT_HIP]
            assert np.hypot(*(found - points_px[frame.index, hip] - (270, 0))) < 0.06 * 960


# ---- Ctrl-C ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of a sample, repeated without decoding it."""
    path = tmp_path_factory.mktemp("clips") / "long.mp4"
    with av.open(str(SAMPLES / f"{LAYBACK}.mp4")) as source, av.open(str(path), "w") as out:
        stream = source.streams.video[0]
        copy = out.add_stream_from_template(stream)
        turn = int(Fraction(15) / stream.time_base)
        for number in range(4):
            source.seek(0)
            for packet in source.demux(stream):
                if packet.dts is None:
                    continue
                packet.pts, packet.dts = packet.pts + number * turn, packet.dts + number * turn
                packet.stream = copy
                out.mux(packet)
    return path


def started(clip: Path, out: Path) -> "subprocess.Popen[str]":
    """An analysis that has begun to write its video."""
    arguments = command("analyze", clip, "-o", out, "--model", "lite")
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 600
    while time.monotonic() < until and process.poll() is None:
        if any(path.stat().st_size > 50_000 for path in out.glob("long/.annotated-*.mp4")):
            return process
        time.sleep(0.02)
    process.kill()
    raise AssertionError(process.communicate())


@pytest.mark.model
def test_ctrl_c_keeps_what_was_seen(long_clip: Path, tmp_path: Path) -> None:
    process = started(long_clip, tmp_path)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=600)
    assert process.returncode == 130
    assert len(err.splitlines()) == 1
    assert "interrupted" in err
    assert "Stopped early" in out
    folder = tmp_path / "long"
    assert files_in(folder) == ["annotated.mp4", "frames.csv", "report.html", "reps.csv", "summary.json"]
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["interrupted"] is True
    with av.open(str(folder / "annotated.mp4")) as container:
        shown = sum(1 for _ in container.decode(video=0))
    assert 1 <= shown == summary["coverage"]["frames"] < 1700
    assert shown == len((folder / "frames.csv").read_text().splitlines()) - 1


@pytest.mark.model
def test_a_second_ctrl_c_ends_it_at_once_and_leaves_nothing_half_written(
    long_clip: Path, tmp_path: Path
) -> None:
    process = started(long_clip, tmp_path)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=600)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert [file for file in files_in(tmp_path) if "/." in file] == []
    for path in tmp_path.glob("long/annotated.mp4"):  # the first one may have been quick enough
        with av.open(str(path)) as container:
            assert next(container.decode(video=0)) is not None
