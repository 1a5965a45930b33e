"""Every loader has a bound: what claims, or unpacks to, more than anybody has is refused at once."""

import gzip
import json
import os
import resource
import zlib
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from formcheck.activities.load import check_file, load_activity
from formcheck.calibration.store import FOLDER_VARIABLE, ProfileStore
from formcheck.errors import FormcheckError, LabelError, RecordingError, RuleError, SourceError
from formcheck.evaluation.labels import read_labels
from formcheck.files import UNFINISHED, atomic_path, write_text
from formcheck.pose.recording import PoseRecording
from formcheck.source.picture import PictureFile, claimed_size_px
from tests.waiting import done_by_itself

HEAD = b'{"format":"formcheck.poses/1","width_px":640,"height_px":480,"fps":30'


def bomb(path: Path, head: bytes, block: bytes) -> Path:
    """A packed file of 200 MB."""
    with gzip.open(path, "wb", 1) as file:
        file.write(head)
        for _ in range(200):
            file.write(block * (1_000_000 // len(block)))
    return path


@pytest.mark.parametrize(
    ("head", "block"),
    [(b"", b" "), (HEAD + b',"model":"', b"A"), (HEAD + b"}\n", b"["),
     (HEAD + b'}\n{"frame":0,"time_s":0,"points":[', b"0,")],
    ids=["first line", "model", "second line", "points"],
)  # fmt: skip
def test_a_recording_without_line_breaks_is_not_unpacked(tmp_path: Path, head: bytes, block: bytes) -> None:
    path = bomb(tmp_path / "a.poses.jsonl.gz", head, block)
    with pytest.raises(RecordingError, match="longer than any frame"):
        list(PoseRecording(path))


@pytest.mark.parametrize("head", [b"", b'{"format":"'])
def test_a_truth_file_is_not_unpacked_beyond_its_bound(tmp_path: Path, head: bytes) -> None:
    with pytest.raises(LabelError, match="longer than"):
        read_labels(bomb(tmp_path / "a.truth.json.gz", head, b" "))


@pytest.mark.parametrize("key", ["angles", "ratios"])
@pytest.mark.parametrize("value", [1e308, -1e308])
def test_absurd_numbers_of_a_truth_file_are_refused(tmp_path: Path, key: str, value: float) -> None:
    path = tmp_path / "a.truth.json"
    path.write_text(
        json.dumps({"format": "formcheck.truth/1", "reps": [], "time_s": [0], key: {"x": [value]}})
    )
    with pytest.raises(LabelError, match=key):
        read_labels(path)


def claiming(suffix: str, size: int) -> bytes:
    """A small picture whose header says that it is large."""
    lossy = [cv2.IMWRITE_WEBP_QUALITY, 80] if suffix == ".webp" else []
    _, encoded = cv2.imencode(suffix, np.zeros((8, 8, 3), np.uint8), lossy)
    data = bytearray(encoded.tobytes())
    if suffix == ".png":
        data[16:24] = size.to_bytes(4, "big") * 2
        data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    elif suffix == ".jpg":
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = size.to_bytes(2, "big") * 2
    else:
        at = data.index(b"\x9d\x01\x2a") + 3
        data[at : at + 4] = size.to_bytes(2, "little") * 2
    return bytes(data)


@pytest.mark.parametrize(("suffix", "size"), [(".png", 30_000), (".jpg", 20_000), (".webp", 16_000)])
def test_a_picture_is_refused_by_its_header(tmp_path: Path, suffix: str, size: int) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(claiming(suffix, size))
    assert claimed_size_px(path.read_bytes()) == (size, size)
    with pytest.raises(SourceError, match="too many"):
        PictureFile(path)


@pytest.mark.parametrize("part", [b"IDAT", b"IEND"])
def test_a_part_of_a_picture_that_claims_to_be_longer_than_the_file_takes_no_memory(
    tmp_path: Path, part: bytes
) -> None:
    _, encoded = cv2.imencode(".png", np.zeros((8, 8, 3), np.uint8))
    data = bytearray(encoded.tobytes())
    at = data.index(part) - 4
    data[at : at + 4] = (2**31 - 1).to_bytes(4, "big")
    path = tmp_path / "a.png"
    path.write_bytes(data)
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceError, match="cut off"):
        PictureFile(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 100_000


def test_an_error_is_a_line_that_can_be_read_whatever_a_file_says(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(f'[[rule]]\nid = "layback"\n{"x" * 5000} = 1\n')
    with pytest.raises(RuleError) as error:
        load_activity("overhead-press", [path])
    assert str(error.value).startswith(str(path))
    assert "known: " in str(error.value)
    assert len(str(error.value)) < 1500


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_the_header_of_a_picture_says_its_size(suffix: str) -> None:
    _, encoded = cv2.imencode(suffix, np.zeros((30, 50, 3), np.uint8))
    assert claimed_size_px(encoded.tobytes()) == (50, 30)


@pytest.mark.parametrize(
    "text",
    ["[" + ".".join(["a"] * 490_000) + "]\n", "a" + ".a" * 31_000 + " = 1\n", "a" + ".a" * 400_000 + " = 1\n",
     "a = {" + '"a"  . ' * 7_000 + "a = 1}\n",
        "a = " + "[" * 60_000, "a = " + "{a = " * 12_000, "#" * 900_000],
    ids=["deep table", "deep key", "deeper key", "deep in a table", "nested lists", "nested tables", "long"],
)  # fmt: skip
def test_a_rule_file_without_end_is_refused_at_once(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(text)

    def refusal() -> str:
        with pytest.raises(RuleError) as error:
            check_file(path, "overhead-press")
        return str(error.value)

    assert done_by_itself(refusal).startswith(f"{path}: ")


@pytest.mark.parametrize("value", ["1e308", "-1e308", "inf", "nan", "1e7"])
@pytest.mark.parametrize("key", ["above = {caution = @}", "error_below = @", "tilt_margin = @"])
def test_absurd_numbers_of_a_rule_are_refused(tmp_path: Path, key: str, value: str) -> None:
    path = tmp_path / "rules.toml"
    test = f'measure = "trunk_lean_deg", above = {{caution = 1}}, {key}'.replace("@", value)
    test = f'measure = "trunk_lean_deg", {key}'.replace("@", value) if key.startswith("above") else test
    path.write_text(f'[[rule]]\nid = "layback"\ntests = [{{{test}}}]\n')
    with pytest.raises(RuleError, match="no number that can be measured"):
        check_file(path, "overhead-press")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
@pytest.mark.parametrize(
    "read",
    [lambda path: check_file(path, "desk"), read_labels],
    ids=["rules", "truth"],
)
def test_a_pipe_is_not_waited_for(tmp_path: Path, read: Callable[[Path], object]) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def refusal() -> str:
        with pytest.raises(FormcheckError) as error:
            read(path)
        return str(error.value)

    assert "not a regular file" in done_by_itself(refusal)


def test_who_has_no_home_has_no_profiles(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("platformdirs.user_data_path", nobody)
    monkeypatch.setattr(Path, "expanduser", nobody)
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert ProfileStore().names() == ()
    monkeypatch.setenv(FOLDER_VARIABLE, "~/profiles")
    assert ProfileStore().names() == ()


def test_temporary_files_of_a_killed_process_are_cleared_by_the_next_and_no_others(tmp_path: Path) -> None:
    left = tmp_path / f"{UNFINISHED}front-abc.json"
    left.write_text("half")
    (tmp_path / f"{UNFINISHED}side-abc.json").write_text("of another file")
    with atomic_path(tmp_path / "front.json") as mine:
        mine.write_text("mine")
        write_text(tmp_path / "front.json", "somebody else's, who is quicker")
        assert mine.exists()
    assert (tmp_path / "front.json").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"front.json", f"{UNFINISHED}side-abc.json"}
