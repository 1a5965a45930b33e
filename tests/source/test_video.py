import os
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.errors import NotAVideoError, SourceError
from formcheck.source.frame import Frame
from formcheck.source.video import VideoFile
from tests.source.clips import (
    corners,
    cut,
    index_of,
    make_clip,
    make_pictureless,
    make_sound,
    make_with_stamps,
    steady,
)

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def read(path: Path, start_s: float | None = None, end_s: float | None = None) -> list[Frame]:
    with VideoFile(path, start_s, end_s) as video:
        return list(video)


def test_pictures_arrive_in_order_with_their_own_times(tmp_path: Path) -> None:
    times_s = [0.0, 0.04, 0.2, 0.21, 0.5, 1.1]
    frames = read(make_clip(tmp_path / "vfr.mp4", times_s))
    assert [frame.index for frame in frames] == list(range(6))
    assert [frame.time_s for frame in frames] == pytest.approx(times_s, abs=1e-4)
    assert [index_of(frame.image) for frame in frames] == list(range(6))
    for frame in frames:
        assert frame.image.shape == (48, 64, 3)
        assert frame.image.dtype == np.uint8
        assert frame.image.flags.c_contiguous
        assert frame.image.flags.writeable


def test_info(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "clip.mp4", steady(12))
    with VideoFile(path) as video:
        info = video.info
    assert (info.name, info.width_px, info.height_px) == (str(path), 64, 48)
    assert info.fps == pytest.approx(10, rel=0.1)
    assert info.duration_s == pytest.approx(1.2, abs=0.11)


@pytest.mark.parametrize("suffix", [".mkv", ".ts", ".avi", ".mov"])
def test_times_start_at_zero_whatever_the_clock_of_the_file(tmp_path: Path, suffix: str) -> None:
    codec = "mpeg4" if suffix == ".avi" else "libx264"
    times_s = [5 + t for t in steady(8)] if suffix != ".avi" else steady(8)
    frames = read(make_clip(tmp_path / f"late{suffix}", times_s, codec=codec))
    assert [frame.time_s for frame in frames] == pytest.approx(steady(8), abs=2e-3)


@pytest.mark.parametrize("rotation_deg", [0, 90])
def test_large_pictures_are_scaled_down_on_request(tmp_path: Path, rotation_deg: int) -> None:
    path = make_clip(tmp_path / "clip.mp4", steady(4), rotation_deg=rotation_deg)
    whole = read(path)
    with VideoFile(path, longest_side_px=32) as video:
        small = list(video)
        info = video.info
    assert [(f.index, f.time_s) for f in small] == [(f.index, f.time_s) for f in whole]
    assert sorted(small[0].image.shape) == [3, 24, 32]
    assert whole[0].image.shape == (info.height_px, info.width_px, 3), "the full size is stated"
    for frame, full in zip(small, whole, strict=True):
        halved = cv2.resize(full.image, frame.image.shape[1::-1], interpolation=cv2.INTER_AREA)
        assert np.abs(halved.astype(int) - frame.image).mean() < 6


def test_small_pictures_stay_as_they_are(tmp_path: Path) -> None:
    with VideoFile(make_clip(tmp_path / "clip.mp4", steady(1)), longest_side_px=100) as video:
        assert next(iter(video)).image.shape == (48, 64, 3)


@pytest.mark.parametrize(
    ("rotation_deg", "expected"),
    [
        (0, (RED, GREEN, BLUE, WHITE)),
        (90, (BLUE, RED, WHITE, GREEN)),
        (180, (WHITE, BLUE, GREEN, RED)),
        (270, (GREEN, WHITE, RED, BLUE)),
    ],
)
def test_pictures_are_upright(
    tmp_path: Path, rotation_deg: int, expected: tuple[tuple[int, int, int], ...]
) -> None:
    path = make_clip(tmp_path / "phone.mp4", steady(2), paint=corners, rotation_deg=rotation_deg)
    with VideoFile(path) as video:
        image = next(iter(video)).image
        info = video.info
    assert info.rotation_deg == rotation_deg
    assert image.shape == (info.height_px, info.width_px, 3)
    assert (info.width_px > info.height_px) == (rotation_deg in {0, 180})
    height, width = image.shape[:2]
    spots = [image[y, x] for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    for spot, colour in zip(spots, expected, strict=True):
        assert np.abs(spot.astype(int) - colour).max() < 40
    ok, other = cv2.VideoCapture(str(path)).read()
    assert ok
    assert np.abs(other[..., ::-1].astype(int) - image).mean() < 6, "OpenCV turns it the same way"


@pytest.mark.parametrize(
    ("suffix", "codec", "pix_fmt", "size_px"),
    [
        (".mp4", "libx264", "yuv444p", (65, 47)),
        (".mkv", "ffv1", "yuv420p10le", (64, 48)),
        (".mkv", "ffv1", "gray", (33, 48)),
        (".mov", "png", "rgba", (31, 17)),
        (".mkv", "ffv1", "yuv420p", (1, 1)),
    ],
)
def test_unusual_pictures(
    tmp_path: Path, suffix: str, codec: str, pix_fmt: str, size_px: tuple[int, int]
) -> None:
    frames = read(
        make_clip(tmp_path / f"odd{suffix}", steady(3), codec=codec, pix_fmt=pix_fmt, size_px=size_px)
    )
    assert [frame.image.shape for frame in frames] == [(size_px[1], size_px[0], 3)] * 3
    assert [index_of(frame.image) for frame in frames] == [0, 1, 2]


def test_pixels_that_are_not_square_are_made_square(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "wide.mp4", steady(2), pixel_aspect=Fraction(2))
    assert read(path)[0].image.shape == (48, 128, 3)


def test_sound_is_no_obstacle(tmp_path: Path) -> None:
    assert len(read(make_clip(tmp_path / "sound.mp4", steady(5), audio="aac"))) == 5


def test_timestamps_that_do_not_increase_are_left_out(tmp_path: Path) -> None:
    path = make_with_stamps(tmp_path / "stamps.mkv", [0, 100, 100, 50, 200, 300])
    with VideoFile(path) as video:
        frames = list(video)
        assert video.left_out == 2
    assert [frame.time_s for frame in frames] == pytest.approx([0, 0.1, 0.2, 0.3])
    assert [index_of(frame.image) for frame in frames] == [0, 1, 4, 5]
    assert [frame.index for frame in frames] == [0, 1, 2, 3]


def test_a_stream_without_timestamps_gets_them_from_its_frame_rate(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "raw.h264", steady(6))
    with VideoFile(path) as video:
        frames = list(video)
        step_s = 1 / video.info.fps
    assert [frame.time_s for frame in frames] == pytest.approx([k * step_s for k in range(6)], abs=1e-6)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts", ".avi"])
@pytest.mark.parametrize("start_s", [0.35, 2.5, 3.0])
def test_start_and_end_select_by_time(tmp_path: Path, suffix: str, start_s: float) -> None:
    codec = "mpeg4" if suffix == ".avi" else "libx264"
    path = make_clip(tmp_path / f"long{suffix}", steady(40), codec=codec)
    whole = [frame for frame in read(path) if start_s <= frame.time_s < 3.2]
    part = read(path, start_s, 3.2)
    assert [frame.time_s for frame in part] == [frame.time_s for frame in whole]
    assert [frame.index for frame in part] == list(range(len(whole)))
    for a, b in zip(part, whole, strict=True):
        assert np.array_equal(a.image, b.image)


@pytest.mark.parametrize(("start_s", "end_s"), [(-1.0, None), (1.0, 0.5), (1.0, 1.0), (99.0, None)])
def test_times_that_do_not_fit_the_file(tmp_path: Path, start_s: float, end_s: float | None) -> None:
    path = make_clip(tmp_path / "clip.mp4", steady(12))
    with pytest.raises(SourceError, match=r"start|end") as caught:
        VideoFile(path, start_s, end_s)
    assert "\n" not in str(caught.value)


def test_a_truncated_file_gives_what_it_has(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = make_clip(tmp_path / "cut.mp4", steady(40), size_px=(128, 96), gop=4)
    with VideoFile(path) as video:
        assert len(list(video)) == 40
        assert not video.truncated
    with VideoFile(cut(path, 0.7)) as video:
        frames = list(video)
        assert video.truncated
    assert 4 < len(frames) < 40
    assert [index_of(frame.image) for frame in frames[:-1]] == list(range(len(frames) - 1))
    assert capfd.readouterr() == ("", "")


def test_a_part_of_a_whole_file_is_not_truncated(tmp_path: Path) -> None:
    with VideoFile(make_clip(tmp_path / "clip.mp4", steady(30)), 0.5, 1.0) as video:
        assert len(list(video)) == 5
        assert not video.truncated


def text_as_video(path: Path) -> Path:
    path.write_text("[00:01.00] dear diary\n1\n00:00:01,000 --> 00:00:02,000\nhello\n")
    return path


def playlist(path: Path) -> Path:
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://localhost:9/a.ts\n#EXT-X-ENDLIST\n")
    return path


def empty(path: Path) -> Path:
    path.touch()
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


@pytest.mark.parametrize(
    ("make", "kind", "words"),
    [
        (lambda path: path, SourceError, "no such file"),
        (folder, SourceError, "folder"),
        (pipe, SourceError, "regular file"),
        (empty, NotAVideoError, "empty"),
        (text_as_video, NotAVideoError, "not a video"),
        (playlist, NotAVideoError, "not a video"),
        (make_sound, NotAVideoError, "sound but no pictures"),
        (make_pictureless, NotAVideoError, "no pictures"),
        (
            lambda path: cut(make_clip(path, steady(20), faststart=False), 0.5),
            NotAVideoError,
            "cut off",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], make, kind: type[SourceError], words: str
) -> None:
    path = make(tmp_path / "bad.mp4")
    with pytest.raises(SourceError, match=words) as caught:
        VideoFile(path)
    assert type(caught.value) is kind
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_clip(tmp_path / "clip.mp4", steady(2))

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match="permissions"):
        VideoFile(path)
