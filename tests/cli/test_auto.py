"""`formcheck analyze -a auto`, through the real entry point."""

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from formcheck.api import analyze
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import RecordingWriter
from formcheck.source.video import VideoFile
from tests.cli.conftest import Call
from tests.lifts import Take, curling, rowing, shown, standing
from tests.people import FRONT, along, press_set

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "summary.schema.json").read_text())


def recording(path: Path, takes: list[Take]) -> Path:
    frames: list[PosedFrame] = shown(takes, fps=15.0)
    with RecordingWriter(path, FRONT.info(15.0), "full") as writer:
        for frame in frames:
            writer.write(frame)
    return path


def summary_of(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "summary.json").read_text())
    jsonschema.validate(data, SCHEMA)
    return data


@pytest.fixture
def pressing() -> Take:
    return along(press_set(2)), press_set(2)[-1][0]


def test_one_lift_is_analysed_as_if_it_had_been_named(formcheck: Call, tmp_path: Path) -> None:
    video = recording(tmp_path / "a.poses.jsonl.gz", [rowing(2)])
    assert formcheck("analyze", video, "-a", "auto", "-o", tmp_path / "auto").code == 0
    assert formcheck("analyze", video, "-a", "upright-row", "-o", tmp_path / "named").code == 0
    auto, named = summary_of(tmp_path / "auto" / "a"), summary_of(tmp_path / "named" / "a")
    sets = auto.pop("sets")
    assert named.pop("sets") is None
    assert auto == named
    assert [(s["activity"], s["reps"], s["folder"]) for s in sets] == [("upright-row", 2, None)]
    assert (tmp_path / "auto" / "a" / "report.html").exists()


def test_sets_of_several_lifts_get_a_folder_each_and_one_summary(
    formcheck: Call, tmp_path: Path, pressing: Take
) -> None:
    video = recording(tmp_path / "day.poses.jsonl.gz", [rowing(2), standing(4), pressing])
    done = formcheck("analyze", video, "-a", "auto", "-o", tmp_path / "out")
    assert done.code == 0
    assert "1. upright-row: 2 reps" in done.out
    assert "2. overhead-press: 2 reps" in done.out
    whole = summary_of(tmp_path / "out" / "day")
    assert whole["activity"] == "several"
    assert [rep["index"] for rep in whole["reps"]] == [1, 2, 3, 4]
    times = [(s["start_s"], s["end_s"]) for s in whole["sets"]]
    assert times[0][1] < times[1][0]
    parts = [summary_of(tmp_path / "out" / "day" / s["folder"]) for s in whole["sets"]]
    assert [part["activity"] for part in parts] == ["upright-row", "overhead-press"]
    assert [len(part["reps"]) for part in parts] == [2, 2]
    ids = [finding["id"] for finding in whole["findings"]]
    assert len(ids) == len(set(ids)) == sum(len(part["findings"]) for part in parts)
    named = [finding for rep in whole["reps"] for finding in rep["findings"]]
    assert sorted(named) == sorted(ids)


def test_what_is_none_of_the_lifts_is_said_to_be_none(formcheck: Call, tmp_path: Path) -> None:
    video = recording(tmp_path / "curl.poses.jsonl.gz", [curling(2)])
    done = formcheck("analyze", video, "-a", "auto", "-o", tmp_path / "out", "--fail-on", "caution")
    assert done.code == 0
    assert "None of the lifts that are judged, and nobody at a desk: the hands lead the elbows" in done.out
    summary = summary_of(tmp_path / "out" / "curl")
    assert (summary["activity"], summary["sets"], summary["reps"]) == ("none", [], [])
    assert [(part["reps"], part["why"]) for part in summary["not_recognised"]] == [
        (2, "the hands lead the elbows, no row")
    ]
    assert not (tmp_path / "out" / "curl" / "report.html").exists()
    with (tmp_path / "out" / "curl" / "frames.csv").open() as file:
        rows = [*csv.DictReader(file)]
    assert len(rows) == summary["coverage"]["frames"], "what was measured is there all the same"
    assert (
        min(float(row["left_elbow_angle_deg"]) for row in rows) < 90 < float(rows[0]["left_elbow_angle_deg"])
    )
    assert {row["phase"] for row in rows} == {"unknown"}


def test_what_is_too_short_to_be_recognised_is_said_and_measured(formcheck: Call, tmp_path: Path) -> None:
    video = recording(tmp_path / "moment.poses.jsonl.gz", [standing(1.5)])
    done = formcheck("analyze", video, "-o", tmp_path / "out")
    assert "1.5 s are too short to tell" in done.out.replace("1.4 s", "1.5 s")
    summary = summary_of(tmp_path / "out" / "moment")
    assert (summary["activity"], summary["reps"]) == ("none", [])
    assert (tmp_path / "out" / "moment" / "frames.csv").read_text().count("\n") == 1 + summary["coverage"][
        "frames"
    ]


@pytest.mark.model
def test_a_film_of_nothing_known_is_drawn_as_it_was_measured(
    formcheck: Call, tmp_path: Path, press: Path
) -> None:
    done = formcheck("analyze", press, "--end", "1", "-o", tmp_path / "out", "--model", "lite")
    assert "too short to tell" in done.out
    with VideoFile(tmp_path / "out" / "press" / "annotated.mp4") as film:
        assert sum(1 for _ in film) == summary_of(tmp_path / "out" / "press")["coverage"]["frames"]


def test_python_gives_what_was_measured_of_nothing_known(tmp_path: Path) -> None:
    result = analyze(recording(tmp_path / "curl.poses.jsonl.gz", [curling(2)]), activity="auto")
    assert (result.activity, result.summary.activity, result.reps) == (None, "none", ())
    assert len(result.frames["left_elbow_angle_deg"]) == result.summary.coverage.frames
    written = result.write(tmp_path / "out")
    assert written.report is None
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"summary.json", "reps.csv", "frames.csv"}


def test_an_earlier_analysis_in_the_folder_does_not_stay(formcheck: Call, tmp_path: Path) -> None:
    video = recording(tmp_path / "x.poses.jsonl.gz", [rowing(2)])
    formcheck("analyze", video, "-a", "auto", "-o", tmp_path / "out")
    recording(video, [curling(2)])
    formcheck("analyze", video, "-a", "auto", "-o", tmp_path / "out")
    left = {path.name for path in (tmp_path / "out" / "x").iterdir()}
    assert left == {"summary.json", "reps.csv", "frames.csv"}


def test_rules_need_a_named_activity(formcheck: Call, tmp_path: Path) -> None:
    done = formcheck("analyze", tmp_path / "x.mp4", "-a", "auto", "--rules", tmp_path / "mine.toml")
    assert done.code == 2
    assert "name it with -a" in done.err


def test_a_picture_that_cannot_be_read_is_said(formcheck: Call, tmp_path: Path) -> None:
    picture = tmp_path / "me.jpg"
    picture.write_bytes(b"\xff\xd8\xff")
    done = formcheck("analyze", picture, "-o", tmp_path / "out")
    assert (done.code, done.err.count("\n")) == (1, 1)
    assert "me.jpg" in done.err


def test_without_a_name_the_activity_is_found_out(formcheck: Call, tmp_path: Path) -> None:
    video = recording(tmp_path / "a.poses.jsonl.gz", [rowing(2)])
    done = formcheck(video, "-o", tmp_path / "out", "--no-report")
    assert done.code == 0
    assert "Recognised: upright-row: 2 reps" in done.out
    assert summary_of(tmp_path / "out" / "a")["activity"] == "upright-row"


@pytest.mark.parametrize("name", ["press", "ohp"])
def test_a_lift_that_is_not_the_one_asked_for_is_named(formcheck: Call, tmp_path: Path, name: str) -> None:
    video = recording(tmp_path / "a.poses.jsonl.gz", [rowing(2)])
    done = formcheck(video, "-a", name, "-o", tmp_path / "out", "--no-report")
    assert done.code == 0
    assert "No reps were found. It looks like another activity: upright row." in done.out
    assert "add -a upright-row, or leave -a out" in done.out
    assert "Not judged" not in done.out
    likely = summary_of(tmp_path / "out" / "a")["likely"]
    assert likely == {"activity": "upright-row", "why": ""}


def test_what_is_found_says_nothing_of_anything_else(formcheck: Call, tmp_path: Path) -> None:
    video = recording(tmp_path / "a.poses.jsonl.gz", [rowing(2)])
    formcheck(video, "-a", "row", "-o", tmp_path / "out", "--no-report")
    assert summary_of(tmp_path / "out" / "a")["likely"] is None


def test_a_profile_that_is_not_there_is_said_whatever_is_recognised(formcheck: Call, tmp_path: Path) -> None:
    video = recording(tmp_path / "a.poses.jsonl.gz", [standing(3)])
    done = formcheck(video, "--profile", "nobody", "-o", tmp_path / "out")
    assert done.code == 2
    assert "nobody" in done.err
