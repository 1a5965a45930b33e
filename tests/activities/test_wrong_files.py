"""What is wrong in an activity file is refused when it is loaded, with file, key and what would be right."""

from pathlib import Path

import pytest

from formcheck.activities.load import check_file, load_activity, register_activity
from formcheck.errors import RuleError, UnknownActivityError
from tests.cli.conftest import Call, formcheck  # noqa: F401 - the fixture

CURL = (Path(__file__).parent / "added" / "biceps-curl.toml").read_text()
STANDING = (Path(__file__).parent / "added" / "standing-desk.toml").read_text()

LIFTS = [
    (
        '"elbow_angle_deg"\nfalls',
        '"elbow_angel_deg"\nfalls',
        "reps: signal: unknown 'elbow_angel_deg'; did you mean 'elbow_angle_deg'?",
    ),
    (
        '"elbow_angle_deg"\nfalls',
        '"hip_height"\nfalls',
        "reps: signal: 'hip_height' is not measured on each side",
    ),
    (
        '"elbow_angle_deg"\nfalls',
        '"slump_percent"\nfalls',
        "reps: signal: unknown 'slump_percent'",
    ),
    (
        "falls = true",
        "falls = false",
        "reps: top must lie above start_from",
    ),
    (
        "top = 80",
        "top = 182",
        "reps: top must lie below start_to - rise",
    ),
    (
        "[reps]",
        '[signs]\ntops = [{ measure = "elbow_elevtion_deg", below = 40 }]\n\n[reps]',
        "signs: tops: unknown 'elbow_elevtion_deg'; did you mean",
    ),
    (
        "[reps]",
        "[signs]\nseated = true\n\n[reps]",
        "signs: seated: is for a posture",
    ),
    (
        'views = ["side"]\ntests = [{ measure = "trunk_inclination_deg"',
        'views = ["front"]\ntests = [{ measure = "knee_flexion_deg"',
        "biceps-curl.swing: views: 'knee_flexion_deg' cannot be measured from front; it can from: side",
    ),
    (
        'measure = "trunk_inclination_deg"',
        'measure = "slump_percent"',
        "biceps-curl.swing: measure: 'slump_percent' is known of somebody who sits",
    ),
    (
        "[film]",
        "[film]\nfornt = 'x'",
        "film.fornt: unknown key; did you mean 'front'?",
    ),
    (
        "above = 0.75",
        "abov = 0.75",
        "framing.abov: unknown key; did you mean 'above'?",
    ),
    (
        "key = 5",
        "key = 55",
        "activity.key",
    ),
    (
        "key = 5",
        "kye = 5",
        "activity.kye: unknown key; did you mean 'key'?",
    ),
    (
        'rule = "swing", seen',
        'rule = "swing", sen',
        "unknown key; did you mean 'seen'?",
    ),
    (
        'column = "bend"',
        'colum = "bend"',
        "unknown key; did you mean 'column'?",
    ),
]
POSTURES = [
    (
        '"shoulder_tilt_deg", above = { caution = 4 }, below = { caution = -4 }',
        '"shoulder_tilt", above = { caution = 4 }',
        "measure: unknown 'shoulder_tilt'; did you mean 'shoulder_tilt_deg'?",
    ),
    (
        'views = ["front"]\ntests = [{ measure = "shoulder',
        'views = ["side"]\ntests = [{ measure = "shoulder',
        "views: 'shoulder_tilt_deg' cannot be measured from side",
    ),
    (
        "[guide]",
        "[guide]\nwaits_until_stil = true",
        "guide.waits_until_stil: unknown key; did you mean 'waits_until_still'?",
    ),
    (
        "[neutral]",
        "[neutral]\nneeds_hips = 3",
        "neutral.needs_hips",
    ),
]
CASES = [(CURL, "biceps-curl", *case) for case in LIFTS] + [
    (STANDING, "standing-desk", *case) for case in POSTURES
]


def changed(folder: Path, text: str, name: str, was: str, now: str) -> Path:
    assert was in text
    path = folder / f"{name}.toml"
    path.write_text(text.replace(was, now))
    return path


@pytest.mark.parametrize(("text", "name", "was", "now", "words"), CASES, ids=[case[4][:40] for case in CASES])
def test_a_mistake_is_said_with_file_and_key(tmp_path: Path, text, name, was, now, words) -> None:
    path = changed(tmp_path, text, name, was, now)
    with pytest.raises(RuleError) as caught:
        load_activity(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_command_checks_an_activity_file(formcheck: Call, tmp_path: Path) -> None:  # noqa: F811
    path = changed(tmp_path, CURL, "biceps-curl", "top = 80", "top = 80")
    done = formcheck("rules", "check", path)
    assert (done.code, done.err) == (0, "")
    assert "biceps-curl.short, biceps-curl.swing" in done.out


def test_the_command_refuses_a_wrong_one_with_exit_2_and_one_line(formcheck: Call, tmp_path: Path) -> None:  # noqa: F811
    path = changed(tmp_path, CURL, "biceps-curl", '"elbow_angle_deg"\nfalls', '"elbow_angel_deg"\nfalls')
    done = formcheck("rules", "check", path)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "did you mean 'elbow_angle_deg'?" in done.err


@pytest.mark.parametrize("name", ["Curl.toml", "auto.toml", "a b.toml"])
def test_a_file_whose_name_cannot_be_an_activitys(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(CURL)
    with pytest.raises(RuleError, match="no name for an activity"):
        load_activity(path)


def test_no_file_takes_the_name_of_the_programs_own(tmp_path: Path) -> None:
    path = tmp_path / "overhead-press.toml"
    path.write_text(CURL)
    with pytest.raises(RuleError, match="give the file another name"):
        register_activity(path)


def test_a_file_that_is_not_there_and_a_name_that_is_none() -> None:
    with pytest.raises(RuleError, match="check the path"):
        load_activity("nowhere/curl.toml")
    with pytest.raises(UnknownActivityError, match="did you mean overhead-press"):
        load_activity("overhead-pres")


def test_a_rule_file_may_look_at_each_side_of_a_sitter(formcheck: Call, tmp_path: Path) -> None:  # noqa: F811
    """A sided measure in a state: what is measured left and right has no value under its bare name."""
    rules = tmp_path / "own.toml"
    rules.write_text(
        '[[rule]]\nid = "elbow-up"\ntitle = "Elbow up"\nwhen = "state"\nviews = ["front"]\n'
        'tests = [{ measure = "elbow_elevation_deg", above = { caution = 60 } }]\n'
        'cue = "Elbow down"\nspoken = "x"\nadvice = "x"\nsource = { tag = "derived", text = "x" }\n'
    )
    assert check_file(rules, "desk") == ("desk.elbow-up",)
    clip = next(
        (Path(__file__).parents[2] / "benchmarks" / "recordings").glob("dev-desk-00*front.poses.jsonl.gz")
    )
    done = formcheck("analyze", clip, "-a", "desk", "--rules", rules, "-o", tmp_path / "out", "--no-report")
    assert (done.code, "unforeseen" in done.err) == (0, False)
