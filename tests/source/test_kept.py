"""Pictures that are kept from when a film is read until they are drawn into, and what a film lets go of."""

import gc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from formcheck.sinks.video.copied import CopiedPictures
from formcheck.source.begun import BegunSource
from formcheck.source.codecs import VideoFrame, av
from formcheck.source.frame import Image, StreamInfo
from formcheck.source.kept import KeptPictures
from formcheck.source.video import VideoFile
from tests.source.clips import make_clip, steady

_SIDE_PX = 64


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_clip(tmp_path / "film.mp4", steady(30), size_px=(128, 96))


@pytest.fixture
def without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def picture(level: int) -> Image:
    return np.full((48, 64, 3), level, np.uint8)


def test_pictures_come_back_in_order_and_once() -> None:
    kept = KeptPictures(_SIDE_PX)
    for index in range(4):
        kept.put(index, index / 10, picture(60 * index))
    second = kept.take(1)
    assert second is not None
    assert second.time_s == pytest.approx(0.1)
    assert np.abs(second.image.astype(int) - 60).max() <= 3
    assert kept.take(1) is None
    assert kept.take(0) is None
    assert kept.take(3) is not None


def test_a_kept_picture_may_be_drawn_into() -> None:
    kept = KeptPictures(_SIDE_PX)
    kept.put(0, 0.0, picture(0))
    frame = kept.take(0)
    assert frame is not None
    frame.image[:] = 255
    assert frame.image.min() == 255


def test_the_colours_are_those_that_were_put() -> None:
    kept = KeptPictures(_SIDE_PX)
    red = picture(0)
    red[..., 0] = 200
    kept.put(0, 0.0, red)
    frame = kept.take(0)
    assert frame is not None
    assert np.abs(frame.image.astype(int) - red).max() <= 4


@pytest.mark.parametrize(("width", "height", "are"), [(1080, 1920, True), (540, 960, False)])
def test_only_films_that_are_made_smaller_are_kept(width: int, height: int, are: bool) -> None:
    assert KeptPictures(1280).are_for(StreamInfo("x", width, height, 30.0)) is are


def test_all_pictures_of_a_film_are_kept_at_their_size(film: Path) -> None:
    kept = KeptPictures(_SIDE_PX)
    with VideoFile(film, longest_side_px=32, kept=kept) as video:
        seen = [(frame.index, frame.time_s) for frame in video]
    frames = [kept.take(index) for index, _ in seen]
    assert [(f.index, f.time_s) for f in frames if f is not None] == seen
    assert {f.image.shape for f in frames if f is not None} == {(48, 64, 3)}


def test_where_no_more_is_kept_the_film_is_read_again(film: Path) -> None:
    kept = KeptPictures(_SIDE_PX, most_bytes=4_000)
    with VideoFile(film, longest_side_px=32, kept=kept) as video:
        count = sum(1 for _ in video)
    assert not kept.wants_more
    with CopiedPictures(lambda: VideoFile(film, longest_side_px=_SIDE_PX), kept) as copied:
        found = [copied.at(index) for index in range(count)]
    assert [frame.index for frame in found if frame is not None] == list(range(count))


def test_copies_are_alike_whether_kept_or_read_again(film: Path) -> None:
    kept = KeptPictures(_SIDE_PX)
    with VideoFile(film, longest_side_px=32, kept=kept) as video:
        for _ in video:
            pass

    def again() -> VideoFile:
        return VideoFile(film, longest_side_px=_SIDE_PX)

    with CopiedPictures(again, kept) as one, CopiedPictures(again) as other:
        for index in range(0, 30, 7):
            first, second = one.at(index), other.at(index)
            assert first is not None
            assert second is not None
            assert first.time_s == second.time_s
            assert np.abs(first.image.astype(int) - second.image).mean() < 3


@pytest.mark.usefixtures("without_collector")
def test_a_picture_that_nobody_holds_is_gone_at_once(film: Path) -> None:
    def held() -> int:
        return sum(isinstance(item, VideoFrame) for item in gc.get_objects())

    before = held()
    with VideoFile(film) as video:
        for _ in video:
            pass
        assert held() - before <= 2


def test_a_begun_film_gives_all_its_pictures(film: Path) -> None:
    with BegunSource(VideoFile(film)) as begun:
        assert begun.first is not None
        assert [frame.index for frame in begun] == list(range(30))


def test_closing_twice_does_nothing(film: Path) -> None:
    video = VideoFile(film)
    video.close()
    video.close()
    assert list(av.open(str(film)).decode(video=0))
