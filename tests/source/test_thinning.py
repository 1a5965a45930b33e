"""Looking at fewer pictures of a film: which, and that everybody who reads it again sees the same."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.source.frame import AS_IT_SAYS
from formcheck.source.kept import KeptPictures
from formcheck.source.thinning import Thinner, Thinning
from formcheck.source.video import VideoFile
from tests.source.clips import index_of, make_clip, steady

_FPS = 30


def taken(thinning: Thinning, times_s: list[float]) -> list[int]:
    thinner = Thinner(thinning)
    return [index for index, time_s in enumerate(times_s) if thinner.takes(time_s)]


@pytest.mark.parametrize(
    ("thinning", "expected"),
    [
        (Thinning(), [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (Thinning(stride=3), [0, 3, 6]),
        (Thinning(max_fps=10.0), [0, 3, 6]),
        (Thinning(max_fps=60.0), [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (Thinning(max_fps=30.0), [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        (Thinning(stride=2, max_fps=10.0), [0, 4, 6]),
    ],
    ids=str,
)
def test_which_pictures_are_looked_at(thinning: Thinning, expected: list[int]) -> None:
    assert taken(thinning, steady(9, _FPS)) == expected


@given(
    gaps_s=st.lists(st.floats(0.001, 2.0), min_size=1, max_size=200),
    max_fps=st.floats(1.0, 60.0),
)
def test_never_more_a_second_than_asked_whatever_the_clock(gaps_s: list[float], max_fps: float) -> None:
    times_s = [sum(gaps_s[:n]) for n in range(len(gaps_s))]
    seen_s = [times_s[index] for index in taken(Thinning(max_fps=max_fps), times_s)]
    assert seen_s[0] == times_s[0]
    for start_s in seen_s:
        within = sum(start_s <= time_s < start_s + 1 for time_s in seen_s)
        assert within <= max_fps + 2


def test_a_film_gives_every_third_picture_with_its_own_time(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "film.mp4", steady(30, _FPS))
    with VideoFile(path) as all_of_it:
        fps = all_of_it.info.fps
    with VideoFile(path, reading=replace(AS_IT_SAYS, thinning=Thinning(stride=3))) as video:
        assert video.info.fps == pytest.approx(fps / 3)
        frames = [(frame.index, frame.time_s, index_of(frame.image)) for frame in video]
    assert [index for index, _, _ in frames] == list(range(10))
    assert [painted for _, _, painted in frames] == list(range(0, 30, 3))
    assert [time_s for _, time_s, _ in frames] == pytest.approx(steady(10, _FPS / 3))


def test_what_is_kept_for_a_copy_is_thinned_too(tmp_path: Path) -> None:
    path = make_clip(tmp_path / "film.mp4", steady(30, _FPS), size_px=(128, 96))
    kept = KeptPictures(64)
    with VideoFile(path, reading=replace(AS_IT_SAYS, thinning=Thinning(stride=5)), kept=kept) as video:
        times_s = [frame.time_s for frame in video]
    again = [kept.take(index) for index in range(len(times_s))]
    assert [frame.time_s for frame in again if frame is not None] == times_s


def test_a_cut_is_told_by_the_next_picture_that_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "joined.ts"
    one = make_clip(tmp_path / "one.ts", steady(10, 10))
    two = make_clip(tmp_path / "two.ts", steady(10, 10))
    path.write_bytes(one.read_bytes() + two.read_bytes())
    with VideoFile(path, reading=replace(AS_IT_SAYS, thinning=Thinning(stride=3))) as video:
        cuts = [frame.cut for frame in video]
    assert sum(cuts) == 1
    assert not cuts[0]
