"""`formcheck analyze`, through the real entry point."""

import csv
import json
import re
import signal
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from formcheck.batch import workers
from formcheck.batch.task import Done, Plan, Task
from formcheck.batch.work import run_task
from formcheck.sinks.video import end_card
from formcheck.sinks.video.writer import VideoWriter
from formcheck.source.codecs import av
from formcheck.source.frame import StreamInfo
from formcheck.source.video import VideoFile
from tests.cli.conftest import Analysed, Call, command, files_in, in_subprocess
from tests.cli.recordings import GOOD, LAYBACK, SAMPLES, recorded
from tests.source.clips import make_clip, steady

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "summary.schema.json").read_text())
UNITS = ("_s", "_deg", "_percent", "_px", "_m")
# Numbers without a unit: shares of the subject's own trunk, arm or shoulders.
RATIOS = ("wrist_height", "hip_height", "wrist_over_chin", "grip_ratio", "bar_offset", "ear_over_shoulder",
          "wrist_height_difference", "wrists_over_shoulders", "range")  # fmt: skip


@pytest.fixture
def leaning(tmp_path: Path) -> Path:
    """Two presses, the second leaning back, at 15 frames a second."""
    return recorded(tmp_path / "in" / "leaning.poses.jsonl.gz", LAYBACK, 0, 8)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Two good presses from the front."""
    return recorded(tmp_path / "in" / "good.poses.jsonl.gz", GOOD, 0, 8.5)


def summary_of(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "summary.json").read_text())
    jsonschema.validate(data, SCHEMA)
    return data


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def times_of(path: Path) -> list[float]:
    with av.open(str(path)) as container:
        return [float(frame.time) for frame in container.decode(video=0)]


def check_references(summary: dict[str, Any]) -> None:
    """Findings and reps name each other, and nothing that is not there."""
    reps = {rep["index"]: rep for rep in summary["reps"]}
    findings = {finding["id"]: finding for finding in summary["findings"]}
    assert list(reps) == list(range(1, len(reps) + 1))
    assert len(findings) == len(summary["findings"])
    for finding in findings.values():
        rep = reps[finding["rep"]]
        assert finding["id"] in rep["findings"]
        assert rep["start_s"] <= finding["start_s"] <= finding["peak_s"] <= finding["end_s"] <= rep["end_s"]
    assert {name for rep in reps.values() for name in rep["findings"]} == set(findings)
    assert all(entry["fix"] and set(entry["reps"]) <= set(reps) for entry in summary["not_judged"])


# ---- a video, with the model -----------------------------------------------------------------------------


@pytest.mark.model
def test_a_video_gives_all_files_and_only_its_owner_may_read_them(analysed: Analysed) -> None:
    assert analysed.done.code == 0
    names = ["annotated.mp4", "frames.csv", "press.poses.jsonl.gz", "report.html", "reps.csv", "summary.json"]
    assert files_in(analysed.folder) == names
    assert {oct(path.stat().st_mode & 0o777) for path in analysed.folder.iterdir()} == {"0o600"}


@pytest.mark.model
def test_a_video_gives_its_findings(analysed: Analysed) -> None:
    summary = summary_of(analysed.folder)
    check_references(summary)
    source, coverage = summary["source"], summary["coverage"]
    assert (source["name"], source["kind"]) == ("press.mp4", "video")
    assert (source["width_px"], source["height_px"], summary["model"]) == (540, 960, "full")
    assert coverage["frames"] == coverage["with_pose"]
    assert coverage["views"]["side"] > 0.9
    assert len(summary["reps"]) == 1
    assert not summary["interrupted"]
    layback = next(f for f in summary["findings"] if f["rule"] == "overhead-press.layback")
    assert layback["severity"] == "poor"
    assert layback["value"] == pytest.approx(-25, abs=5)


@pytest.mark.model
def test_stdout_carries_the_results_and_stderr_nothing(analysed: Analysed) -> None:
    assert analysed.done.err == ""
    assert "Leaning back" in analysed.done.out
    for name in ("annotated.mp4", "report.html", "summary.json", "press.poses.jsonl.gz"):
        assert str(analysed.folder / name) in analysed.done.out


@pytest.mark.model
def test_the_annotated_video_keeps_times_and_sound(analysed: Analysed, press: Path) -> None:
    copy = analysed.folder / "annotated.mp4"
    with av.open(str(copy)) as container:
        pictures, (sound,) = container.streams.video[0], container.streams.audio
        assert (pictures.codec_context.name, pictures.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (pictures.width, pictures.height) == (540, 960)
        heard_s = float(sound.duration * sound.time_base)
    assert times_of(copy)[: -end_card.PICTURES] == pytest.approx(times_of(press), abs=1e-3)
    assert heard_s == pytest.approx(times_of(press)[-1], abs=0.1)


@pytest.mark.model
def test_tables_of_a_video_have_a_row_for_each_frame_with_its_time(analysed: Analysed, press: Path) -> None:
    rows = rows_of(analysed.folder / "frames.csv")
    assert [float(row["time_s"]) for row in rows] == pytest.approx(times_of(press), abs=1e-4)
    assert [int(row["frame"]) for row in rows] == list(range(len(rows)))


@pytest.mark.model
def test_the_report_holds_its_pictures_and_asks_nothing_of_the_network(analysed: Analysed) -> None:
    page = (analysed.folder / "report.html").read_text()
    assert "data:image/" in page
    assert not re.search(r"""(src|href)\s*=\s*["'](https?:)?//""", page)


@pytest.mark.model
def test_the_saved_poses_give_the_same_summary(analysed: Analysed, formcheck: Call, tmp_path: Path) -> None:
    again = formcheck("analyze", analysed.folder / "press.poses.jsonl.gz", "-o", tmp_path, "--quiet")
    assert again.code == 0
    first, second = summary_of(analysed.folder), summary_of(tmp_path / "press")
    assert second["source"].pop("kind") == "poses"
    assert second["source"].pop("name") == "press.poses.jsonl.gz"
    del first["source"]["kind"], first["source"]["name"]
    assert second == first
    for name in ("frames.csv", "reps.csv"):
        assert (tmp_path / "press" / name).read_bytes() == (analysed.folder / name).read_bytes()


@pytest.mark.model
def test_the_same_video_twice_gives_the_same_bytes(
    analysed: Analysed, press: Path, formcheck: Call, tmp_path: Path
) -> None:
    done = formcheck("analyze", press, "-o", tmp_path, "--save-poses", "--no-video", "--no-report")
    assert done.code == 0
    for name in ("summary.json", "reps.csv", "frames.csv", "press.poses.jsonl.gz"):
        assert (tmp_path / "press" / name).read_bytes() == (analysed.folder / name).read_bytes(), name


@pytest.mark.model
def test_a_part_of_a_good_press_from_the_front_has_no_finding(formcheck: Call, tmp_path: Path) -> None:
    video = SAMPLES / f"{GOOD}.mp4"
    options = ["--start", 4.5, "--end", 8.4, "--no-report", "--model", "lite", "--fail-on", "caution"]
    done = formcheck("analyze", video, "-o", tmp_path, *options)
    assert done.code == 0, done.out
    summary = summary_of(tmp_path / GOOD)
    assert (summary["source"]["start_s"], summary["source"]["end_s"]) == (4.5, 8.4)
    assert (summary["model"], len(summary["reps"]), summary["findings"]) == ("lite", 1, [])
    assert files_in(tmp_path / GOOD) == ["annotated.mp4", "frames.csv", "reps.csv", "summary.json"]
    times = [float(row["time_s"]) for row in rows_of(tmp_path / GOOD / "frames.csv")]
    assert times[0] == pytest.approx(4.5, abs=1e-3)
    assert times[-1] < 8.4
    copied = times_of(tmp_path / GOOD / "annotated.mp4")[: -end_card.PICTURES]
    assert copied == pytest.approx([time_s - times[0] for time_s in times], abs=1e-3)


# ---- recordings: the same path without the model ---------------------------------------------------------


def test_a_recording_gives_all_but_the_video(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    done = formcheck("analyze", leaning, "-o", tmp_path / "out")
    assert (done.code, done.err) == (0, "")
    folder = tmp_path / "out" / "leaning"
    assert files_in(folder) == ["frames.csv", "report.html", "reps.csv", "summary.json"]
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    summary = summary_of(folder)
    check_references(summary)
    assert [rep["index"] for rep in summary["reps"]] == [1, 2]
    assert {f["rule"]: f["rep"] for f in summary["findings"]}["overhead-press.layback"] == 2


def test_tables(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    formcheck("analyze", leaning, "-o", tmp_path, "--no-report", "--quiet")
    summary, frames = summary_of(tmp_path / "leaning"), rows_of(tmp_path / "leaning" / "frames.csv")
    assert next(iter(frames[0])) == "time_s"
    assert len(frames) == summary["coverage"]["frames"] == 120
    times = [float(row["time_s"]) for row in frames]
    assert times == sorted(set(times))
    reps = rows_of(tmp_path / "leaning" / "reps.csv")
    assert next(iter(reps[0])) == "start_s"
    assert [int(row["rep"]) for row in reps] == [rep["index"] for rep in summary["reps"]]
    assert [float(row["end_s"]) for row in reps] == [rep["end_s"] for rep in summary["reps"]]
    assert "overhead-press.layback (poor)" in reps[1]["findings"]


def test_columns_of_frames_say_their_units(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    formcheck("analyze", leaning, "-o", tmp_path, "--no-report", "--quiet")
    measured = list(rows_of(tmp_path / "leaning" / "frames.csv")[0])[9:]
    assert [name for name in measured if not name.endswith(UNITS + RATIOS)] == []


def test_columns_of_reps_say_their_units(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    formcheck("analyze", leaning, "-o", tmp_path, "--no-report", "--quiet")
    names = list(rows_of(tmp_path / "leaning" / "reps.csv")[0])[7:]
    units = {
        name: measured["unit"]
        for rep in summary_of(tmp_path / "leaning")["reps"]
        for name, measured in rep["measurements"].items()
    }
    speeds = [name for name in names[2 * len(units) :] if not name.endswith(("_heights_per_s", "_percent"))]
    assert speeds == []
    ends = {"deg": "_deg", "s": "_s", "%": "_percent"}
    unsaid = [
        column
        for name, column in zip(units, names[: 2 * len(units) : 2], strict=True)
        if units[name] in ends and not column.endswith(ends[units[name]])
    ]
    assert unsaid == []


def test_the_verdict_does_not_deny_what_was_judged(formcheck: Call, good: Path, tmp_path: Path) -> None:
    done = formcheck("analyze", good, "-o", tmp_path)
    summary = summary_of(tmp_path / "good")
    judged = {
        rule
        for rep in summary["reps"]
        for rule, measured in rep["measurements"].items()
        if measured["value"] is not None
    }
    assert {"uneven", "lateral-lean"} <= judged
    assert "No faults in what could be judged" in done.out.splitlines()[0]
    assert "No faults in what could be judged" in (tmp_path / "good" / "report.html").read_text()


@pytest.mark.parametrize(
    ("option", "missing"), [("--no-report", "report.html"), ("--no-video", "annotated.mp4")]
)
def test_what_is_not_wanted_is_not_written(
    formcheck: Call, leaning: Path, tmp_path: Path, option: str, missing: str
) -> None:
    assert formcheck("analyze", leaning, "-o", tmp_path / "out", option).code == 0
    assert missing not in files_in(tmp_path / "out" / "leaning")


@pytest.mark.parametrize(
    ("fail_on", "code"), [(None, 0), ("caution", 1), ("poor", 1)], ids=["never", "caution", "poor"]
)
def test_fail_on_a_poor_finding(
    formcheck: Call, leaning: Path, tmp_path: Path, fail_on: str | None, code: int
) -> None:
    options = ["--fail-on", fail_on] if fail_on else []
    done = formcheck("analyze", leaning, "-o", tmp_path, "--no-report", *options)
    assert (done.code, done.err) == (code, "")
    assert (tmp_path / "leaning" / "summary.json").is_file()


@pytest.mark.parametrize("fail_on", ["caution", "poor"])
def test_fail_on_nothing(formcheck: Call, good: Path, tmp_path: Path, fail_on: str) -> None:
    assert formcheck("analyze", good, "-o", tmp_path, "--no-report", "--fail-on", fail_on).code == 0


def test_fail_on_poor_lets_a_caution_pass(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    rules = tmp_path / "mild.toml"
    rules.write_text(
        '[[rule]]\nid = "layback"\ntests = [{ measure = "trunk_inclination_deg", compare = "change", '
        'below = { caution = -10, poor = -60 } }]\n[[rule]]\nid = "bar-path"\nenabled = false\n'
    )
    base = [
        "analyze",
        leaning,
        "-a",
        "overhead-press",
        "-o",
        tmp_path,
        "--no-report",
        "--rules",
        rules,
        "--fail-on",
    ]
    assert formcheck(*base, "poor").code == 0
    assert formcheck(*base, "caution").code == 1
    assert {f["severity"] for f in summary_of(tmp_path / "leaning")["findings"]} == {"caution"}


def test_json_prints_the_summary_and_nothing_else(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    done = formcheck("analyze", leaning, "-o", tmp_path, "--no-report", "--json")
    assert done.err == ""
    assert json.loads(done.out) == summary_of(tmp_path / "leaning")


def own_video(path: Path) -> None:
    """A video as an earlier analysis writes it."""
    with VideoWriter(path, StreamInfo("x", 64, 48, 10.0)) as writer:
        writer.write(np.zeros((48, 64, 3), np.uint8), 0.0)


def test_results_of_an_earlier_run_do_not_stay_beside_new_ones(
    formcheck: Call, leaning: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "leaning"
    formcheck("analyze", leaning, "-o", tmp_path, "--quiet")
    own_video(folder / "annotated.mp4")
    for name in ("notes.txt", "other.poses.jsonl.gz"):
        (folder / name).write_text("of an earlier run")
    assert (folder / "report.html").is_file()
    formcheck("analyze", leaning, "-o", tmp_path, "--quiet", "--no-report")
    kept = ["frames.csv", "notes.txt", "other.poses.jsonl.gz", "reps.csv", "summary.json"]
    assert files_in(folder) == kept


def test_json_of_several_is_a_list_also_when_interrupted_after_the_first(
    formcheck: Call, leaning: Path, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def done_and_stopped(task: Task, plan: Plan, *watched: object) -> Done:
        done = run_task(task, plan)
        signal.raise_signal(signal.SIGINT)
        return done

    monkeypatch.setattr(workers, "run_task", done_and_stopped)
    arguments = ("-o", tmp_path, "--no-report", "--json", "--quiet", "--jobs", 1)
    done = formcheck("analyze", leaning, good, *arguments)
    assert done.code == 130
    assert [summary["source"]["name"] for summary in json.loads(done.out)] == [leaning.name]


def test_a_plot_shows_only_what_is_judged_from_that_side(
    formcheck: Call, leaning: Path, tmp_path: Path
) -> None:
    formcheck("analyze", leaning, "-o", tmp_path, "--quiet")
    report = (tmp_path / "leaning" / "report.html").read_text()
    assert "<h3>Lean back" in report
    assert "<h3>Forearm" not in report


def test_json_of_several_is_a_list(formcheck: Call, leaning: Path, good: Path, tmp_path: Path) -> None:
    done = formcheck("analyze", leaning, good, "-o", tmp_path, "--no-report", "--json", "--quiet")
    names = [summary["source"]["name"] for summary in json.loads(done.out)]
    assert names == [leaning.name, good.name]


def test_quiet_prints_nothing(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    done = formcheck("analyze", leaning, "-o", tmp_path, "--no-report", "--quiet")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_start_and_end_of_a_recording(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    formcheck("analyze", leaning, "-a", "press", "-o", tmp_path, "--no-report", "--start", 4.2, "--end", 7)
    summary = summary_of(tmp_path / "leaning")
    assert (summary["source"]["start_s"], summary["source"]["end_s"]) == (4.2, 7.0)
    times = [float(row["time_s"]) for row in rows_of(tmp_path / "leaning" / "frames.csv")]
    assert min(times) >= 4.2
    assert max(times) < 7
    assert len(times) == summary["coverage"]["frames"] == pytest.approx(42, abs=1)
    assert {f["rule"] for f in summary["findings"]} >= {"overhead-press.layback"}


def test_saved_poses_of_a_recording_can_be_analysed_again(
    formcheck: Call, leaning: Path, tmp_path: Path
) -> None:
    formcheck("analyze", leaning, "-o", tmp_path / "a", "--no-report", "--save-poses")
    saved = tmp_path / "a" / "leaning" / leaning.name
    assert saved.stat().st_mode & 0o777 == 0o600
    formcheck("analyze", saved, "-o", tmp_path / "b", "--no-report")
    assert summary_of(tmp_path / "b" / "leaning") == summary_of(tmp_path / "a" / "leaning")


def test_the_same_recording_twice_gives_the_same_bytes(
    formcheck: Call, leaning: Path, tmp_path: Path
) -> None:
    for out in ("a", "b"):
        formcheck("analyze", leaning, "-o", tmp_path / out, "--quiet")
    for name in files_in(tmp_path / "a" / "leaning"):
        assert (tmp_path / "a/leaning" / name).read_bytes() == (tmp_path / "b/leaning" / name).read_bytes()


def test_rules_of_the_users_own_change_a_verdict(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(
        '[[rule]]\nid = "layback"\nenabled = false\n[[rule]]\nid = "overhead-press.bar-path"\n'
        'tests = [{ measure = "bar_offset", reduce = "median", above = { caution = 0.9 } }]\n'
    )
    done = formcheck("analyze", leaning, "-o", tmp_path, "--no-report", "-a", "press", "--rules", rules)
    assert done.code == 0
    assert summary_of(tmp_path / "leaning")["findings"] == []


def test_of_two_rule_files_the_later_wins(formcheck: Call, leaning: Path, tmp_path: Path) -> None:
    off, on = tmp_path / "off.toml", tmp_path / "on.toml"
    off.write_text('[[rule]]\nid = "layback"\nenabled = false\n')
    on.write_text('[[rule]]\nid = "layback"\nenabled = true\n')
    formcheck("analyze", leaning, "-o", tmp_path, "--no-report", "-a", "press", "--rules", off, "--rules", on)
    assert "overhead-press.layback" in {f["rule"] for f in summary_of(tmp_path / "leaning")["findings"]}


def test_one_bad_source_of_several(formcheck: Call, leaning: Path, good: Path, tmp_path: Path) -> None:
    bad = tmp_path / "gone.mp4"
    done = formcheck("analyze", leaning, bad, good, "-o", tmp_path / "out", "--no-report", "--json")
    assert done.code == 1
    assert done.err.splitlines() == [f"formcheck: {bad}: there is no such file; check the path"]
    assert [s["source"]["name"] for s in json.loads(done.out)] == [leaning.name, good.name]
    assert (tmp_path / "out" / "good" / "summary.json").is_file()
    assert not (tmp_path / "out" / "gone").exists()


def test_sources_of_the_same_name_do_not_share_a_folder(formcheck: Call, tmp_path: Path) -> None:
    first = recorded(tmp_path / "a" / "set.poses.jsonl.gz", LAYBACK, 0, 4)
    second = recorded(tmp_path / "b" / "set.poses.jsonl.gz", GOOD, 0, 4)
    done = formcheck("analyze", first, second, "-a", "press", "-o", tmp_path / "out", "--no-report")
    assert done.code == 0
    views = [summary_of(tmp_path / "out" / name)["coverage"]["views"] for name in ("set", "set-2")]
    assert [max(view, key=view.__getitem__) for view in views] == ["side", "front"]


def test_results_of_an_earlier_run_are_replaced(formcheck: Call, tmp_path: Path) -> None:
    for name in (LAYBACK, GOOD):
        source = recorded(tmp_path / "set.poses.jsonl", name, 0, 8)
        formcheck("analyze", source, "-o", tmp_path / "out", "--quiet")
    assert summary_of(tmp_path / "out" / "set")["findings"] == []
    assert len(files_in(tmp_path / "out" / "set")) == 4


def test_the_default_folder_is_below_the_current_one(
    formcheck: Call, leaning: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert formcheck("analyze", leaning, "--no-report").code == 0
    assert (tmp_path / "formcheck-out" / "leaning" / "summary.json").is_file()


def test_a_coco_recording_is_judged_by_what_it_has(formcheck: Call, tmp_path: Path) -> None:
    source = recorded(tmp_path / "coco.poses.jsonl", LAYBACK, 0, 8, coco_17=True)
    assert formcheck("analyze", source, "-o", tmp_path, "--no-report").code == 0
    summary = summary_of(tmp_path / "coco")
    assert "overhead-press.layback" in {f["rule"] for f in summary["findings"]}
    fixes = [e["fix"] for e in summary["not_judged"] if e["rule"] == "overhead-press.head-poke"]
    assert any("33 points" in fix for fix in fixes), fixes  # there is no depth in this layout


def test_as_a_command_of_the_system(leaning: Path, tmp_path: Path) -> None:
    done = in_subprocess("analyze", leaning, "-o", "out", "--no-report", "--fail-on", "poor", cwd=tmp_path)
    assert (done.code, done.err) == (1, "")
    assert "Leaning back" in done.out
    assert command()[1:] == ["-m", "formcheck"]


def test_a_still_clip_without_sound_has_no_sound_in_its_copy(tmp_path: Path) -> None:
    """Guards the other tests: what `press` has, a clip has only when it was given it."""
    with av.open(str(make_clip(tmp_path / "mute.mp4", steady(3)))) as container:
        assert not container.streams.audio
    with VideoFile(tmp_path / "mute.mp4") as video:
        assert len(list(video)) == 3
