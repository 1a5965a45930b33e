"""Finds the pose of one and the same subject, with any pose model."""

from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from formcheck.pose.face_mesh.reader import FaceReader
from formcheck.pose.models import PoseModel
from formcheck.pose.one_at_a_time import one_at_a_time
from formcheck.pose.people_memo import RememberingFinder
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.subject import NOBODY, Known, SubjectTracker
from formcheck.source.fitting import Place, place
from formcheck.source.frame import Frame, Image, StreamInfo

_PIXEL_DECIMALS = 2
_AS_IT_IS = Place(1.0, 1.0)
_BLANK: Image = np.zeros((64, 64, 3), np.uint8)


class SubjectPoseEstimator(Protocol):
    """Finds the subject in one picture after the other."""

    @property
    def model(self) -> str | None:
        """Name of the pose model that it finds them with, or None where unknown."""
        ...

    def estimate(self, frame: Frame, info: StreamInfo) -> PosedFrame:
        """The subject's pose in the next picture, in pixels of the size that `info` states."""
        ...

    def read_faces(self, wanted: bool) -> None:
        """From the next picture on, find out which way the face looks as well, or no longer."""
        ...

    def warm_up(self) -> None:
        """Load what is needed, so that the first picture does not wait for it."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class SubjectFollower(SubjectPoseEstimator, Protocol):
    """One that another one can go on from."""

    @property
    def known(self) -> Known:
        """What is known of the subject."""
        ...


class TrackedSubjectEstimator:
    """Finds the subject with a pose model. The pictures may be smaller than their stream says.

    Args:
        model: The model; opened here.
        faces: Whether to find out which way the face looks as well, ten times a second.
        known: What is known of the subject from before.
        glances: See `SubjectTracker`.
        sparing: Whether memory matters more than time: see `one_at_a_time`.

    Raises:
        ModelError: If the model is not there, or is damaged.
    """

    def __init__(
        self,
        model: PoseModel,
        *,
        faces: bool = False,
        known: Known = NOBODY,
        glances: int = 0,
        sparing: bool = False,
    ) -> None:
        self._model = model.name
        finders = one_at_a_time(model.open) if sparing else model.open()
        self._begin_loading = finders.begin_loading
        self._faces = FaceReader() if faces else None
        self._reads_faces = faces
        with ExitStack() as opening:
            self._tracker = opening.enter_context(finders.tracker)
            self._people = RememberingFinder(opening.enter_context(finders.people))
            self._open = opening.pop_all()
        self._subject = SubjectTracker(self._tracker, self._people, known, glances)

    @property
    def model(self) -> str:
        """Name of the pose model."""
        return self._model

    @property
    def known(self) -> Known:
        """What is known of the subject, for an estimator that goes on from here."""
        return self._subject.known

    def estimate(self, frame: Frame, info: StreamInfo) -> PosedFrame:
        """The subject's pose in the next picture, in pixels of the size that `info` states.

        Raises:
            ModelError: If the model cannot be loaded.
            MissingLibraryError: If a system library is missing.
        """
        pose = self._subject.track(frame)
        if pose is not None and self._faces is not None and self._reads_faces:
            pose = replace(pose, face=self._faces.read(frame.image, pose, frame.time_s))
        height_px, width_px = frame.image.shape[:2]
        placed = place((width_px, height_px), (info.width_px, info.height_px))
        if pose is not None and placed != _AS_IT_IS:
            pose = _placed(pose, placed)
        return PosedFrame(
            frame.index, frame.time_s, pose, cut=frame.cut, damaged=frame.damaged, repeats=frame.repeats,
            chosen=self._subject.chosen,
        )  # fmt: skip

    def find(self, image: Image) -> tuple[Pose, ...]:
        """Everybody in a picture, whoever the subject is.

        Raises:
            ModelError: If the model cannot be loaded.
            MissingLibraryError: If a system library is missing.
        """
        return self._people.find(image)

    def read_faces(self, wanted: bool) -> None:
        """From the next picture on, find out which way the face looks as well, or no longer.

        Raises:
            ModelError: If the model of the face is missing or altered.
        """
        self._reads_faces = wanted
        if wanted and self._faces is None:
            self._faces = FaceReader()

    def begin_loading(self) -> None:
        """Have the model loaded in a thread, where it can be: the first pictures wait for it."""
        self._begin_loading()

    def warm_up(self) -> None:
        """Load the model, both to search and to follow.

        Raises:
            ModelError: If the model cannot be loaded.
            MissingLibraryError: If a system library is missing.
        """
        self._people.find(_BLANK)
        self._tracker.estimate(_BLANK)
        if self._faces is not None:
            self._faces.warm_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()
        if self._faces is not None:
            self._faces.close()


def _placed(pose: Pose, place: Place) -> Pose:
    points = pose.points.copy()
    scale = place.x_scale, place.y_scale, place.x_scale
    points[:, :3] = np.round(points[:, :3] * scale + (place.left_px, place.top_px, 0.0), _PIXEL_DECIMALS)
    face = pose.face
    if face is not None:
        face = face.enlarged(place.x_scale, place.y_scale).moved(place.left_px, place.top_px)
    return replace(pose, points=points, face=face)
