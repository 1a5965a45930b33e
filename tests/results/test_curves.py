"""What a report plots stays bounded in memory, however long somebody sits."""

from dataclasses import replace

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.neutral import Neutral
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.results import curves
from formcheck.results.curves import Curves
from formcheck.session.start import start_session
from tests.people import RIGHT_SIDE, film_set, press_set

PRESS = load_activity("overhead-press")


def test_a_long_session_keeps_its_whole_length_in_ever_fewer_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curves, "MOST_KEPT", 50)
    session = start_session(PRESS, RIGHT_SIDE.info(), OneEuroSmoother())
    kept = Curves(PRESS)
    seen = [o for frame in film_set(press_set(1)) for o in session.push(frame)]
    for index in range(430):
        kept.write(replace(seen[index % len(seen)], index=index, time_s=index / 30))
    for plot in kept.plots(Neutral()):
        for series in plot.series:
            times = series.time_s
            assert 25 <= len(times) <= 50
            assert times[0] == 0.0
            assert times[-1] >= 429 / 30 - 16 / 30
            assert times == tuple(pytest.approx(k * 16 / 30) for k in range(len(times)))
