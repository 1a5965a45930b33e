"""Pose models by name: one registry, and what every model in it has to keep to."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import ModelError
from formcheck.pose.blazepose.bundle_build import pack_stored
from formcheck.pose.blazepose.bundles import DETECTOR_PART, LANDMARKS_PART
from formcheck.pose.estimator import PoseFinders
from formcheck.pose.models import (
    DEFAULT_MODEL,
    ModelStatus,
    PoseModel,
    forget_pose_model,
    pose_model,
    pose_model_names,
    register_model_files,
    register_pose_model,
)
from formcheck.pose.pose import Pose
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.source.frame import Frame, Image, StreamInfo
from formcheck.source.video import VideoFile
from tests import stub_model
from tests.cli.recordings import GOOD, SAMPLES
from tests.stub_model import NAME, Stub, registered

MODEL = pytest.mark.model
BLANK: Image = np.zeros((64, 64, 3), np.uint8)


def nothing() -> PoseFinders:
    raise AssertionError("nobody opens it")


# The registry


def test_the_models_of_the_program_are_known_with_the_default_among_them() -> None:
    assert pose_model_names() == ("lite", "full", "heavy")
    assert DEFAULT_MODEL in pose_model_names()


def test_one_registration_makes_a_model_known_and_forgetting_it_unknown() -> None:
    with registered():
        assert pose_model_names()[-1] == NAME
        assert pose_model(NAME).name == NAME
        assert pose_model(NAME).status() == ModelStatus("ok", "needs no file", None)
    with pytest.raises(ModelError, match=r"unknown pose model 'stub'; known are lite, full, heavy$"):
        pose_model(NAME)


@pytest.mark.parametrize("name", ["", " ", "a/b", "a\\b", "mine.task", "full"])
def test_a_name_that_is_taken_empty_or_looks_like_a_path_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="pose model"):
        register_pose_model(PoseModel(name, nothing))
    assert pose_model_names() == ("lite", "full", "heavy")


def test_files_of_one_kind_have_one_reader() -> None:
    with pytest.raises(ValueError, match=r"'\.task' are read already"):
        register_model_files(".task", lambda path, name: PoseModel(name, nothing))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ful", "did you mean full?"),
        ("HEAVY", "did you mean heavy?"),
        ("stubb", "did you mean stub?"),
        ("zzz", "unknown pose model 'zzz'; known are lite, full, heavy, stub"),
        ("", "known are lite, full, heavy, stub"),
        ("some/model.onnx", "give the path of a .task file"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(name: str, said: str) -> None:
    with registered(), pytest.raises(ModelError) as caught:
        pose_model(name)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_wrong_with_a_file_is_said_when_it_is_opened_before_any_picture(tmp_path: Path) -> None:
    (tmp_path / "text.task").write_text("no bundle")
    with pytest.raises(ModelError, match="not a pose model bundle"):
        TrackedSubjectEstimator(pose_model(str(tmp_path / "text.task")))
    with pytest.raises(ModelError, match="there is no pose model bundle"):
        TrackedSubjectEstimator(pose_model(str(tmp_path / "gone.task")))


def test_both_estimators_are_closed_with_the_subject_and_when_one_cannot_be_entered() -> None:
    with registered() as stub:
        with TrackedSubjectEstimator(pose_model(NAME)) as estimator:
            estimator.warm_up()
        assert stub.closed == 2

    class Broken(Stub):
        def __enter__(self) -> "Broken":
            raise ModelError("it cannot be loaded")

    good = Stub(())
    register_pose_model(PoseModel(NAME, lambda: PoseFinders(good, Broken(()))))
    try:
        with pytest.raises(ModelError, match="cannot be loaded"):
            TrackedSubjectEstimator(pose_model(NAME))
    finally:
        forget_pose_model(NAME)
    assert good.closed == 1


# What every model keeps to


@pytest.fixture(params=[pytest.param(name, marks=MODEL) for name in pose_model_names()] + [NAME])
def finders(request: pytest.FixtureRequest) -> Iterator[PoseFinders]:
    name: str = request.param
    if name == NAME:
        with registered():
            yield pose_model(name).open()
        return
    if pose_model(name).status().state != "ok":
        pytest.skip(f"{name} is not on this machine")
    yield pose_model(name).open()


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> list[Image]:
    """Pictures of one person; those that the stub knows are its own."""
    if NAME in request.node.name:
        return [stub_model.numbered(i, stub_model.SIZE_PX) for i in range(3)]
    with VideoFile(SAMPLES / f"{GOOD}.mp4", 0.0, 0.1) as video:
        return [frame.image for frame in video]


def is_in(pose: Pose | None, image: Image) -> bool:
    """Whether it is a pose, with shoulders inside the picture, in its pixels."""
    assert pose is not None
    assert pose.points.shape == (33, 5)
    assert not pose.points.flags.writeable
    shoulders = pose.xy_px[11:13]
    return bool(((shoulders > 0) & (shoulders < image.shape[1::-1])).all())


def test_a_person_is_followed_and_nobody_is_none(finders: PoseFinders, pictures: list[Image]) -> None:
    with finders.tracker as tracker:
        assert tracker.estimate(BLANK) is None
        assert all(is_in(tracker.estimate(image), image) for image in pictures)


def test_after_a_reset_the_next_picture_is_searched_anew(finders: PoseFinders, pictures: list[Image]) -> None:
    with finders.tracker as tracker:
        tracker.reset()
        assert is_in(tracker.estimate(pictures[0]), pictures[0])
        tracker.reset()
        assert tracker.estimate(BLANK) is None
        tracker.reset()
        assert is_in(tracker.estimate(pictures[1]), pictures[1])


def test_everybody_is_found_without_a_memory(finders: PoseFinders, pictures: list[Image]) -> None:
    with finders.people as people:
        assert people.find(BLANK) == ()
        (first,) = people.find(pictures[0])
        people.rest()
        (again,) = people.find(pictures[0])
        assert is_in(first, pictures[0])
        assert np.array_equal(first.points, again.points, equal_nan=True)


def test_what_is_loaded_ahead_finds_the_same(finders: PoseFinders, pictures: list[Image]) -> None:
    with finders.people as people:
        expected = people.find(pictures[0])
        people.rest()
        finders.begin_loading()
        (first,) = people.find(pictures[0])
        assert np.array_equal(first.points, expected[0].points, equal_nan=True)
    with finders.tracker as tracker:
        assert is_in(tracker.estimate(pictures[0]), pictures[0])


@MODEL
def test_a_model_that_cannot_be_loaded_ahead_is_said_with_the_first_picture(tmp_path: Path) -> None:
    path = tmp_path / "broken.task"
    path.write_bytes(pack_stored({DETECTOR_PART: b"no model", LANDMARKS_PART: b"none either"}))
    finders = pose_model(str(path)).open()
    with finders.tracker as tracker, finders.people:
        finders.begin_loading()
        with pytest.raises(ModelError, match=r"broken\.task cannot be loaded"):
            tracker.estimate(BLANK)


def test_both_can_be_left_without_a_picture_and_after_an_error(finders: PoseFinders) -> None:
    for one in (finders.tracker, finders.people):
        with pytest.raises(KeyError), one as entered:
            assert entered is one
            raise KeyError("of the consumer")


def test_the_subject_is_in_pixels_of_the_stream(finders: PoseFinders, pictures: list[Image]) -> None:
    height_px, width_px = pictures[0].shape[:2]
    info = StreamInfo("film", 2 * width_px, 2 * height_px, 30.0)
    model = PoseModel("any", lambda: finders)
    with TrackedSubjectEstimator(model) as estimator:
        frames = [Frame(i, i / 30, image) for i, image in enumerate(pictures)]
        found = [estimator.estimate(frame, info).pose for frame in frames]
    for pose, image in zip(found, pictures, strict=True):
        assert pose is not None
        assert is_in(Pose(pose.points / (2, 2, 2, 1, 1)), image)
