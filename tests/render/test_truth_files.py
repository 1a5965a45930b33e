"""The truth files beside the sample videos agree with themselves and with their descriptions."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

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
    for rep in truth["reps"]:
        assert (
            rep["start_s"]
            < rep["top_start_s"]
            <= rep["top_end_s"]
            < rep["end_s"]
            <= truth["time_s"][-1] + 0.1
        )


@pytest.mark.skipif(not (SAMPLES / "press_side_layback.truth.json.gz").exists(), reason="not rendered yet")
def test_layback_reps_lean_back_past_the_poor_threshold_and_good_ones_do_not():
    truth = load(SAMPLES / "press_side_layback.truth.json.gz")
    inclination = np.array(truth["angles"]["trunk_inclination_deg"])
    standing = np.median(inclination[: truth["fps"]])
    for rep in truth["reps"]:
        change = standing - inclination[np.array(truth["rep"]) == rep["number"]].min()
        assert change > 20 if "layback" in rep["faults"] else change < 5
