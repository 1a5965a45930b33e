"""formcheck as a library, as somebody uses it in a script or a notebook."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import formcheck
from formcheck.sinks.registry import forget_sink
from tests.cli.conftest import pictures
from tests.cli.recordings import LAYBACK, SAMPLES, recorded
from tests.cli.test_auto import recording
from tests.lifts import rowing, standing
from tests.people import along, press_set
from tests.source.clips import make_clip
from tests.stub_model import NAME as STUB
from tests.stub_model import film, registered

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("source") / "press.poses.jsonl.gz")


@pytest.fixture(scope="module")
def result(press: Path) -> formcheck.Result:
    return formcheck.analyze(press, activity="overhead-press")


@pytest.fixture(params=["pandas", "numpy alone"])
def table_library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """With pandas, and as if it were not installed."""
    if request.param != "pandas":
        monkeypatch.setitem(sys.modules, "pandas", None)
    return str(request.param)


def test_what_is_offered() -> None:
    assert formcheck.__all__ == [
        "Activity",
        "AlreadyRunningError",
        "Calibration",
        "CalibrationError",
        "ClusterError",
        "ConfigError",
        "ControlError",
        "DisplayError",
        "Done",
        "Finding",
        "FolderTakenError",
        "FormcheckError",
        "Frame",
        "HealthNotesError",
        "History",
        "HistoryError",
        "LabelError",
        "Measurement",
        "MissingLibraryError",
        "ModelError",
        "Neutral",
        "NotAVideoError",
        "NotRunningError",
        "Observation",
        "Outcomes",
        "OutputError",
        "Pair",
        "PairError",
        "Pose",
        "PoseModel",
        "PoseStream",
        "PosedFrame",
        "ProfileError",
        "RecordingError",
        "Result",
        "RuleError",
        "Session",
        "Sink",
        "SourceError",
        "StreamInfo",
        "Summary",
        "UnknownActivityError",
        "Update",
        "__version__",
        "analyze",
        "analyze_many",
        "calibrate",
        "compare_views",
        "load_activities",
        "load_activity",
        "open_history",
        "open_model",
        "open_poses",
        "register_activity",
        "register_pose_model",
        "register_sink",
        "start_session",
    ]
    assert set(formcheck.__all__) <= set(dir(formcheck))
    assert all(getattr(formcheck, name) is not None for name in formcheck.__all__)
    with pytest.raises(AttributeError, match="no attribute 'analyse'"):
        _ = formcheck.analyse


def test_every_error_is_offered() -> None:
    from formcheck import errors

    defined = {name for name, value in vars(errors).items() if isinstance(value, type)}
    assert defined <= set(formcheck.__all__)


def test_type_checkers_are_told_that_it_is_typed() -> None:
    assert (Path(formcheck.__file__).parent / "py.typed").exists()


def test_the_import_loads_nothing_that_is_not_asked_for() -> None:
    heavy = "cv2", "av", "mediapipe", "numpy", "pydantic", "pandas"
    code = f"import sys, formcheck; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_an_analysis_writes_nothing(press: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = formcheck.analyze(str(press), start_s=3.5, end_s=7.8)
    assert len(found.reps) == 1
    assert list(tmp_path.iterdir()) == []
    assert [path.name for path in press.parent.iterdir()] == [press.name]


def test_what_was_found_is_that_of_the_command(result: formcheck.Result, press: Path, tmp_path: Path) -> None:
    from formcheck.cli.app import run

    assert run(["analyze", str(press), "-a", "press", "-o", str(tmp_path), "--quiet", "--no-profile"]) == 0
    assert (tmp_path / "press" / "summary.json").read_text() == result.summary.to_json()
    assert result.verdict.startswith("4 reps. ")
    assert [finding.rep for finding in result.findings if finding.rule == "overhead-press.layback"] == [2, 4]
    assert all(entry.fix for entry in result.not_judged)


def test_what_is_written_is_what_the_command_writes(
    result: formcheck.Result, press: Path, tmp_path: Path
) -> None:
    from formcheck.cli.app import run

    run(
        [
            "analyze",
            str(press),
            "-a",
            "overhead-press",
            "-o",
            str(tmp_path / "command"),
            "--quiet",
            "--no-profile",
            "--save-poses",
        ]
    )
    files = result.write(tmp_path / "python", poses=True)
    names = ["frames.csv", "press.poses.jsonl.gz", "report.html", "reps.csv", "summary.json"]
    assert sorted(path.name for path in files.folder.iterdir()) == names
    for name in names:
        assert (files.folder / name).read_bytes() == (tmp_path / "command" / "press" / name).read_bytes()
    result.write(tmp_path / "python", report=False)
    assert not files.report.exists()


def test_it_does_not_write_over_its_source(press: Path, result: formcheck.Result) -> None:
    before = press.read_bytes()
    with pytest.raises(formcheck.OutputError, match="choose another folder"):
        result.write(press.parent, poses=True)
    assert press.read_bytes() == before


def test_frames_are_columns(result: formcheck.Result, table_library: str) -> None:
    frames = result.frames
    assert (type(frames) is dict) == (table_library != "pandas")
    time_s, lean_deg = np.asarray(frames["time_s"]), np.asarray(frames["trunk_inclination_deg"])
    assert len(time_s) == len(lean_deg) == len(result.observations) == result.summary.coverage.frames
    assert np.all(np.diff(time_s) > 0)
    seen = [seen.measurements["trunk_inclination_deg"].value for seen in result.observations]
    assert np.array_equal(lean_deg, np.array(seen, float), equal_nan=True)
    assert {*frames["phase"]} >= {"bottom", "ascent", "top", "descent"}


def test_each_value_has_an_error_or_a_reason(result: formcheck.Result, table_library: str) -> None:
    values, errors, reasons = result.frames, result.errors, result.reasons
    assert list(values.keys()) == list(errors.keys()) == list(reasons.keys())
    for name in result.activity.columns():
        missing = np.isnan(np.asarray(values[name]))
        assert np.array_equal(missing, np.isnan(np.asarray(errors[name])))
        assert np.array_equal(missing, np.asarray(reasons[name]) != "")
    assert not np.isnan(np.asarray(values["trunk_inclination_deg"])).all()


def test_no_error_is_told_where_none_is_known(tmp_path: Path) -> None:
    source = recorded(tmp_path / "press.poses.jsonl.gz", end_s=5.0, model="another")
    found = formcheck.analyze(source)
    assert not np.isnan(np.asarray(found.frames["trunk_inclination_deg"])).all()
    assert np.isnan(np.asarray(found.errors["trunk_inclination_deg"])).all()


def test_several_activities_are_found_out(tmp_path: Path) -> None:
    pressing = along(press_set(2)), press_set(2)[-1][0]
    source = recording(tmp_path / "day.poses.jsonl.gz", [rowing(2), standing(4), pressing])
    found = formcheck.analyze(source, activity="auto")
    assert [part.activity.id for part in found.parts] == ["upright-row", "overhead-press"]
    assert found.activity is None
    assert [rep.index for rep in found.reps] == [1, 2, 3, 4]
    assert len(found.frames["time_s"]) == sum(len(part.frames["time_s"]) for part in found.parts)
    files = found.write(tmp_path / "out")
    assert [path.name for path in sorted(files.folder.iterdir())] == [
        "reps.csv",
        "set-1-upright-row",
        "set-2-overhead-press",
        "summary.json",
    ]


def test_one_recognised_activity_is_as_if_it_had_been_named(tmp_path: Path) -> None:
    source = recording(tmp_path / "row.poses.jsonl.gz", [rowing(2)])
    auto, named = formcheck.analyze(source, "auto"), formcheck.analyze(source, "upright-row")
    assert auto.activity == named.activity
    assert auto.reps == named.reps
    assert [one.reps for one in auto.summary.sets or []] == [2]


def test_a_session_is_fed_frame_by_frame(press: Path, result: formcheck.Result) -> None:
    with formcheck.open_poses(press) as poses:
        session = formcheck.start_session("overhead-press", poses.info)
        seen = [observation for posed in poses for observation in session.push(posed)]
        seen += session.finish()
    assert [one.time_s for one in seen if not one.is_end] == [one.time_s for one in result.observations]
    found = [finding.rule for one in seen for finding in one.findings]
    assert found == [finding.rule for finding in result.findings]


def test_a_live_session_answers_at_once(press: Path) -> None:
    with formcheck.open_poses(press, end_s=2.0) as poses:
        session = formcheck.start_session("overhead-press", poses.info, live=True)
        for posed in poses:
            assert [one.time_s for one in session.push(posed)] == [posed.time_s]


def test_fewer_pictures_of_a_film_are_looked_at_where_that_is_asked_for(tmp_path: Path) -> None:
    path = film(tmp_path / "press.mp4")
    with registered():
        whole, *fewer = (
            formcheck.analyze(path, model=STUB, **asked)
            for asked in ({}, {"stride": 2}, {"max_fps": 5.0}, {"stride": 2, "jobs": 1})
        )
    times_s = [seen.time_s for seen in whole.observations if not seen.is_end]
    assert whole.summary.source.looked_at is None
    for result, every in zip(fewer, (2, 3, 2), strict=True):
        assert [seen.time_s for seen in result.observations if not seen.is_end] == times_s[::every]
        assert len(result.reps) == len(whole.reps) == 2
    assert fewer[0].summary.source.looked_at == "every 2nd picture"
    assert fewer[1].summary.source.looked_at == "at most 5 a second"


def test_own_pictures_need_no_file() -> None:
    pictures = [np.full((120, 160, 3), shade, np.uint8) for shade in (10, 60, 110)]
    info = formcheck.StreamInfo("my camera", 160, 120, 10.0)
    with registered(), formcheck.open_model(STUB) as model:
        session = formcheck.start_session("desk", info, live=True)
        posed = (model.estimate(formcheck.Frame(n, n / 10, rgb), info) for n, rgb in enumerate(pictures))
        seen = list(session.watch(posed))
    assert [one.time_s for one in seen] == [0.0, 0.1, 0.2]


def test_a_neutral_is_taken_and_used() -> None:
    source = (
        SAMPLES.parent / "benchmarks" / "recordings" / "dev-desk-000-quiet_talk-good-front.poses.jsonl.gz"
    )
    taken = formcheck.calibrate(source, activity="desk", seconds=5.0)
    with formcheck.open_poses(source, end_s=1.0) as poses:
        session = formcheck.start_session("desk", poses.info, neutral=taken.neutral)
        next(session.watch(poses))
    assert session.neutral == taken.neutral


def test_an_activity_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "my-press.toml"
    shutil.copy(ROOT / "formcheck" / "activities" / "overhead-press.toml", own)
    activity = formcheck.load_activity(own)
    assert (activity.id, activity.title) == ("my-press", "Overhead press")
    source = recorded(tmp_path / "press.poses.jsonl.gz", start_s=4.0, end_s=9.0)
    found = formcheck.analyze(source, activity)
    assert "my-press.layback" in {finding.rule for finding in found.findings}
    assert found.findings == formcheck.analyze(source, str(own)).findings


def test_a_sink_of_ones_own_is_served(result: formcheck.Result, tmp_path: Path) -> None:
    class Counter(formcheck.Sink):
        frames = 0

        def write(self, update: formcheck.Update) -> None:
            self.frames += update.frame is not None

        def close(self) -> None:
            (tmp_path / "count").write_text(str(self.frames))

    formcheck.register_sink("counter", lambda context: Counter())
    try:
        result.write(tmp_path / "out")
    finally:
        forget_sink("counter")
    assert (tmp_path / "count").read_text() == str(result.summary.coverage.frames)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"path": "nobody.mp4"}, formcheck.SourceError, "nobody.mp4"),
        ({"activity": "overhead-pres"}, formcheck.UnknownActivityError, "overhead-press"),
        ({"model": "ful"}, formcheck.ModelError, "full"),
        ({"rules": ["none.toml"]}, formcheck.RuleError, "none.toml"),
        ({"profile": "nobody"}, formcheck.ProfileError, "nobody"),
        ({"neutral_s": (0.0, 0.5), "profile": "me"}, ValueError, "not both"),
        ({"start_s": 4.0, "end_s": 3.0}, ValueError, "after"),
        ({"start_s": float("nan")}, ValueError, "start_s"),
        ({"stride": 0}, ValueError, "stride"),
        ({"max_fps": 0.5}, ValueError, "max_fps"),
        ({"jobs": 0}, ValueError, "jobs"),
        ({"activity": "auto", "variant": "x"}, ValueError, "auto"),
    ],
)
def test_what_is_wrong_is_said(
    press: Path, arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        formcheck.analyze(**{"path": press, **arguments})


def python_blocks(page: Path) -> list[str]:
    return re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What the examples expect to find beside them."""
    (tmp_path / "sample_videos").symlink_to(SAMPLES)
    recorded(tmp_path / "press.poses.jsonl.gz")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.model
def test_the_lines_of_the_readme_run(working_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (lines,) = python_blocks(ROOT / "README.md")
    samples = working_folder / "sample_videos"
    samples.unlink()
    samples.mkdir()
    # The sample, smaller and with half of its pictures.
    shown = [cv2.resize(image, (270, 480)) for image in pictures(LAYBACK, 0.0, 99.0)[::2]]
    times_s = [index / 15 for index in range(len(shown))]
    make_clip(samples / f"{LAYBACK}.mp4", times_s, size_px=(270, 480), paint=lambda index, _: shown[index])
    assert len(lines.splitlines()) <= 10
    exec(lines, {})
    out = capsys.readouterr().out
    assert "Leaning back on reps 2 and 4" in out
    assert (working_folder / "out" / "report.html").exists()


def test_the_lines_of_the_page_run(working_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known: dict[str, Any] = {}
    try:
        for lines in python_blocks(ROOT / "docs" / "python.md"):
            exec(lines, known)
    finally:
        forget_sink("counter")
    assert capsys.readouterr().out
