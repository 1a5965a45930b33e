"""The poses of a film, one part after the other."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing

from formcheck.pose.parts.places import Place, goes_on
from formcheck.pose.pose import PosedFrame
from formcheck.pose.subject_estimator import SubjectPoseEstimator
from formcheck.source.frame import Frame, StreamInfo
from formcheck.source.read_ahead import read_ahead
from formcheck.source.source import FrameSource

# Decoding goes on while the model runs.
AHEAD = 2


def found_in_turn(
    source: FrameSource,
    estimator: SubjectPoseEstimator,
    begin: Callable[[], SubjectPoseEstimator],
    places: Sequence[Place] = (),
    from_s: float | None = None,
) -> Iterator[PosedFrame]:
    """The poses of a film, with a model that begins anew at each part.

    Where the new one does not find the person that was followed, the old one goes on.

    Args:
        source: The film.
        estimator: The model to begin with; closed here.
        begin: Gives a model that has seen nothing.
        places: Where its parts begin.
        from_s: Look at no picture before this time.

    Raises:
        SourceError: If the film cannot be read on.
        ModelError: If the model cannot be loaded.
    """
    info, waiting, seen_s = source.info, deque(places), float("-inf")
    seen: list[tuple[Frame, PosedFrame]] = []
    with ExitStack() as opened, closing(read_ahead(source, AHEAD)) as frames:
        opened.enter_context(estimator)
        for frame in frames:
            if from_s is not None and frame.time_s < from_s:
                continue
            while waiting and frame.time_s >= waiting[0].begin_s:
                waiting.popleft()
                anew = _begun_anew(begin, seen, seen_s, info)
                if anew is not None:
                    estimator.__exit__(None, None, None)
                    estimator = opened.enter_context(anew)
                seen.clear()
            posed = estimator.estimate(frame, info)
            seen_s = seen_s if posed.pose is None else posed.time_s
            if waiting and frame.time_s >= waiting[0].warm_s:
                seen.append((frame, posed))
            yield posed


def _begun_anew(
    begin: Callable[[], SubjectPoseEstimator],
    seen: Sequence[tuple[Frame, PosedFrame]],
    seen_s: float,
    info: StreamInfo,
) -> SubjectPoseEstimator | None:
    """A new model that follows the same person, as the last pictures show; or None."""
    if not seen:
        return None
    with ExitStack() as opening:
        anew = opening.enter_context(begin())
        again = [anew.estimate(frame, info) for frame, _ in seen]
        if not goes_on([posed for _, posed in seen], again, seen_s):
            return None
        opening.pop_all()
    return anew
