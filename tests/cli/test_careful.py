"""Notes on health lower limits, and after a set that the neck felt gentle movement is offered."""

from pathlib import Path

import pytest

from formcheck.activities.load import load_activity
from formcheck.advice.hints import AFTER_SET, after_set, before_lift
from formcheck.cli.careful import careful, notes_of
from formcheck.rules.finding import Finding, Severity
from tests.cli.conftest import Call
from tests.cli.recordings import recorded


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def found(rule: str, *, uncertain: bool = False) -> Finding:
    return Finding(
        "f1", rule, Severity.CAUTION, 0.0, 1.0, 0.5, 1, None, "head_protraction_deg", 7.0, 6.0, 1.0, uncertain
    )


@pytest.mark.parametrize(
    ("lift", "notes", "title"),
    [
        ("upright-row", ["shoulder-history"], "Upright row with a history of shoulder pain"),
        ("upright-row", ["shoulder-history", "neck-pain"], "Upright row with a history of shoulder pain"),
        ("overhead-press", ["neck-pain"], "Overhead press with a neck to take care of"),
        ("overhead-press", ["shoulder-history"], "Overhead press"),
        ("lateral-raise", ["arthritis"], "Lateral raise"),
        ("overhead-press", [], "Overhead press"),
    ],
)
def test_the_notes_choose_the_limits(lift: str, notes: list, title: str):
    assert careful(load_activity(lift), notes).title == title


def test_limits_for_the_head_are_lower_with_a_neck_to_take_care_of():
    usual, lower = (
        load_activity("overhead-press", variant=variant).rule("overhead-press.head-poke").tests[0].above
        for variant in ("", "neck-care")
    )
    assert usual is not None
    assert lower is not None
    assert (usual.caution, lower.caution) == (5, 4)


def test_before_a_press_it_is_said_what_to_do_instead(formcheck: Call, tmp_path: Path):
    formcheck("profile", "health", "--note", "neck-pain")
    recorded(tmp_path / "press.poses.jsonl.gz")

    done = formcheck(
        "analyze", tmp_path / "press.poses.jsonl.gz", "-a", "press", "-o", tmp_path, "--no-report"
    )

    assert done.code == 0
    assert "leave heavy lifting until it is gone" in done.err
    assert "formcheck mobility is gentle" in done.err


def test_notes_that_cannot_be_read_stop_no_lift(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "data" / "formcheck" / "health.json"
    path.parent.mkdir(parents=True)
    path.write_text("?")

    assert notes_of("") == ()
    assert "holds no notes on health" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("findings", "offer"),
    [
        ([found("overhead-press.head-poke")] * 2, AFTER_SET),
        ([found("overhead-press.head-poke"), found("overhead-press.looking-up")], AFTER_SET),
        ([found("overhead-press.head-poke")], ""),
        ([found("overhead-press.head-poke", uncertain=True)] * 3, ""),
        ([found("overhead-press.uneven")] * 5, ""),
        ([], ""),
    ],
)
def test_gentle_movement_is_offered_after_two_reps_of_a_neck_that_was_off(findings: list, offer: str):
    assert after_set(findings) == offer


def test_without_a_note_nothing_is_said_before_a_lift():
    assert before_lift(()) == ""
