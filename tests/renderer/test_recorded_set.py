"""The committed benchmark set is whole, compact, and large enough where it counts."""

import gzip
import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from renderer.sets.plan import plan
from renderer.truth.fault_truth import MEANINGS

FOLDER = Path(__file__).parents[2] / "benchmarks" / "recordings"
MEGABYTES = 49


def listed():
    return json.loads((FOLDER / "set.json").read_text())["scenes"]


def planned(exercise, split):
    """Return the scenes of a half that are in the committed set."""
    there = {row["name"] for row in listed()}
    return [p for p in plan() if (p.exercise, p.split) == (exercise, split) and p.name in there]


@cache
def truth(name):
    return json.loads(gzip.decompress((FOLDER / f"{name}.truth.json.gz").read_bytes()))


def test_every_listed_scene_has_its_recording_and_its_truth_and_all_are_small():
    names = {row["name"] for row in listed()}
    for suffix in (".poses.jsonl.gz", ".truth.json.gz"):
        assert {path.name.removesuffix(suffix) for path in FOLDER.glob(f"*{suffix}")} == names
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MEGABYTES * 1e6


def test_what_is_listed_is_as_planned():
    by_name = {p.name: p for p in plan()}
    for row in listed():
        scene = by_name[row["name"]]
        assert (row["split"], row["exercise"], row["body"], row["spot"]) == (
            scene.split,
            scene.exercise,
            scene.body,
            scene.spot,
        )
        if scene.split == "test":
            assert truth(scene.name)["scene"]["movement"]["kind"] == scene.scene["movement"]["kind"]


@pytest.mark.parametrize(
    "exercise", ["press", "row", "desk", "mobility", "neck", "raise", "other", "workout", "pastimes"]
)
def test_truths_are_compact_and_run_in_step(exercise):
    for p in planned(exercise, "test"):
        document = truth(p.name)
        assert "points_m" not in document
        curves = [*document["angles"].values(), *document["ratios"].values()]
        assert {len(values) for values in curves} == {document["frames"]}
        assert len(document["reps"]) == sum(count for _, count in (s["reps"] for s in document["sets"]))


def changes(view, name):
    """Return the true changes of posture of the test half, seen from the front or a side."""
    return [
        fault["changes"]
        for p in planned("desk", "test")
        if view in p.view
        for fault in truth(p.name)["faults"]
        if fault["name"] == name
    ]


@pytest.mark.parametrize(("view", "at_least_deg", "count"), [("front", 15, 20), ("side", 10, 20)])
def test_forward_heads_at_a_desk_are_many(view, at_least_deg, count):
    found = changes(view, "forward_head")
    assert sum(-each["craniovertebral_deg"] >= at_least_deg for each in found) >= count


@pytest.mark.parametrize("name", ["slump", "lean_in", "look_down"])
def test_other_changes_at_a_desk_are_many(name):
    assert len(changes("front", name)) >= 10


def test_forward_heads_begin_after_three_seconds_of_neutral():
    for p in planned("desk", "test"):
        if p.grade == "mixed":
            start_s, end_s = truth(p.name)["neutral_s"]
            assert end_s - start_s >= 3


POOR = {
    "too_high": 105,
    "too_low": -40,
    "wrists_lead": 0.1,
    "shrug_first": -0.8,
    "swing": 15,
    "head_forward": 12,
    "fast_lower": -0.7,
    "grip": -0.8,
}
"""Poor sizes of the row's faults; negative where less is worse."""


@pytest.mark.parametrize("name", POOR)
def test_the_test_half_has_six_poor_rows_of_each_kind_from_where_they_show(name):
    beside = name in ("swing", "head_forward")
    views = ("left_side", "right_side") if beside else ("front", "left15", "right15")
    sign = -1 if POOR[name] < 0 else 1
    found = Counter(
        sign * rep["sizes"][name] > POOR[name]
        for p in planned("row", "test")
        if p.view in views
        for rep in truth(p.name)["reps"]
    )
    assert found[True] >= 6


def test_every_fault_in_the_set_is_measured():
    names = {f["name"] for row in listed() if row["split"] == "test" for f in truth(row["name"])["faults"]}
    assert names - MEANINGS.keys() <= {"swing", "fast_lower", "range_loss", "unfinished"}
