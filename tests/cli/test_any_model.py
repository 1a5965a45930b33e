"""Any pose model serves the commands; its errors are stated only where they were fitted on it."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from formcheck.pose.fits import Fit, Fits
from formcheck.pose.models import pose_model
from tests import stub_model
from tests.cli.conftest import Call
from tests.cli.recordings import LAYBACK, recorded
from tests.cli.test_analyze import summary_of
from tests.source.clips import make_clip, steady
from tests.stub_model import NAME, registered

NOT_KNOWN = {"known": False, "fitted_on": "full", "text": "errors not known for this model"}
KNOWN = {"known": True, "fitted_on": "full", "text": "typical errors, fitted on full"}

NO_REPS = json.dumps({"format": "formcheck.truth/1", "exercise": "overhead-press", "reps": []})


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return stub_model.film(tmp_path_factory.mktemp("stub") / "film.mp4")


@pytest.fixture
def stub() -> Iterator[stub_model.Stub]:
    with registered() as one:
        yield one


def errors_in(part: Any) -> list[float | None]:
    """Every "error" below a part of a summary that goes with a value."""
    if isinstance(part, list):
        return [error for item in part for error in errors_in(item)]
    if not isinstance(part, dict):
        return []
    own = [part["error"]] if "error" in part and part.get("value") is not None else []
    return own + [error for item in part.values() for error in errors_in(item)]


def report_text(path: Path) -> str:
    """The words of a report, without its styles and scripts."""
    page = re.sub(r"<(style|script)>.*?</\1>", "", path.read_text(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


# One registration serves the commands


def test_analyze_with_a_model_that_was_registered(
    formcheck: Call, stub: stub_model.Stub, film: Path, tmp_path: Path
) -> None:
    done = formcheck("analyze", film, "--model", NAME, "-o", tmp_path, "--save-poses")
    assert (done.code, done.err) == (0, "")
    summary = summary_of(tmp_path / "film")
    assert (summary["model"], summary["errors"]) == (NAME, NOT_KNOWN)
    assert summary["coverage"]["with_pose"] == summary["coverage"]["frames"] == len(stub.poses)
    assert len(summary["reps"]) == 2
    assert "overhead-press.layback" in {f["rule"] for f in summary["findings"]}
    assert set(errors_in(summary)) == {None}
    assert stub.closed == 2
    again = formcheck("analyze", tmp_path / "film" / "film.poses.jsonl.gz", "-o", tmp_path / "again")
    assert again.code == 0
    repeated = summary_of(tmp_path / "again" / "film")
    assert {key: repeated[key] for key in ("model", "errors", "reps", "findings")} == {
        key: summary[key] for key in ("model", "errors", "reps", "findings")
    }


def test_a_part_of_the_video_as_neutral_is_seen_by_the_same_model(
    formcheck: Call, stub: stub_model.Stub, film: Path, tmp_path: Path
) -> None:
    done = formcheck(
        "analyze",
        film,
        "-a",
        "overhead-press",
        "--model",
        NAME,
        "-o",
        tmp_path,
        "--no-video",
        "--no-report",
        "--neutral",
        "0:2",
    )
    assert done.code == 0
    assert summary_of(tmp_path / "film")["model"] == NAME
    assert stub.closed == 4


def test_a_still_picture_with_a_model_that_was_registered(
    formcheck: Call, stub: stub_model.Stub, tmp_path: Path
) -> None:
    path = tmp_path / "moment.png"
    assert cv2.imwrite(str(path), stub_model.numbered(80, stub_model.SIZE_PX))
    done = formcheck("analyze", path, "--model", NAME, "-o", tmp_path)
    assert (done.code, done.err) == (0, "")
    summary = summary_of(tmp_path / "moment")
    assert summary["errors"] == NOT_KNOWN
    assert summary["moment"]["trunk_inclination_deg"]["value"] < -10
    assert set(errors_in(summary["moment"])) == {None}
    assert "Trunk inclination" in done.out
    assert "+-" not in done.out
    assert "Errors not known for this model." in done.out


def test_live_with_a_model_that_was_registered(
    formcheck: Call, stub: stub_model.Stub, film: Path, tmp_path: Path
) -> None:
    done = formcheck(
        "live",
        "-a",
        "overhead-press",
        "--source",
        film,
        "--no-guide",
        "--headless",
        "--model",
        NAME,
        "--json",
        "-o",
        tmp_path,
    )
    assert done.code == 0, done.err
    summary = json.loads(done.out)
    assert (summary["model"], summary["errors"]) == (NAME, NOT_KNOWN)
    assert summary["coverage"]["with_pose"] > 0
    assert set(errors_in(summary)) <= {None}
    assert stub.closed == 2


def test_calibrate_with_a_model_that_was_registered(
    formcheck: Call, stub: stub_model.Stub, film: Path
) -> None:
    """The film shows no neutral, and only who saw its poses can know why."""
    done = formcheck("calibrate", film, "-a", "press", "--model", NAME, "--seconds", 3)
    assert done.code == 1
    assert "you moved" in done.err
    assert len(stub.seen) >= len(stub.poses)


def test_evaluate_with_a_model_that_was_registered(
    formcheck: Call, stub: stub_model.Stub, film: Path, tmp_path: Path
) -> None:
    shutil.copy(film, tmp_path / "film.mp4")
    (tmp_path / "film.truth.json").write_text(NO_REPS)
    done = formcheck("evaluate", tmp_path, "--model", NAME, "--json", "--quiet")
    assert done.code == 0, done.err
    assert json.loads(done.out)["counting"]["wrong"] == [["film", 2, 0]]


# Whose errors they are


CASES = [
    ("full", False, True),
    ("lite", False, False),
    ("heavy", False, False),
    (None, False, False),
    ("mine.task", False, False),
    ("of somebody else", False, False),
    # What was fitted on full was fitted on its own 33 points.
    ("full", True, False),
]


@pytest.mark.parametrize(("model", "coco_17", "known"), CASES)
def test_a_recording_states_errors_only_where_they_were_fitted_on_its_model(
    formcheck: Call, tmp_path: Path, model: str | None, coco_17: bool, known: bool
) -> None:
    source = recorded(tmp_path / "set.poses.jsonl", LAYBACK, 0, 8, coco_17=coco_17, model=model)
    done = formcheck("analyze", source, "-o", tmp_path)
    assert (done.code, done.err) == (0, "")
    summary, report = summary_of(tmp_path / "set"), report_text(tmp_path / "set" / "report.html")
    assert summary["errors"] == (KNOWN if known else NOT_KNOWN)
    assert summary["findings"]
    errors = errors_in(summary)
    assert len(errors) > 5
    assert all((error is not None) == known for error in errors)
    assert ("+-" in done.out) == known
    assert ("Errors not known for this model." in done.out) != known
    assert ("±" in report) == known
    assert report.count("errors not known for this model") == int(not known)
    table = (tmp_path / "set" / "reps.csv").read_text().splitlines()
    columns = [i for i, name in enumerate(table[0].split(",")) if "_error" in name]
    assert any(table[1].split(",")[i] for i in columns) == known


def test_coco_points_that_are_written_again_stay_without_known_errors(
    formcheck: Call, tmp_path: Path
) -> None:
    source = recorded(tmp_path / "set.poses.jsonl", LAYBACK, 0, 8, coco_17=True, model="full")
    formcheck("analyze", source, "-a", "press", "-o", tmp_path / "once", "--no-report", "--save-poses")
    again = tmp_path / "once" / "set" / "set.poses.jsonl.gz"
    assert formcheck("analyze", again, "-a", "press", "-o", tmp_path / "twice", "--no-report").code == 0
    assert summary_of(tmp_path / "twice" / "set")["errors"] == NOT_KNOWN


def test_without_known_errors_rules_work_with_those_of_full(formcheck: Call, tmp_path: Path) -> None:
    """From the side nothing is corrected: all but the errors is the same."""
    found = {}
    for model in ("full", "lite"):
        source = recorded(tmp_path / model / "set.poses.jsonl", LAYBACK, 0, 8, model=model)
        formcheck("analyze", source, "-o", tmp_path / model, "--no-report")
        summary = summary_of(tmp_path / model / "set")
        found[model] = {key: summary[key] for key in ("reps", "findings", "not_judged", "coverage")}
    assert found["lite"] == without_errors(found["full"])


def without_errors(part: Any) -> Any:
    if isinstance(part, list):
        return [without_errors(item) for item in part]
    if isinstance(part, dict):
        return {key: None if key.endswith("error") else without_errors(item) for key, item in part.items()}
    return part


def test_files_of_fits_that_are_dropped_in_make_the_errors_known(formcheck: Call, tmp_path: Path) -> None:
    """`NAME.errors.toml` beside others is enough for a lift; a desk needs `NAME.desk_model.toml` as well."""
    of_full = pose_model("full").fits
    assert of_full is not None
    own = Fits(tmp_path / "fits", NAME)
    own.folder.mkdir()
    text = of_full.path(Fit.ERRORS).read_text()
    doubled = re.sub(r"= ([\d.]+)$", lambda m: f"= {2 * float(m[1])}", text, flags=re.MULTILINE)
    own.path(Fit.ERRORS).write_text(doubled)
    source = recorded(tmp_path / "set.poses.jsonl", LAYBACK, 0, 8, model=NAME)
    with registered(own):
        formcheck("analyze", source, "-o", tmp_path / "own", "--no-report")
        formcheck("analyze", source, "-o", tmp_path / "desk", "-a", "desk", "--no-report")
    summary = summary_of(tmp_path / "own" / "set")
    assert summary["errors"] == {**KNOWN, "fitted_on": NAME, "text": f"typical errors, fitted on {NAME}"}
    formcheck("analyze", recorded(source, LAYBACK, 0, 8), "-o", tmp_path / "full", "--no-report")
    layback, usual = (
        s["reps"][0]["measurements"]["layback"] for s in (summary, summary_of(tmp_path / "full" / "set"))
    )
    assert layback["error"] == pytest.approx(2 * usual["error"])
    assert layback["value"] == usual["value"]
    assert summary_of(tmp_path / "desk" / "set")["errors"] == NOT_KNOWN


def test_a_fit_that_is_broken_is_one_line(formcheck: Call, tmp_path: Path) -> None:
    own = Fits(tmp_path, NAME)
    own.path(Fit.ERRORS).write_text("[elbow_angle_deg\n")
    source = recorded(tmp_path / "set.poses.jsonl", LAYBACK, 0, 8, model=NAME)
    with registered(own):
        done = formcheck("analyze", source, "-o", tmp_path / "out")
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert f"{NAME}.errors.toml cannot be read" in done.err


# Wrong names


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze", "{clip}"],
        ["analyze", "{poses}"],
        ["analyze", "{picture}"],
        ["analyze", "{clip}", "-a", "auto"],
        ["calibrate", "{clip}"],
        ["evaluate", "{set}"],
        ["live", "--source", "{clip}", "--headless"],
        ["models", "build"],
    ],
    ids=" ".join,
)
def test_a_wrong_name_is_one_line_with_the_nearest_one(
    formcheck: Call, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "set").mkdir()
    clip = make_clip(tmp_path / "set" / "clip.mp4", steady(3))
    (tmp_path / "set" / "clip.truth.json").write_text(NO_REPS)
    poses = recorded(tmp_path / "set.poses.jsonl", LAYBACK, 0, 3)
    picture = tmp_path / "picture.png"
    cv2.imwrite(str(picture), np.zeros((64, 64, 3), np.uint8))
    given = [a.format(clip=clip, poses=poses, picture=picture, set=tmp_path / "set") for a in arguments]
    name = ["ful"] if arguments[0] == "models" else ["--model", "ful"]
    out = [] if arguments[0] in ("calibrate", "evaluate", "models") else ["-o", tmp_path / "out"]
    done = formcheck(*given, *name, *out)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert "did you mean full?" in done.err
    assert not list(tmp_path.glob("out/**/*.json"))


def test_calibrating_on_a_film_without_a_clock_asks_for_its_rate(
    formcheck: Call, stub: stub_model.Stub, tmp_path: Path
) -> None:
    raw = stub_model.film(tmp_path / "film.h264")
    told = ("calibrate", raw, "--model", NAME, "--seconds", "3", "--end", "3.9")
    assert "holds no times" in formcheck(*told).err
    stub.seen.clear()
    assert "holds no times" not in formcheck(*told, "--fps", stub_model.FPS).err
    assert set(stub.seen) == set(range(59)), "3.9 s of 15 pictures a second"


def test_a_rate_is_for_files_and_not_for_cameras(formcheck: Call) -> None:
    done = formcheck("live", "--source", "7", "--headless", "--fps", "30")
    assert done.code == 2
    assert "--fps is for a video file" in done.err
