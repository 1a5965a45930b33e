import threading

from formcheck.source.newest import Newest
from tests.waiting import LAST_RESORT_S, done_by_itself


def test_the_newest_wins_and_nothing_queues() -> None:
    place: Newest[int] = Newest()
    for number in range(5):
        place.put(number)
        assert place.waiting == 1
    assert place.take(0) == 4
    assert place.take(0) is None
    assert (place.dropped, place.waiting) == (4, 0)


def test_who_waits_is_woken_by_what_comes() -> None:
    """A ball goes to and fro: whoever were not woken would hold it for as long as they are ready to wait."""
    there: Newest[int] = Newest()
    back: Newest[int] = Newest()

    def return_all() -> None:
        while (ball := there.take(LAST_RESORT_S)) is not None:
            back.put(ball)

    def serve(balls: int) -> list[int | None]:
        caught = []
        for ball in range(balls):
            there.put(ball)
            caught.append(back.take(LAST_RESORT_S))
        there.close()
        return caught

    threading.Thread(target=return_all, daemon=True).start()
    assert done_by_itself(lambda: serve(200)) == [*range(200)]


def test_closing_wakes_who_waits_and_leaves_what_lies_there() -> None:
    place: Newest[int] = Newest()
    threading.Timer(0.05, place.close).start()
    assert done_by_itself(lambda: place.take(LAST_RESORT_S)) is None
    place.put(1)
    assert place.take(LAST_RESORT_S) == 1
