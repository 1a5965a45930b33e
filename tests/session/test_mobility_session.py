"""Recorded people who exercise their necks: counted, held, judged; and people who do something else."""

from functools import cache
from pathlib import Path

import pytest

from formcheck.activities.moves import ROUTINE, load_move
from formcheck.moves.quantities import HOLD_S
from formcheck.phases.quantities import RANGE
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.mobility import MobilitySession
from formcheck.session.observation import JudgedRep, Observation

FOLDER = Path(__file__).parents[2] / "benchmarks" / "recordings"


@cache
def watched(number: str, exercise: str, live: bool = False) -> tuple[Observation, ...]:
    (path,) = FOLDER.glob(f"dev-neck-{number}-*.poses.jsonl.gz")
    with PoseRecording(path) as recording:
        smoother = OneEuroSmoother() if live else ZeroPhaseSmoother()
        session = MobilitySession(load_move(exercise), recording.info, smoother, hold_s=1.5)
        return tuple(session.watch(recording))


def counted(number: str, exercise: str, live: bool = False) -> list[JudgedRep]:
    return [rep for seen in watched(number, exercise, live) for rep in seen.reps]


def faults(reps: list[JudgedRep]) -> list[set[str]]:
    return [{finding.rule.rpartition(".")[2] for finding in rep.findings} for rep in reps]


@pytest.mark.parametrize("live", [False, True], ids=["film", "camera"])
def test_three_tilts_are_counted_on_their_sides_and_their_faults_are_named(live: bool):
    reps = counted("007", "tilt", live)

    assert [rep.rep.side for rep in reps] == ["left", "right", "left"]
    assert faults(reps) == [{"hike"}, set(), {"turn"}]


@pytest.mark.parametrize(
    ("number", "exercise", "expected"),
    [
        ("001", "tuck", [{"nod"}, set(), {"lean-back"}]),
        ("008", "tilt", [{"lean"}, set(), {"hike"}]),
        ("011", "rotation", [{"chest"}, set(), {"tilt"}]),
        ("013", "roll", [{"uneven"}, set(), set(), {"uneven"}]),
    ],
)
def test_each_fault_is_named_in_its_repetition(number: str, exercise: str, expected: list[set[str]]):
    assert faults(counted(number, exercise)) == expected


def test_a_tilt_is_held_and_measured_in_degrees():
    first, second, third = (rep.rep.measurements for rep in counted("006", "tilt"))

    assert [round(m[RANGE].value / 10) for m in (first, second, third)] == [3, 2, 3]
    assert all(m[HOLD_S].value >= 1.5 for m in (first, second, third))


def test_how_far_a_tuck_goes_is_told_from_the_side_and_not_from_the_front():
    assert all(rep.rep.measurements[RANGE].value is not None for rep in counted("001", "tuck"))
    assert all(rep.rep.measurements[RANGE].value is None for rep in counted("021", "tuck"))


def test_of_a_turn_with_the_chest_no_range_is_told():
    turned, alone, _ = counted("011", "rotation")

    assert turned.rep.measurements[RANGE].value is None
    assert alone.rep.measurements[RANGE].value is not None


def test_the_range_of_a_turn_is_about_what_it_was():
    ranges = [rep.rep.measurements[RANGE].value for rep in counted("026", "rotation")]

    assert ranges[:2] == [pytest.approx(62, abs=10), pytest.approx(48, abs=10)]


@pytest.mark.parametrize("number", ["014", "030", "046"])
@pytest.mark.parametrize("exercise", ROUTINE)
def test_nothing_is_counted_of_somebody_who_looks_around_and_talks(number: str, exercise: str):
    assert counted(number, exercise) == []


def test_leaning_back_cannot_be_judged_from_the_front_and_so_nothing_is_praised():
    for rep in counted("021", "tuck"):
        assert not rep.verdicts["chin-tuck.lean-back"].judged
    assert "Good" not in {seen.cue.text for seen in watched("021", "tuck") if seen.cue is not None}


def test_a_clean_tilt_is_praised_and_a_faulty_one_is_mended():
    texts = [seen.cue.text for seen in watched("007", "tilt", True) if seen.cue is not None]

    assert "Shoulder stays down" in texts
    assert "Good" in texts
    assert texts.index("Shoulder stays down") < texts.index("Good")


def test_a_film_that_begins_within_a_tilt_takes_its_start_from_the_first_rest():
    (path,) = FOLDER.glob("dev-neck-006-*.poses.jsonl.gz")
    with PoseRecording(path, start_s=2.6) as recording:
        session = MobilitySession(load_move("tilt"), recording.info, ZeroPhaseSmoother(), hold_s=1.5)
        reps = [rep.rep for seen in session.watch(recording) for rep in seen.reps]

    assert [rep.side for rep in reps] == ["right", "left"]
    assert all((rep.measurements[RANGE].value or 0) < 40 for rep in reps)


def test_a_press_is_no_shoulder_roll():
    path = FOLDER / "dev-press-000-good-good-front.poses.jsonl.gz"
    with PoseRecording(path) as recording:
        session = MobilitySession(load_move("roll"), recording.info, ZeroPhaseSmoother())
        assert [rep for seen in session.watch(recording) for rep in seen.reps] == []
