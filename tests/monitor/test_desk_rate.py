"""How often it really looks: as often as was asked, whatever a look takes."""

import pytest

from formcheck.desktop.control import Request
from formcheck.monitor.look import Look
from formcheck.monitor.moment import Moment
from formcheck.monitor.monitor import Monitor
from formcheck.monitor.settings import DeskSettings
from tests.monitor.day import MONDAY_S, Day

WELL = Look(present=True, judged=True)
# A camera that gives ten pictures a second makes one wait so long for the next.
WAIT_S = 0.09


def looks_in(monitor: Monitor, seconds: float) -> int:
    """Looks as often as is wanted, each a little late."""
    now_s, looks = 0.0, 0
    while now_s < seconds:
        asked_s = max(now_s, monitor.next_look_s(Moment(now_s, MONDAY_S + now_s)) or 0.0)
        now_s = asked_s + WAIT_S
        monitor.saw(Moment(now_s, MONDAY_S + now_s), WELL, asked_s)
        looks += 1
    return looks


@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0, 5.0])
def test_waiting_for_a_picture_makes_looks_no_rarer(rate: float) -> None:
    day = Day(DeskSettings(rate=rate))
    assert looks_in(day.monitor, 60.0) == pytest.approx(60.0 * rate, abs=2)
    assert day.monitor.status(day.now()).looks_a_second == rate


def test_a_neutral_is_taken_from_more_than_five_pictures_a_second_at_any_rate() -> None:
    day = Day(DeskSettings(rate=0.5))
    day.ask(Request("calibrate"))
    assert looks_in(day.monitor, 10.0) > 60
