"""Streams of poses: what everything after the pose model is fed with."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from formcheck.native_memory import use_few_arenas
from formcheck.pose.hang import HangFinder
from formcheck.pose.models import check_model_name, pose_model
from formcheck.pose.parts.film_parts import FilmParts
from formcheck.pose.parts.places import WARM_PICTURES, Place, places_in
from formcheck.pose.pose import PosedFrame
from formcheck.pose.subject import NOBODY, Known
from formcheck.pose.subject_estimator import SubjectPoseEstimator, TrackedSubjectEstimator
from formcheck.pose.uprightness import MOMENTS_S, LyingWatch, turn_to_upright
from formcheck.source.begun import BegunSource
from formcheck.source.frame import AS_IT_SAYS, Image, Reading, StreamInfo
from formcheck.source.read_ahead import read_ahead
from formcheck.source.source import FrameSource

if TYPE_CHECKING:
    from formcheck.pose.early_model import EarlyModel
    from formcheck.source.kept import KeptPictures

# What the model is shown. It looks at 256 x 256 pixels around the person, so more pixels show it hardly more;
# they would cost memory in each of its own copies too.
_LONGEST_SIDE_PX = 960
_LARGE_PX = 2_500_000
# Python runs one thread at a time: with more parts than this, it is what they wait for. [measured]
MOST_AT_ONCE = 4


class PoseStream(Protocol):
    """The subject's pose, frame by frame, with rising times.

    Attributes:
        info: Size and rate of the pictures that the poses belong to, and the model whose points they are.
        model: Name of the pose model that found them, or None where unknown.
        warnings: What went wrong without ending the stream, one line each; complete when it has ended.
    """

    @property
    def info(self) -> StreamInfo:
        """Size and rate of the pictures."""
        ...

    @property
    def model(self) -> str | None:
        """Name of the pose model."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What went wrong so far."""
        ...

    def __iter__(self) -> Iterator[PosedFrame]: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class EstimatedPoses:
    """Poses estimated from the pictures of a source.

    The source may give smaller pictures than its `info` states; the poses are in pixels of the stated size.

    Args:
        source: Where the pictures come from; closed with the stream.
        estimator: Finds the subject in them; closed with the stream too.
        parts: How a film is found part by part; None: in one go.

    Example:
        with EstimatedPoses(VideoFile(path), TrackedSubjectEstimator(pose_model("lite"))) as poses:
            seen = [frame for frame in poses if frame.pose is not None]
    """

    def __init__(
        self, source: FrameSource, estimator: SubjectPoseEstimator, parts: "FilmParts | None" = None
    ) -> None:
        self.model: str | None = estimator.model
        self._source, self._estimator, self._parts = source, estimator, parts
        self._hangs, self._lying = HangFinder(), LyingWatch()
        self._chosen: PosedFrame | None = None
        self._open = ExitStack()
        self._open.enter_context(source)
        self._open.enter_context(estimator)

    @property
    def info(self) -> StreamInfo:
        """Size and rate of the pictures."""
        return replace(self._source.info, pose_model=self.model)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the source could not read, who is watched of several, where it hung, and where it lies."""
        return (*self._source.warnings, *self._seen_in_it())

    def _seen_in_it(self) -> Iterator[str]:
        if self._chosen is not None:
            since = f", from {self._chosen.time_s:.1f} s on" if self._chosen.time_s >= 1.0 else ""
            yield f"{self._source.info.name}: several people; the one {self._chosen.chosen} is watched{since}"
        if self._lying.since_s is not None:
            yield (
                f"{self._source.info.name}: from {self._lying.since_s:.1f} s on the body does not stand "
                "upright; turn that part of the film, and analyse it by itself"
            )
        spans_s = self._hangs.spans_s
        if spans_s:
            start_s, end_s = spans_s[0]
            more = "" if len(spans_s) == 1 else f", and {len(spans_s) - 1} more times"
            yield (
                f"{self._source.info.name}: its picture stands still from {start_s:.1f} to {end_s:.1f} s"
                f"{more}; nothing was judged there"
            )

    def __iter__(self) -> Iterator[PosedFrame]:
        for posed in self._found():
            self._lying.look(posed.time_s, posed.pose)
            if posed.chosen and self._chosen is None:
                self._chosen = posed
            yield from self._hangs.push(posed)
        self._open.close()  # what comes now, such as the report's pictures, needs the room
        yield from self._hangs.finish()

    def _found(self) -> Iterator[PosedFrame]:
        if self._parts is not None:
            yield from self._parts.found(self._reads)
            return
        # Decoding goes on while the model runs.
        for frame in read_ahead(self._source, 2):
            yield self._estimator.estimate(frame, self._source.info)

    def _reads(self, film: FrameSource) -> None:
        """From here on another reader of the same film knows what is wrong with it."""
        self._source = film

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()


def estimated_poses(
    path: Path,
    model: "str | EarlyModel",
    start_s: float | None = None,
    end_s: float | None = None,
    *,
    faces: bool = False,
    reading: Reading = AS_IT_SAYS,
    kept: "KeptPictures | None" = None,
    at_once: int = 1,
) -> EstimatedPoses:
    """The poses of a video file, or of a still picture.

    Args:
        path: The video or picture.
        model: Name of a pose model, a path to one, or one whose loading has begun already.
        start_s: Leave out what is before this time.
        end_s: Leave out what is from this time on.
        faces: Whether to find out which way the face looks as well.
        reading: What a film does not say itself.
        kept: Is given the pictures of a film as well, where it is for them.
        at_once: How many parts of a film are worked at at a time, which makes it quicker and no different.

    Raises:
        SourceError: If it cannot be read.
        ModelError: If there is no such model, or it is not on this machine or damaged.
    """
    # Here, not above: they load OpenCV and PyAV, which a pose recording does without.
    from formcheck.source.codecs import use_one_thread
    from formcheck.source.picture import PictureFile, is_picture
    from formcheck.source.video import VideoFile

    use_few_arenas()
    use_one_thread()
    found_by = pose_model(model) if isinstance(model, str) else model.model()

    def begin(known: Known | None) -> TrackedSubjectEstimator:
        if known is None:
            return TrackedSubjectEstimator(found_by, faces=faces, glances=WARM_PICTURES)
        return TrackedSubjectEstimator(found_by, faces=faces, known=known)

    with ExitStack() as opening:
        # First: what is wrong with the model is said before anything else is opened.
        estimator = opening.enter_context(begin(NOBODY))
        if is_picture(path):
            with PictureFile(path, _LONGEST_SIDE_PX) as picture:
                turn_deg = turn_to_upright((frame.image for frame in picture), estimator.find)
            poses = EstimatedPoses(PictureFile(path, _LONGEST_SIDE_PX, Reading(turn_deg=turn_deg)), estimator)
            opening.pop_all()
            return poses

        def film(
            reading: Reading, kept: "KeptPictures | None" = None, place: Place | None = None
        ) -> VideoFile:
            return VideoFile(
                path, start_s, end_s, _LONGEST_SIDE_PX, reading, own_shapes=True, kept=kept,
                skip_to_s=None if place is None else place.warm_s,
            )  # fmt: skip

        source: BegunSource | VideoFile = BegunSource(opening.enter_context(film(reading, kept)))
        estimator.begin_loading()  # now that there is a picture
        if not reading.turn_deg:
            assert isinstance(source, BegunSource)
            turn_deg = turn_to_upright(_moments(source, lambda: film(reading)), estimator.find)
            if turn_deg:
                source.__exit__(None, None, None)
                if kept is not None:
                    kept.forget()
                reading = replace(reading, turn_deg=turn_deg)
                source = film(reading, kept)
        opening.pop_all()
    parts = None
    if found_by.begins_anew:
        places = places_in(source.info, start_s, end_s)
        at_once = _at_once(at_once, source.info, kept)
        parts = FilmParts(source, estimator, places, at_once, lambda place: film(reading, None, place), begin)
    return EstimatedPoses(source, estimator, parts)


def _at_once(wanted: int, info: StreamInfo, kept: "KeptPictures | None") -> int:
    """How many parts are worked at at a time."""
    if info.width_px * info.height_px > _LARGE_PX:
        return 1  # each further decoder would hold 100 MB of pictures, and it is they that take the time
    if kept is not None and kept.are_for(info):
        return 1  # pictures are kept in the order in which they are shown
    return min(wanted, MOST_AT_ONCE)


def _moments(begun: BegunSource, again: Callable[[], FrameSource]) -> Iterator[Image]:
    """Pictures of a few moments, to look how people stand in them; later ones are read on their own.

    Args:
        begun: The film, of which the first picture is known.
        again: Opens it once more: whoever stands in the first picture makes that needless.
    """
    if begun.first is None:
        return
    yield begun.first.image
    first_s, waiting_s = begun.first.time_s, [*MOMENTS_S[1:]]
    with again() as source:
        for frame in source:
            if frame.time_s - first_s >= waiting_s[0]:
                yield frame.image
                del waiting_s[0]
                if not waiting_s:
                    return


def open_poses(
    path: Path,
    model: "str | EarlyModel",
    start_s: float | None = None,
    end_s: float | None = None,
    *,
    faces: bool = False,
    reading: Reading = AS_IT_SAYS,
    kept: "KeptPictures | None" = None,
    at_once: int = 1,
) -> PoseStream:
    """The poses of a recorded source of any kind.

    Args:
        path: A video, a still picture or a pose recording.
        model: Name of a pose model, a path to one, or one whose loading has begun already.
        start_s: Leave out what is before this time.
        end_s: Leave out what is from this time on.
        faces: Whether to find out which way the face looks as well; a recording holds it or not.
        reading: What a film does not say itself.
        kept: Is given the pictures of a film as well, where it is for them.
        at_once: How many parts of a film are worked at at a time.

    Raises:
        SourceError: If it cannot be read.
        ModelError: If the pose model is not there.
    """
    # Here, not above: a recording does without OpenCV and PyAV, a video without the recording's checks.
    from formcheck.pose.recording import PoseRecording
    from formcheck.pose.recording_name import is_recording

    if is_recording(path):
        if isinstance(model, str):
            check_model_name(model)  # it is not needed here, but a wrong name is a mistake all the same
        return PoseRecording(path, start_s, end_s)
    return estimated_poses(
        path, model, start_s, end_s, faces=faces, reading=reading, kept=kept, at_once=at_once
    )
