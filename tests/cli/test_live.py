"""`formcheck live` and `formcheck cameras`, as a user runs them."""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
import pytest

from benchmarks.mjpeg import MjpegCamera, mjpeg_camera
from formcheck.sinks.recovery import recover
from formcheck.source.frame import Image
from formcheck.source.video import VideoFile
from tests.cli.conftest import Call, command, pictures
from tests.cli.recordings import GOOD, LAYBACK, SAMPLES, truth
from tests.display import all_windows, click_close, display, needs_display, xdotool
from tests.source.clips import make_clip
from tests.waiting import LAST_RESORT_S, until

__all__ = ["display"]
SIDE = SAMPLES / f"{LAYBACK}.mp4"
QUIETLY = ("--no-guide", "-a", "overhead-press", "--model", "lite")
SIZE_PX = (270, 480)
T = TypeVar("T")


class Running:
    """The command, running beside the test, and the lines that it has said so far."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.lines: list[str] = []
        self._heard = 0
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def said(self) -> str:
        """All of it."""
        return "\n".join(self.lines)

    def wait_for_line(self, words: str, doing: Callable[[], object] = lambda: None) -> None:
        """Until a new line holds the words, while something is done again and again."""

        def is_said() -> bool:
            doing()
            new = self.lines[self._heard :]
            number = next((i for i, line in enumerate(new) if words in line), None)
            self._heard += 0 if number is None else number + 1
            return number is not None

        self._until(is_said)

    def wait_for_window(self) -> int:
        """The number of its window, once it is there and has the keys."""
        number = self._until(lambda: all_windows("formcheck"))[0]
        xdotool("windowfocus", number)
        return number

    def wait_for_end(self) -> str:
        """What it printed, once it has ended well."""
        code = self.process.wait(LAST_RESORT_S)
        self._listener.join()
        assert code == 0, self.said
        assert "Traceback" not in self.said
        assert self.process.stdout is not None
        return self.process.stdout.read()

    def kill(self) -> None:
        """End it, if it has not ended."""
        self.process.kill()
        self._listener.join()

    def _until(self, holds: Callable[[], T]) -> T:
        """Until then, or until it has ended."""
        try:
            return until(holds, self._listener.is_alive)
        except AssertionError as error:
            raise AssertionError(f"{error}; it said: {self.said}") from None

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.strip())


@contextmanager
def running(*arguments: object, **environment: str) -> Iterator[Running]:
    """The command, ended with the test."""
    with subprocess.Popen(
        command("live", *arguments),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment},
    ) as process:  # fmt: skip
        run = Running(process)
        try:
            yield run
        finally:
            run.kill()


@pytest.fixture
def camera() -> Iterator[MjpegCamera]:
    """Somebody presses before it over and over: nothing ends before the test wants it to."""
    shown = [cv2.resize(image, SIZE_PX) for image in pictures(LAYBACK, 0.0, 4.5)[::2]]
    with mjpeg_camera(lambda time_s: shown[int(time_s * 15) % len(shown)], 15.0) as served:
        yield served


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
    with running("--source", SIDE, "-o", tmp_path, DISPLAY=name, WAYLAND_DISPLAY="") as run:
        run.wait_for_line(said)
        assert run.process.wait(LAST_RESORT_S) == 1
    (line,) = run.lines
    assert "--headless" in line


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
def test_being_stopped_leaves_the_files(tmp_path: Path, camera: MjpegCamera, number: signal.Signals) -> None:
    options = [*QUIETLY, "--headless", "-o", tmp_path, "--save-poses"]
    with running("--source", camera.url, *options) as run:
        run.wait_for_line("rep 1: ")
        run.process.send_signal(number)
        out = run.wait_for_end()
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
        "live",
        "--source",
        press,
        *QUIETLY,
        "--headless",
        "--save-poses",
        "--json",
        "-o",
        tmp_path / "live",
    )
    assert done.code == 0, done.err
    live = json.loads(done.out)
    (poses,) = (tmp_path / "live").glob("*/set.poses.jsonl.gz")
    options = ("-a", "press", "--json", "--no-report")
    again = json.loads(formcheck("analyze", poses, *options, "-o", tmp_path / "again").out)
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
def test_a_network_camera_is_watched_and_its_password_shown_nowhere(
    tmp_path: Path, camera: MjpegCamera
) -> None:
    name = f"http://127.0.0.1:{camera.port}/video"
    with running("--source", camera.url, *QUIETLY, "--headless", "-o", tmp_path) as run:
        run.wait_for_line("rep 1: ")
        camera.switch_off()
        run.wait_for_line("trying again")
        camera.switch_on()
        run.wait_for_line("the camera is back")
        run.process.send_signal(signal.SIGINT)
        out = run.wait_for_end()
    assert "was gone once" in run.said
    assert "secret" not in run.said + out
    assert run.lines[0].startswith(f"{name}: 270 x 480")
    assert the_summary(tmp_path)["source"]["name"] == name  # type: ignore[index]


@pytest.mark.model
def test_a_second_ctrl_c_ends_it_at_once_and_without_an_error(tmp_path: Path, camera: MjpegCamera) -> None:
    with running("--source", camera.url, *QUIETLY, "--headless", "--record", "-o", tmp_path) as run:
        until(lambda: list(tmp_path.rglob("so-far.json")), lambda: run.process.poll() is None)
        run.process.send_signal(signal.SIGINT)
        time.sleep(0.01)  # for nothing in particular: so that they come as two
        run.process.send_signal(signal.SIGINT)
        run.process.wait(LAST_RESORT_S)
    assert run.process.returncode in (0, 130)  # the first one may have been quick enough
    assert "unforeseen" not in run.said
    assert "Traceback" not in run.said
    kept = [*tmp_path.glob("*/summary.json"), *recover(tmp_path)]
    assert len(kept) == 1


@pytest.mark.model
def test_two_that_begin_in_the_same_second_both_keep_their_set(tmp_path: Path, camera: MjpegCamera) -> None:
    arguments = ("--source", camera.url, *QUIETLY, "--headless", "-o", tmp_path)
    with running(*arguments) as first, running(*arguments) as second:
        both = (first.process, second.process)
        until(lambda: len(list(tmp_path.rglob("so-far.json"))) == 2, lambda: both[1].poll() is None)
        for process in both:
            process.send_signal(signal.SIGINT)
        for process in both:
            process.wait(LAST_RESORT_S)
    assert len(list(tmp_path.glob("*/summary.json"))) == 2


# The window


@pytest.mark.model
@needs_display
def test_the_window_obeys_its_keys(tmp_path: Path, camera: MjpegCamera, display: str) -> None:
    with running("--source", camera.url, *QUIETLY, "-o", tmp_path, DISPLAY=display) as run:
        run.wait_for_window()
        run.wait_for_line("snapshot:", lambda: xdotool("key", "s"))  # from the first picture on
        for key, said in (("space", "paused"), ("space", "judging again"), ("r", "new set")):
            xdotool("key", key)
            run.wait_for_line(said)
        for key in ("h", "m", "f", "f"):
            xdotool("key", key)
        # Whatever those did, it still runs.
        xdotool("key", "space")
        run.wait_for_line("paused")
        xdotool("key", "Escape")
        run.wait_for_end()
    (snapshot, *_) = (line.removeprefix("snapshot: ") for line in run.lines if line.startswith("snapshot: "))
    image = cv2.imread(snapshot)
    assert image is not None
    assert image.shape == (720, 1280, 3)
    assert image.std() > 10
    assert list(tmp_path.glob("*/summary.json"))


@pytest.mark.model
@needs_display
@pytest.mark.parametrize("how", ["cross", "destroyed"])
def test_the_window_can_be_left(tmp_path: Path, camera: MjpegCamera, display: str, how: str) -> None:
    """The camera goes on for ever: that the run ends is because its window was left."""
    with running("--source", camera.url, *QUIETLY, "-o", tmp_path, DISPLAY=display) as run:
        window = run.wait_for_window()
        run.wait_for_line("snapshot:", lambda: xdotool("key", "s"))
        if how == "cross":
            click_close(window, display)
        else:
            xdotool("windowclose", window)
        run.wait_for_end()
    assert the_summary(tmp_path)["interrupted"] is False


@pytest.mark.model
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_log_that_cannot_be_written_ends_no_set(tmp_path: Path, press: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("live", "-a", "press", "--source", press, "--headless", "--no-guide", "--model", "lite",
                    "-o", tmp_path),
            stdout=subprocess.DEVNULL, stderr=full, timeout=LAST_RESORT_S, check=False,
        )  # fmt: skip
    assert done.returncode == 0
    assert list(tmp_path.glob("*/summary.json"))
