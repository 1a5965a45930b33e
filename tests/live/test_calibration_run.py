"""A neutral taken before a camera that is not there: what is shown, said and found."""

import threading
from dataclasses import dataclass, field, replace
from itertools import count, pairwise
from typing import Any

import pytest

from formcheck.activities.load import load_activity
from formcheck.calibration.calibrator import Calibration
from formcheck.errors import CalibrationError
from formcheck.live.calibration_run import CalibrationRun
from formcheck.live.live_run import Connections
from formcheck.measurements.view import View
from formcheck.pose.pose import PosedFrame
from formcheck.sinks.registry import forget_sink, register_sink
from formcheck.source.device import Picture
from tests.live.acting import Act, Ear, Hand, Script, picture
from tests.people import FRONT, Posture, film
from tests.waiting import LAST_RESORT_S

FPS = 10
DESK = load_activity("desk")


@dataclass
class Stage:
    """A run, and what was seen, heard and read of it."""

    face: Hand = field(default_factory=Hand)
    ear: Ear = field(default_factory=Ear)
    lines: list[str] = field(default_factory=list)

    def play(
        self,
        frames: list[PosedFrame],
        seconds: float = 10.0,
        *,
        headless: bool = False,
        goes_on: bool = False,
    ) -> Calibration:
        device, estimator = acted(frames, goes_on=goes_on)
        seen: list[int] = []
        self.face.seen = seen
        ends = Connections(
            device, estimator, None if headless else self.face, self.ear, self.lines.append,
            on_shown=lambda shown, shown_s: seen.append(shown.frame.index),
        )  # fmt: skip
        register_sink("hand", lambda context: context.options.surface and self.face, on_screen=True)
        try:
            return CalibrationRun(DESK, seconds, ends=ends).run()
        finally:
            forget_sink("hand")

    def shown(self) -> list[str]:
        """What the screen told, each once."""
        told = [update.guidance.message for update in self.face.updates if update.guidance]
        return told[:1] + [after for before, after in pairwise(told) if after != before]


@pytest.fixture
def stage() -> Stage:
    return Stage()


def acted(frames: list[PosedFrame], *, goes_on: bool) -> tuple[Script, Act]:
    """A device and an estimator that give a film frame by frame, and drop none."""
    may_go_on = threading.Semaphore(1)
    numbers = count() if goes_on else range(len(frames))
    steps = iter(Picture(picture(i % 5), i / FPS) for i in numbers)
    info = replace(FRONT.info(FPS), pose_model="full")
    device = Script(steps, info, returns=False, wait=lambda: may_go_on.acquire(timeout=LAST_RESORT_S))
    last = len(frames) - 1
    return device, Act(lambda frame: frames[min(frame.index, last)].pose, on_see=may_go_on.release)


def sitting(seconds: float) -> list[PosedFrame]:
    return [*film(lambda time_s: Posture(), seconds, FRONT, fps=FPS)]


def numbered(frames: list[PosedFrame]) -> list[PosedFrame]:
    return [replace(frame, index=i, time_s=i / FPS) for i, frame in enumerate(frames)]


def test_it_is_counted_on_the_screen_and_aloud(stage: Stage) -> None:
    found = stage.play(sitting(12.0))
    assert (found.kind, found.setup.view, found.model) == ("desk", View.FRONT, "full")
    assert found.seconds == pytest.approx(10.0, abs=0.2)
    assert "Sit tall, ten seconds" in stage.shown()
    said = stage.ear.said
    assert said[0] == "Sit easy and upright, and look ahead, for ten seconds."
    assert said[1:6] == ["5", "4", "3", "2", "1"]
    assert said[6] == "Done. That is your neutral."
    assert set(said) <= set(stage.lines)


def test_without_a_window_the_terminal_and_the_voice_lead(stage: Stage) -> None:
    assert stage.play(sitting(12.0), headless=True).setup.view is View.FRONT
    assert [line for line in stage.lines if line in "54321"] == ["5", "4", "3", "2", "1"]
    assert stage.face.updates == []


def test_what_is_in_the_way_is_said_and_the_count_begins_anew(stage: Stage) -> None:
    alone = [PosedFrame(0, 0.0, None)] * 20
    found = stage.play(numbered([*alone, *sitting(6.0), *alone, *sitting(12.0)]))
    assert found.from_s == pytest.approx(10.0, abs=1.5)
    assert stage.shown()[:2] == ["Step into the picture", "Sit tall, ten seconds"]
    assert any("come into the picture" in said.lower() for said in stage.ear.said)
    assert stage.ear.said.count("1") == 1


def test_fewer_seconds_can_be_asked_for(stage: Stage) -> None:
    found = stage.play(sitting(5.0), 3.0)
    assert found.seconds == pytest.approx(3.0, abs=0.2)
    assert "Sit tall, three seconds" in stage.shown()


def test_a_source_that_ends_before_is_told_why(stage: Stage) -> None:
    with pytest.raises(CalibrationError, match="the longest quiet time was"):
        stage.play(sitting(4.0))


def test_it_can_be_left(stage: Stage) -> None:
    stage.face.keys_at = {5: "q"}
    alone: list[Any] = [PosedFrame(0, 0.0, None)]
    with pytest.raises(CalibrationError, match="nothing was stored"):
        stage.play(alone, goes_on=True)
