import threading
import time

from formcheck.source.newest import Newest


def test_the_newest_wins_and_nothing_queues() -> None:
    place: Newest[int] = Newest()
    for number in range(5):
        place.put(number)
        assert place.waiting == 1
    assert place.take(0) == 4
    assert place.take(0) is None
    assert (place.dropped, place.waiting) == (4, 0)


def test_who_waits_is_woken_at_once() -> None:
    place: Newest[float] = Newest()
    threading.Timer(0.1, lambda: place.put(time.monotonic())).start()
    put_s = place.take(5)
    assert put_s is not None
    assert time.monotonic() - put_s < 0.1


def test_closing_wakes_who_waits_and_leaves_what_lies_there() -> None:
    place: Newest[int] = Newest()
    threading.Timer(0.05, place.close).start()
    assert place.take(5) is None
    place.put(1)
    assert place.take(5) == 1
