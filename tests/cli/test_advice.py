"""`formcheck advice` and the notes on health: stop signs first, every sentence with its source."""

import json
from pathlib import Path

import pytest

from formcheck.advice.content import content
from formcheck.advice.health import HealthNotes
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
