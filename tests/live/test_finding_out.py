"""What somebody does is found out before a camera, and judged from its first rep on."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.activities.activity import Activity
from formcheck.activities.find import activity_ids
from formcheck.activities.load import load_activity
from formcheck.live.activity_search import unknown_activity
from formcheck.live.coach import Coach
from formcheck.live.live_options import LiveOptions
from formcheck.live.live_set import LiveSet, set_context
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.sinks.update import Update
from formcheck.source.frame import StreamInfo
from tests.lifts import Take, curling, rowing, shown, standing
from tests.people import FRONT, along, press_set
from tests.pose.test_uprightness import turned

CANDIDATES = tuple(map(load_activity, activity_ids()))
RECORDINGS = Path(__file__).parents[2] / "benchmarks" / "recordings"


class Watched:
    """A coach that finds out, what it said, and what it showed."""

    def __init__(self, folder: Path, info: StreamInfo) -> None:
        self.lines: list[str] = []
        self.judged: list[Update] = []
        names = iter(range(1, 100))
        how = LiveOptions(folder, guided=False, report=False)

        def open_set(activity: Activity) -> LiveSet:
            return LiveSet(set_context(activity, info, folder / str(next(names)), how))

        self.coach = Coach(
            unknown_activity(), info, open_set, guided=False, talk=self.lines.append, candidates=CANDIDATES
        )

    def take(self, frames: Sequence[PosedFrame]) -> None:
        self.judged += [self.coach.take(frame, 0.5) for frame in frames]


def pressing(count: int) -> Take:
    path = press_set(count)
    return along(path), path[-1][0]


@pytest.mark.parametrize(("lift", "name"), [(pressing, "overhead-press"), (rowing, "upright-row")])
def test_a_lift_is_known_after_its_first_rep_which_is_judged_too(lift, name: str, tmp_path: Path) -> None:
    watched = Watched(tmp_path, FRONT.info())
    watched.take(shown([standing(2), lift(2), standing(1)]))
    title = load_activity(name).title
    assert watched.lines == [f"this is: {title}"]
    assert watched.judged[15].guidance.message == "Begin your set"
    seen = [j for j in watched.judged if j.observation is not None]
    assert seen[0].observation is not None
    assert seen[0].observation.rep_count == 1
    assert seen[0].line is not None
    assert seen[0].line.text.startswith(title)
    reps = [rep.rep.index for j in seen if j.observation for rep in j.observation.reps]
    assert reps == [1, 2]
    result = watched.coach.finish(interrupted=False)
    assert result is not None
    assert (result.summary.activity, len(result.summary.reps)) == (name, 2)


def test_what_is_no_lift_of_ours_is_never_judged(tmp_path: Path) -> None:
    watched = Watched(tmp_path, FRONT.info())
    watched.take(shown([standing(2), curling(3), standing(2)]))
    assert all(judged.observation is None for judged in watched.judged)
    assert watched.lines == ["not judged: the hands lead the elbows, no row"]
    result = watched.coach.finish(interrupted=False)
    assert result is not None
    summary = result.summary
    assert (summary.activity, summary.sets, summary.reps, summary.findings) == ("none", [], [], [])
    assert summary.not_recognised is not None
    assert [part.why for part in summary.not_recognised] == ["the hands lead the elbows, no row"]
    assert watched.lines == ["not judged: the hands lead the elbows, no row"], "it was said before"
    rows = (tmp_path / "1" / "frames.csv").read_text().splitlines()
    assert len(rows) == 1 + summary.coverage.frames, "what was measured is kept"
    assert {path.name for path in (tmp_path / "1").iterdir()} == {"summary.json", "reps.csv", "frames.csv"}


def test_what_ends_before_it_is_known_is_judged_as_what_it_was(tmp_path: Path) -> None:
    watched = Watched(tmp_path, FRONT.info())
    ends_s = 2.0 + press_set(1)[-1][0] + 0.2
    watched.take([f for f in shown([standing(2), pressing(1), standing(1)]) if f.time_s < ends_s])
    assert watched.lines == []
    result = watched.coach.finish(interrupted=False)
    assert result is not None
    assert (result.summary.activity, len(result.summary.reps)) == ("overhead-press", 1)


def test_what_is_too_short_to_be_known_is_said(tmp_path: Path) -> None:
    watched = Watched(tmp_path, FRONT.info())
    watched.take(shown([standing(2)]))
    result = watched.coach.finish(interrupted=False)
    assert result is not None
    (part,) = result.summary.not_recognised or ()
    assert (part.start_s, part.reps) == (0.0, 0)
    assert part.why.endswith("s are too short to tell")
    assert watched.lines == [f"not judged: {part.why}"]


def test_a_new_set_in_which_nobody_does_anything_leaves_nothing(tmp_path: Path) -> None:
    watched = Watched(tmp_path, FRONT.info())
    film = shown([standing(1), pressing(1), standing(4)])
    middle_s = 1.0 + press_set(1)[-1][0] + 1.0
    watched.take([f for f in film if f.time_s < middle_s])
    watched.coach.new_set()
    watched.take([f for f in film if f.time_s >= middle_s])
    assert watched.coach.finish(interrupted=False) is None
    assert [path.name for path in tmp_path.iterdir() if any(path.iterdir())] == ["2"]


def test_a_new_set_is_found_out_anew_and_a_key_overrides(tmp_path: Path) -> None:
    watched = Watched(tmp_path, FRONT.info())
    film = shown([standing(1), pressing(1), standing(2), rowing(2), standing(1)])
    middle_s = press_set(1)[-1][0] + 2.5
    watched.take([f for f in film if f.time_s < middle_s])
    assert watched.coach.activity.id == "overhead-press"
    watched.coach.new_set()
    assert watched.coach.activity.id == "auto"
    watched.take([f for f in film if f.time_s >= middle_s])
    assert watched.coach.activity.id == "upright-row"
    watched.coach.new_set(load_activity("overhead-press"))
    assert watched.coach.activity.id == "overhead-press"
    watched.coach.new_set()
    assert [result.summary.activity for result in watched.coach.results] == ["overhead-press", "upright-row"]
    assert watched.coach.activity.id == "auto"


def test_who_goes_on_sitting_is_at_the_desk(tmp_path: Path) -> None:
    with PoseRecording(RECORDINGS / "dev-desk-000-quiet_talk-good-front.poses.jsonl.gz") as recording:
        frames, info = list(recording), recording.info
    length_s = frames[-1].time_s + 1 / info.fps
    twice = [PosedFrame(f.index, f.time_s + length_s * k, f.pose) for k in range(4) for f in frames]
    watched = Watched(tmp_path, info)
    watched.take([frame for frame in twice if frame.time_s < 14])
    assert watched.coach.activity.id == "auto"  # who starts the program sits there for a while too
    watched.take([frame for frame in twice if 14 <= frame.time_s < 20])
    assert watched.coach.activity.id == "desk"
    assert watched.judged[-1].observation is not None
    watched.coach.finish(interrupted=False)


def test_a_camera_that_lies_on_its_side_is_said_once(tmp_path: Path) -> None:
    watched = Watched(tmp_path, FRONT.info())
    frames = shown([standing(6)])
    lying = [replace(frame, pose=turned(frame.pose, 90)) for frame in frames if frame.pose is not None]
    watched.take(lying)
    assert [line for line in watched.lines if "upright" in line] == [
        "the body does not stand upright in the picture: turn the camera, unless you lie"
    ]
    watched.coach.finish(interrupted=False)
