"""`formcheck rules`."""

from pathlib import Path

import pytest

from formcheck.activities.find import activity_ids
from formcheck.activities.load import load_activity
from formcheck.activities.moves import ROUTINE, load_move
from tests.cli.conftest import Call

EXERCISES = [rule for name in ROUTINE for rule in load_move(name).rules]
ALL = [rule for name in activity_ids() for rule in load_activity(name).rules] + EXERCISES


def test_list_has_a_line_for_each_rule(formcheck: Call) -> None:
    done = formcheck("rules", "list")
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == [rule.id for rule in ALL]


def test_list_shows_views_and_thresholds(formcheck: Call) -> None:
    done = formcheck("rules", "list", "-a", "overhead-press")
    (line,) = (line for line in done.out.splitlines() if line.startswith("overhead-press.layback "))
    assert "side" in line
    assert "caution < -10, poor < -20 deg" in line


@pytest.mark.parametrize("name", ["chin-tuck", "tuck"])
def test_list_of_a_neck_exercise(formcheck: Call, name: str) -> None:
    done = formcheck("rules", "list", "-a", name)
    assert (done.code, done.err) == (0, "")
    assert [line.split()[0] for line in done.out.splitlines()] == [r.id for r in load_move("tuck").rules]


def test_list_of_an_unknown_activity(formcheck: Call) -> None:
    done = formcheck("rules", "list", "-a", "overhead-pres")
    assert (done.code, done.out) == (2, "")
    assert "did you mean overhead-press?" in done.err


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_show_says_everything(formcheck: Call, rule) -> None:
    done = formcheck("rules", "show", rule.id)
    assert (done.code, done.err) == (0, "")
    for words in (rule.title, rule.cue, rule.spoken, rule.advice, rule.source.text, *rule.views):
        assert words in done.out
    for test in rule.tests:
        assert test.measure in done.out
        for limits in (test.above, test.below):
            for value in (limits.caution, limits.poor) if limits else ():
                assert value is None or f"{value:g}" in done.out


def test_show_of_a_state_says_its_times_and_speaks_of_no_rep(formcheck: Call) -> None:
    told = formcheck("rules", "show", "desk.slump").out
    assert "the rep" not in told
    assert "shown after 15 s" in told
    assert "after 45 s, then none for 300 s" in told
    assert "counts        never" in formcheck("rules", "show", "desk.reclining").out


def test_show_of_a_rule_that_is_off_says_why(formcheck: Call) -> None:
    for rule in load_activity("overhead-press").off:
        done = formcheck("rules", "show", rule.id)
        assert (done.code, done.err) == (0, "")
        assert f"switched off  {rule.off_because}" in done.out
    assert "upright-row.shrug-first" in formcheck("rules", "show", "shrug-first").out


def test_show_by_short_name(formcheck: Call) -> None:
    assert (
        formcheck("rules", "show", "layback").out == formcheck("rules", "show", "overhead-press.layback").out
    )


@pytest.mark.parametrize("name", ["laybak", "overhead-press.laybak", ""])
def test_show_of_an_unknown_rule(formcheck: Call, name: str) -> None:
    done = formcheck("rules", "show", name)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert ("layback" if name else "no such rule") in done.err


def test_check_names_what_a_file_changes_and_adds(formcheck: Call, tmp_path: Path) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(
        '[[rule]]\nid = "layback"\npriority = 4\n'
        '[[rule]]\nid = "tall"\ntitle = "Tall"\nwhen = "during"\nphases = ["top"]\nviews = ["side"]\n'
        'tests = [{ measure = "trunk_inclination_deg", above = { caution = 30 } }]\ncue = "Tall"\n'
        'spoken = "Stand tall."\nadvice = "Stand tall."\nsource = { tag = "coach", text = "Mine." }\n'
    )
    done = formcheck("rules", "check", rules)
    assert (done.code, done.err) == (0, "")
    assert done.out.strip().endswith("overhead-press.layback, overhead-press.tall")


def test_check_of_an_empty_file(formcheck: Call, tmp_path: Path) -> None:
    (tmp_path / "own.toml").touch()
    done = formcheck("rules", "check", tmp_path / "own.toml")
    assert (done.code, done.err) == (0, "")
    assert "changes nothing" in done.out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rule = [", "not valid TOML"),
        ('[[rule]]\nid = "layback"\nholds = 1\n', "did you mean 'hold_s'?"),
        ('[[rule]]\nid = "layback"\nviews = ["above"]\n', "layback: views"),
        ('[[rule]]\nid = "layback"\nmisled_by = ["knee-bent"]\n', "did you mean 'knee-bend'?"),
        ('[[rule]]\nid = "layback"\ntests = [{ measure = "knee_flexion", above = { poor = 1 } }]\n',
         "did you mean 'knee_flexion_deg'?"),
        ('[[rule]]\nid = "layback"\ntests = [{ measure = "bar_offset", above = { pooor = 1 } }]\n',
         "did you mean 'poor'?"),
        ('[[rule]]\nid = "layback"\nhysteresis = 2\n', "hysteresis"),
        ('[activity]\ntitle = "x"\n', "rule: there is none"),
    ],
)  # fmt: skip
def test_check_of_a_broken_file(formcheck: Call, tmp_path: Path, text: str, words: str) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(text)
    done = formcheck("rules", "check", rules)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith(f"formcheck: {rules}: ")
    assert words in done.err


def test_check_of_a_missing_file(formcheck: Call, tmp_path: Path) -> None:
    done = formcheck("rules", "check", tmp_path / "gone.toml")
    assert (done.code, done.out) == (2, "")
    assert "check the path" in done.err


def test_what_must_also_hold_is_shown(formcheck: Call) -> None:
    done = formcheck("rules", "show", "knee-bend")
    assert "poor only with hip_height change from neutral < -0.03 trunk" in done.out
