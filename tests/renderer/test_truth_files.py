"""The truth files beside the sample videos agree with themselves and with their descriptions."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from renderer.clips.scene_file import scene_of

SAMPLES = Path(__file__).parents[2] / "sample_videos"
FILES = sorted(SAMPLES.glob("*.truth.json.gz"))


def load(path):
    return json.loads(gzip.decompress(path.read_bytes()))


@pytest.fixture(params=FILES, ids=lambda path: path.name.split(".")[0])
def truth(request):
    return load(request.param)


def test_every_video_has_a_truth_file():
    assert {p.name.removesuffix(".mp4") for p in SAMPLES.glob("*.mp4")} == {
        p.name.split(".")[0] for p in FILES
    }


def test_lists_run_in_step(truth):
    assert truth["format"] == "formcheck.truth/1"
    count = truth["frames"]
    assert np.shape(truth["points_m"]) == (count, len(truth["point_names"]), 3)
    assert np.shape(truth["points_px"]) == (count, len(truth["point_names"]), 2)
    assert {len(values) for values in truth["angles"].values()} == {count}
    assert len(truth["time_s"]) == len(truth["phase"]) == len(truth["rep"]) == count


def test_elbow_angles_follow_from_the_points(truth):
    points = np.array(truth["points_m"])
    shoulder, elbow, wrist = (
        points[:, truth["point_names"].index(f"left_{n}")] for n in ("shoulder", "elbow", "wrist")
    )
    u, v = shoulder - elbow, wrist - elbow
    cosine = (u * v).sum(axis=1) / np.linalg.norm(u, axis=1) / np.linalg.norm(v, axis=1)
    expected = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    assert np.abs(expected - truth["angles"]["left_elbow_deg"]).max() < 0.2


def test_bones_keep_their_length(truth):
    points = np.array(truth["points_m"])
    for a, b in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle")):
        for side in ("left", "right"):
            ends = [points[:, truth["point_names"].index(f"{side}_{n}")] for n in (a, b)]
            assert np.ptp(np.linalg.norm(ends[0] - ends[1], axis=1)) < 5e-4


def test_reps_are_in_order(truth):
    assert [rep["number"] for rep in truth["reps"]] == [*range(1, max(truth["rep"]) + 1)]
    for rep in truth["reps"]:
        assert (
            rep["start_s"]
            < rep["top_start_s"]
            <= rep["top_end_s"]
            < rep["end_s"]
            <= truth["time_s"][-1] + 0.1
        )


def test_faults_lie_in_the_clip_and_have_a_size(truth):
    faulty = {rep["number"] for rep in truth["reps"] if rep["faults"]}
    assert {fault["rep"] for fault in truth["faults"]} - {0} == faulty
    for fault in truth["faults"]:
        assert truth["neutral_s"][1] <= fault["start_s"] <= fault["end_s"] <= truth["time_s"][-1]
        assert 0 <= fault["rep"] <= len(truth["reps"])
        assert fault["unit"]
        assert fault["size"] != 0


def test_ratios_run_in_step_with_the_frames(truth):
    assert {len(values) for values in truth["ratios"].values()} == {truth["frames"]}


def test_the_scene_in_a_truth_file_is_a_scene(truth):
    assert scene_of(truth["scene"], truth["name"]).name == truth["name"]


def test_good_reps_have_no_faults():
    good = load(SAMPLES / "press_front_good.truth.json.gz")
    assert [rep["faults"] for rep in good["reps"]] == [[], [], [], []]
    assert good["faults"] == []


def test_a_faulty_press_is_uneven_and_short_where_it_says_so():
    truth = load(SAMPLES / "press_front_faulty.truth.json.gz")
    assert [rep["faults"] for rep in truth["reps"]] == [[], ["uneven"], ["lockout"], ["lockout", "uneven"]]
    for rep in truth["reps"]:
        assert (abs(rep["sizes"]["uneven"]) > 0.1) == ("uneven" in rep["faults"])
    # The bar's tilt keeps the right elbow bent at the top, which nobody commanded.
    lockouts = [rep["sizes"]["lockout"] for rep in truth["reps"]]
    assert lockouts[0] > 165
    assert max(lockouts[1:]) < 150


def test_the_rows_elbows_go_too_high_and_then_the_wrists_lead():
    truth = load(SAMPLES / "row_front_faulty.truth.json.gz")
    numbers = np.array(truth["rep"])
    highest = [np.max(np.array(truth["angles"]["left_arm_elevation_deg"])[numbers == n]) for n in range(1, 5)]
    assert 75 < highest[0] < 90
    assert highest[2] > 105
    leading = np.array(truth["ratios"]["left_wrist_over_elbow_ratio"])
    assert leading[numbers == 1].max() < 0
    assert leading[numbers == 4].max() > 0.2


def test_the_side_tilt_is_as_large_as_it_says():
    truth = load(SAMPLES / "neck_mobility_front.truth.json.gz")
    first = truth["faults"][0]
    assert first["name"] == "side_tilt"
    assert max(truth["angles"]["head_roll_deg"][: 24 * 4]) - np.median(
        truth["angles"]["head_roll_deg"][:24]
    ) == pytest.approx(first["size"], abs=0.6)


@pytest.mark.skipif(not (SAMPLES / "press_side_layback.truth.json.gz").exists(), reason="not rendered yet")
def test_layback_reps_lean_back_past_the_poor_threshold_and_good_ones_do_not():
    truth = load(SAMPLES / "press_side_layback.truth.json.gz")
    inclination = np.array(truth["angles"]["trunk_inclination_deg"])
    standing = np.median(inclination[: truth["fps"]])
    for rep in truth["reps"]:
        change = standing - inclination[np.array(truth["rep"]) == rep["number"]].min()
        assert change > 20 if "layback" in rep["faults"] else change < 5
