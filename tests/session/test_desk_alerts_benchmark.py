"""The benchmark of the desk alerts counts what a session says, however short."""

from pathlib import Path

import pytest

from benchmarks.desk_alerts import Sat, main, sat_well
from formcheck.evaluation.clips import Clip, find_clips

SET = Path(__file__).parents[2] / "benchmarks" / "recordings"


def clip(name: str) -> Clip:
    return next(c for c in find_clips(SET, "development", "desk") if name in c.name)


def seen(name: str, seconds: float) -> Sat:
    return sat_well(clip(name), seconds)


def test_who_sits_well_is_told_nothing_and_who_slumps_is_named() -> None:
    well, badly = seen("busy_typing-good-front", 20.0), seen("slump-poor-front", 20.0)
    assert well.seconds == badly.seconds == 20.0
    assert not well.events
    assert well.false_s == 0.0
    assert badly.events["desk.slump"] >= 1
    assert 1.0 < badly.false_s < 20.0


@pytest.mark.parametrize("seconds", [3.0, 12.0])
def test_the_same_hours_give_the_same_figures(seconds) -> None:
    assert seen("slump-poor-front", seconds) == seen("slump-poor-front", seconds)


def test_a_set_without_anybody_who_sits_well_is_no_result(capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.argv", ["desk_alerts", str(SET), "--split", "nothing"])
    assert main() == 1
    assert "holds no clip of split nothing" in capsys.readouterr().err
