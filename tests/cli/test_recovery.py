"""A set before a camera whose process was killed: what was seen is brought back."""

import csv
import json
import shutil
import signal
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.live.live_options import LiveOptions
from formcheck.live.live_set import LiveSet, set_context
from formcheck.pose.recording import PoseRecording
from formcheck.sinks.output_folder import OutputFolder
from formcheck.sinks.recovery import Recovered, recover
from formcheck.sinks.video.remux import write_whole
from formcheck.sinks.video.writer import VideoWriter
from formcheck.source.codecs import av
from formcheck.source.frame import StreamInfo
from tests.cli.conftest import Call, command, files_in
from tests.cli.recordings import GOOD, SAMPLES
from tests.people import FRONT, film_set, press_set
from tests.waiting import until

PRESS = load_activity("overhead-press")
INFO = FRONT.info()
SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "summary.schema.json").read_text())


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """What a set of two presses has left on the disk when its process was killed."""
    options = LiveOptions(tmp_path / "alive", guided=False, save_poses=True)
    live = LiveSet(set_context(PRESS, INFO, tmp_path / "alive" / "press", options))
    for frame in film_set(press_set(2)):
        live.write(live.judge(frame))
    shutil.copytree(tmp_path / "alive", tmp_path / "out")
    live.finish(interrupted=False)
    return tmp_path / "out"


def summary_of(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "summary.json").read_text())
    jsonschema.validate(data, SCHEMA)
    return data


def test_table_poses_and_summary_of_a_killed_set_are_brought_back(killed: Path) -> None:
    assert not (killed / "press" / "summary.json").exists()
    (one,) = recover(killed)
    assert one == Recovered(
        killed / "press", ("frames.csv", "reps.csv", "set.poses.jsonl.gz", "summary.json")
    )
    assert files_in(killed / "press") == list(one.files)
    with (one.folder / "frames.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    summary = summary_of(one.folder)
    assert summary["interrupted"] is True
    assert summary["coverage"]["frames"] == len(rows) == len(film_set(press_set(2)))
    assert summary["coverage"]["end_s"] == pytest.approx(float(rows[-1]["time_s"]), abs=1e-3)
    assert len(summary["reps"]) == int(rows[-1]["rep"]) == 2
    assert len(list(PoseRecording(one.folder / "set.poses.jsonl.gz"))) >= len(rows) - 25
    assert list(recover(killed)) == []


def test_a_line_that_was_being_written_is_left_out(killed: Path) -> None:
    (table,) = killed.rglob(".formcheck-frames-*.csv")
    table.write_bytes(table.read_bytes()[:-7])
    (one,) = recover(killed)
    with (one.folder / "frames.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(film_set(press_set(2))) - 1
    assert all(None not in row.values() for row in rows)


def test_what_is_still_being_written_is_left_alone(tmp_path: Path) -> None:
    options = LiveOptions(tmp_path, guided=False)
    live = LiveSet(set_context(PRESS, INFO, tmp_path / "press", options))
    for frame in film_set(press_set(1))[:60]:
        live.write(live.judge(frame))
    assert list(recover(tmp_path)) == []
    result = live.finish(interrupted=False)
    assert result is not None
    assert summary_of(tmp_path / "press")["coverage"]["frames"] == 60


def test_an_analysis_that_was_killed_while_its_results_appeared_is_finished(tmp_path: Path) -> None:
    with OutputFolder(tmp_path / "a") as output:
        for name in ("frames.csv", "reps.csv"):
            (output.waiting / name).write_text("time_s,frame,\n")
    left = tmp_path / "a" / ".formcheck-left-moving"
    left.mkdir()
    (left / "summary.json").write_text("{}")
    (one,) = recover(tmp_path)
    assert one.files == ("summary.json",)
    assert files_in(tmp_path / "a") == ["frames.csv", "reps.csv", "summary.json"]


def test_an_analysis_that_was_killed_before_leaves_nothing(tmp_path: Path) -> None:
    left = tmp_path / "a" / ".formcheck-left"
    left.mkdir(parents=True)
    (left / ".formcheck-frames-x.csv").write_text("time_s,frame,\n")
    assert list(recover(tmp_path)) == []
    assert not (tmp_path / "a").exists()


def test_the_command_says_what_it_brought_back(formcheck: Call, killed: Path) -> None:
    done = formcheck("recover", killed)
    assert (done.code, done.err) == (0, "")
    assert "summary.json" in done.out
    assert "nothing" in formcheck("recover", killed).out
    assert formcheck("recover", killed / "not there").code == 2


def test_a_recording_that_is_cut_off_anywhere_after_its_first_second_can_be_played(tmp_path: Path) -> None:
    writer = VideoWriter(tmp_path / "annotated.mp4", StreamInfo("x", 64, 48, 10.0), fragmented=True)
    for number in range(60):
        writer.write(np.full((48, 64, 3), number, np.uint8), number / 10)
    (begun,) = tmp_path.glob(".formcheck-*.mp4")
    left = tmp_path / "left.mp4"
    left.write_bytes(begun.read_bytes())
    assert write_whole(left, tmp_path / "whole.mp4")
    with av.open(str(tmp_path / "whole.mp4")) as video:
        assert sum(1 for _ in video.decode(video=0)) >= 40
    writer.close()
    with av.open(str(tmp_path / "annotated.mp4")) as video:
        assert sum(1 for _ in video.decode(video=0)) == 60
    data = (tmp_path / "annotated.mp4").read_bytes()
    assert b"moof" not in data
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.model
def test_after_a_kill_the_next_run_into_the_folder_brings_the_set_back(tmp_path: Path) -> None:
    arguments = ["live", "--source", SAMPLES / f"{GOOD}.mp4", "-a", "press", "--headless", "--no-guide",
                 "--record", "--no-report", "--model", "lite", "-o", tmp_path]  # fmt: skip
    process = subprocess.Popen(command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def is_recorded() -> bool:
        return any(path.stat().st_size > 20_000 for path in tmp_path.rglob(".formcheck-annotated-*.mp4"))

    until(is_recorded, lambda: process.poll() is None)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(tmp_path.rglob("summary.json")) == []
    (one,) = recover(tmp_path)
    assert {"annotated.mp4", "frames.csv", "summary.json"} <= {*one.files}
    with av.open(str(one.folder / "annotated.mp4")) as video:
        assert sum(1 for _ in video.decode(video=0)) > 0
    assert summary_of(one.folder)["interrupted"] is True
