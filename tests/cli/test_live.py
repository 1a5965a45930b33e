"""`formcheck live` and `formcheck cameras`, as a user runs them."""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.source.frame import Image
from formcheck.source.video import VideoFile
from tests.cli.conftest import Call, command, pictures
from tests.cli.recordings import GOOD, LAYBACK, SAMPLES, truth
from tests.display import click_close, display, needs_display, wait_for_window, xdotool
from tests.live.mjpeg import mjpeg_camera
from tests.source.clips import make_clip

__all__ = ["display"]
SIDE = SAMPLES / f"{LAYBACK}.mp4"
PATIENCE_S = 60.0
QUIETLY = ("--no-guide",)


@contextmanager
def running(*arguments: object, **environment: str) -> "Iterator[subprocess.Popen[str]]":
    """The command, running beside the test; ended with it."""
    process = subprocess.Popen(
        command("live", *arguments),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment},
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for_line(process: "subprocess.Popen[str]", *words: str) -> list[str]:
    """Read what it says until a line holds one of the words; it is ended if none comes in time."""
    assert process.stderr is not None
    lines = []
    patience = threading.Timer(PATIENCE_S, process.kill)
    patience.start()
    try:
        for line in process.stderr:
            lines.append(line.strip())
            if any(word in line for word in words):
                return lines
    finally:
        patience.cancel()
    raise AssertionError(f"it ended without {words}: {lines}")


def the_summary(folder: Path) -> dict[str, object]:
    (file,) = folder.glob("*/summary.json")
    found: dict[str, object] = json.loads(file.read_text())
    return found


# Errors


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--source", "99", "--headless"], "there is no /dev/video99"),
        (["--source", "gone.mp4", "--headless"], "gone.mp4: there is no such file"),
        (["--source", "ftp://me:secret@x/", "--headless"], "must begin with one of rtsp"),
        (["--source", "http://me:secret@127.0.0.1:9/", "--headless"], "nothing listens there"),
        (["--model", "enormous", "--headless"], "enormous"),
        (["--source", str(SIDE), "--headless", "--model", "gone.task"], "gone.task"),
    ],
)
def test_what_cannot_work_is_one_line(
    formcheck: Call, tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = formcheck("live", *arguments, "-o", tmp_path / "out")
    assert done.code == (2 if "--model" in arguments else 1)
    assert said in done.err
    assert done.err.startswith("formcheck: ")
    assert done.err.count("\n") == 1
    assert "secret" not in done.err
    assert list((tmp_path / "out").glob("*")) == []


def test_words_and_tones_at_once_are_a_mistake_of_use(formcheck: Call) -> None:
    done = formcheck("live", "--headless", "--voice", "--beep")
    assert (done.code, "give only one of --voice and --beep" in done.err) == (2, True)


def test_rules_need_an_activity_that_is_named(formcheck: Call, tmp_path: Path) -> None:
    done = formcheck("live", "--headless", "-a", "auto", "--rules", tmp_path / "own.toml")
    assert (done.code, "--rules needs an activity" in done.err) == (2, True)


def test_an_unknown_activity_is_a_mistake_of_use(formcheck: Call) -> None:
    done = formcheck("live", "-a", "overhead-pres", "--headless")
    assert (done.code, "did you mean overhead-press" in done.err) == (2, True)


def test_a_folder_that_cannot_be_written_is_said_before_the_set(formcheck: Call, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = formcheck("live", "--source", SIDE, "--headless", "-o", tmp_path / "file")
    assert done.code == 1
    assert "cannot write into" in done.err


@pytest.mark.skipif(os.name != "posix" or not Path("/proc").is_dir(), reason="X is for Linux")
@pytest.mark.parametrize(
    ("name", "said"),
    [("", "there is no display"), (":9876", "display :9876 does not answer")],
    ids=["none", "dead"],
)
def test_without_a_display_it_says_so_and_does_not_abort(tmp_path: Path, name: str, said: str) -> None:
    with running("--source", SIDE, "-o", tmp_path, DISPLAY=name, WAYLAND_DISPLAY="") as process:
        _, said_there = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said in said_there
    assert "--headless" in said_there
    assert said_there.count("\n") == 1


def test_no_camera_is_said(formcheck: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.source.camera.list_cameras", lambda: ())
    done = formcheck("cameras")
    assert (done.code, done.out) == (0, "")
    assert "there is no camera" in done.err


def test_cameras_are_listed(formcheck: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from formcheck.source.camera import CameraEntry

    found = (CameraEntry(0, "/dev/video0", "Integrated"), CameraEntry(2, "/dev/video2", "USB"))
    monkeypatch.setattr("formcheck.source.camera.list_cameras", lambda: found)
    done = formcheck("cameras")
    assert done.out.splitlines() == [" 0  /dev/video0  Integrated", " 2  /dev/video2  USB"]


# Sets


@pytest.mark.model
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_being_stopped_leaves_the_files(tmp_path: Path, number: signal.Signals) -> None:
    options = [*QUIETLY, "--headless", "-o", tmp_path, "--save-poses"]
    with running("--source", SIDE, *options) as process:
        wait_for_line(process, "is over")
        process.send_signal(number)
        out, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    found = the_summary(tmp_path)
    assert len(found["reps"]) >= 1  # type: ignore[arg-type]
    assert found["interrupted"] == (number is signal.SIGTERM)
    (folder,) = tmp_path.iterdir()
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["frames.csv", "report.html", "reps.csv", "set.poses.jsonl.gz", "summary.json"]
    assert "Summary:" in out


@pytest.mark.model
def test_a_file_without_drops_is_judged_live_as_by_its_recording(
    press: Path, tmp_path: Path, formcheck: Call
) -> None:
    """A press that leans back, live; then its recording, analysed."""
    done = formcheck(
        "live", "--source", press, *QUIETLY, "--headless", "--save-poses", "--json", "-o", tmp_path / "live"
    )
    assert done.code == 0, done.err
    live = json.loads(done.out)
    (poses,) = (tmp_path / "live").glob("*/set.poses.jsonl.gz")
    again = json.loads(formcheck("analyze", poses, "--json", "--no-report", "-o", tmp_path / "again").out)
    assert live["source"]["kind"] == "video"
    assert len(live["reps"]) == len(again["reps"]) == 1
    assert {f["rule"] for f in live["findings"] if not f["uncertain"]} >= {"overhead-press.layback"}


@pytest.mark.model
def test_of_two_people_the_one_in_the_middle_is_counted(tmp_path: Path, formcheck: Call) -> None:
    """Somebody presses in the middle; a bystander behind at the edge presses at other times."""
    with VideoFile(SAMPLES / f"{GOOD}.mp4", 0.0, 5.0, 720) as video:
        middle = [frame.image for frame in video]
    with VideoFile(SIDE, 3.0, 8.0, 400) as video:
        behind = [frame.image for frame in video]

    def paint(index: int, size_px: tuple[int, int]) -> Image:
        canvas = np.full((720, 1280, 3), 150, np.uint8)
        person, other = middle[index], behind[min(index, len(behind) - 1)]
        canvas[:, 440 : 440 + person.shape[1]] = cv2.resize(person, (person.shape[1], 720))
        canvas[200 : 200 + other.shape[0], 1020 : 1020 + other.shape[1]] = other
        return canvas

    film = make_clip(
        tmp_path / "two.mp4", [i / 30 for i in range(len(middle))], size_px=(1280, 720), paint=paint
    )
    done = formcheck(
        "live", "--source", film, *QUIETLY, "--headless", "--json", "--no-report", "-o", tmp_path / "live"
    )
    assert done.code == 0, done.err
    (rep,) = json.loads(done.out)["reps"]
    assert rep["top_s"] == pytest.approx(truth(GOOD)["reps"][0]["top_start_s"], abs=0.6)


@pytest.mark.model
def test_a_network_camera_is_watched_and_its_password_shown_nowhere(tmp_path: Path) -> None:
    shown = pictures(LAYBACK, 0.0, 4.5)
    with (
        # Over and over: a machine that is busy may miss a rep.
        mjpeg_camera(lambda time_s: shown[int(time_s * 30) % len(shown)]) as camera,
        running("--source", camera.url, *QUIETLY, "--headless", "-o", tmp_path) as process,
    ):
        lines = wait_for_line(process, "is over")
        camera.switch_off()
        lines += wait_for_line(process, "trying again")
        camera.switch_on()
        lines += wait_for_line(process, "the camera is back")
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "was gone once" in said
    assert "secret" not in " ".join(lines) + out + said
    assert lines[0].startswith(f"http://127.0.0.1:{camera.port}/video: 540 x 960")
    assert the_summary(tmp_path)["source"]["name"] == f"http://127.0.0.1:{camera.port}/video"  # type: ignore[index]


# The window


@pytest.mark.model
@needs_display
def test_the_window_obeys_its_keys(tmp_path: Path, display: str) -> None:
    with running("--source", SIDE, *QUIETLY, "-o", tmp_path, DISPLAY=display) as process:
        wait_for_window("formcheck")
        wait_for_line(process, "540 x 960")
        time.sleep(1.5)
        for key, said in (
            ("s", "snapshot:"),
            ("space", "paused"),
            ("space", "judging again"),
            ("r", "new set"),
        ):
            xdotool("key", key)
            wait_for_line(process, said)
        for key in ("h", "m", "f", "f"):
            xdotool("key", key)
        time.sleep(0.5)
        assert process.poll() is None
        xdotool("key", "Escape")
        _, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    image = cv2.imread(str(tmp_path / "snapshot.png"))
    assert image is not None
    assert image.shape == (720, 1280, 3)
    assert image.std() > 10
    assert len(list(tmp_path.glob("*/summary.json"))) == 2


@pytest.mark.model
@needs_display
@pytest.mark.parametrize("how", ["cross", "destroyed"])
def test_the_window_can_be_left(tmp_path: Path, display: str, how: str) -> None:
    with running("--source", SIDE, *QUIETLY, "-o", tmp_path, DISPLAY=display) as process:
        window = wait_for_window("formcheck")
        wait_for_line(process, "540 x 960")
        time.sleep(1.0)
        if how == "cross":
            click_close(window, display)
        else:
            xdotool("windowclose", window)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    found = the_summary(tmp_path)
    assert found["interrupted"] is False
    # It ended when it was left, not when the file did.
    assert 0 < found["coverage"]["end_s"] < 8  # type: ignore[index]
