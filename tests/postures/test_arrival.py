"""Who sits down: the same on the same chair, elsewhere, somebody else, or never as calibrated."""

from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.postures.arrival import ArrivalWatch, Arrived

HOME = {
    "shoulders_x_px": 500.0,
    "ears_y_px": 300.0,
    "ear_height": 0.6,
    "shoulder_width_px": 200.0,
    "face_scale": 0.4,
}
FPS = 5.0


def neutral(view: View = View.FRONT) -> Neutral:
    return Neutral(view=view, by_view={view: HOME}, spread_by_view={view: dict.fromkeys(HOME, 0.0)})


@dataclass
class Play:
    """A watch, and the time that has passed before it."""

    watch: ArrivalWatch
    neutral: Neutral
    time_s: float = 0.0

    def absent(self, seconds: float) -> None:
        for _ in range(round(seconds * FPS)):
            self.watch.see(self.time_s, somebody=False, known=True)
            self.time_s += 1 / FPS

    def sits(
        self,
        seconds: float,
        view: View = View.FRONT,
        *,
        still: bool = True,
        calm: bool = True,
        **changed: float,
    ) -> list[tuple[Neutral, Arrived]]:
        seen = {name: Measurement(value, 0.0) for name, value in {**HOME, **changed}.items()}
        said: list[tuple[Neutral, Arrived]] = []
        for _ in range(round(seconds * FPS)):
            self.watch.see(self.time_s, somebody=True, known=True)
            found = self.watch.learn(self.time_s, view, seen, self.neutral, still=still, calm=calm)
            said += [] if found is None else [found]
            self.neutral = self.neutral if found is None else found[0]
            self.time_s += 1 / FPS
        return said


def arrived(said: Iterable[tuple[Neutral, Arrived]]) -> list[Arrived]:
    return [why for _, why in said]


def at_home(*, is_given: bool = False) -> Play:
    play = Play(ArrivalWatch(is_given=is_given), neutral())
    assert arrived(play.sits(5.0)) == []
    return play


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"shoulders_x_px": 515.0}, []),
        ({"shoulders_x_px": 530.0}, [Arrived.ELSEWHERE]),
        ({"ears_y_px": 340.0}, [Arrived.ELSEWHERE]),
        ({"shoulder_width_px": 220.0}, [Arrived.ELSEWHERE]),
        ({"shoulders_x_px": 530.0, "face_scale": 0.46}, [Arrived.SOMEBODY_ELSE]),
    ],
    ids=["as before", "a little aside", "aside", "lower", "nearer", "another face"],
)
def test_who_comes_back_after_an_absence_is_looked_at(changed: dict[str, float], expected: list) -> None:
    play = at_home()
    play.absent(10.0)
    assert arrived(play.sits(8.0, **changed)) == expected


def test_a_short_look_away_is_no_absence() -> None:
    play = at_home()
    play.absent(2.0)
    assert arrived(play.sits(8.0, shoulders_x_px=530.0)) == []


def test_nothing_is_judged_until_it_is_known_who_sits_there() -> None:
    play = at_home()
    assert not play.watch.is_looking
    play.absent(5.0)
    play.sits(1.0)
    assert play.watch.is_looking
    play.sits(5.0, still=False)
    assert play.watch.is_looking, "only still seconds tell"
    play.sits(4.0)
    assert not play.watch.is_looking


def test_what_is_learned_is_where_they_sit_now() -> None:
    play = at_home()
    play.absent(10.0)
    ((learned, _),) = play.sits(8.0, shoulders_x_px=580.0)
    assert learned.by_view[View.FRONT]["shoulders_x_px"] == pytest.approx(580.0)
    assert learned.calibrated == frozenset()


def test_a_view_of_which_nothing_is_known_is_not_looked_at() -> None:
    play = at_home()
    play.absent(10.0)
    assert arrived(play.sits(8.0, View.SIDE)) == []
    assert not play.watch.is_looking


def test_a_neutral_of_another_day_that_never_fits_is_given_up() -> None:
    play = Play(ArrivalWatch(is_given=True), neutral())
    assert arrived(play.sits(35.0, calm=False, ears_y_px=360.0)) == []
    assert arrived(play.sits(15.0, calm=False, ears_y_px=360.0)) == [Arrived.NOT_AS_CALIBRATED]
    assert play.neutral.by_view[View.FRONT]["ears_y_px"] == pytest.approx(360.0)


@pytest.mark.parametrize("is_given", [True, False])
def test_a_neutral_that_has_once_fitted_or_was_learned_here_is_kept(is_given: bool) -> None:
    play = at_home(is_given=is_given)
    assert arrived(play.sits(120.0, calm=False, ears_y_px=360.0)) == []
