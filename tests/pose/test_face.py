"""Which way a face looks: read from pictures, held between two looks, and kept in recordings."""

import gzip
import json
import math
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.errors import ModelError, RecordingError
from formcheck.measurements.held_face import HeldFace
from formcheck.pose.face import Face
from formcheck.pose.face_mesh.network import Mesh
from formcheck.pose.face_mesh.orientation import face_of, shape
from formcheck.pose.face_mesh.reader import EVERY_S, FaceReader
from formcheck.pose.face_mesh.weights import FACE_MESH, find_face_mesh
from formcheck.pose.models import pose_model
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import PoseRecording, RecordingWriter
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.source.frame import Image, StreamInfo
from formcheck.source.video import VideoFile
from tests.cli.recordings import SAMPLES

MOBILITY = SAMPLES / "neck_mobility_front.mp4"
FACE = Face(-12.5, 3.0, 1.5, 31.0, 240.0, 118.0, 19.5)
INFO = StreamInfo("x", 480, 640, 30.0)
BLANK: Image = np.zeros((640, 480, 3), np.uint8)


def standing() -> Pose:
    points = np.full((33, 5), 1.0)
    points[:, :2] = np.linspace(100, 300, 33)[:, None]
    return Pose(points)


# In pictures


@pytest.mark.model
def test_turning_and_tilting_the_head_is_read_within_four_degrees() -> None:
    truth = json.loads(gzip.decompress(MOBILITY.with_suffix(".truth.json.gz").read_bytes()))["angles"]
    turned, tilted = [], []
    with (
        VideoFile(MOBILITY) as video,
        TrackedSubjectEstimator(pose_model("full"), faces=True) as estimator,
    ):
        for frame in video:
            if frame.index % 3:
                continue  # it looks ten times a second
            pose = estimator.estimate(frame, video.info).pose
            if pose is not None and pose.face is not None and frame.index < len(truth["head_yaw_deg"]):
                turned.append(pose.face.turn_deg - truth["head_yaw_deg"][frame.index])
                tilted.append(pose.face.tilt_deg - truth["head_roll_deg"][frame.index])
    # Ten looks a second of eleven seconds.
    assert len(turned) > 90
    assert median(map(abs, turned)) < 2
    assert sorted(map(abs, turned))[int(0.9 * len(turned))] < 6
    assert sorted(map(abs, tilted))[int(0.9 * len(tilted))] < 4


def test_in_an_empty_picture_there_is_no_face() -> None:
    reader = FaceReader()
    assert reader.read(BLANK, standing(), 0.0) is None
    assert reader.read(BLANK, None, 1.0) is None


def test_it_looks_no_more_than_ten_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[float] = []
    monkeypatch.setattr("formcheck.pose.face_mesh.reader.mesh_at", lambda *_: looked.append(1.0))
    reader = FaceReader()
    for number in range(31):
        reader.read(BLANK, standing(), number / 30)
    assert len(looked) == 1 + round(1 / EVERY_S)


@given(
    turn=st.floats(-50, 50), pitch=st.floats(-40, 40), tilt=st.floats(-40, 40), width_px=st.floats(10, 200)
)
def test_a_mean_face_that_is_turned_is_read_as_it_was_turned(turn, pitch, tilt, width_px) -> None:
    a, b, c = np.radians([pitch, turn, tilt])
    about_x = np.array([[1, 0, 0], [0, math.cos(a), -math.sin(a)], [0, math.sin(a), math.cos(a)]])
    about_y = np.array([[math.cos(b), 0, -math.sin(b)], [0, 1, 0], [math.sin(b), 0, math.cos(b)]])
    about_z = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    points = np.zeros((468, 3))
    points[list(shape().indexes)] = shape().points @ (about_z @ about_x @ about_y).T * width_px
    face = face_of(Mesh(points[:, :2] + (320, 240), points[:, 2], 20.0))
    assert face.width_px == pytest.approx(width_px, rel=0.01)
    if abs(tilt) < 1e-3:
        # Turned first, then nodded: the nose points where both took it.
        ahead = about_x @ about_y @ (0, 0, -1)
        assert face.pitch_deg == pytest.approx(-math.degrees(math.asin(ahead[1])), abs=0.1)
        assert face.turn_deg == pytest.approx(math.degrees(math.atan2(ahead[0], -ahead[2])), abs=0.1)


# The file of the model


def test_the_model_is_there_and_intact() -> None:
    assert find_face_mesh().stat().st_size == FACE_MESH.size_bytes


def test_a_model_that_is_missing_or_altered_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"face model mesh is not on this machine; reinstall formcheck$"):
        find_face_mesh([tmp_path])
    file = tmp_path / FACE_MESH.file_name
    file.write_bytes(b"x" * FACE_MESH.size_bytes)
    with pytest.raises(ModelError, match=r"has been altered .* reinstall formcheck$"):
        find_face_mesh([tmp_path])
    file.write_bytes(b"x")
    with pytest.raises(ModelError, match="is cut short"):
        find_face_mesh([tmp_path])


# Between two looks


def test_a_face_is_held_for_a_quarter_of_a_second() -> None:
    held = HeldFace()
    assert held.update(0.0, None) is None
    assert held.update(1.0, FACE) is FACE
    assert held.update(1.2, None) is FACE
    assert held.update(1.3, None) is None
    assert held.update(1.4, FACE) is FACE


# In recordings


def test_a_recording_gives_back_the_faces_that_were_written(tmp_path: Path) -> None:
    path = tmp_path / "x.poses.jsonl.gz"
    pose = standing()
    with RecordingWriter(path, INFO, "full") as writer:
        writer.write(PosedFrame(0, 0.0, Pose(pose.points, None, FACE)))
        writer.write(PosedFrame(1, 0.1, pose))
    with PoseRecording(path) as recording:
        faces = [None if frame.pose is None else frame.pose.face for frame in recording]
    assert faces == [FACE, None]


@pytest.mark.parametrize(
    "face", ["[1, 2, 3]", '"no"', "[0, 0, 0, -5, 0, 0, 0]", "[0, 0, 0, 5, 0, 0, null]", "7"]
)
def test_a_face_that_is_none_is_said_with_its_line(tmp_path: Path, face: str) -> None:
    path = tmp_path / "x.poses.jsonl"
    header = '{"format": "formcheck.poses/1", "width_px": 480, "height_px": 640, "fps": 30}'
    points = json.dumps([[1, 1]] * 33)
    path.write_text(f'{header}\n{{"frame": 0, "time_s": 0, "points": {points}, "face": {face}}}\n')
    with pytest.raises(RecordingError, match="line 2: face must be seven numbers"), PoseRecording(path) as r:
        list(r)


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_face_has_only_numbers(number: float) -> None:
    with pytest.raises(ValueError, match="seven finite numbers"):
        Face(number, 0, 0, 30, 0, 0, 20)
