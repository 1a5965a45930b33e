"""The whole live run, with its threads, but without a model, a window and a camera."""

import json
import threading
import time
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import cv2
import pytest

from benchmarks.mjpeg import mjpeg_camera
from formcheck.activities.load import load_activity
from formcheck.errors import ModelError, OutputError, SourceError
from formcheck.history.store import open_history
from formcheck.live.live_options import LiveOptions, Plan
from formcheck.live.live_run import Connections, LiveRun
from formcheck.pose.pose import PosedFrame
from formcheck.results.result import WrittenResult
from formcheck.results.summary import NotesSummary
from formcheck.sinks.registry import forget_sink, register_sink
from formcheck.sinks.sink import Sink
from formcheck.sinks.status import LiveStatus
from formcheck.sinks.update import Update
from formcheck.source.device import Picture
from formcheck.source.frame import Frame, StreamInfo
from formcheck.source.network_stream import NetworkStream
from tests.live.acting import SIZE_PX, Act, Ear, Hand, Script, picture
from tests.live.test_coach import analysed, layback
from tests.people import RIGHT_SIDE, Camera, along, film, film_set, height_at, lifted, photo, press_set
from tests.waiting import LAST_RESORT_S, until

PRESS = load_activity("overhead-press")
FPS = 30.0


@dataclass
class Stage:
    """A run in a folder, and what was heard and written of it."""

    folder: Path
    face: Hand = field(default_factory=Hand)
    ear: Ear = field(default_factory=Ear)
    lines: list[str] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    run: LiveRun | None = None

    def play(
        self, device: Any, estimator: Any, *, guided: bool = False, headless: bool = False, **how: Any
    ) -> tuple[WrittenResult, ...]:
        clock = how.pop("clock", time.monotonic)
        options = LiveOptions(
            self.folder, guided=guided, sound="none", report=how.pop("report", False), **how
        )
        self.face.seen = self.shown
        ends = Connections(
            device, estimator, None if headless else self.face, self.ear, self.lines.append,
            on_shown=lambda shown, shown_s: self.shown.append(shown.frame.index), clock=clock,
        )  # fmt: skip
        self.run = LiveRun(Plan({1: PRESS}, PRESS), options, ends)
        register_sink("hand", lambda context: context.options.surface and self.face, on_screen=True)
        try:
            return self.run.run()
        finally:
            forget_sink("hand")

    def statuses(self) -> list[LiveStatus]:
        """What the run said of itself, at each picture that was shown."""
        return [update.status for update in self.face.updates]

    def summaries(self) -> list[dict[str, Any]]:
        return [json.loads(file.read_text()) for file in sorted(self.folder.glob("*/summary.json"))]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


def acted(frames: list[PosedFrame], info: StreamInfo, *, returns: bool = False) -> tuple[Script, Act]:
    """A device and an estimator that give a film frame by frame, and drop none."""
    may_go_on = threading.Semaphore(1)
    steps = iter([Picture(picture(f.index % 5), f.time_s) for f in frames])
    device = Script(steps, info, returns=returns, wait=lambda: may_go_on.acquire(timeout=LAST_RESORT_S))
    estimator = Act(lambda frame: frames[frame.index].pose, on_see=may_go_on.release)
    return device, estimator


def standing() -> tuple[Script, Act]:
    """Somebody who stands there for ever; some pictures may be dropped."""
    still = photo(lifted(0.0))
    steps = (Picture(picture(i % 5), i / FPS) for i in count())
    device = Script(steps, RIGHT_SIDE.info(), returns=True, wait=lambda: time.sleep(0.004))
    return device, Act(lambda frame: still)


def test_a_set_is_judged_as_an_analysis_judges_it_when_nothing_is_dropped(stage: Stage) -> None:
    path = press_set(2, up_s=1.5)
    frames = film(along(path, layback), path[-1][0], RIGHT_SIDE)
    info = replace(RIGHT_SIDE.info(), pose_model="full")
    device, estimator = acted(frames, info)
    (result,) = stage.play(device, estimator)
    (found,) = stage.summaries()
    assert found["coverage"]["frames"] == len(frames)
    expected = analysed(frames, info)
    assert (found["reps"], found["findings"]) == (expected["reps"], expected["findings"])
    assert [f["rule"] for f in found["findings"]].count("overhead-press.layback") == 2
    assert result.written.folder.parent == stage.folder
    assert device.closed
    assert estimator.closed
    assert "rep 1: leaning back (poor)" in " ".join(stage.lines)
    assert "Ribs down, squeeze glutes" in stage.lines
    assert any("Squeeze your glutes" in said for said in stage.ear.said)


def test_the_errors_of_a_model_that_nothing_was_fitted_on_are_not_stated(stage: Stage) -> None:
    path = press_set(2, up_s=1.5)
    frames = film(along(path, layback), path[-1][0], RIGHT_SIDE)
    device, estimator = acted(frames, RIGHT_SIDE.info())
    estimator.model = "somebody's own"
    stage.play(device, estimator, report=True)
    (found,) = stage.summaries()
    assert (found["model"], found["errors"]["known"]) == ("somebody's own", False)
    assert [f["error"] for f in found["findings"]] == [None, None]
    expected = analysed(frames, RIGHT_SIDE.info())
    assert [f["value"] for f in found["findings"]] == [f["value"] for f in expected["findings"]]


def test_without_a_window_all_is_the_same(stage: Stage) -> None:
    frames = film_set(press_set(1))
    stage.play(*acted(frames, RIGHT_SIDE.info()), headless=True)
    assert len(stage.summaries()[0]["reps"]) == 1
    assert stage.face.shown is None
    assert stage.face.updates == []


def test_pictures_are_only_stored_when_asked_for(stage: Stage) -> None:
    stage.play(*acted(film_set(press_set(1)), RIGHT_SIDE.info()), report=True)
    (folder,) = stage.folder.iterdir()
    assert sorted(p.name for p in folder.iterdir()) == [
        "frames.csv",
        "report.html",
        "reps.csv",
        "summary.json",
    ]


def test_a_recording_is_a_video_of_the_set(stage: Stage) -> None:
    (result,) = stage.play(
        *acted(film_set(press_set(1))[:60], RIGHT_SIDE.info()), record=True, save_poses=True
    )
    assert result.written.video is not None
    assert result.written.video.stat().st_size > 1000
    assert result.written.video.stat().st_mode & 0o777 == 0o600
    assert result.written.poses is not None
    assert result.written.poses.is_file()
    assert all(status.recording for status in stage.statuses())


def test_keys_do_what_the_help_says(stage: Stage) -> None:
    stage.face.keys_at = {
        5: "h",
        10: "m",
        15: "space",
        30: "space",
        40: "f",
        45: "s",
        50: "r",
        60: "x",
        70: "q",
    }
    stage.play(*standing())
    statuses = stage.statuses()
    assert {status.help for status in statuses} == {False, True}
    assert {status.muted for status in statuses} == {False, True}
    assert {status.paused for status in statuses} == {False, True}
    assert stage.face.full_screen
    snapshot = cv2.imread(str(stage.folder / "snapshot.png"))
    assert snapshot is not None
    assert snapshot.shape == (SIZE_PX[1], SIZE_PX[0], 3)
    assert len(stage.summaries()) == 2
    assert ("paused" in stage.lines, "judging again" in stage.lines) == (True, True)
    assert not [summary["interrupted"] for summary in stage.summaries() if summary["interrupted"]]


def test_a_key_for_an_activity_that_is_not_there_changes_nothing(stage: Stage) -> None:
    stage.face.keys_at = {5: "2", 10: "1", 20: "close"}
    stage.play(*standing())
    assert "there is no activity 2" in stage.lines
    assert [s["activity"] for s in stage.summaries()] == ["overhead-press"] * 2


def test_the_newest_picture_is_judged_when_the_model_is_slower_than_the_camera(stage: Stage) -> None:
    """Five pictures come while the model looks at one."""
    number, asked, may_come = 101, 0, threading.Semaphore(1)
    judged: list[int] = []

    def wait_for_leave() -> None:
        nonlocal asked
        asked += 1  # whoever asks for a picture has left the one before
        may_come.acquire(timeout=LAST_RESORT_S)

    def look(frame: Frame) -> Any:
        judged.append(frame.index)
        may_come.release(5)
        until(lambda: asked > min(1 + 5 * len(judged), number))
        return photo(lifted(0.0))

    device = Script((Picture(picture(i)) for i in range(number)), RIGHT_SIDE.info(), returns=False)
    device.wait = wait_for_leave
    stage.play(device, Act(look), headless=True)
    assert judged == [*range(0, number, 5)]
    assert stage.shown == sorted(set(stage.shown) & set(judged))


def test_nobody_in_sight_is_no_error(stage: Stage) -> None:
    device, _ = acted([PosedFrame(i, i / FPS, None) for i in range(60)], RIGHT_SIDE.info())
    device.wait = lambda: time.sleep(0.002)
    stage.play(device, Act(lambda frame: None))
    assert stage.summaries()[0]["reps"] == []


# What goes wrong


def test_a_voice_that_is_missing_is_said_once(stage: Stage) -> None:
    stage.ear.problem = "no voice: install espeak-ng"
    stage.play(*acted(film_set(press_set(1))[:60], RIGHT_SIDE.info()))
    assert stage.lines.count("no voice: install espeak-ng") == 1


def test_being_stopped_by_the_system_writes_what_was_seen(stage: Stage) -> None:
    def stop() -> None:
        until(lambda: len(stage.shown) >= 20)
        assert stage.run is not None
        stage.run.stop(interrupted=True)

    stopper = threading.Thread(target=stop)
    stopper.start()
    stage.play(*standing())
    stopper.join()
    assert [s["interrupted"] for s in stage.summaries()] == [True]


def test_a_file_that_breaks_keeps_what_was_seen(stage: Stage) -> None:
    frames = film_set(press_set(2))
    device, estimator = acted(frames, RIGHT_SIDE.info())
    steps = [Picture(picture(f.index % 5), f.time_s) for f in frames[:260]]
    device.steps = iter([*steps, SourceError("film.mp4: cannot be read further")])
    with pytest.raises(SourceError, match="cannot be read further"):
        stage.play(device, estimator)
    (found,) = stage.summaries()
    assert found["interrupted"]
    assert len(found["reps"]) >= 1


def test_a_model_that_cannot_be_loaded_is_an_error(stage: Stage) -> None:
    device, estimator = acted(film_set(press_set(1)), RIGHT_SIDE.info())

    def fail() -> None:
        raise ModelError("the pose model x cannot be loaded")

    estimator.warm_up = fail  # type: ignore[method-assign]
    with pytest.raises(ModelError, match="cannot be loaded"):
        stage.play(device, estimator)
    assert stage.summaries() == []


def test_a_camera_that_is_not_there_is_an_error_and_leaves_nothing(stage: Stage) -> None:
    device, estimator = acted([], RIGHT_SIDE.info())
    device.steps = iter([SourceError("camera 7: there is no /dev/video7")])
    with pytest.raises(SourceError, match="there is no"):
        stage.play(device, estimator)
    assert list(stage.folder.iterdir()) == []
    assert estimator.closed


def test_a_folder_that_cannot_be_written_is_an_error(stage: Stage) -> None:
    stage.folder = stage.folder / "file"
    stage.folder.touch()
    device, estimator = acted(film_set(press_set(1)), RIGHT_SIDE.info())
    with pytest.raises(OutputError, match="cannot write"):
        stage.play(device, estimator)


def test_a_network_camera_cut_and_restored_in_the_middle_of_a_rep_keeps_the_set(stage: Stage) -> None:
    path = press_set(4, up_s=0.7, top_s=0.3, down_s=0.8, bottom_s=0.4)
    rep_s, gone_s = 2.2, 0.8
    cut_s = 3.5 + rep_s + 0.35  # in the middle of the second way up
    small = Camera(width_px=SIZE_PX[0], height_px=SIZE_PX[1], trunk_px=37.5)
    now_s, is_cut, is_back, pictures = [1000.0], threading.Event(), threading.Event(), count()

    def act(frame: Frame) -> Any:
        """The pictures hold nothing: who is before the camera moves with the clock, which each look moves."""
        on_its_way = is_cut.is_set() and not is_back.is_set()  # pictures that had been sent before the cut
        now_s[0] += 0.001 if on_its_way else 1 / FPS
        if frame.time_s >= cut_s and not is_cut.is_set():
            camera.switch_off()
            is_cut.set()
        if frame.time_s >= path[-1][0] and stage.run is not None:
            stage.run.stop()
        return photo(lifted(height_at(path, frame.time_s)), small)

    def restore() -> None:
        assert is_cut.wait(LAST_RESORT_S)
        until(lambda: "Camera is gone" in {one.trouble.shown for one in stage.statuses() if one.trouble})
        until(lambda: any("The camera is gone" in said for said in stage.ear.said))
        now_s[0] += gone_s
        is_back.set()
        camera.switch_on()

    with mjpeg_camera(lambda time_s: picture(next(pictures) % 50), fps=200.0) as camera:
        hand = threading.Thread(target=restore, daemon=True)
        hand.start()
        stage.play(NetworkStream(camera.url), Act(act), clock=lambda: now_s[0], save_poses=True)
        hand.join()
    (found,) = stage.summaries()
    # None is lost and none is made up; the one that was cut ends there.
    top_s = [3.5 + rep_s * number + 1.0 for number in range(4)]
    top_s[1] = cut_s
    assert [rep["top_s"] for rep in found["reps"]] == pytest.approx(top_s, abs=0.3)
    assert [rep["complete"] for rep in found["reps"]] == [True, False, True, True]
    assert "the camera is back" in stage.lines
    assert "secret" not in " ".join(stage.lines)
    everything = b"".join(file.read_bytes() for file in stage.folder.rglob("*") if file.is_file())
    assert b"secret" not in everything


def test_each_set_is_kept_in_the_history_and_says_how_it_compares(stage: Stage) -> None:
    path = press_set(2, up_s=1.5)
    frames = film(along(path, layback), path[-1][0], RIGHT_SIDE)
    info = replace(RIGHT_SIDE.info(), pose_model="full")
    notes = NotesSummary(athlete="Anna", load="30 kg")
    for _ in range(2):
        stage.play(*acted(frames, info), log=True, notes=notes)
    with open_history() as history:
        first, second = history.full_sets()
    assert (len(first.reps), len(second.reps)) == (2, 2)
    assert (second.athlete, second.load_kg) == ("Anna", 30.0)
    assert second.rules["overhead-press.layback"].flagged == 2
    assert second.curves
    (told,) = [line for line in stage.lines if line.startswith("Last time (")]
    assert "today): 2 reps, now as many; leaning back in 2 of 2, now the same; " in told
    assert "range, way up and way down not measurably different" in told


def test_a_set_that_goes_on_is_kept_before_it_is_over(stage: Stage) -> None:
    """What a run that is killed has seen is there already."""
    path = press_set(3, up_s=1.5)
    frames = film(along(path, layback), path[-1][0], RIGHT_SIDE)
    kept: list[int] = []
    device, estimator = acted(frames, replace(RIGHT_SIDE.info(), pose_model="full"))

    def look(update: Update) -> None:
        if update.frame is not None and update.frame.index % 30 == 0:
            with open_history(reading=True) as history:
                kept.extend(one.reps for one in history.sets())

    class Watcher(Sink):
        def write(self, update: Update) -> None:
            look(update)

        def close(self) -> None:
            pass

    register_sink("watcher", lambda context: Watcher())
    try:
        stage.play(device, estimator, log=True)
    finally:
        forget_sink("watcher")
    assert {1, 2} <= {*kept}


def test_a_history_that_cannot_be_written_costs_no_set(stage: Stage, own_history: Path) -> None:
    own_history.mkdir()
    path = press_set(1, up_s=1.5)
    frames = film(along(path, layback), path[-1][0], RIGHT_SIDE)
    (result,) = stage.play(*acted(frames, RIGHT_SIDE.info()), log=True)
    assert len(result.summary.reps) == 1
    assert any("this set is not kept in it" in line for line in stage.lines)
