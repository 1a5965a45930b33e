from pathlib import Path
from typing import Any

import pytest

from formcheck.activities.find import activity_ids
from formcheck.activities.load import (
    check_file,
    find_rule,
    load_activity,
)
from formcheck.errors import RuleError, UnknownActivityError
from formcheck.measurements.view import View
from formcheck.phases.quantities import REP_QUANTITIES
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Rule, Tag

PRESS = load_activity("overhead-press")
RULES = (
    *("layback", "lateral-lean", "knee-bend", "no-lockout", "shallow", "forearm-tilt", "wide-grip"),
    *("bar-path", "head-poke", "looking-up", "head-turned", "uneven", "fast-lowering", "range-loss"),
)
NEW_RULE = """
[[rule]]
id = "elbow-flare"
title = "Elbows flared"
when = "during"
phases = ["bottom"]
views = ["front"]
tests = [{ measure = "arm_elevation_deg", above = { caution = 70 } }]
cue = "Elbows in"
spoken = "Keep your elbows in."
advice = "Keep your elbows in front of the bar."
source = { tag = "coach", text = "mine" }
"""


@pytest.fixture
def rule_file(tmp_path: Path) -> Any:
    def write(text: str | bytes) -> Path:
        path = tmp_path / "mine.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def load(path: Path) -> dict[str, Rule]:
    return {rule.short_id: rule for rule in load_activity("overhead-press", [path]).rules}


# What comes with the program


def test_the_press_has_these_rules_and_no_others() -> None:
    assert [rule.short_id for rule in PRESS.rules] == list(RULES)
    assert {rule.id for rule in PRESS.rules} == {f"overhead-press.{name}" for name in RULES}


@pytest.mark.parametrize("activity_id", activity_ids())
def test_every_rule_says_where_its_thresholds_come_from_and_what_to_do(activity_id) -> None:
    activity = load_activity(activity_id)
    assert activity.title
    for rule in activity.rules:
        assert rule.source.tag in Tag
        assert len(rule.source.text) >= 10, rule.id
        assert rule.title, rule.id
        assert 1 <= len(rule.cue.split()) <= 4, rule.id
        assert 1 <= len(rule.praise.split()) <= 4, rule.id
        assert rule.spoken.endswith((".", "!", "?")), rule.id
        assert rule.advice.endswith("."), rule.id


@pytest.mark.parametrize("activity_id", activity_ids())
def test_every_measure_that_is_needed_can_be_measured_from_the_views_of_its_rule(activity_id) -> None:
    activity = load_activity(activity_id)
    if activity.reps:
        assert activity.reps.signal in activity.measures()
    for rule in activity.rules:
        seen_from: list[set[View]] = []
        for test in rule.tests:
            if test.measure not in REP_QUANTITIES:
                known = set(quantities()[test.measure].errors)
                # What stands in is asked from where the one before it cannot be measured.
                seen_from[-1:] = [seen_from[-1] | known] if test.stands_in else [*seen_from[-1:], known]
                assert test.measure in activity.measures()
        assert all(set(rule.views) <= views for views in seen_from), rule.id


def test_poor_lies_beyond_caution_in_every_rule() -> None:
    for rule in PRESS.rules:
        for test in rule.tests:
            if test.above and test.above.poor is not None and test.above.caution is not None:
                assert test.above.poor > test.above.caution, rule.id
            if test.below and test.below.poor is not None and test.below.caution is not None:
                assert test.below.poor < test.below.caution, rule.id


def test_an_unknown_activity_is_said_with_the_nearest_one() -> None:
    with pytest.raises(UnknownActivityError, match="did you mean overhead-press"):
        load_activity("overhead-pres")
    with pytest.raises(UnknownActivityError, match=r"there are: .*overhead-press"):
        load_activity("juggling")


@pytest.mark.parametrize("name", ["layback", "overhead-press.layback"])
def test_a_rule_is_found_by_its_short_and_its_full_id(name) -> None:
    assert find_rule(name).id == "overhead-press.layback"
    assert PRESS.rule("overhead-press.layback").id == "overhead-press.layback"


def test_an_unknown_rule_is_said_with_the_nearest_one() -> None:
    with pytest.raises(RuleError, match=r"laybak: no such rule; did you mean 'layback'\?"):
        find_rule("laybak")


# Rule files


@pytest.mark.parametrize("rule_id", ["layback", "overhead-press.layback"])
def test_a_file_changes_only_the_keys_that_it_gives(rule_file, rule_id) -> None:
    path = rule_file(f'[[rule]]\nid = "{rule_id}"\npriority = 9\nhold_s = {{ caution = 1.0, poor = 0.5 }}\n')
    changed = load(path)
    before = {rule.short_id: rule for rule in PRESS.rules}
    assert changed["layback"].priority == 9
    assert changed["layback"].hold_s.caution == 1.0
    assert changed["layback"].tests == before["layback"].tests
    assert {k: v for k, v in changed.items() if k != "layback"} == {
        k: v for k, v in before.items() if k != "layback"
    }
    assert check_file(path, "overhead-press") == ("overhead-press.layback",)


def test_one_threshold_can_be_overridden(rule_file) -> None:
    tests = 'tests = [{ measure = "grip_ratio", reduce = "median", above = { caution = 1.7 } }]'
    rule = load(rule_file(f'[[rule]]\nid = "wide-grip"\n{tests}\n'))["wide-grip"]
    assert rule.tests[0].above is not None
    assert (rule.tests[0].above.caution, rule.tests[0].above.poor) == (1.7, None)
    assert rule.cue == "Hands over shoulders"


def test_a_rule_can_be_added_and_keeps_the_others(rule_file) -> None:
    path = rule_file(NEW_RULE)
    assert [*load(path)] == [*RULES, "elbow-flare"]
    assert load(path)["elbow-flare"].id == "overhead-press.elbow-flare"
    assert "arm_elevation_deg" in load_activity("overhead-press", [path]).measures()


def test_a_rule_can_be_switched_off(rule_file) -> None:
    assert [*load(rule_file('[[rule]]\nid = "shallow"\nenabled = false\n'))] == [
        r for r in RULES if r != "shallow"
    ]


def test_a_later_file_wins(tmp_path) -> None:
    files = []
    for number in (7, 8):
        files.append(tmp_path / f"{number}.toml")
        files[-1].write_text(f'[[rule]]\nid = "uneven"\npriority = {number}\n')
    assert load_activity("overhead-press", files).rule("overhead-press.uneven").priority == 8


def test_an_empty_file_changes_nothing(rule_file) -> None:
    assert load_activity("overhead-press", [rule_file("")]) == PRESS


# What is wrong is said with file, key and remedy


def layback(text: str) -> str:
    return f'[[rule]]\nid = "layback"\n{text}\n'


def layback_test(text: str) -> str:
    return layback(f'tests = [{{ measure = "trunk_inclination_deg", {text} }}]')


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[rulez]]\n", "rulez: unknown key"),
        ('title = "x"\n', "title: unknown key"),
        ("[reps]\ndrop = 1\n", "reps: unknown key"),
        (layback("priorty = 1"), "overhead-press.layback: priorty: unknown key; did you mean 'priority'?"),
        (layback_test("abov = { caution = 1 }"), "layback: tests.abov: unknown key; did you mean 'above'?"),
        (
            layback_test("above = { cauton = 1 }"),
            "layback: tests.above.cauton: unknown key; did you mean 'caution'?",
        ),
        (layback_test("below = { por = 1 }"), "layback: tests.below.por: unknown key; did you mean 'poor'?"),
        (
            layback_test('above = { caution = 1 }, poor_also = { measure = "hip_height", abve = 1 }'),
            "layback: tests.poor_also.abve: unknown key; did you mean 'above'?",
        ),
        (
            layback("hold_s = { cautious = 1 }"),
            "layback: hold_s.cautious: unknown key; did you mean 'caution'?",
        ),
        (
            layback('source = { tag = "lit", txt = "x", text = "y" }'),
            "layback: source.txt: unknown key; did you mean 'text'?",
        ),
        (layback("zzzzzzzz = 1"), "layback: zzzzzzzz: unknown key; known: advice, "),
        (
            layback('tests = [{ measure = "trunk_incline_deg", above = { caution = 1 } }]'),
            "layback: measure: unknown 'trunk_incline_deg'; did you mean 'trunk_inclination_deg'?",
        ),
        (
            layback_test('above = { caution = 1 }, poor_also = { measure = "hip_hight", above = 1 }'),
            "overhead-press.layback: measure: unknown 'hip_hight'; did you mean 'hip_height'?",
        ),
        (layback("priority = 0"), "overhead-press.layback: priority: "),
        (layback('priority = "high"'), "overhead-press.layback: priority: "),
        (layback("hysteresis = 0"), "overhead-press.layback: hysteresis: "),
        (layback("views = []"), "overhead-press.layback: views: "),
        (layback('views = ["above"]'), "overhead-press.layback: views: "),
        (layback("tests = []"), "overhead-press.layback: tests: "),
        (layback("phases = []"), "overhead-press.layback: phases: name at least one"),
        (layback('phases = ["middle"]'), "overhead-press.layback: phases: "),
        (
            layback('cue = "one two three four five"'),
            "overhead-press.layback: cue: a screen cue has at most four words",
        ),
        (layback('source = { tag = "guess", text = "x" }'), "overhead-press.layback: source.tag: "),
        (layback_test("above = {}"), "overhead-press.layback: tests.above: give caution, poor, or both"),
        (layback_test('compare = "change"'), "overhead-press.layback: tests: give above, below, or both"),
        (
            layback_test('above = { caution = 1 }, poor_also = { measure = "hip_height" }'),
            "overhead-press.layback: tests.poor_also: give either above or below",
        ),
        ("[[rule]]\npriority = 1\n", "rule 1: id: is missing; name the rule to change or to add"),
        (
            '[[rule]]\nid = "new"\n',
            "overhead-press.new: no such rule; a new rule needs title, when, tests, cue,",
        ),
        (
            '[[rule]]\nid = "laybak"\npriority = 2\n',
            "overhead-press.laybak: no such rule; did you mean 'layback'? a new rule needs title, when,",
        ),
        ('[[rule]]\nid = "new"\ntitel = "x"\n', "overhead-press.new: "),
        (
            '[[rule]]\nid = "fast-lowering"\nwhen = "during"\nphases = ["descent"]\n',
            """fast-lowering: when: 'eccentric_time_s' is known once the rep is over: use "rep\"""",
        ),
        (
            '[[rule]]\nid = "no-lockout"\nphases = []\n',
            "no-lockout: phases: name at least one for 'elbow_angle_deg', which is measured in every frame",
        ),
        (
            layback_test('below = { poor = -20 }, poor_also = { measure = "range", below = 1 }'),
            "layback: poor_also: needs a measure of every frame, not 'range'",
        ),
        ("rule = 3\n", "rule"),
        ("[[rule]\n", "is not valid TOML: "),
        ("[[rule]]\nid = 3\n", "overhead-press.3: no such rule"),
        (b"\xff\xfe\x00", "is not a text file; a rule file is TOML"),
    ],
)
def test_a_mistake_is_said_in_one_line_with_file_key_and_remedy(rule_file, text, said) -> None:
    path = rule_file(text)
    with pytest.raises(RuleError) as error:
        load_activity("overhead-press", [path])
    message = str(error.value)
    assert message.startswith(f"{path}: ")
    assert said in message
    assert "\n" not in message


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_a_threshold_has_to_be_a_number(rule_file, number) -> None:
    with pytest.raises(RuleError, match="caution: is no number"):
        load(rule_file(layback_test(f"above = {{ caution = {number} }}")))


@pytest.mark.parametrize(
    "limits", ["above = { caution = 20, poor = 10 }", "below = { caution = -20, poor = -10 }"]
)
def test_poor_thresholds_that_come_before_caution_are_refused(rule_file, limits) -> None:
    with pytest.raises(RuleError, match=r"overhead-press\.layback: tests"):
        load(rule_file(layback_test(limits)))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: folder / "none.toml", "cannot be read: No such file or directory; check the path"),
        (lambda folder: folder, "cannot be read: Is a directory; check the path"),
    ],
    ids=["missing", "folder"],
)
def test_a_file_that_cannot_be_read_is_said(tmp_path, make, said) -> None:
    path = make(tmp_path)
    with pytest.raises(RuleError) as error:
        check_file(path, "overhead-press")
    assert str(error.value) == f"{path}: {said}"


def test_the_mistake_is_looked_for_in_the_file_that_has_it(tmp_path) -> None:
    bad, good = tmp_path / "bad.toml", tmp_path / "good.toml"
    bad.write_text(layback("priorty = 1"))
    good.write_text(layback("priority = 2"))
    with pytest.raises(RuleError) as error:
        load_activity("overhead-press", [bad, good])
    assert str(error.value).startswith(f"{bad}: ")
