"""Pose models that are missing or damaged: one line that says how to get a good one."""

from pathlib import Path

import pytest

from formcheck.pose.blazepose import bundles
from tests.cli.bad_input import check_refused, text
from tests.cli.conftest import Call, files_in
from tests.source.clips import make_clip, steady

MODELS = Path(__file__).parents[2] / "models"


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("ful", "did you mean full?"),
        ("", "lite, full, heavy"),
        ("gone.task", "give the path of a .task file"),
        ("{tmp}/text.task", "not a pose model bundle"),
        ("{tmp}/cut.task", "not a pose model bundle"),
    ],
)
def test_bad_model(formcheck: Call, tmp_path: Path, model: str, words: str) -> None:
    text(tmp_path / "text.task")
    (tmp_path / "cut.task").write_bytes((MODELS / "pose_landmarker_lite.task").read_bytes()[:1_000_000])
    clip = make_clip(tmp_path / "clip.mp4", steady(3))
    name = model.format(tmp=tmp_path)
    check_refused(formcheck("analyze", clip, "-o", tmp_path / "out", "--model", name), words, code=2)
    assert files_in(tmp_path / "out") == []


@pytest.mark.parametrize(("damage", "words"), [("flip", "altered"), ("cut", "cut short"), ("none", "not on")])
def test_damaged_model(
    formcheck: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str, words: str
) -> None:
    data = bytearray((MODELS / "pose_landmarker_lite.task").read_bytes())
    data[len(data) // 2] ^= 0xFF
    if damage != "none":
        stored = data if damage == "flip" else data[:-1000]
        (tmp_path / "pose_landmarker_lite.task").write_bytes(stored)
    monkeypatch.setattr(bundles, "model_folders", lambda: (tmp_path,))
    clip = make_clip(tmp_path / "clip.mp4", steady(3))
    done = formcheck("analyze", clip, "-o", tmp_path / "out", "--model", "lite")
    check_refused(done, words, code=2)
    assert "formcheck models build lite" in done.err
    assert files_in(tmp_path / "out") == []


@pytest.mark.model
def test_a_bundle_of_the_users_own_with_damaged_content(formcheck: Call, tmp_path: Path) -> None:
    data = bytearray((MODELS / "pose_landmarker_lite.task").read_bytes())
    data[2000:5000] = bytes(3000)
    (tmp_path / "own.task").write_bytes(data)
    clip = make_clip(tmp_path / "clip.mp4", steady(3))
    done = formcheck("analyze", clip, "-o", tmp_path / "out", "--model", tmp_path / "own.task")
    check_refused(done, "--model full", code=2)
    assert files_in(tmp_path / "out") == []
