"""What is found does not depend on how many frames a second there are."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.conftest import Call
from tests.cli.recordings import LAYBACK, frames_of, header, recorded, write_lines


def at_120(frames: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Three more frames between each two."""
    rows = np.array([frame["points"] for frame in frames])
    times = np.array([frame["time_s"] for frame in frames])
    new_times = np.arange(0, times[-1], 1 / 120)
    flat = rows.reshape(len(rows), -1)
    mixed = np.stack([np.interp(new_times, times, column) for column in flat.T], 1)
    points = mixed.reshape(-1, 33, 5).tolist()
    return [
        {"frame": i, "time_s": round(float(time_s), 6), "points": points[i]}
        for i, time_s in enumerate(new_times)
    ]


@pytest.mark.parametrize("fps", [15, 120])
def test_reps_and_findings_do_not_depend_on_the_frame_rate(formcheck: Call, tmp_path: Path, fps: int) -> None:
    frames = frames_of(LAYBACK, 0, 8, 2 if fps == 15 else 1)
    lines = [header(fps=fps), *(frames if fps == 15 else at_120(frames))]
    write_lines(tmp_path / "rate.poses.jsonl", lines)
    formcheck("analyze", tmp_path / "rate.poses.jsonl", "-o", tmp_path, "--no-report")
    summary = json.loads((tmp_path / "rate" / "summary.json").read_text())
    assert len(summary["reps"]) == 2
    found = {(finding["rep"], finding["rule"]) for finding in summary["findings"]}
    assert (2, "overhead-press.layback") in found
    assert {rep for rep, _ in found} == {2}


def test_five_frames_a_second_are_few_but_no_error(formcheck: Call, tmp_path: Path) -> None:
    source = recorded(tmp_path / "slow.poses.jsonl", LAYBACK, 0, 15, every=6)
    done = formcheck("analyze", source, "-o", tmp_path, "--no-report")
    assert (done.code, done.err) == (0, "")
    summary = json.loads((tmp_path / "slow" / "summary.json").read_text())
    assert len(summary["reps"]) == 4
    assert all(entry["fix"] for entry in summary["not_judged"])
