"""A routine before a camera: shown, said, counted, and ended; without a model, a window and a camera."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from formcheck.activities.moves import load_move
from formcheck.live.move_coach import STOP_SIGNS_S, MoveCoach, Routine
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.results.mobility import STOP_SIGNS
from formcheck.session.observation import Observation
from formcheck.sinks.screen.move_screen import MoveScreen
from formcheck.sinks.update import Update
from formcheck.source.frame import StreamInfo

FOLDER = Path(__file__).parents[2] / "benchmarks" / "recordings"


@dataclass
class Seen:
    """What somebody in front of the camera was shown and told."""

    coach: MoveCoach
    info: StreamInfo
    updates: list[Update] = field(default_factory=list)

    @property
    def said(self) -> list[str]:
        return [update.line.text for update in self.updates if update.line is not None]


def frames(number: str) -> tuple[StreamInfo, list[PosedFrame]]:
    (path,) = FOLDER.glob(f"dev-neck-{number}-*.poses.jsonl.gz")
    with PoseRecording(path) as recording:
        return recording.info, list(recording)


def played(number: str, *exercises: str, until: int | None = None, **how: object) -> Seen:
    info, film = frames(number)
    routine = Routine([load_move(name) for name in exercises], **{"guided": False, "hold_s": 1.5, **how})
    seen = Seen(MoveCoach(routine, info), info)
    for frame in film[:until]:
        if seen.coach.done:
            break
        seen.updates.append(seen.coach.take(frame))
    return seen


def test_the_exercise_is_announced_and_a_fault_is_said_with_what_mends_it():
    seen = played("007", "tilt", reps=9)

    assert seen.said[0] == "Side tilt. 9 times, hold 1.5 seconds."
    assert any("ear come to the shoulder" in line for line in seen.said)


def test_the_routine_goes_on_when_all_are_done_on_both_sides():
    seen = played("007", "tilt", "rotation", reps=1)

    assert seen.coach.activity.id == "neck-rotation"
    result = seen.coach.result("camera")
    assert (result.exercises[0].exercise, len(result.exercises[0].moves)) == ("side-tilt", 2)


def test_the_stop_signs_come_before_anything_else_and_nothing_is_judged_meanwhile():
    seen = played("007", "tilt", guided=True)

    assert seen.said[0] == STOP_SIGNS
    early = [u for u in seen.updates if u.posed is not None and u.posed.time_s < STOP_SIGNS_S]
    assert all(update.observation is None for update in early)


def test_a_neck_that_hurts_is_asked_for_half():
    info, film = frames("007")
    routine = Routine([load_move("rotation")], guided=False, gentle=True)
    shown = MoveCoach(routine, info).take(film[0]).move

    assert shown is not None
    assert (shown.wanted, shown.settings.reach) == (3, 0.5)


def test_a_key_goes_on_to_the_next_exercise_and_the_last_one_ends_it():
    seen = played("007", "tilt", "rotation", until=5)

    seen.coach.skip()
    assert seen.coach.activity.id == "neck-rotation"
    seen.coach.skip()
    assert seen.coach.done


def test_what_cannot_be_seen_from_here_says_where_the_camera_should_stand():
    shown = played("001", "tilt", until=40).updates[-1].move

    assert shown is not None
    assert "in front of you" in shown.film


def test_head_and_shoulders_are_enough_to_be_seen():
    seen = played("011", "rotation", until=12)
    image = np.full((seen.info.height_px, seen.info.width_px, 3), 120, np.uint8)
    screen = MoveScreen(seen.info, seen.coach.activity)
    update = seen.updates[-1]
    screen.move = update.move
    assert update.observation is not None
    assert update.guidance is not None

    def words(observation: Observation | None) -> np.ndarray:
        assert update.guidance is not None
        shown = screen.draw(image, observation, update.guidance, update.status, (1280, 720))
        return np.array(
            shown[520:600, 560:720]
        )  # where large words stand; nothing of the figure is drawn there

    assert (words(replace(update.observation, pose=None)) != 120).any()
    assert (words(update.observation) == words(None)).all()


@pytest.mark.parametrize("size_px", [(1280, 720), (400, 700), (130, 130), (40, 40)], ids=str)
@pytest.mark.parametrize(
    ("number", "exercise"), [("007", "tilt"), ("001", "tuck"), ("012", "roll"), ("010", "rotation")]
)
def test_every_exercise_is_drawn_at_every_size(size_px: tuple[int, int], number: str, exercise: str):
    seen = played(number, exercise, until=45)
    image = np.full((seen.info.height_px, seen.info.width_px, 3), 120, np.uint8)
    screen = MoveScreen(seen.info, seen.coach.activity)

    for update in seen.updates[::11]:
        screen.move = update.move
        assert update.guidance is not None
        canvas = screen.draw(image, update.observation, update.guidance, update.status, size_px)

    assert canvas.shape == (size_px[1], size_px[0], 3)
    assert canvas.std() > 0
