"""A lift and a posture that are added by one file each, and no Python: tests/activities/added/."""

import json
from pathlib import Path

import pytest

from formcheck.activities.activity import Activity
from formcheck.activities.find import activity_ids
from formcheck.activities.load import load_activities, load_activity
from formcheck.calibration.calibrator import Calibrator
from formcheck.evaluation.labels import Labels
from formcheck.evaluation.outcomes import truth_of
from formcheck.guide.setup import SetupGuide
from formcheck.measurements.view import Sight, View
from formcheck.phases.quantities import RANGE
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import RecordingWriter
from tests.cli.conftest import Call, formcheck  # noqa: F401 - the fixture
from tests.lifts import both, curling, lift, rowing, shown, squatting, standing
from tests.people import FRONT, RIGHT_SIDE, Arm, Camera, Posture, film, photo, watch

ADDED = Path(__file__).parent / "added"


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMCHECK_ACTIVITIES", str(ADDED))


@pytest.fixture
def curl() -> Activity:
    return load_activity("biceps-curl")


@pytest.fixture
def standing_desk() -> Activity:
    return load_activity("standing-desk")


def recording(path: Path, frames: list[PosedFrame], camera: Camera = FRONT) -> Path:
    with RecordingWriter(path, camera.info(30.0), "full") as writer:
        for frame in frames:
            writer.write(frame)
    return path


def test_both_are_known_beside_those_of_the_program() -> None:
    assert {"biceps-curl", "standing-desk", "overhead-press", "desk"} <= {*activity_ids()}


@pytest.mark.parametrize("camera", [FRONT, RIGHT_SIDE], ids=["front", "side"])
def test_reps_are_found_in_a_signal_that_falls_on_the_way_up(curl: Activity, camera: Camera) -> None:
    seen = watch(curl, shown([standing(2), curling(3), standing(1)], camera), camera)
    assert len(seen.reps) == seen.count == 3
    assert all(rep.rep.measurements[RANGE].value > 80 for rep in seen.reps)


@pytest.mark.parametrize("other", [rowing, squatting])
def test_what_bends_the_elbows_less_is_at_most_a_half_curl(curl: Activity, other) -> None:
    seen = watch(curl, shown([standing(2), other(3), standing(1)]))
    assert all("short" in {f.rule.rpartition(".")[2] for f in rep.findings} for rep in seen.reps)


@pytest.mark.usefixtures("plane_geometry_alone")
def test_its_rules_find_its_faults(curl: Activity) -> None:
    half = lift(170, 76, lambda deg: both(Arm(8, deg), 85), 2)
    seen = watch(curl, shown([standing(2), half, standing(1)], RIGHT_SIDE), RIGHT_SIDE)
    assert seen.found() == {"short": "caution"}


def test_its_range_has_the_unit_of_its_signal_and_its_table_a_column(formcheck: Call, tmp_path: Path) -> None:  # noqa: F811
    frames = shown([standing(2), curling(3), standing(1)], RIGHT_SIDE)
    path = recording(tmp_path / "curls.poses.jsonl.gz", frames, RIGHT_SIDE)
    done = formcheck("analyze", path, "-a", "biceps-curl", "-o", tmp_path / "out", "--no-profile")
    assert done.code == 0, done.err
    head = next(line for line in done.out.splitlines() if line.lstrip().startswith("rep"))
    assert head.split()[:6] == ["rep", "start", "up", "s", "down", "s"]
    assert "bend" in head
    summary = json.loads((tmp_path / "out" / "curls" / "summary.json").read_text())
    assert {rep["measurements"][RANGE]["unit"] for rep in summary["reps"]} == {"deg"}


def test_what_is_not_judged_says_how_to_film_a_curl(formcheck: Call, tmp_path: Path) -> None:  # noqa: F811
    path = recording(tmp_path / "nothing.poses.jsonl.gz", shown([standing(3)]))
    done = formcheck("analyze", path, "-a", "biceps-curl", "-o", tmp_path / "out", "--no-profile")
    assert "Film whole curls, with the hands in the picture" in done.out


def test_the_guide_leads_to_it_in_its_own_words(standing_desk: Activity) -> None:
    guide = SetupGuide(standing_desk, FRONT.info())
    near = Camera(trunk_px=220.0, y=1.35)
    said = [
        guide.update(index / 10, photo(Posture(), near), Sight(View.FRONT), None).message
        for index in range(10)
    ]
    assert "Stand as usual" in said


def test_its_key_chooses_it_and_the_help_names_it(curl: Activity, standing_desk: Activity) -> None:
    assert (curl.key, curl.key_word) == (5, "curl")
    assert (standing_desk.key, standing_desk.key_word) == (6, "standing")
    keys = [activity.key for activity in load_activities()[0]]
    assert len(keys) == len({*keys})


def test_a_posture_has_states_and_a_neutral_of_its_own(standing_desk: Activity) -> None:
    assert standing_desk.mode.kind == "standing-desk"
    calibrator = Calibrator(FRONT.info(15), standing_desk.mode, 3.0)
    for frame in film(lambda time_s: Posture(), 4.0, FRONT, fps=15):
        calibrator.push(frame)
    assert calibrator.result("full").kind == "standing-desk"


def test_its_states_are_judged_and_summed_up(formcheck: Call, tmp_path: Path) -> None:  # noqa: F811
    def tilting(time_s: float) -> Posture:
        return Posture() if time_s < 6 else Posture(trunk_left_deg=0)

    path = recording(tmp_path / "work.poses.jsonl.gz", film(tilting, 12.0, FRONT, fps=10))
    done = formcheck("analyze", path, "-a", "standing-desk", "-o", tmp_path / "out", "--no-profile")
    assert done.code == 0, done.err
    assert "In your neutral posture" in done.out
    summary = json.loads((tmp_path / "out" / "work" / "summary.json").read_text())
    assert summary["posture"]["judged_s"] > 5


def test_evaluation_knows_their_names(curl: Activity) -> None:
    labels = Labels.model_validate(
        {
            "format": "formcheck.truth/1",
            "reps": [
                {"number": 1, "start_s": 0, "end_s": 1, "activity": "curls", "sizes": {"swinging": 20}},
                {"number": 2, "start_s": 2, "end_s": 3, "activity": "press"},
            ],
        }
    )
    (rep,) = labels.of_activity(curl.names()).reps
    truth = truth_of(curl.rule("biceps-curl.swing"), curl.truth, labels, rep)
    assert (truth.size, truth.excess) == pytest.approx((18.0, 10.0))


def test_a_broken_one_breaks_none_of_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "torn.toml").write_text("[reps")
    monkeypatch.setenv("FORMCHECK_ACTIVITIES", f"{tmp_path}:{ADDED}")
    sound, problems = load_activities()
    assert {"biceps-curl", "overhead-press", "desk"} <= {activity.id for activity in sound}
    assert [f"{tmp_path / 'torn.toml'}: is not valid TOML" in problem for problem in problems] == [True]


def test_auto_goes_on_without_the_broken_one(
    formcheck: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    (tmp_path / "torn.toml").write_text('[activity]\ntitle = "x"\n[reps]\nsignal = "wrist_hight"\n')
    monkeypatch.setenv("FORMCHECK_ACTIVITIES", str(tmp_path))
    path = recording(tmp_path / "rows.poses.jsonl.gz", shown([standing(2), rowing(3), standing(2)]))
    done = formcheck("analyze", path, "-a", "auto", "-o", tmp_path / "out", "--no-report")
    assert done.code == 0
    assert "torn.toml" in done.err
    assert "upright-row: 3 reps" in done.out
