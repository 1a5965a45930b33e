"""What is no video: one line that says what to do, and no files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.bad_input import check_refused, device, empty, folder, nothing, pipe, text
from tests.cli.conftest import Call, files_in
from tests.source.clips import cut, make_clip, make_sound, steady


def truncated(path: Path) -> Path:
    return cut(make_clip(path, steady(20), faststart=False), 0.5)


def without_size(path: Path) -> Path:
    path = path.with_suffix(".y4m")
    path.write_bytes(b"YUV4MPEG2 W0 H0 F30:1 Ip A1:1 C420\nFRAME\n")
    return path


def loop(path: Path) -> Path:
    path.symlink_to(path)
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (nothing, "check the path"),
        (folder, "holds no video and no pose recording"),
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
