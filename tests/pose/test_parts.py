"""Films that are found in parts: the same poses, however many parts are worked at at a time."""

import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pytest

from formcheck.errors import ModelError
from formcheck.pose.parts.film_parts import FilmParts
from formcheck.pose.parts.places import Place, goes_on, places_in
from formcheck.pose.parts.side_by_side import Pace
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.search_window import Box
from formcheck.pose.stream import EstimatedPoses
from formcheck.pose.subject import Known
from formcheck.source.frame import AS_IT_SAYS, Frame, Image, Reading, StreamInfo
from formcheck.source.thinning import Thinning
from formcheck.source.video import VideoFile
from tests.source.clips import joined, make_clip, steady
from tests.source.test_odd_films import moving, with_bytes_changed

# Parts of a film of 12 s; the model looks at a second before each.
PLACES = Place(3.0, 4.0), Place(7.0, 8.0)


def standing(x_px: float, digest: int) -> Pose:
    """Somebody who stands there; the hips tell a number."""
    points = np.ones((33, 5))
    points[:, 0] = x_px + np.linspace(-10, 10, 33)
    points[:, 1] = np.linspace(0, 80, 33)
    return Pose(points, np.full((33, 3), float(digest)))


class Remembering:
    """Finds a pose that tells of all pictures since it began, and by itself whom to follow."""

    model = "remembering"
    begun = 0

    def __init__(
        self, known: Known | None = None, follow: Callable[[float], float | None] = lambda began_s: 50.0
    ) -> None:
        # Who is told whom to follow does.
        self._follow = follow if known is None or known.last is None else lambda began_s: known.last.x_px
        self._began_s: float | None = None
        self._digest, self._last = 0, None
        self.is_open = True
        type(self).begun += 1

    @property
    def known(self) -> Known:
        return Known(last=self._last)

    def estimate(self, frame: Frame, info: StreamInfo) -> PosedFrame:
        assert self.is_open
        if self._began_s is None:
            self._began_s = frame.time_s
        self._digest = zlib.crc32(np.ascontiguousarray(frame.image), self._digest)
        x_px = self._follow(self._began_s)
        pose = None if x_px is None else standing(x_px, self._digest)
        self._last = self._last if pose is None else Box.of(pose)
        return PosedFrame(frame.index, frame.time_s, pose, frame.cut, frame.damaged, frame.repeats)

    def read_faces(self, wanted: bool) -> None:
        """It sees none."""

    def warm_up(self) -> None:
        """It is always ready."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_open = False


def stream(
    path: Path,
    at_once: int,
    begin: Callable[[Known | None], Remembering] = Remembering,
    reading: Reading = AS_IT_SAYS,
    start_s: float | None = None,
    end_s: float | None = None,
) -> EstimatedPoses:
    def film(place: Place | None) -> VideoFile:
        skip_to_s = None if place is None else place.warm_s
        return VideoFile(path, start_s, end_s, reading=reading, own_shapes=True, skip_to_s=skip_to_s)

    source, first = film(None), begin(Known())
    return EstimatedPoses(source, first, FilmParts(source, first, PLACES, at_once, film, begin))


def told(frames: list[PosedFrame]) -> list[tuple[object, ...]]:
    return [
        (
            *(one.index, one.time_s, one.cut, one.damaged, one.repeats),
            None if one.pose is None or one.pose.world is None else float(one.pose.world[0, 0]),
        )
        for one in frames
    ]


def rolling(index: int, size_px: tuple[int, int]) -> Image:
    return moving(7 * index, size_px)


def still(index: int, size_px: tuple[int, int]) -> Image:
    """Stands still from the third second to the sixth."""
    return moving(7 * min(index, 30) if index < 60 else index, size_px)


def uneven() -> list[float]:
    return [*np.cumsum(np.random.default_rng(3).uniform(0.03, 0.17, 120))]


def two_recordings(folder: Path) -> Path:
    one, two = (make_clip(folder / f"{n}.ts", steady(60), paint=rolling) for n in (1, 2))
    return joined(folder / "both.ts", one, two)


# Films of 12 s and 10 pictures a second.
FILMS: dict[str, Callable[[Path], Path]] = {
    "plain": lambda folder: make_clip(folder / "x.mp4", steady(120), paint=rolling),
    "variable rate": lambda folder: make_clip(folder / "x.mp4", uneven(), paint=rolling),
    "on its side": lambda folder: make_clip(folder / "x.mp4", steady(120), paint=rolling, rotation_deg=90),
    "one key picture": lambda folder: make_clip(folder / "x.mp4", steady(120), paint=rolling, gop=500),
    "matroska": lambda folder: make_clip(folder / "x.mkv", steady(120), paint=rolling),
    "no seeking": lambda folder: make_clip(folder / "x.ts", steady(120), paint=rolling),
    "two recordings": two_recordings,
    "damaged": lambda folder: with_bytes_changed(make_clip(folder / "x.mkv", steady(120), paint=rolling), 75),
    "stands still": lambda folder: make_clip(folder / "x.mp4", steady(120), paint=still),
    "ends early": lambda folder: make_clip(folder / "x.mp4", steady(60), paint=rolling),
}


@pytest.mark.parametrize("kind", FILMS)
@pytest.mark.parametrize("at_once", [2, 5])
def test_what_is_found_is_the_same_however_many_parts_are_worked_at(
    tmp_path: Path, kind: str, at_once: int
) -> None:
    path = FILMS[kind](tmp_path)
    with stream(path, 1) as in_turn, stream(path, at_once) as side_by_side:
        expected = told([*in_turn])
        assert told([*side_by_side]) == expected
        assert side_by_side.warnings == in_turn.warnings
    assert [one[0] for one in expected] == [*range(len(expected))]
    with VideoFile(path, own_shapes=True) as video:
        assert [one[1] for one in expected] == [frame.time_s for frame in video]


@pytest.mark.parametrize(
    "thinning", [Thinning(stride=3), Thinning(max_fps=3.7), Thinning(stride=2, max_fps=4.0)], ids=str
)
@pytest.mark.parametrize("kind", ["plain", "variable rate", "matroska"])
def test_of_a_film_that_is_thinned_the_same_pictures_are_looked_at(
    tmp_path: Path, kind: str, thinning: Thinning
) -> None:
    path, reading = FILMS[kind](tmp_path), Reading(thinning=thinning)
    with stream(path, 1, reading=reading) as in_turn, stream(path, 3, reading=reading) as side_by_side:
        assert told([*side_by_side]) == told([*in_turn])


@pytest.mark.parametrize(("start_s", "end_s"), [(0.55, None), (None, 9.05), (2.5, 7.95), (5.0, 11.0)])
def test_a_part_of_a_film_is_the_same_too(tmp_path: Path, start_s: float | None, end_s: float | None) -> None:
    path, span = FILMS["plain"](tmp_path), {"start_s": start_s, "end_s": end_s}
    with stream(path, 1, **span) as in_turn, stream(path, 3, **span) as side_by_side:
        assert told([*side_by_side]) == told([*in_turn])


def other_from(time_s: float) -> Callable[[Known | None], Remembering]:
    """Models that follow somebody else when they begin late."""
    return lambda known: Remembering(known, lambda began_s: 50.0 if began_s < time_s else 500.0)


def nobody_from(time_s: float) -> Callable[[Known | None], Remembering]:
    """Models that find nobody when they begin late."""
    return lambda known: Remembering(known, lambda began_s: 50.0 if began_s < time_s else None)


@pytest.mark.parametrize("begin", [other_from(2.0), other_from(6.0), nobody_from(2.0), nobody_from(6.0)])
def test_where_a_new_model_finds_another_person_it_is_told_whom_to_follow(
    tmp_path: Path, begin: Callable[[Known | None], Remembering]
) -> None:
    path = FILMS["plain"](tmp_path)
    with stream(path, 1, begin) as in_turn, stream(path, 3, begin) as side_by_side:
        expected = [*in_turn]
        assert told([*side_by_side]) == told(expected)
    assert {one.pose and float(one.pose.xy_px[16, 0]) for one in expected} == {50.0}


@pytest.mark.parametrize("at_once", [2, 3])
def test_a_film_that_is_left_in_the_middle_leaves_no_thread(tmp_path: Path, at_once: int) -> None:
    before = {*threading.enumerate()}
    with stream(FILMS["plain"](tmp_path), at_once) as poses:
        frames = iter(poses)
        for _ in range(5):
            next(frames)
        frames.close()  # type: ignore[attr-defined]
    assert {*threading.enumerate()} == before


def test_a_later_part_waits_for_the_earliest_one_until_that_is_found() -> None:
    pace, order = Pace(2, 0.5), list[str]()

    def look() -> None:
        for _ in range(3):
            pace.step(1)
            order.append("later")

    later = threading.Thread(target=look)
    later.start()
    for _ in range(2):
        order.append("earliest")
        pace.step(0)
    order.append("found")
    pace.end(0)
    later.join()
    # One of the later part for two of the earliest one, whenever its thread comes to it.
    assert order[:2] == ["earliest", "earliest"]
    assert order.index("found") < [i for i, what in enumerate(order) if what == "later"][1]
    assert order.count("later") == 3


@pytest.mark.parametrize("fails_from_s", [0.0, 2.0, 6.0])
def test_a_model_that_cannot_begin_is_said_where_it_is_needed(tmp_path: Path, fails_from_s: float) -> None:
    class Failing(Remembering):
        def estimate(self, frame: Frame, info: StreamInfo) -> PosedFrame:
            if frame.time_s >= fails_from_s:
                raise ModelError("it is gone")
            return super().estimate(frame, info)

    path = FILMS["plain"](tmp_path)
    for at_once in (1, 3):
        found = []
        with stream(path, at_once, Failing) as poses, pytest.raises(ModelError, match="it is gone"):
            for posed in poses:
                found.append(posed.time_s)
        assert found == pytest.approx([time_s for time_s in steady(120) if time_s < fails_from_s])


def test_places_are_an_even_number_of_parts_and_only_of_long_films() -> None:
    def lengths_s(duration_s: float | None, fps: float = 30.0, end_s: float | None = None) -> list[float]:
        places = places_in(StreamInfo("x", 640, 480, fps, duration_s), None, end_s)
        begins_s = [0.0, *(place.begin_s for place in places)]
        return [*np.diff([*begins_s, min(duration_s or 0.0, end_s or 1e9)]).round(3)]

    assert lengths_s(None) == [0.0]
    assert lengths_s(9.9) == [9.9]
    assert lengths_s(20.0) == [9.5, 10.5], "while the last one is found, the others are judged"
    assert lengths_s(120.0) == [30.0, 30.0, 28.5, 31.5]
    assert lengths_s(120.0, end_s=40.0) == [19.0, 21.0]
    assert lengths_s(60.0, fps=240.0) == [3.75] * 14 + [3.562, 3.938]
    assert lengths_s(1e9) == [1e9], "a length that no film has"


def seen(*places_px: float | None) -> list[PosedFrame]:
    return [PosedFrame(n, n / 10, None if x is None else standing(x, n)) for n, x in enumerate(places_px)]


def test_a_part_goes_on_only_from_enough_pictures_of_one_person() -> None:
    here, there, nobody = [50.0] * 6, [300.0] * 6, [None] * 6
    assert goes_on(seen(*here), seen(*[51.0] * 6), 0.5)
    assert goes_on(seen(*here), seen(None, *[51.0] * 5), 0.5), "it may take a picture to find somebody"
    assert not goes_on(seen(*here), seen(*there), 0.5)
    assert not goes_on(seen(*here[:4]), seen(*here[:4]), 0.3), "too few"
    assert not goes_on(seen(*here), seen(*here[:5], None), 0.5)
    assert not goes_on(seen(*here), seen(*here, 50.0), 0.5)
    assert not goes_on([], [], float("-inf"))
    assert not goes_on(seen(*nobody), seen(*nobody), -1.0), "who left a moment ago is waited for"
    assert goes_on(seen(*nobody), seen(*nobody), -4.0), "whoever comes is followed"
    assert not goes_on(seen(*nobody), seen(*here), -4.0)


def test_where_nobody_is_seen_for_long_parts_go_on(tmp_path: Path) -> None:
    path, begin = FILMS["plain"](tmp_path), nobody_from(-1.0)
    Remembering.begun = 0
    with stream(path, 3, begin) as side_by_side:
        assert [one.pose for one in side_by_side] == [None] * 120
    assert Remembering.begun == 3, "one for each part, none of which was done again"
