"""Still pictures through the command line, with the pose model."""

import json
import os
import stat
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.activities.load import load_activity
from tests.cli.conftest import Call, files_in, pictures
from tests.cli.recordings import LAYBACK
from tests.cli.test_analyze import summary_of

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody who leans back under a bar, from the side."""
    path = tmp_path_factory.mktemp("pictures") / "lean.png"
    (shown,) = pictures(LAYBACK, 6.0, 6.03)[:1]
    assert cv2.imwrite(str(path), cv2.cvtColor(shown, cv2.COLOR_RGB2BGR))
    return path


def test_a_picture_is_one_moment(formcheck: Call, picture: Path, tmp_path: Path) -> None:
    done = formcheck("analyze", picture, "-o", tmp_path, "--save-poses")
    assert (done.code, done.err) == (0, "")
    assert "lean.png: Measured, and not judged: one picture shows no movement and no time." in done.out
    assert "Measured in this moment, seen from: side" in done.out
    assert "Trunk inclination" in done.out
    assert "trunk_inclination_deg" not in done.out
    assert "One picture cannot tell" in done.out
    assert files_in(tmp_path / "lean") == [
        "annotated.jpg", "frames.csv", "lean.poses.jsonl.gz", "report.html", "summary.json",
    ]  # fmt: skip
    summary = summary_of(tmp_path / "lean")
    assert summary["source"]["kind"] == "picture"
    assert (summary["reps"], summary["findings"]) == ([], [])
    assert summary["moment"]["trunk_inclination_deg"]["value"] < -10
    assert summary["moment"]["wrist_height_difference"]["reason"] == "cannot be judged from this view"
    press = load_activity("overhead-press")
    reasons = {entry["rule"]: entry["reason"] for entry in summary["not_judged"]}
    assert reasons == {
        **{rule.id: "one picture shows no movement and no time" for rule in press.rules},
        **{rule.id: "one camera does not show it well enough" for rule in press.off},
    }
    assert summary["neutral"]["origin"] == "none"


@pytest.mark.parametrize("quarters", [1, 2])
def test_a_picture_that_lies_without_saying_so_is_turned(
    formcheck: Call, picture: Path, tmp_path: Path, quarters: int
) -> None:
    lying = tmp_path / "lying.jpg"
    upright = cv2.imread(str(picture))
    assert cv2.imwrite(str(lying), np.rot90(upright, quarters))
    done = formcheck("analyze", lying, "-a", "press", "-o", tmp_path, "--quiet", "--no-report")
    assert f"the picture was turned by {90 * quarters} deg" in done.err
    summary = summary_of(tmp_path / "lying")
    assert (summary["source"]["width_px"], summary["source"]["height_px"]) == upright.shape[1::-1]
    assert summary["moment"]["trunk_inclination_deg"]["value"] < -10
    drawn = cv2.imread(str(tmp_path / "lying" / "annotated.jpg"))
    assert drawn.shape[1] == upright.shape[1]


def test_the_annotated_picture_shows_the_body(formcheck: Call, picture: Path, tmp_path: Path) -> None:
    formcheck("analyze", picture, "-o", tmp_path, "--quiet")
    path = tmp_path / "lean" / "annotated.jpg"
    drawn, plain = cv2.imread(str(path)), cv2.imread(str(picture))
    height, width = plain.shape[:2]
    assert drawn.shape[1] == width
    assert (drawn[height:] > 180).all(2).mean() > 0.005, "the verdict stands below it"
    drawn = drawn[:height]
    assert (np.abs(drawn.astype(int) - plain).max(2) > 60).mean() > 0.005
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_runs_and_several_pictures(formcheck: Call, picture: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"no picture")
    again = tmp_path / "again.png"
    again.write_bytes(picture.read_bytes())
    done = formcheck("analyze", picture, bad, again, "-o", tmp_path / "out", "--json", "--no-video")
    assert done.code == 1
    assert "bad.jpg" in done.err
    first, second = json.loads(done.out)
    assert first["moment"] == second["moment"]
    assert "annotated.jpg" not in files_in(tmp_path / "out")


def test_nobody_in_the_picture(formcheck: Call, tmp_path: Path) -> None:
    path = tmp_path / "empty.png"
    cv2.imwrite(str(path), np.full((200, 300, 3), 90, np.uint8))
    done = formcheck("analyze", path, "-o", tmp_path / "out", "--neutral", "0:3")
    assert done.code == 0
    assert "No person was found" in done.out
    assert "a picture has no times" in done.err
    not_judged = summary_of(tmp_path / "out" / "empty")["not_judged"]
    off = {rule.id for rule in load_activity("overhead-press").off}
    assert {entry["reason"] for entry in not_judged if entry["rule"] not in off} == {"no person found"}
    assert off < {entry["rule"] for entry in not_judged}


def test_stills_calibrate_and_their_profile_is_used(formcheck: Call, tmp_path: Path) -> None:
    stills = []
    for number, shown in enumerate(pictures(LAYBACK, 0.0, 0.12)):
        stills.append(tmp_path / f"still{number}.png")
        cv2.imwrite(str(stills[-1]), cv2.cvtColor(shown, cv2.COLOR_RGB2BGR))
    done = formcheck("calibrate", *stills, "-a", "desk", "--name", "stills")
    assert (done.code, done.err) == (0, "")
    assert f"from {len(stills)} pictures" in done.out
    judged = formcheck("analyze", stills[0], "-a", "desk", "--profile", "stills", "-o", tmp_path / "out")
    assert (judged.code, judged.err) == (0, "")
    summary = summary_of(tmp_path / "out" / "still0")
    neutral = summary["neutral"]
    assert (neutral["origin"], neutral["profile"]) == ("calibrated", "stills")
    assert summary["findings"] == []
    # What is relative to the person is judged with a profile, and only with one.
    reasons = {entry["rule"]: entry["reason"] for entry in summary["not_judged"]}
    alone = formcheck("analyze", stills[0], "-a", "desk", "--no-profile", "-o", tmp_path / "alone")
    assert alone.code == 0
    without = {e["rule"]: e["reason"] for e in summary_of(tmp_path / "alone" / "still0")["not_judged"]}
    assert "desk.forward-head" in without.keys() - reasons.keys()
    odd = tmp_path / "odd.png"
    cv2.imwrite(str(odd), np.zeros((50, 60, 3), np.uint8))
    refused = formcheck("calibrate", *stills, odd)
    assert refused.code == 1
    assert "use pictures of one camera" in refused.err
