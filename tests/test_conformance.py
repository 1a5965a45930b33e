"""What every stream of pictures or poses has to keep to, whatever it is made of."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.errors import ModelError, SourceError
from formcheck.pose.models import pose_model
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import PoseRecording, RecordingWriter
from formcheck.pose.stream import EstimatedPoses
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.source.frame import Frame
from formcheck.source.video import VideoFile
from tests.cli.recordings import LAYBACK, recorded
from tests.source.clips import make_clip, steady

COUNT, FPS = 30, 10.0
MODELS = Path(__file__).parents[1] / "models"


@dataclass(frozen=True)
class Kind:
    """A kind of stream: how a file of it is made (3 s, 10 frames a second), and how it is opened."""

    name: str
    make: Callable[[Path], Path]
    open: Callable[..., Any]
    shape: tuple[int, ...] | None  # of the picture, or of the points of the pose that is in it


def video(folder: Path) -> Path:
    return make_clip(folder / "clip.mp4", steady(COUNT, FPS), size_px=(64, 96))


def recording(folder: Path) -> Path:
    return recorded(folder / "set.poses.jsonl.gz", LAYBACK, 0, 3, every=3)


def coco_17(folder: Path) -> Path:
    return recorded(folder / "coco.poses.jsonl", LAYBACK, 0, 3, every=3, coco_17=True)


def written(folder: Path) -> Path:
    """A recording of our own writing."""
    path = folder / "again.poses.jsonl.gz"
    with (
        PoseRecording(recording(folder)) as poses,
        RecordingWriter(path, poses.info, poses.model) as writer,
    ):
        for frame in poses:
            writer.write(frame)
    return path


def estimated(path: Path, start_s: float | None = None, end_s: float | None = None) -> EstimatedPoses:
    return EstimatedPoses(VideoFile(path, start_s, end_s), TrackedSubjectEstimator(pose_model("lite")))


KINDS = [
    Kind("VideoFile", video, VideoFile, (96, 64, 3)),
    Kind("PoseRecording", recording, PoseRecording, (33, 5)),
    Kind("PoseRecording, COCO-17", coco_17, PoseRecording, (33, 5)),
    Kind("PoseRecording, own", written, PoseRecording, (33, 5)),
    pytest.param(Kind("EstimatedPoses", video, estimated, None), marks=pytest.mark.model),
]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


@pytest.fixture
def path(kind: Kind, tmp_path: Path) -> Path:
    return kind.make(tmp_path)


def is_open(path: Path) -> bool:
    """Whether this process has the file open."""
    links = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            links.append(link.readlink())
        except OSError:
            continue
    return path.resolve() in links


def read(kind: Kind, path: Path, *times_s: float | None) -> list[Frame | PosedFrame]:
    with kind.open(path, *times_s) as stream:
        return list(stream)


def test_info_is_known_before_the_first_frame(kind: Kind, path: Path) -> None:
    with kind.open(path) as stream:
        info = stream.info
        assert info.width_px > 0
        assert info.height_px > 0
        assert info.fps == pytest.approx(FPS, rel=0.1)
        assert math.isfinite(info.fps)
        assert info.duration_s is None or info.duration_s == pytest.approx(3, abs=0.15)
        assert info.name == str(path)
        assert stream.warnings == ()
        next(iter(stream))
        assert stream.info == info


def test_indexes_and_times_rise(kind: Kind, path: Path) -> None:
    frames = read(kind, path)
    assert [frame.index for frame in frames] == list(range(COUNT))
    assert [frame.time_s for frame in frames] == pytest.approx(steady(COUNT, FPS), abs=1e-3)
    assert all(math.isfinite(frame.time_s) for frame in frames)


@pytest.mark.parametrize(("start_s", "end_s"), [(None, 1.0), (1.0, None), (0.95, 2.05), (2.5, 99.0)])
def test_start_and_end_are_kept(kind: Kind, path: Path, start_s: float | None, end_s: float | None) -> None:
    low, high = start_s or 0.0, 99.0 if end_s is None else end_s
    expected = [time_s for time_s in steady(COUNT, FPS) if low - 1e-6 <= time_s < high - 1e-6]
    frames = read(kind, path, start_s, end_s)
    assert [frame.time_s for frame in frames] == pytest.approx(expected, abs=1e-3)
    indexes = [frame.index for frame in frames]
    assert indexes == sorted(set(indexes))


def test_a_part_counts_its_frames_from_zero(kind: Kind, path: Path) -> None:
    """So that a video and its recording give the same table."""
    assert [frame.index for frame in read(kind, path, 1.0, 1.5)] == list(range(5))


@pytest.mark.parametrize(("start_s", "end_s"), [(99.0, None), (2.0, 1.0), (1.0, 1.0), (-1.0, None)])
def test_times_that_do_not_fit(kind: Kind, path: Path, start_s: float, end_s: float | None) -> None:
    with pytest.raises(SourceError) as caught:
        read(kind, path, start_s, end_s)
    assert "\n" not in str(caught.value)


def test_two_readers_agree(kind: Kind, path: Path) -> None:
    for a, b in zip(read(kind, path), read(kind, path), strict=True):
        assert (a.index, a.time_s) == (b.index, b.time_s)
        if isinstance(a, Frame):
            assert isinstance(b, Frame)
            assert np.array_equal(a.image, b.image)
        else:
            assert isinstance(b, PosedFrame)
            assert (a.pose is None) == (b.pose is None)
            if a.pose is not None and b.pose is not None:
                assert np.array_equal(a.pose.points, b.pose.points, equal_nan=True)


def test_frames_have_the_size_that_info_says(kind: Kind, path: Path) -> None:
    with kind.open(path) as stream:
        held = [array_of(frame) for frame in stream]
        size_px = stream.info.height_px, stream.info.width_px
    assert {None if array is None else array.shape for array in held} == {kind.shape}
    if kind.shape is not None and len(kind.shape) == 3:
        assert kind.shape[:2] == size_px
    assert not any(array.flags.writeable for array in held if array is not None and array.ndim == 2)


def array_of(frame: Frame | PosedFrame) -> np.ndarray | None:
    """Its picture, or the points of its pose, if there is somebody."""
    if isinstance(frame, Frame):
        return frame.image
    return None if frame.pose is None else frame.pose.points


def test_the_file_is_freed(kind: Kind, path: Path) -> None:
    with kind.open(path) as stream:
        assert is_open(path)
        next(iter(stream))
    assert not is_open(path)


def test_the_file_is_freed_after_an_error(kind: Kind, path: Path) -> None:
    with pytest.raises(KeyError), kind.open(path) as stream:
        next(iter(stream))
        raise KeyError("of the consumer")
    assert not is_open(path)


def test_closing_twice(kind: Kind, path: Path) -> None:
    stream = kind.open(path)
    with stream:
        pass
    stream.__exit__(None, None, None)
    assert not is_open(path)


def test_a_missing_file(kind: Kind, path: Path) -> None:
    gone = path.with_name(f"gone-{path.name}")
    with pytest.raises(SourceError) as caught:
        kind.open(gone)
    assert "\n" not in str(caught.value)
    assert str(gone) in str(caught.value)


def test_a_folder(kind: Kind, path: Path) -> None:
    folder = path.with_name(f"folder-{path.name}")
    folder.mkdir()
    with pytest.raises(SourceError) as caught:
        kind.open(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.model
def test_a_model_that_cannot_be_loaded(tmp_path: Path) -> None:
    """Its make-up is that of a bundle, its content is not: that shows with the first picture."""
    path, bundle = video(tmp_path), tmp_path / "mine.task"
    data = bytearray((MODELS / "pose_landmarker_lite.task").read_bytes())
    data[2000:5000] = bytes(3000)
    bundle.write_bytes(data)
    with (
        pytest.raises(ModelError, match="--model full"),
        EstimatedPoses(VideoFile(path), TrackedSubjectEstimator(pose_model(str(bundle)))) as poses,
    ):
        next(iter(poses))
    assert not is_open(path)
