import gzip
import json
import math
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.errors import OutputError, RecordingError
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import PoseRecording, RecordingWriter
from formcheck.pose.recording_name import is_recording
from formcheck.source.frame import StreamInfo
from tests.people import FRONT, film_set, press_set

INFO = StreamInfo("videos/press.mp4", 1280, 720, 29.97, 12.5)
HEADER = {"format": "formcheck.poses/1", "width_px": 640, "height_px": 480, "fps": 30.0}
FULL = [[float(i), float(2 * i), 0.0, 0.9, 0.9] for i in range(33)]


def write(path: Path, frames: list[PosedFrame], info: StreamInfo = INFO, model: str | None = "lite") -> Path:
    with RecordingWriter(path, info, model) as writer:
        for frame in frames:
            writer.write(frame)
    return path


def read(path: Path, **window: float) -> list[PosedFrame]:
    with PoseRecording(path, **window) as recording:
        return list(recording)


def lines(path: Path, *data: Any) -> Path:
    """A hand-made recording: texts as they are, everything else as JSON."""
    text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in data)
    packed = gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode()
    path.write_bytes(packed)
    return path


def frame(number: int = 0, **changes: Any) -> dict[str, Any]:
    return {"frame": number, "time_s": number / 30, "points": FULL} | changes


def same(one: Pose | None, other: Pose | None) -> bool:
    """Bit for bit."""
    if one is None or other is None:
        return one is other
    worlds = [None if p.world is None else p.world.tobytes() for p in (one, other)]
    return one.points.tobytes() == other.points.tobytes() and worlds[0] == worlds[1]


# Round trip


numbers = st.floats(-1e9, 1e9)


@st.composite
def poses(draw: st.DrawFn) -> Pose:
    """Any numbers that a picture can have, some points missing, with and without metres."""
    seed = draw(st.integers(0, 2**32 - 1))
    scale = draw(st.sampled_from([1e-300, 1e-3, 1.0, 1e3, 1e7]))
    points = np.random.default_rng(seed).normal(0, scale, (33, 5))
    points[0] = draw(st.tuples(*[numbers] * 5))
    world = np.random.default_rng(seed).normal(0, 1, (33, 3)) if draw(st.booleans()) else None
    gone = sorted(draw(st.sets(st.integers(1, 32), max_size=8)))
    points[gone] = np.nan
    if world is not None:
        world[gone] = np.nan
    return Pose(points, world)


@given(st.lists(st.tuples(st.floats(1e-3, 10), st.one_of(st.none(), poses())), max_size=6))
def test_what_was_written_is_read_back_bit_for_bit(shots) -> None:
    times = np.cumsum([step for step, _ in shots]).tolist()
    frames = [PosedFrame(2 * i, t, pose) for i, (t, (_, pose)) in enumerate(zip(times, shots, strict=True))]
    with tempfile.TemporaryDirectory() as folder:
        back = read(write(Path(folder) / "a.poses.jsonl.gz", frames))
    assert [(f.index, f.time_s) for f in back] == [(f.index, f.time_s) for f in frames]
    assert all(same(a.pose, b.pose) for a, b in zip(frames, back, strict=True))


def test_a_recording_knows_its_pictures_and_its_model(tmp_path) -> None:
    path = write(tmp_path / "a.poses.jsonl.gz", [])
    with PoseRecording(path) as recording:
        assert recording.info == StreamInfo(str(path), 1280, 720, 29.97, 12.5, pose_model="lite")
        assert recording.model == "lite"
        assert recording.warnings == ()


def test_the_source_is_kept_by_name_only(tmp_path) -> None:
    written = gzip.decompress(write(tmp_path / "a.poses.jsonl.gz", []).read_bytes())
    assert b"press.mp4" in written
    assert b"somebody" not in written


def test_the_same_poses_give_the_same_bytes_whatever_the_file_is_called(tmp_path) -> None:
    frames = film_set(press_set(1), FRONT)
    one, other = (write(tmp_path / f"{name}.poses.jsonl.gz", frames) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_only_the_owner_may_read_a_recording(tmp_path) -> None:
    assert write(tmp_path / "a.poses.jsonl.gz", []).stat().st_mode & 0o777 == 0o600


def test_a_recording_that_was_not_finished_leaves_nothing_behind(tmp_path) -> None:
    with (
        pytest.raises(KeyboardInterrupt),
        RecordingWriter(tmp_path / "a.poses.jsonl.gz", INFO, None) as writer,
    ):
        writer.write(PosedFrame(0, 0.0, None))
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_recording_that_cannot_be_written_is_said_in_one_line(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"^cannot write .*a\.poses\.jsonl\.gz: .+"):
        write(tmp_path / "file" / "a.poses.jsonl.gz", [])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.poses.jsonl.gz", True),
        ("a.poses.jsonl", True),
        ("a.jsonl.gz", False),
        ("a.mp4", False),
        ("a.poses.jsonl.gz.mp4", False),
    ],
)
def test_recordings_are_known_by_their_name(name, expected) -> None:
    assert is_recording(Path("folder.poses.jsonl") / name) is expected


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ({}, range(31)),
        ({"start_s": 0.5}, range(15, 31)),  # as in the file; given out they count from 0
        ({"end_s": 0.5}, range(15)),
        ({"start_s": 0.2, "end_s": 0.4}, range(6, 12)),
    ],
)
def test_a_part_of_a_recording_starts_at_its_start_and_ends_before_its_end(
    tmp_path, window, expected
) -> None:
    path = lines(tmp_path / "a.poses.jsonl", HEADER, *(frame(i) for i in range(31)))
    frames = read(path, **window)
    assert [round(f.time_s * 30) for f in frames] == list(expected)
    assert [f.index for f in frames] == list(range(len(expected)))


# Layouts

COCO_17 = [
    *("NOSE", "LEFT_EYE", "RIGHT_EYE", "LEFT_EAR", "RIGHT_EAR", "LEFT_SHOULDER", "RIGHT_SHOULDER"),
    *("LEFT_ELBOW", "RIGHT_ELBOW", "LEFT_WRIST", "RIGHT_WRIST", "LEFT_HIP", "RIGHT_HIP"),
    *("LEFT_KNEE", "RIGHT_KNEE", "LEFT_ANKLE", "RIGHT_ANKLE"),
]
COCO_18 = [
    *("NOSE", "NECK", "RIGHT_SHOULDER", "RIGHT_ELBOW", "RIGHT_WRIST", "LEFT_SHOULDER", "LEFT_ELBOW"),
    *("LEFT_WRIST", "RIGHT_HIP", "RIGHT_KNEE", "RIGHT_ANKLE", "LEFT_HIP", "LEFT_KNEE", "LEFT_ANKLE"),
    *("RIGHT_EYE", "LEFT_EYE", "RIGHT_EAR", "LEFT_EAR"),
]


@pytest.mark.parametrize(("layout", "names"), [("coco-17", COCO_17), ("coco-18", COCO_18)])
@pytest.mark.parametrize("suffix", [".poses.jsonl", ".poses.jsonl.gz"])
def test_coco_points_find_their_places_and_the_others_are_missing(tmp_path, layout, names, suffix) -> None:
    points = [[10.0 * i + 1, 20.0 * i + 1, 0.3] for i in range(len(names))]
    path = lines(tmp_path / f"a{suffix}", HEADER | {"points": layout}, frame(points=points))
    (posed,) = read(path)
    assert posed.pose is not None
    known = [name for name in names if name != "NECK"]
    for name in known:
        i = names.index(name)
        np.testing.assert_array_equal(posed.pose.points[L[name]], (10 * i + 1, 20 * i + 1, 0, 0.5, 0.3))
    assert np.isnan(posed.pose.points[[p for p in L if p.name not in known]]).all()


@pytest.mark.parametrize(
    ("score", "visibility"), [(0.0, 0.0), (0.15, 0.25), (0.3, 0.5), (0.65, 0.75), (1.0, 1.0)]
)
def test_a_score_of_another_model_is_no_visibility(tmp_path, score, visibility) -> None:
    points = [[100.0, 100.0, score] for _ in COCO_17]
    (posed,) = read(lines(tmp_path / "a.poses.jsonl", HEADER | {"points": "coco-17"}, frame(points=points)))
    assert posed.pose is not None
    assert posed.pose.points[L.NOSE, 3:].tolist() == pytest.approx([visibility, score])


@pytest.mark.parametrize("not_found", [[0.0, 0.0, 0.0], [0, 0], None])
def test_a_coco_point_that_was_not_found_is_missing_and_not_in_the_corner(tmp_path, not_found) -> None:
    points = [[100.0, 100.0, 0.5] for _ in COCO_18]
    points[COCO_18.index("LEFT_EAR")] = not_found
    (posed,) = read(lines(tmp_path / "a.poses.jsonl", HEADER | {"points": "coco-18"}, frame(points=points)))
    assert posed.pose is not None
    assert np.isnan(posed.pose.points[L.LEFT_EAR]).all()
    assert not np.isnan(posed.pose.points[L.RIGHT_EAR]).any()


@pytest.mark.parametrize(
    ("given_point", "expected"),
    [
        ([3.0, 4.0], (3, 4, 0, 1, 1)),
        ([3.0, 4.0, 0.7], (3, 4, 0, 0.7, 0.7)),
        ([3.0, 4.0, -5.0, 0.7, 0.6], (3, 4, -5, 0.7, 0.6)),
        (None, (math.nan,) * 5),
    ],
)
def test_a_point_may_be_short_or_null(tmp_path, given_point, expected) -> None:
    points = [*FULL[:-1], given_point]
    (posed,) = read(lines(tmp_path / "a.poses.jsonl", HEADER, frame(points=points)))
    assert posed.pose is not None
    np.testing.assert_array_equal(posed.pose.points[-1], expected)


@pytest.mark.parametrize("points", [None, [None] * 33], ids=["null", "no-points"])
def test_a_frame_without_anybody_keeps_its_time(tmp_path, points) -> None:
    (posed,) = read(lines(tmp_path / "a.poses.jsonl", HEADER, frame(7, points=points)))
    assert (posed.index, posed.time_s, posed.pose) == (7, 7 / 30, None)


def test_unknown_keys_are_left_for_later_versions(tmp_path) -> None:
    path = lines(tmp_path / "a.poses.jsonl", HEADER | {"camera": "x"}, frame(hands=[1, 2]))
    assert len(read(path)) == 1


# Broken files


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "line 1: is not the header of a pose recording"),
        (["what is this"], "line 1: is not the header of a pose recording"),
        (["[]"], "line 1: is not the header of a pose recording"),
        ([{"width_px": 3}], "line 1: is not the header of a pose recording"),
        ([HEADER | {"format": 3}], "line 1: is not the header of a pose recording"),
        (
            [HEADER | {"format": "formcheck.poses/2"}],
            "line 1: format is formcheck.poses/2, this program reads formcheck.poses/1",
        ),
        ([{k: v for k, v in HEADER.items() if k != "fps"}], "line 1: fps: "),
        ([HEADER | {"width_px": 0}], "line 1: width_px: "),
        ([HEADER | {"height_px": "tall"}], "line 1: height_px: "),
        ([HEADER | {"fps": -1}], "line 1: fps: "),
        ([HEADER | {"points": "coco-19"}], "line 1: points: "),
        ([HEADER, "{"], "line 2: needs frame, time_s and points"),
        ([HEADER, "[1, 2]"], "line 2: needs frame, time_s and points"),
        ([HEADER, "null"], "line 2: needs frame, time_s and points"),
        ([HEADER, {"frame": 0, "points": None}], "line 2: needs frame, time_s and points"),
        ([HEADER, {"frame": 0, "time_s": 0.0}], "line 2: needs frame, time_s and points"),
        ([HEADER, {"time_s": 0.0, "points": None}], "line 2: needs frame, time_s and points"),
        ([HEADER, frame(time_s="soon")], "line 2: needs frame, time_s and points"),
        ([HEADER, frame(time_s=math.nan)], "line 2: time_s must be a number of seconds"),
        ([HEADER, frame(time_s=math.inf)], "line 2: time_s must be a number of seconds"),
        ([HEADER, frame(points=FULL[:-1])], "line 2: points: must be a list of 33 points or null"),
        ([HEADER, frame(points="none")], "line 2: points: must be a list of 33 points or null"),
        ([HEADER, frame(world=[None] * 32)], "line 2: world: must be a list of 33 points or null"),
        ([HEADER, frame(points=[[1.0], *FULL[1:]])], "line 2: points: nose must be numbers or null"),
        (
            [HEADER, frame(points=[*FULL[:-1], "x"])],
            "line 2: points: right_foot_index must be numbers or null",
        ),
        ([HEADER, frame(points=[[1, None, 0, 1, 1], *FULL[1:]])], "line 2: points: nose must be"),
        ([HEADER, frame(world=[[1.0, 2.0], *[None] * 32])], "line 2: world: nose must be numbers or null"),
        ([HEADER, frame(0), frame(1, time_s=0.0)], "line 3: time_s must rise from frame to frame"),
        ([HEADER, frame(0), frame(1), frame(2, time_s=0.01)], "line 4: time_s must rise"),
    ],
)
@pytest.mark.parametrize("suffix", [".poses.jsonl", ".poses.jsonl.gz"])
def test_a_broken_recording_is_said_in_one_line_with_file_line_and_field(
    tmp_path, data, said, suffix
) -> None:
    path = lines(tmp_path / f"a{suffix}", *data)
    with pytest.raises(RecordingError) as error:
        read(path)
    assert str(error.value).startswith(f"{path}: {said}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("number", "data"),
    [
        (1, [HEADER | {"fps": math.inf}]),
        (2, [HEADER, frame() | {"frame": math.inf}]),
        (2, [HEADER, frame() | {"time_s": 10**400}]),
        (2, [HEADER, frame(points=[[10**400, 2.0, 0.0, 1.0, 1.0], *FULL[1:]])]),
        (2, [HEADER, frame(points=[[math.inf, 2.0, 0.0, 1.0, 1.0], *FULL[1:]])]),
        (2, [HEADER, frame(points=[[1.0, math.nan, 0.0, 1.0, 1.0], *FULL[1:]])]),
    ],
    ids=["fps", "frame", "time", "huge-point", "endless-point", "half-a-point"],
)
def test_numbers_without_end_are_refused(tmp_path, number, data) -> None:
    path = lines(tmp_path / "a.poses.jsonl", *data)
    with pytest.raises(RecordingError) as error:
        read(path)
    assert str(error.value).startswith(f"{path}: line {number}: ")


def truncated(path: Path) -> None:
    write(path, film_set(press_set(1), FRONT))
    path.write_bytes(path.read_bytes()[:-2000])


def test_a_recording_that_was_cut_off_is_read_up_to_its_last_whole_frame(tmp_path) -> None:
    path = tmp_path / "a.poses.jsonl.gz"
    truncated(path)
    whole = tmp_path / "whole.poses.jsonl.gz"
    write(whole, film_set(press_set(1), FRONT))
    with PoseRecording(path) as recording:
        frames = list(recording)
        assert ["was cut off" in warning for warning in recording.warnings] == [True]
    every = list(read(whole))
    assert 50 < len(frames) < len(every)
    assert [frame.time_s for frame in frames] == [frame.time_s for frame in every[: len(frames)]]


def test_of_a_recording_that_is_being_written_the_last_second_at_most_is_missing(tmp_path) -> None:
    path = tmp_path / "a.poses.jsonl.gz"
    frames = film_set(press_set(1), FRONT)[:120]
    with RecordingWriter(path, FRONT.info(), "full") as writer:
        for frame in frames:
            writer.write(frame)
        (begun,) = tmp_path.glob(".formcheck-*")
        left = tmp_path / "left.poses.jsonl.gz"
        left.write_bytes(begun.read_bytes())  # what a process that is killed now leaves
    with PoseRecording(left) as recording:
        assert len(list(recording)) >= 95


def test_what_a_writer_writes_can_be_read_whatever_the_source_is_called(tmp_path) -> None:
    path = tmp_path / "a.poses.jsonl.gz"
    with RecordingWriter(path, replace(FRONT.info(), name=os.fsdecode(b"caf\xe9.mp4")), "full"):
        pass
    assert PoseRecording(path).header.source == "caf?.mp4"


def altered(path: Path) -> None:
    write(path, film_set(press_set(1), FRONT, fps=30.0))
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = b"\xff" * 200
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: None, "no such file"),
        (lambda path: path.mkdir(), "is a folder"),
        (altered, "line "),
        (lambda path: path.write_bytes(b""), "line 1: is not the header"),
        (lambda path: path.write_text("just some text"), "is not a pose recording"),
        (lambda path: path.write_bytes(gzip.compress(b"\xff\xfe\x00")), "is not a pose recording"),
    ],
    ids=["missing", "folder", "altered", "empty", "text", "not-utf-8"],
)
def test_a_file_that_cannot_be_read_is_said_in_one_line(tmp_path, spoil, said) -> None:
    path = tmp_path / "a.poses.jsonl.gz"
    spoil(path)
    with pytest.raises(RecordingError) as error:
        read(path)
    assert str(error.value).startswith(f"{path}: {said}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("shape", [(33, 4), (17, 5), (33,)])
def test_a_pose_has_33_points_of_five_numbers(shape) -> None:
    with pytest.raises(ValueError, match=r"must have the shape \(33, 5\)"):
        Pose(np.zeros(shape))


def test_a_pose_cannot_be_changed_by_accident() -> None:
    pose = Pose(np.zeros((33, 5)))
    with pytest.raises(ValueError, match="read-only"):
        pose.points[0, 0] = 1.0


def test_what_is_known_of_the_film_is_kept(tmp_path: Path) -> None:
    film = film_set(press_set(1))[:6]
    marked = [replace(f, cut=number == 2, damaged=number in {3, 4}) for number, f in enumerate(film)]
    path = write(tmp_path / "a.poses.jsonl.gz", marked, replace(INFO, times_known=False))
    again = read(path)
    assert [frame.cut for frame in again] == [frame.cut for frame in marked]
    assert [frame.damaged for frame in again] == [frame.damaged for frame in marked]
    with PoseRecording(path) as recording:
        assert not recording.info.times_known
    assert (
        "times_known" not in gzip.decompress(write(tmp_path / "b.poses.jsonl.gz", film).read_bytes()).decode()
    )
