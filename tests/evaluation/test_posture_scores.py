"""The scores of sitting, counted by hand: what is found, named, and said for nothing."""

from pathlib import Path
from typing import Any

import pytest

from formcheck.activities.load import load_activity
from formcheck.evaluation.clips import Clip
from formcheck.evaluation.labels import Labels
from formcheck.evaluation.posture_scores import PostureScore, posture_scores
from formcheck.evaluation.posture_table import posture_tables
from formcheck.evaluation.replay import Replay
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.rules.finding import Finding, Severity
from formcheck.session.observation import Observation
from tests.sinks.observed import body, observed

FPS = 10
LAST_S = 30.0
SEATED = body(640, 480)
SLUMP = {"name": "slump", "size": 0.2, "start_s": 10.0, "end_s": 20.0}

Said = list[tuple[str, float, float]]

DESK = load_activity("desk")


def finding(rule: str, start_s: float, end_s: float, alert_s: float | None) -> Finding:
    return Finding(
        "f1", f"desk.{rule}", Severity.POOR, start_s, end_s, start_s, None, None, "x", 2.0, 1.0, 0.1,
        uncertain=False, alert_s=alert_s,
    )  # fmt: skip


def frame(index: int, said: Said, **changes: Any) -> Observation:
    time_s = index / FPS
    firing = {f"desk.{rule}": "" for rule, start_s, end_s in said if start_s <= time_s < end_s}
    return observed(index, time_s, SEATED, **({"firing": firing} | changes))


def replayed(
    said: Said, faults: list[dict[str, Any]], findings: tuple[Finding, ...] = (), **labels: Any
) -> Replay:
    """Half a minute of sitting, what was wrong in it, and which states were there."""
    known = Labels.model_validate({"format": "formcheck.truth/1", "reps": [], "faults": faults, **labels})
    frames = [frame(i, said) for i in range(int(LAST_S * FPS))]
    frames.append(frame(len(frames), said, findings=findings))
    return Replay(Clip("sitting", Path("sitting"), known), tuple(frames), (), ())


def scored(said: Said, faults: list[dict[str, Any]], **more: Any) -> PostureScore:
    return posture_scores([replayed(said, faults, **more)], DESK.truth)


@pytest.mark.parametrize(
    ("said", "named", "found"),
    [
        ([("slump", 10.0, 20.0)], "slump", True),
        ([("slump", 11.5, 20.0)], "slump", True),
        ([("slump", 15.6, 20.0)], "slump", True),
        ([("slump", 15.9, 20.0)], "none", False),
        ([("slump", 0.0, 11.5)], "none", False),
        ([("slump", 20.1, 30.0)], "none", False),
        ([("lean-in", 10.0, 20.0)], "lean-in", False),
        ([("lean-in", 10.0, 20.0), ("slump", 12.0, 20.0)], "lean-in", True),
        ([("slump", 11.5, 14.0), ("slump", 17.0, 20.0)], "slump", True),
        ([], "none", False),
    ],
    ids=["whole", "from 1.5 s on", "just half", "less than half", "only before", "only after", "wrong name",
         "two names", "with a gap", "nothing"],
)  # fmt: skip
def test_a_true_state_is_found_by_half_of_the_time_that_counts(said: Said, named: str, found: bool) -> None:
    score = scored(said, [SLUMP])
    (shown,) = score.shown
    assert (shown.state, shown.named, shown.found, shown.size) == ("slump", named, found, 0.2)
    assert score.confusion == {"front": {"slump": {named: 1}}}


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("forward_head", "forward-head"),
        ("phone", "looking-down"),
        ("look_down", "looking-down"),
        ("neck_twist", "neck-twist"),
        ("recline", None),
    ],
)
def test_names_of_truth_files_are_those_of_states(fault: str, state: str | None) -> None:
    score = scored([], [{**SLUMP, "name": fault}])
    assert [shown.state for shown in score.shown] == ([] if state is None else [state])
    # Either way the time is none in which nothing is wrong.
    assert score.quiet_h * 3600 == pytest.approx(LAST_S - 12.0, abs=0.3)


@pytest.mark.parametrize("gone", ["start_s", "end_s"])
def test_a_fault_without_times_is_not_shown(gone: str) -> None:
    score = scored([], [{**SLUMP, gone: None}])
    assert score.shown == ()
    assert score.quiet_h * 3600 == pytest.approx(LAST_S, abs=0.01)


@pytest.mark.parametrize(
    ("said", "false_s", "events", "longest_s"),
    [
        ([], 0.0, 0, 0.0),
        ([("slump", 10.0, 20.0)], 0.0, 0, 0.0),
        ([("slump", 9.5, 21.4)], 0.0, 0, 0.0),
        ([("slump", 10.0, 24.0)], 2.5, 1, 2.5),
        ([("slump", 3.0, 6.0)], 3.0, 1, 3.0),
        ([("slump", 3.0, 6.0), ("lean-in", 4.0, 8.0)], 5.0, 1, 5.0),
        ([("slump", 3.0, 6.0), ("slump", 7.0, 8.0)], 4.0, 2, 3.0),
        ([("slump", 8.0, 24.0)], 4.0, 2, 2.5),
    ],
    ids=[
        "nothing",
        "right",
        "a little early and late",
        "stays on",
        "for nothing",
        "two at once",
        "twice",
        "around it",
    ],
)
def test_what_is_said_while_nothing_is_wrong(
    said: Said, false_s: float, events: int, longest_s: float
) -> None:
    score = scored(said, [SLUMP])
    assert score.false_h * 3600 == pytest.approx(false_s, abs=0.15)
    assert score.false_events == events
    assert score.longest_false_s == pytest.approx(longest_s, abs=0.25)
    assert score.false_events_per_h == pytest.approx(events / score.quiet_h)


@pytest.mark.parametrize(
    ("said", "alerts"),
    [
        (finding("slump", 1.0, 8.0, 6.0), 1),
        (finding("slump", 1.0, 8.0, None), 0),
        (finding("slump", 1.0, 10.0, 9.0), 0),
        (finding("lean-in", 12.0, 25.0, 18.0), 0),
        (finding("slump", 20.5, 29.0, 27.0), 1),
    ],
    ids=["for nothing", "short", "into the true one", "out of the true one", "after it"],
)
def test_an_alert_is_false_if_no_true_state_explains_it(said: Finding, alerts: int) -> None:
    assert scored([], [SLUMP], findings=(said,)).false_alerts == alerts


def test_alerts_and_time_are_added_up_over_clips() -> None:
    one = replayed([("slump", 1.0, 8.0)], [], (finding("slump", 1.0, 8.0, 6.0),))
    score = posture_scores([one, one], DESK.truth)
    assert (score.false_alerts, score.false_events) == (2, 2)
    assert score.quiet_h * 3600 == pytest.approx(2 * LAST_S)
    assert score.false_h * 3600 == pytest.approx(14.0, abs=0.3)


def test_suspended_time_is_a_share_of_that_with_a_person() -> None:
    frames = tuple(
        observed(i, i / FPS, None if i < 20 else SEATED, suspended=Reason.TURNED_AWAY if i < 40 else None)
        for i in range(100)
    )
    labels = Labels.model_validate(
        {"format": "formcheck.truth/1", "reps": [], "faults": [{**SLUMP, "start_s": 0.5, "end_s": 9.0}]}
    )
    score = posture_scores([Replay(Clip("x", Path("x"), labels), frames, (), ())], DESK.truth)
    assert score.suspended == pytest.approx(20 / 80)
    assert score.shown[0].judged == pytest.approx(51 / 71)


@pytest.mark.parametrize(
    ("change_deg", "low_deg"), [(7.9, 0.0), (8.0, 8.0), (14.9, 12.0), (15.0, 15.0), (25.0, 20.0)]
)
@pytest.mark.parametrize(
    ("rule", "named", "flagged"), [("forward-head", 1, 1), ("lean-in", 0, 1), (None, 0, 0)]
)
def test_a_head_that_comes_forward_is_sorted_by_its_true_change(
    change_deg: float, low_deg: float, rule: str | None, named: int, flagged: int
) -> None:
    times = [i / FPS for i in range(int(LAST_S * FPS) + 1)]
    curve = [52.0 if t < 10.0 else 52.0 - change_deg for t in times]
    score = scored(
        [] if rule is None else [(rule, 10.0, 20.0)],
        [{**SLUMP, "name": "forward_head"}],
        time_s=times, angles={"craniovertebral_deg": curve}, neutral_s=[0.0, 3.0],
    )  # fmt: skip
    assert score.shown[0].forward_deg == pytest.approx(change_deg)
    (row,) = [row for row in score.forward if row.shown]
    assert (row.view, row.from_deg) == ("front", low_deg)
    assert (row.shown, row.named, row.flagged) == (1, named, flagged)


@pytest.mark.parametrize("labels", [{}, {"neutral_s": [0.0, 3.0]}, {"neutral_s": [90.0, 93.0]}])
def test_without_a_known_curve_no_size_is_made_up(labels: dict[str, Any]) -> None:
    score = scored([], [{**SLUMP, "name": "forward_head"}], **labels)
    assert (score.shown[0].forward_deg, score.forward) == (None, ())


def test_the_view_is_that_of_most_of_the_time() -> None:
    known = Labels.model_validate({"format": "formcheck.truth/1", "reps": [], "faults": [SLUMP]})
    frames = tuple(
        frame(i, [("slump", 10.0, 20.0)], view=View.SIDE if i > 140 else View.FRONT) for i in range(250)
    )
    score = posture_scores([Replay(Clip("x", Path("x"), known), frames, (), ())], DESK.truth)
    assert score.confusion == {"side": {"slump": {"slump": 1}}}


def test_no_clip_is_no_division() -> None:
    score = posture_scores([], DESK.truth)
    assert (score.shown, score.quiet_h, score.false_events_per_h, score.suspended) == ((), 0, None, 0.0)
    assert "0.0 minutes: 0 false states" in posture_tables(score, 0)


def test_the_table_names_what_was_mistaken_for_what() -> None:
    text = posture_tables(scored([("lean-in", 3.0, 20.0)], [SLUMP]), 1)
    assert "| front | slump | 1 | 0.00 | 1 |" in text
    assert "1 false states" in text
