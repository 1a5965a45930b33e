"""`formcheck advice` and the notes on health: stop signs first, every sentence with its source."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from formcheck.advice.content import content
from formcheck.advice.health import HealthNotes
from formcheck.history.sets import RepRecord, RuleTally, SetRecord
from formcheck.history.store import open_history
from tests.cli.conftest import Call


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    return tmp_path


def test_when_to_stop_comes_first_and_that_nothing_is_diagnosed_last(formcheck: Call):
    lines = formcheck("advice").out.strip().splitlines()

    assert lines[0] == "Stop, and see somebody"
    assert "does not diagnose" in lines[-1]


def test_every_sentence_names_its_source_and_the_source_is_listed(formcheck: Call):
    out = formcheck("advice", "--all", "--sources").out

    for topic in content().topic:
        for sentence in topic.sentences:
            assert f"{sentence.text} [{sentence.source}]" in out
    for name, source in content().source.items():
        assert f"[{name}] {source.kind}: {source.text}" in out


def test_no_sentence_claims_that_upright_is_right_or_that_something_injures():
    said = " ".join(s.text.lower() for topic in content().topic for s in topic.sentences)

    assert not any(
        word in said
        for word in ("injures", "injure you", "damage", "correct posture", "bad posture", "must sit")
    )


@pytest.mark.parametrize(
    ("note", "words"),
    [
        ("neck-pain", "Leave heavy lifting until pain and stiffness are gone"),
        ("shoulder-history", "keep the elbows clearly below the shoulders"),
        ("arthritis", "A camera cannot see arthritis"),
    ],
)
def test_a_note_on_health_brings_its_own_advice_and_when_to_see_somebody(
    formcheck: Call, note: str, words: str
):
    assert words not in formcheck("advice").out
    out = formcheck("advice", "--health", note).out

    assert words in out
    assert "see a professional" in out


def test_notes_stay_and_can_be_taken_back(formcheck: Call):
    assert formcheck("profile", "health", "--note", "arthritis").out == "arthritis\n"
    assert "A camera cannot see arthritis" in formcheck("advice").out
    assert "A camera cannot see arthritis" not in formcheck("advice", "--athlete", "Ada").out
    formcheck("profile", "health", "--forget")
    assert formcheck("profile", "health").out == "nothing is noted\n"


def test_nobody_else_may_read_the_notes(formcheck: Call):
    formcheck("profile", "health", "--note", "neck-pain")

    assert HealthNotes().path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "[]", '{"format": "x"}', '{"format": "formcheck.health/1"}', "\x00"])
def test_a_file_that_holds_no_notes_is_one_line_and_stays(formcheck: Call, text: str):
    path = HealthNotes().path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)

    done = formcheck("profile", "health", "--note", "arthritis")

    assert done.code == 2
    assert "holds no notes on health" in done.err
    assert path.read_text() == text


def test_a_note_that_is_not_known_is_one_line(formcheck: Call):
    done = formcheck("advice", "--health", "flu")

    assert done.code == 2
    assert "unknown note on health 'flu'; there are: neck-pain" in done.err


def test_as_json_topics_have_their_sources(formcheck: Call):
    data = json.loads(formcheck("advice", "--json", "--health", "neck-pain").out)

    named = {s["source"] for topic in data["topics"] for s in topic["sentences"]}
    assert named == set(data["sources"])
    assert data["situations"][0] == "neck-pain"


def day_before(days: int) -> float:
    return (datetime.now().astimezone() - timedelta(days=days)).timestamp()


def kept(*sets: SetRecord) -> None:
    with open_history() as history:
        history.add_all(sets)


def lifted(days_ago: int, reps: int, flagged: int = 0) -> SetRecord:
    start_s = day_before(days_ago)
    rows = tuple(RepRecord(n + 1, start_s=3.0 * n, top_s=3.0 * n + 1, end_s=3.0 * n + 2) for n in range(reps))
    rules = {"overhead-press.head-poke": RuleTally("Head pushed forward", reps, flagged)}
    return SetRecord(start_s, 0, "overhead-press", rows, rules)


def test_who_has_a_history_is_not_told_what_those_without_one_are(formcheck: Call):
    assert "On your back or side" in formcheck("advice").out
    kept(lifted(2, 5))

    assert "On your back or side" not in formcheck("advice").out


def test_a_neck_that_was_flagged_lately_brings_gentle_movement(formcheck: Call):
    kept(lifted(2, 5, flagged=3))
    assert "Your neck in the last sets" in formcheck("advice").out


def test_a_neck_that_was_flagged_long_ago_does_not(formcheck: Call):
    kept(lifted(20, 5, flagged=3))
    assert "Your neck in the last sets" not in formcheck("advice").out


def test_a_jump_in_load_brings_its_advice(formcheck: Call):
    kept(*(lifted(days, 12) for days in (24, 17, 10)), *(lifted(0, 12) for _ in range(3)))
    assert "More than usual this week" in formcheck("advice").out
