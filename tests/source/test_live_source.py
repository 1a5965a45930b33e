"""Cameras that are not there: what the newest picture is, and what is said when none comes."""

import threading
import time
from collections.abc import Iterable, Iterator
from itertools import chain, count, repeat

import numpy as np
import pytest

from formcheck.errors import SourceError
from formcheck.source.device import Picture
from formcheck.source.frame import StreamInfo
from formcheck.source.live_source import Arrival, LiveSource
from tests.live.acting import SIZE_PX, Script, picture
from tests.waiting import LAST_RESORT_S, until

INFO = StreamInfo("camera 7", *SIZE_PX, 30.0)
BLACK = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8)


class Clock:
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def pictures(number: int, start: int = 0) -> list[Picture]:
    return [Picture(picture(i)) for i in range(start, start + number)]


def all_of(source: LiveSource) -> list[Arrival]:
    found = []
    while not source.ended:
        arrival = source.next(0.05)
        if arrival is not None:
            found.append(arrival)
    return found


def numbered(source: LiveSource, index: int) -> Arrival | None:
    """The newest picture, if it is the one with this index."""
    arrival = source.next(0.05)
    return arrival if arrival is not None and arrival.frame.index == index else None


def ended(steps: Iterable[Picture]) -> Script:
    """A device that ends, as a file does."""
    return Script(iter(steps), INFO, returns=False)


def test_the_oldest_are_dropped_while_nobody_takes_them() -> None:
    with LiveSource(ended(pictures(20))) as source:
        until(lambda: source.dropped == 19)
        (last,) = all_of(source)
    assert last.frame.index == 19
    assert np.array_equal(last.frame.image, picture(19))


def test_times_are_those_of_the_coming_and_rise() -> None:
    clock = Clock()

    def tick() -> None:
        clock.now_s += 0.04

    device = Script(iter(pictures(3)), INFO, returns=False, wait=tick)
    with LiveSource(device, clock) as source:
        frames = [arrival.frame for arrival in all_of(source)]
    assert frames[-1].time_s == pytest.approx(0.12)
    assert frames[-1].index == 2


def test_a_file_keeps_its_own_times() -> None:
    steps = [Picture(picture(i), time_s) for i, time_s in enumerate([0.0, 0.1, 0.1, 0.3])]
    with LiveSource(ended(steps)) as source:
        last = all_of(source)[-1]
    assert last.frame.time_s == 0.3


def test_it_is_a_frame_source() -> None:
    with LiveSource(ended(pictures(1))) as source:
        assert source.info == INFO
        assert [frame.index for frame in source] == [0]
        assert source.warnings == ()


def test_light_is_measured() -> None:
    bright = np.full_like(BLACK, 255)
    with LiveSource(ended([Picture(bright)])) as source:
        (arrival,) = all_of(source)
    assert arrival.light == pytest.approx(1.0)


@pytest.mark.parametrize("size", [(640, 360), (180, 320), (2560, 1440)], ids=str)
def test_pictures_of_another_size_are_fitted_into_the_first_ones_size(size: tuple[int, int]) -> None:
    other = np.full((size[1], size[0], 3), 200, np.uint8)
    with LiveSource(ended([*pictures(1), Picture(other)])) as source:
        last = all_of(source)[-1]
    assert last.frame.index == 1
    assert last.frame.image.shape == BLACK.shape
    assert last.frame.image[SIZE_PX[1] // 2, SIZE_PX[0] // 2, 0] == 200


def test_large_pictures_are_made_smaller_and_the_info_states_their_size() -> None:
    large = np.full((1440, 2560, 3), 90, np.uint8)
    device = Script(iter([Picture(large)]), StreamInfo("camera 7", 2560, 1440, 30.0), returns=False)
    with LiveSource(device) as source:
        (arrival,) = all_of(source)
        assert source.info.width_px == 2560
    assert arrival.frame.image.shape == (720, 1280, 3)


# Troubles


def test_a_lost_camera_is_opened_again_and_time_goes_on() -> None:
    steps = chain(
        pictures(3), [SourceError("camera 7: was unplugged; plug it in again")], pictures(1, 10), repeat(None)
    )
    may_open = threading.Semaphore(1)
    device = Script(
        iter(steps), INFO, refusals=["camera 7: there is no /dev/video7"],
        before_opening=lambda: may_open.acquire(timeout=LAST_RESORT_S),
    )  # fmt: skip
    with LiveSource(device) as source:
        first = source.next(LAST_RESORT_S)
        for words in ("was unplugged; plug it in again", "there is no /dev/video7"):
            until(lambda words=words: source.trouble is not None and words in source.trouble.line)
            assert source.trouble is not None
            assert source.trouble.shown == "Camera is gone"
            may_open.release()
        second = until(lambda: numbered(source, 3))
        assert source.trouble is None
        warnings = source.warnings
    assert first is not None
    assert second.frame.time_s > first.frame.time_s + 0.2
    assert device.opened == 2
    assert len(warnings) == 1
    assert "once" in warnings[0]


def test_the_same_picture_again_and_again_is_frozen() -> None:
    clock = Clock()

    def tick() -> None:
        clock.now_s += 0.1
        time.sleep(0.001)

    device = Script(repeat(Picture(picture(1))), INFO, wait=tick)
    with LiveSource(device, clock) as source:
        until(lambda: source.trouble is not None)
        trouble = source.trouble
    assert trouble is not None
    assert trouble.shown == "Picture is frozen"
    assert clock.now_s - 1000.0 > 2.0


def test_a_file_may_stand_still() -> None:
    clock = Clock()

    def tick() -> None:
        clock.now_s += 0.1

    steps = [Picture(picture(1), i / 10) for i in range(40)]
    with LiveSource(Script(iter(steps), INFO, returns=False, wait=tick), clock) as source:
        all_of(source)
        assert source.trouble is None


def test_a_black_picture_is_black() -> None:
    clock = Clock()
    noisy = (np.random.default_rng(i).integers(0, 3, BLACK.shape).astype(np.uint8) for i in count())

    def tick() -> None:
        clock.now_s += 0.1
        time.sleep(0.001)

    with LiveSource(Script((Picture(image) for image in noisy), INFO, wait=tick), clock) as source:
        until(lambda: source.trouble is not None)
        trouble = source.trouble
    assert trouble is not None
    assert trouble.shown == "Picture is black"


def test_a_camera_that_hangs_is_noticed_while_it_hangs() -> None:
    clock = Clock()
    hangs, goes_on = threading.Event(), threading.Event()

    def third_hangs() -> Iterator[Picture]:
        yield from pictures(2)
        hangs.set()
        goes_on.wait(LAST_RESORT_S)
        yield from pictures(1, 2)

    with LiveSource(ended(third_hangs()), clock) as source:
        assert hangs.wait(LAST_RESORT_S)
        assert source.trouble is None
        clock.now_s += 5
        trouble = source.trouble
        goes_on.set()
    assert trouble is not None
    assert trouble.shown == "Camera has stopped"


@pytest.mark.parametrize(
    "steps", [[None], [SourceError("camera 7: gives no picture")]], ids=["none", "error"]
)
def test_a_camera_without_a_first_picture_is_an_error(steps: list[Picture | Exception | None]) -> None:
    device = Script(iter(steps), INFO)
    with pytest.raises(SourceError, match="camera 7: gives no picture"), LiveSource(device):
        pass
    assert device.closed


def test_a_file_that_breaks_is_an_error_for_the_reader() -> None:
    device = ended([])
    device.steps = iter([*pictures(1), SourceError("film.mp4: cannot be read further")])
    with LiveSource(device) as source:
        assert source.next(LAST_RESORT_S) is not None
        with pytest.raises(SourceError, match="cannot be read further"):
            until(lambda: source.next(0.05) is not None)


def test_leaving_closes_the_device() -> None:
    device = Script((Picture(picture(i)) for i in count()), INFO)
    with LiveSource(device) as source:
        source.next(LAST_RESORT_S)
    assert device.closed == 1


def test_a_camera_that_comes_back_and_goes_at_once_is_opened_ever_more_seldom(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    pauses_s: list[float] = []
    device = Script(chain(pictures(1), repeat(SourceError("camera 7: was cut"))), INFO)
    source = LiveSource(device, clock)

    def wait(pause_s: float) -> bool:
        pauses_s.append(pause_s)
        clock.now_s += pause_s
        if len(pauses_s) >= 9:
            source._stopped.set()
        return source._stopped.is_set()

    monkeypatch.setattr(source._stopped, "wait", wait)
    with source:
        until(source._ended.is_set)
    assert pauses_s == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0, 8.0]


def test_a_camera_that_was_back_for_long_is_opened_at_once_again(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    pauses_s: list[float] = []
    lost = SourceError("camera 7: was cut")

    def steps() -> Iterator[Picture | Exception]:
        yield from pictures(1)
        yield from [lost, lost, lost]
        for number in range(50):
            clock.now_s += 1.0
            yield Picture(picture(number))
        yield lost

    device = Script(steps(), INFO)
    source = LiveSource(device, clock)

    def wait(pause_s: float) -> bool:
        pauses_s.append(pause_s)
        if len(pauses_s) >= 4:
            source._stopped.set()
        return source._stopped.is_set()

    monkeypatch.setattr(source._stopped, "wait", wait)
    with source:
        until(source._ended.is_set)
    assert pauses_s == [0.25, 0.5, 1.0, 0.25]


def test_a_camera_with_a_picture_in_ten_seconds_is_slow_and_not_gone() -> None:
    clock = Clock()
    more = threading.Semaphore(1)

    def slowly() -> Iterator[Picture]:
        for number in count():
            more.acquire(timeout=LAST_RESORT_S)
            clock.now_s += 10.0
            yield Picture(picture(number))

    with LiveSource(Script(slowly(), INFO), clock) as source:
        for index in range(1, 4):
            more.release()
            until(lambda index=index: numbered(source, index))
        trouble = source.trouble
        clock.now_s += 12.0
        assert source.trouble == trouble, "it is not silent yet"
        clock.now_s += 30.0
        silent = source.trouble
        more.release()
    assert trouble is not None
    assert trouble.shown == "Too few pictures"
    assert "every 10 s" in trouble.line
    assert silent is not None
    assert silent.shown == "Camera has stopped"


def test_what_the_decoder_made_up_is_marked() -> None:
    with LiveSource(ended([Picture(picture(0), damaged=True)])) as source:
        (arrival,) = all_of(source)
    assert arrival.frame.damaged
