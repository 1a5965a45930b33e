"""Constants that stand alone in the code: of each, a clip on which its value decides what is said."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from formcheck.activities.load import load_activity
from formcheck.evaluation.labels import Labels, read_labels
from formcheck.measurements.face import POSITIONS
from formcheck.measurements.measurement import Reason
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.observation import JudgedRep, Observation
from formcheck.session.start import start_session
from tests.people import FRONT
from tests.seats import UPRIGHT, Seat, sitting, sitting_neutral

RECORDINGS = Path(__file__).parents[2] / "benchmarks" / "recordings"
DESK, ROW = load_activity("desk"), load_activity("upright-row")
FPS = 6.0


@dataclass(frozen=True)
class Seen:
    """What a session said of a clip, and the truth where there is one."""

    observations: tuple[Observation, ...]
    truth: Labels | None = None

    @property
    def findings(self) -> list[str]:
        """Short names of the rules in the order in which they were found, with the rep where there is one."""
        found = [f for o in self.observations for f in o.findings]
        return [f.rule.partition(".")[2] + (f" {f.rep}" if f.rep else "") for f in found]

    @property
    def reps(self) -> list[JudgedRep]:
        return [rep for o in self.observations for rep in o.reps]


def watched(activity, frames, info, neutral: Neutral | None) -> tuple[Observation, ...]:
    session = start_session(activity, info, ZeroPhaseSmoother(), neutral=neutral)
    return tuple(session.watch(frames))


def without_places(known: Neutral) -> Neutral:
    """As a profile gives it."""
    by_view = {view: {k: v for k, v in m.items() if k not in POSITIONS} for view, m in known.by_view.items()}
    return replace(known, by_view=by_view)


# Recorded clips


def recording(name: str) -> tuple[PoseRecording, Labels]:
    source = RECORDINGS / f"{name}.poses.jsonl.gz"
    return PoseRecording(source), read_labels(source.with_name(f"{name}.truth.json.gz"))


def lifting(name: str) -> Callable[[], Seen]:
    def play() -> Seen:
        poses, truth = recording(name)
        with poses:
            return Seen(watched(ROW, poses, poses.info, None), truth)

    return play


# Made-up clips


def made_up(*scenes: tuple[Seat, float], places: bool = True) -> Callable[[], Seen]:
    def play() -> Seen:
        known = sitting_neutral()
        neutral = known if places else without_places(known)
        return Seen(watched(DESK, sitting(*scenes), FRONT.info(FPS), neutral))

    return play


def flickering(seat: Seat) -> Callable[[], Seen]:
    """Seen in three fifths of the pictures, as by a model that loses it now and then."""

    def play() -> Seen:
        fps = 30
        seats = [UPRIGHT if n < 3 * fps or n % 20 > 11 else seat for n in range(9 * fps)]
        frames = [PosedFrame(n, n / fps, each.photo()) for n, each in enumerate(seats)]
        return Seen(watched(DESK, frames, FRONT.info(fps), sitting_neutral()))

    return play


# What is right


def findings(seen: Seen) -> object:
    return seen.findings


def first_rep_ends_late_s(seen: Seen) -> object:
    """Seconds that the first rep ends after the truth, to half a second."""
    assert seen.truth is not None
    return round(2 * (seen.reps[0].rep.end_s - seen.truth.full_reps[0].end_s)) / 2


def too_low(seen: Seen) -> object:
    return [name for name in seen.findings if name.startswith("elbows-too-low")]


def why_range_of_third_is_missing(seen: Seen) -> object:
    return seen.reps[2].rep.measurements["range"].reason


@dataclass(frozen=True)
class Row:
    """With the constant as it is, the clip gives what is right; with another value something else."""

    module: str
    constant: str
    other: object
    clip: Callable[[], Seen]
    outcome: Callable[[Seen], object]
    right: object


TABLE = {
    "of two states that are there, the much larger one is named": Row(
        "formcheck.rules.family", "_STAYS", 1.5,
        made_up(
            (UPRIGHT, 4.0), (Seat(head_left=7), 4.0), (Seat(head_left=7, aside=0.25, left_up=-12), 6.0)
        ),
        findings, ["head-tilt", "lateral-lean"],
    ),
    "a state whose value is gone for a moment now and then is one all the same": Row(
        "formcheck.rules.state", "_AVERAGED_OVER", (0.0, 1),
        flickering(Seat(turned=0.3)), findings, ["neck-twist"],
    ),
    "a hand that the model loses on the way down begins no rep": Row(
        "formcheck.phases.segmenter", "_RISE_S", 0.03,
        lifting("dev-row-027-swing-poor-right_side"), first_rep_ends_late_s, 0.0,
    ),
    "a top that was lost for half its time was not seen": Row(
        "formcheck.phases.segmenter", "_TOP_LOST_SHARE", 0.9,
        lifting("dev-row-023-bar_high-poor-front"), why_range_of_third_is_missing, Reason.TOP_NOT_SEEN,
    ),
    "who leans aside as a whole is in no place to be learned": Row(
        "formcheck.postures.reference", "_LEVEL_DEG", 25.0,
        made_up((Seat(trunk_left=8, whole_left=4), 5.0), (UPRIGHT, 8.0), places=False),
        findings, [],
    ),
    "a camera that looks down makes no arm too low": Row(
        "formcheck.phases.level", "_LEANING_LEGS_DEG", 60.0,
        lifting("dev-row-050-several-mixed-front"), too_low, ["elbows-too-low 2", "elbows-too-low 3"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_each_of_these_constants_decides_a_clip(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    row = TABLE[name]
    assert row.outcome(row.clip()) == row.right
    monkeypatch.setattr(f"{row.module}.{row.constant}", row.other)
    assert row.outcome(row.clip()) != row.right
