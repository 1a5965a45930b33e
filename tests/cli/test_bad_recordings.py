"""Recordings that are broken are refused in one line; those that say little have a result that says so."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.bad_input import check_refused, device, empty, folder, limited, nothing, pipe, text
from tests.cli.conftest import Call, files_in
from tests.cli.recordings import LAYBACK, frames_of, header, recorded, write_lines
from tests.source.clips import cut

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
    "a rate that is none": ([header(fps=5e-324), *FRAMES], "fps"),
    "nanoseconds for seconds": (changed(time_s=1.7e18), "line 5"),
    "place beyond all numbers": (everywhere("1e160, 1, 0, 1, 1"), "line 2"),
    "a name without end": ([header(model="m" * 90_000), *FRAMES], "model"),
    "a line without end": ([header(), " " * 200_000], "longer than any frame"),
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
        (folder, "holds no video and no pose recording"),
        (text, "record one with --save-poses"),
        (empty, "line 1"),
        (lambda path: cut(recorded(path), 0.001), "record it again"),
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
