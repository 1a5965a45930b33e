"""`formcheck evaluate` on clips whose truth is known."""

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call
from tests.cli.recordings import GOOD, LAYBACK, SAMPLES, recorded, truth


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Both sample presses as recordings, beside their truth."""
    folder = tmp_path / "set"
    folder.mkdir()
    for name in (GOOD, LAYBACK):
        recorded(folder / f"{name}.poses.jsonl.gz", name)
        shutil.copy(SAMPLES / f"{name}.truth.json.gz", folder)
    return folder


def score(result: dict[str, Any], rule: str) -> dict[str, Any]:
    """A rule's score over all views that it claims."""
    (found,) = (r for r in result["rules"] if r["rule"] == f"overhead-press.{rule}")
    overall: dict[str, Any] = found["overall"]
    return overall


def test_perfect_points_are_counted_and_judged_right(formcheck: Call, labelled: Path) -> None:
    done = formcheck("evaluate", labelled, "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    result = json.loads(done.out)
    assert result["format"] == "formcheck.evaluation/1"
    counting = result["counting"]
    assert (counting["clips"], counting["reps"], counting["exact"]) == (2, 8, 1.0)
    assert counting["start_error_s"] < 0.2
    errors = {(m["measure"], m["view"], m["where"]): m["mean_absolute"] for m in result["measures"]}
    assert errors["trunk_inclination_deg", "side", "judged"] < 2.0
    layback = score(result, "layback")
    assert (layback["faults"], layback["recall"], layback["precision"], layback["false_flags"]) == (
        2,
        1.0,
        1.0,
        0,
    )
    assert layback["balanced_accuracy"] == 1.0
    assert layback["always_f1"] < 1.0


def test_the_terminal_shows_tables_and_the_trivial_baseline(formcheck: Call, labelled: Path) -> None:
    done = formcheck("evaluate", labelled, "--quiet")
    assert done.code == 0
    assert "F1 of always flagging" in done.out
    assert "| `layback` |" in done.out


def test_labels_of_ones_own_need_only_reps_and_faults(formcheck: Call, labelled: Path) -> None:
    full = truth(LAYBACK)
    own = {"format": full["format"], "reps": [{**rep, "sizes": {}} for rep in full["reps"]]}
    own["faults"] = [{"name": "layback", "rep": 2}, {"name": "layback", "rep": 4}]
    (labelled / f"{LAYBACK}.truth.json.gz").unlink()
    (labelled / f"{LAYBACK}.truth.json").write_text(json.dumps(own))
    done = formcheck("evaluate", labelled, "--json", "--quiet")
    layback = score(json.loads(done.out), "layback")
    assert (done.code, layback["recall"], layback["clear_faults"]) == (0, 1.0, 2)


def test_repetitions_of_another_exercise_are_not_missed(formcheck: Call, labelled: Path) -> None:
    full = truth(LAYBACK)
    rows = [{**rep, "activity": "upright-row"} for rep in full["reps"]]
    (labelled / f"{LAYBACK}.truth.json.gz").unlink()
    (labelled / f"{LAYBACK}.truth.json").write_text(json.dumps({"format": full["format"], "reps": rows}))
    done = formcheck("evaluate", labelled, "--json", "--quiet")
    counting = json.loads(done.out)["counting"]
    assert (done.code, counting["reps"]) == (0, len(truth(GOOD)["reps"]))


def labelled_with(labelled: Path, sizes: list[dict[str, float]], faults: list[dict[str, Any]]) -> None:
    """Replace the truth of the clip that leans back: true sizes of each rep, and labelled faults."""
    full = truth(LAYBACK)
    reps = [{**rep, "sizes": own} for rep, own in zip(full["reps"], sizes, strict=True)]
    (labelled / f"{LAYBACK}.truth.json.gz").unlink()
    (labelled / f"{LAYBACK}.truth.json").write_text(
        json.dumps({"format": full["format"], "reps": reps, "faults": faults})
    )


def test_true_sizes_say_what_is_a_fault_whatever_was_commanded(formcheck: Call, labelled: Path) -> None:
    number = len(truth(LAYBACK)["reps"])
    # Leaning back by 9 deg is not past the rule's caution of 10, though a label calls it a fault.
    sizes = [{"layback": -9.0}] * (number - 1) + [{"layback": -25.0}]
    labelled_with(labelled, sizes, [{"name": "layback", "rep": 1}])
    done = formcheck("evaluate", labelled, "--json", "--quiet")
    layback = score(json.loads(done.out), "layback")
    assert (done.code, layback["faults"], layback["clear_faults"]) == (0, 1, 1)


def test_a_rep_that_was_not_counted_is_not_judged(formcheck: Call, labelled: Path) -> None:
    full = truth(LAYBACK)
    last = full["reps"][-1]
    unseen = {**last, "number": last["number"] + 1, "start_s": 500.0, "end_s": 503.0, "top_start_s": 501.0}
    (labelled / f"{LAYBACK}.truth.json.gz").unlink()
    labels = {"format": full["format"], "reps": [*full["reps"], {**unseen, "sizes": {"layback": -25.0}}]}
    (labelled / f"{LAYBACK}.truth.json").write_text(json.dumps(labels))
    done = formcheck("evaluate", labelled, "--json", "--quiet")
    result = json.loads(done.out)
    assert (done.code, result["counting"]["most_off"]) == (0, 1)
    elsewhere = next(r["elsewhere"] for r in result["rules"] if r["rule"].endswith("uneven"))
    assert elsewhere == len(full["reps"]) + 1


def test_figures_have_intervals_over_people_by_the_true_direction(formcheck: Call, labelled: Path) -> None:
    known = json.loads(formcheck("evaluate", labelled, "--json", "--quiet").out)["evidence"]
    assert (known["people"], known["clips"], known["unnamed"], known["models"]) == (2, 2, 0, ["full"])
    counts = {count["direction"]: count for count in known["counts"]}
    assert set(counts) == {"front", "side", "all"}
    # Both are right: in at most 78 of 100 people it is otherwise, which is all that two people can tell.
    assert counts["all"]["exact"] == {
        "value": 1.0, "low": pytest.approx(0.05**0.5), "high": 1.0, "people": 2, "exact": True,
    }  # fmt: skip
    lean = next(
        m for m in known["measures"] if m["measure"] == "trunk_inclination_deg" and m["where"] == "judged"
    )
    assert lean["direction"] == "side"
    assert lean["lower_limit"]["value"] < lean["bias"]["value"] < lean["upper_limit"]["value"]
    assert (lean["large"]["value"], lean["not_judged"]["value"]) == (0.0, 0.0)
    layback = {r["direction"]: r for r in known["rules"] if r["rule"] == "overhead-press.layback"}
    assert (layback["side"]["recall"]["value"], layback["side"]["judged"]["value"]) == (1.0, 1.0)
    assert layback["side"]["always_f1"]["value"] < layback["side"]["f1"]["value"] == 1.0


def test_clips_of_ones_own_say_whose_they_are_or_count_as_one_person_each(
    formcheck: Call, labelled: Path
) -> None:
    for name in (GOOD, LAYBACK):
        (labelled / f"{name}.truth.json.gz").unlink()
        own = {key: truth(name)[key] for key in ("format", "reps", "faults")}
        (labelled / f"{name}.truth.json").write_text(json.dumps(own))
    done = formcheck("evaluate", labelled, "--quiet")
    assert "Of 2 clips the labels do not say who is seen" in done.out
    for name in (GOOD, LAYBACK):
        path = labelled / f"{name}.truth.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "person": "Ann"}))
    known = json.loads(formcheck("evaluate", labelled, "--json", "--quiet").out)["evidence"]
    assert (known["people"], known["unnamed"]) == (1, 0)
    assert {row["direction"] for row in known["counts"]} == {"front", "side", "all"}


def test_a_split_set_can_be_run_by_halves(formcheck: Call, labelled: Path) -> None:
    scenes = [{"name": GOOD, "split": "test"}, {"name": LAYBACK, "split": "development"}]
    (labelled / "set.json").write_text(json.dumps({"scenes": scenes}))
    done = formcheck("evaluate", labelled, "--split", "test", "--json", "--quiet")
    assert json.loads(done.out)["counting"]["clips"] == 1


def packed(data: Any) -> bytes:
    return gzip.compress(json.dumps(data).encode())


def labels(**keys: Any) -> bytes:
    """A truth file with some keys of its own."""
    return packed({"format": "formcheck.truth/1", "reps": [], **keys})


NAN = float("nan")
BROKEN: dict[str, tuple[bytes, str]] = {
    "not packed": (b"hello", "cannot be read"),
    "cut off": (packed({"format": "formcheck.truth/1"})[:20], "is not a truth file"),
    "not json": (gzip.compress(b"hello"), "is not a truth file"),
    "a list": (packed([]), "format"),
    "another version": (packed({"format": "formcheck.truth/9", "reps": []}), "formcheck.truth/1"),
    "no reps": (packed({"format": "formcheck.truth/1"}), "reps"),
    "a rep without times": (
        packed({"format": "formcheck.truth/1", "reps": [{"number": 1}]}),
        "reps.0.start_s",
    ),
    "a size that is no number": (
        packed(
            {
                "format": "formcheck.truth/1",
                "reps": [{"number": 1, "start_s": 0, "end_s": 1, "sizes": {"layback": "much"}}],
            }
        ),
        "reps.0.sizes.layback",
    ),
    "sizes that are a list": (
        packed(
            {"format": "formcheck.truth/1", "reps": [{"number": 1, "start_s": 0, "end_s": 1, "sizes": [1]}]}
        ),
        "reps.0.sizes",
    ),
    "a rep that ends before it starts": (
        labels(reps=[{"number": 1, "start_s": 5, "end_s": 1}]),
        "reps.0: start_s",
    ),
    "a rep at no time": (labels(reps=[{"number": 1, "start_s": NAN, "end_s": 1}]), "reps.0.start_s"),
    "a fault that ends before it starts": (
        labels(faults=[{"name": "slump", "start_s": 3, "end_s": 3}]),
        "faults.0: start_s",
    ),
    "a neutral without a length": (labels(neutral_s=[3, 1]), "neutral_s"),
    "times that fall": (labels(time_s=[0, 2, 1]), "time_s must rise"),
    "a curve out of step": (labels(time_s=[0, 1], angles={"left_elbow_deg": [1]}), "left_elbow_deg has 1"),
    "a curve without times": (labels(ratios={"grip_ratio": [1, 2]}), "grip_ratio has 2"),
    "a scene without a shape": (labels(scene=5), "scene"),
    "a camera that stands nowhere": (labels(scene={"camera": {"azimuth_deg": "left"}}), "azimuth_deg"),
    "a curve with a gap": (labels(time_s=[0], angles={"left_elbow_deg": [NAN]}), "angles.left_elbow_deg.0"),
    "deeply nested": (gzip.compress(b"[" * 100_000), "is not a truth file"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_truth_file_is_named_with_its_field(formcheck: Call, labelled: Path, name: str) -> None:
    content, words = BROKEN[name]
    (labelled / f"{GOOD}.truth.json.gz").write_bytes(content)
    done = formcheck("evaluate", labelled, "--quiet")
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert f"{GOOD}.truth.json.gz" in done.err
    assert words in done.err


def test_a_folder_without_labels_or_sources_says_so(formcheck: Call, labelled: Path, tmp_path: Path) -> None:
    assert "is not a folder" in formcheck("evaluate", tmp_path / "nowhere").err
    (tmp_path / "empty").mkdir()
    assert "holds no labelled clip" in formcheck("evaluate", tmp_path / "empty").err
    (labelled / f"{GOOD}.poses.jsonl.gz").unlink()
    done = formcheck("evaluate", labelled, "--quiet")
    assert (done.code, "no video or recording" in done.err) == (1, True)
    (labelled / "set.json").write_text("[]")
    assert "scenes" in formcheck("evaluate", labelled, "--quiet").err


def test_the_truth_of_another_clip_is_refused(formcheck: Call, labelled: Path) -> None:
    recorded(labelled / f"{GOOD}.poses.jsonl.gz", GOOD, 0, 4)
    done = formcheck("evaluate", labelled, "--quiet")
    assert (done.code, done.out) == (1, "")
    assert f"{GOOD}.poses.jsonl.gz: ends at" in done.err
    assert "time_s" in done.err


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ("[" * 100_000, "scenes: must be a list"),
        ("null", "scenes: must be a list"),
        ('{"scenes": "abc"}', "scenes: must be a list"),
        (None, "set.json: cannot be read"),
    ],
    ids=["deeply nested", "null", "text for scenes", "folder"],
)
def test_a_broken_manifest_is_named(
    formcheck: Call, labelled: Path, manifest: str | None, words: str
) -> None:
    path = labelled / "set.json"
    path.mkdir() if manifest is None else path.write_text(manifest)
    done = formcheck("evaluate", labelled, "--quiet")
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert words in done.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--split", "tset"), "no clip of split tset"),
        (("--exercise", "pres"), "no clip of exercise pres"),
        (("--split", "test", "--exercise", "row"), "no clip of split test and exercise row"),
    ],
)
def test_a_choice_that_leaves_no_clip_is_no_perfect_score(
    formcheck: Call, labelled: Path, options: tuple[str, ...], words: str
) -> None:
    scenes = [{"name": name, "split": "test", "exercise": "press"} for name in (GOOD, LAYBACK)]
    (labelled / "set.json").write_text(json.dumps({"scenes": scenes}))
    done = formcheck("evaluate", labelled, "--quiet", *options)
    assert (done.code, done.out) == (1, "")
    assert words in done.err


def test_a_clip_that_is_labelled_twice_is_refused(formcheck: Call, labelled: Path) -> None:
    (labelled / f"{GOOD}.truth.json").write_text(json.dumps(truth(GOOD)))
    done = formcheck("evaluate", labelled, "--quiet")
    assert (done.code, "packed and unpacked" in done.err) == (1, True)
