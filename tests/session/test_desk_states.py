"""Which state is named, on recorded clips of rendered people who sit, each against its own neutral."""

from pathlib import Path

import pytest

from formcheck.activities.load import load_activity
from formcheck.evaluation.clips import Clip
from formcheck.evaluation.labels import read_labels
from formcheck.evaluation.posture_scores import posture_scores
from formcheck.evaluation.replay import Replay, replay

RECORDINGS = Path(__file__).parents[2] / "benchmarks" / "recordings"
DESK = load_activity("desk")


def replayed(name: str) -> Replay:
    (source,) = RECORDINGS.glob(f"dev-desk-{name}.poses.jsonl.gz")
    labels = read_labels(source.with_name(source.name.replace(".poses.jsonl.gz", ".truth.json.gz")))
    return replay(Clip(name, source, labels), DESK)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("011-forward_head-poor-front", "forward-head"),
        ("010-forward_head-poor-left_side", "forward-head"),
        ("015-slump-poor-front", "slump"),
        ("014-slump-poor-right_side", "slump"),
        ("016-lean_in-caution-front", "lean-in"),
        ("018-lean_in-poor-left_side", "lean-in"),
        ("023-look_down-poor-front", "looking-down"),
        ("022-look_down-poor-right_side", "looking-down"),
        ("027-phone-poor-front", "looking-down"),
        ("031-head_tilt-poor-front", "head-tilt"),
        ("043-neck_twist-poor-front", "neck-twist"),
        ("047-lateral_lean-poor-front", "lateral-lean"),
    ],
)
def test_a_clear_state_is_named_and_nothing_else_is_said(name: str, state: str) -> None:
    score = posture_scores([replayed(name)], DESK.truth)
    assert [(shown.state, shown.named, shown.found) for shown in score.shown] == [(state, state, True)]
    assert (score.false_events, score.false_alerts) == (0, 0)


@pytest.mark.parametrize(
    "name",
    [
        "000-quiet_talk-good-front",
        "001-quiet_gesture-good-front",
        "002-quiet_drink-good-left_side",
        "003-quiet_neck_twist-good-left_side",
        "050-recline-poor-front",
        "051-recline-poor-left_side",
        "052-leaves-good-front",
    ],
)
def test_what_people_do_at_a_desk_is_no_slouch(name: str) -> None:
    seen = replayed(name)
    assert [o.firing for o in seen.observed if o.firing] == []
    assert any(o.suspended is None for o in seen.observed)
    assert posture_scores([seen], DESK.truth).false_events == 0
