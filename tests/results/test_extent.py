"""Whether enough was judged to say anything, and what is said where it was not."""

from collections import Counter

import pytest

from formcheck.results.extent import Extent
from formcheck.results.set_lines import set_lines
from formcheck.results.summary import Coverage, NotJudgedSummary, PostureSummary, StateSummary
from formcheck.results.verdict import verdict
from tests.sinks import report_samples as samples

FIX = "Place the camera in front of you, head and both shoulders in the picture. Or: elsewhere."


def sitting(judged_s: float, not_judged_s: float, *, slumped_s: float = 0.0) -> str:
    states = [
        StateSummary(
            rule="desk.slump", title="Slumping", time_s=slumped_s, share=slumped_s / judged_s, events=1,
            longest_s=slumped_s,
        )
    ] if slumped_s else []  # fmt: skip
    posture = PostureSummary(
        seen_s=judged_s + not_judged_s, judged_s=judged_s, neutral_s=judged_s - slumped_s,
        not_judged={"no person found": not_judged_s}, states=states,
    )  # fmt: skip
    missing = NotJudgedSummary(rule="desk.slump", title="Slumping", reason="x", fix=FIX, reps=[])
    summary = samples.report_data().summary.model_copy(
        update={"posture": posture, "reps": [], "attempts": [], "findings": [], "not_judged": [missing],
                "coverage": Coverage(frames=9, with_pose=9, views={"front": 1.0}), "interrupted": False}
    )  # fmt: skip
    return verdict(summary)


@pytest.mark.parametrize(
    ("judged_s", "not_judged_s", "words"),
    [
        (0.2, 7.1, "0.2 s of 7.3 s could be judged: too little to say anything. Place the camera in front"),
        (0.0, 7.0, "0.0 s of 7.0 s could be judged: too little to say anything."),
        (4.0, 6.0, "4.0 s of 10 s could be judged. In your neutral posture for 100 % of 4.0 s."),
        (4.0, 0.5, "In your neutral posture for 100 % of 4.0 s. Nothing stood out."),
        (50.0, 3600.0, "50 s of 1 h 1 min could be judged: too little"),
        (1800.0, 28_000.0, "30 min of 8 h 17 min could be judged. In your neutral posture"),
    ],
)
def test_a_sitting_of_which_too_little_was_judged_says_so_first(judged_s, not_judged_s, words) -> None:
    said = sitting(judged_s, not_judged_s)
    assert said.startswith(words)
    assert ("neutral posture" in said) != ("too little" in said)


def test_without_a_hint_the_reason_of_most_of_the_time_is_named() -> None:
    posture = PostureSummary(
        seen_s=9.0, judged_s=1.0, neutral_s=1.0, states=[],
        not_judged={"an arm is up": 2.0, "head or body is turned away": 6.0},
    )  # fmt: skip
    known = {"posture": posture, "reps": [], "findings": [], "not_judged": [], "interrupted": False}
    said = verdict(samples.report_data().summary.model_copy(update=known))
    assert said.endswith("too little to say anything. Mostly: head or body is turned away.")


def test_of_too_little_what_was_seen_is_named_and_nothing_is_counted() -> None:
    said = sitting(2.0, 30.0, slumped_s=1.0)
    assert "%" not in said


@pytest.mark.parametrize(
    ("made", "faults", "doubtful", "line"),
    [
        (0, {}, False, "Not judged from here"),
        (2, {}, False, "Only 2 of 12 checks made"),
        (7, {}, False, "No fault in 7 of 12 checks"),
        (7, {}, True, "Nothing certain"),
        (7, {"Leaning back": 2}, True, "Leaning back: 2 times"),
        (0, {"Lowered too fast": 1}, False, "Not judged from here"),
    ],
)
def test_the_rest_plate_praises_only_what_was_judged(made, faults, doubtful, line) -> None:
    assert set_lines(2, Counter(faults), Extent(made, 12), doubtful=doubtful)[-1] == line
