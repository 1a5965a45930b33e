"""Pictures that are hard: a result that says what could not be judged."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.pose.landmarks import Landmark
from formcheck.pose.recording import PoseRecording
from formcheck.source.codecs import av
from tests.cli.conftest import Call, pictures
from tests.cli.recordings import GOOD, LAYBACK, truth
from tests.source.clips import make_clip, steady


def analysed_clip(formcheck: Call, clip: Path, *options: object) -> dict[str, Any]:
    """The summary of a clip that can be read, whatever is in it."""
    out = clip.parent / "out"
    done = formcheck("analyze", clip, "-a", "press", "-o", out, "--model", "lite", *options)
    assert (done.code, done.err) == (0, "")
    data: dict[str, Any] = json.loads((out / clip.stem / "summary.json").read_text())
    assert all(entry["fix"] for entry in data["not_judged"])
    return data


def noise(index: int, size_px: tuple[int, int]) -> np.ndarray:
    width, height = size_px
    return np.random.default_rng(index).integers(0, 255, (height, width, 3), np.uint8)


def size_of(path: Path) -> tuple[int, int]:
    with av.open(str(path)) as container:
        return container.streams.video[0].width, container.streams.video[0].height


@pytest.mark.model
def test_nobody_there(formcheck: Call, tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "noise.mp4", steady(10), size_px=(320, 240), paint=noise)
    summary = analysed_clip(formcheck, clip)
    assert (summary["coverage"]["with_pose"], summary["reps"], summary["findings"]) == (0, [], [])
    assert {entry["reason"] for entry in summary["not_judged"]} != set()
    press = load_activity("overhead-press")
    rules = [rule.id for rule in (*press.rules, *press.off)]
    assert [entry["rule"] for entry in summary["not_judged"]] == rules
    assert "No person was found" in (tmp_path / "out" / "noise" / "report.html").read_text()


@pytest.mark.model
@pytest.mark.parametrize("half", ["upper", "lower"])
def test_half_a_person(formcheck: Call, tmp_path: Path, half: str) -> None:
    shown = [p[:480] if half == "upper" else p[480:] for p in pictures(LAYBACK, 0, 0.7)[::2]]
    clip = make_clip(
        tmp_path / "half.mp4", steady(len(shown), 15), size_px=(540, 480), paint=lambda i, size_px: shown[i]
    )
    summary = analysed_clip(formcheck, clip, "--no-report")
    assert summary["findings"] == []
    assert "overhead-press.knee-bend" in {entry["rule"] for entry in summary["not_judged"]}


@pytest.mark.model
@pytest.mark.parametrize("size_px", [(1, 1), (2, 300), (301, 3), (33, 17), (161, 241)])
def test_odd_sizes(formcheck: Call, tmp_path: Path, size_px: tuple[int, int]) -> None:
    clip = make_clip(
        tmp_path / "odd.mkv", steady(3), size_px=size_px, paint=noise, codec="ffv1", pix_fmt="yuv444p"
    )
    summary = analysed_clip(formcheck, clip)
    assert (summary["source"]["width_px"], summary["source"]["height_px"]) == size_px
    even = tuple(side + side % 2 for side in size_px)
    assert size_of(tmp_path / "out" / "odd" / "annotated.mp4") == even


@pytest.mark.model
def test_4k(formcheck: Call, tmp_path: Path) -> None:
    shown = np.zeros((2160, 3840, 3), np.uint8)
    shown[:, 1312:2527] = cv2.resize(pictures(LAYBACK, 0, 0.01)[0], (1215, 2160))
    clip = make_clip(tmp_path / "large.mp4", steady(2), size_px=(3840, 2160), paint=lambda i, size_px: shown)
    summary = analysed_clip(formcheck, clip, "--save-poses")
    assert summary["coverage"]["with_pose"] == 2
    assert size_of(tmp_path / "out" / "large" / "annotated.mp4") == (1280, 720)


@pytest.mark.model
@pytest.mark.parametrize("fps", [5, 120])
def test_frame_rates_of_a_video(formcheck: Call, tmp_path: Path, fps: int) -> None:
    shown = pictures(LAYBACK, 0, 0.5)
    clip = make_clip(
        tmp_path / "rate.mp4", steady(15, fps), size_px=(540, 960), paint=lambda i, size_px: shown[i]
    )
    summary = analysed_clip(formcheck, clip, "--no-report")
    assert (summary["coverage"]["frames"], summary["coverage"]["with_pose"]) == (15, 15)


@pytest.mark.model
def test_the_nearer_and_middle_one_of_two_is_judged(formcheck: Call, tmp_path: Path) -> None:
    near, far = pictures(LAYBACK, 4.6, 5.2), pictures(GOOD, 4.6, 5.2)

    def both(index: int, size_px: tuple[int, int]) -> np.ndarray:
        shown = np.full((960, 1080, 3), 128, np.uint8)
        shown[576:, :216] = cv2.resize(far[index], (216, 384), interpolation=cv2.INTER_AREA)
        shown[:, 270:810] = near[index]
        return shown

    clip = make_clip(tmp_path / "two.mp4", steady(len(near), 30), size_px=(1080, 960), paint=both)
    analysed_clip(formcheck, clip, "--no-video", "--no-report", "--save-poses")
    points_px = np.array(truth(LAYBACK)["points_px"])[138:]
    hip = truth(LAYBACK)["point_names"].index("left_hip")
    with PoseRecording(tmp_path / "out" / "two" / "two.poses.jsonl.gz") as poses:
        for frame in poses:
            assert frame.pose is not None
            found = frame.pose.xy_px[Landmark.LEFT_HIP]
            assert np.hypot(*(found - points_px[frame.index, hip] - (270, 0))) < 0.06 * 960
