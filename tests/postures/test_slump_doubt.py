"""A first minute that looks slumped is asked about, once, and nobody who sits upright is."""

import pytest

from formcheck.measurements.measurement import Measurement
from formcheck.measurements.view import View
from formcheck.postures.slump_doubt import ASKED, FirstMinute, slump_doubt

EARS, INCLINED = "ear_height", "ear_shoulder_inclination_deg"
FPS = 5


@pytest.mark.parametrize(
    ("view", "medians", "doubted"),
    [
        (View.FRONT, {EARS: 0.60}, False),
        (View.FRONT, {EARS: 0.47}, False),
        (View.FRONT, {EARS: 0.40}, True),
        (View.SIDE, {INCLINED: 18.0}, False),
        (View.SIDE, {INCLINED: 24.0}, False),
        (View.SIDE, {INCLINED: 35.0}, True),
        (View.SIDE, {INCLINED: -5.0}, False),
        (View.SIDE, {EARS: 0.1}, False),
        (View.FRONT, {INCLINED: 60.0}, False),
        (View.FRONT, {}, False),
        (View.BACK, {EARS: 0.1, INCLINED: 60.0}, False),
    ],
)
def test_only_what_lies_past_everybody_upright_is_doubted(view, medians, doubted) -> None:
    words = slump_doubt(view, medians)
    assert words.startswith(ASKED) if doubted else words == ""


def asked_at_s(
    ears: float, seconds: float = 90.0, *, still: bool = True, learned: bool = True, turns_at_s: float = 1e9
) -> list[float]:
    """When something is asked of somebody whose ears are so high over their shoulders."""
    watch = FirstMinute()
    measured = {EARS: Measurement(ears)}
    times_s = [i / FPS for i in range(round(seconds * FPS))]
    return [
        time_s
        for time_s in times_s
        if watch.update(
            time_s,
            View.FRONT if time_s < turns_at_s else View.SIDE,
            measured,
            still=still,
            learned=learned,
        )
    ]


def test_it_is_asked_once_after_a_minute() -> None:
    assert asked_at_s(0.38, 300.0) == [pytest.approx(60.0, abs=0.3)]


@pytest.mark.parametrize(
    "how",
    [{"ears": 0.55}, {"ears": 0.38, "still": False}, {"ears": 0.38, "learned": False},
     {"ears": 0.38, "seconds": 50.0}, {"ears": 0.38, "turns_at_s": 40.0}],
    ids=["upright", "never still", "calibrated", "not a minute", "turned meanwhile"],
)  # fmt: skip
def test_nothing_is_asked_of(how) -> None:
    assert asked_at_s(**how) == []
