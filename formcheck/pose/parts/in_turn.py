"""The poses of a film, one part after the other."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing

from formcheck.pose.parts.places import Place, goes_on
from formcheck.pose.pose import PosedFrame
from formcheck.pose.subject import Known
from formcheck.pose.subject_estimator import SubjectFollower
from formcheck.source.frame import Frame
from formcheck.source.read_ahead import read_ahead
from formcheck.source.source import FrameSource

# Decoding goes on while the model runs.
AHEAD = 2


def found_in_turn(
    source: FrameSource,
    estimator: SubjectFollower,
    begin: Callable[[Known | None], SubjectFollower],
    places: Sequence[Place] = (),
    from_s: float | None = None,
) -> Iterator[PosedFrame]:
    """The poses of a film, with a model that begins anew at each part.

    Where it does not find the person that was followed, it begins once more and is told who that is. The old
    one is closed before: two of them take 70 MB more.

    Args:
        source: The film.
        estimator: The model to begin with; closed here.
        begin: Opens a model that has seen nothing; given what is known of the subject, it looks for them.
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
                if seen:
                    known = estimator.known
                    opened.close()
                    estimator = opened.enter_context(begin(None))
                    again = [estimator.estimate(one, info) for one, _ in seen]
                    if not goes_on([posed for _, posed in seen], again, seen_s):
                        opened.close()
                        estimator = opened.enter_context(begin(known))
                    seen.clear()
            posed = estimator.estimate(frame, info)
            seen_s = seen_s if posed.pose is None else posed.time_s
            if waiting and frame.time_s >= waiting[0].warm_s:
                seen.append((frame, posed))
            yield posed
