"""The poses of a film, several parts of it at a time, each in a thread with a model of its own."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from queue import SimpleQueue

from formcheck.errors import FormcheckError
from formcheck.pose.parts.in_turn import AHEAD
from formcheck.pose.parts.places import Place, goes_on
from formcheck.pose.pose import PosedFrame
from formcheck.pose.subject_estimator import SubjectFollower
from formcheck.source.read_ahead import read_ahead
from formcheck.source.source import Film

# So many parts beyond those that are worked at may wait to be taken: some megabytes of poses.
_PARTS_AHEAD = 1


class NotInPartsError(Exception):
    """The film has to be read in turn from a part on."""


class Part:
    """The poses of one part: found by one thread, taken by another one.

    Args:
        place: Where it begins; None: with the film.
        open_film: Opens the film, to be read from there on.
        begin: Opens a model that has seen nothing.
        end_s: Where the next part begins, or None.
        stopped: Once set, nothing more is found.
    """

    def __init__(
        self,
        place: Place | None,
        open_film: Callable[[], Film],
        begin: Callable[[], SubjectFollower],
        end_s: float | None,
        stopped: threading.Event,
    ) -> None:
        self.place = place
        self._open_film, self._begin = open_film, begin
        self._end_s, self._stopped = end_s, stopped
        self._found: SimpleQueue[PosedFrame | BaseException | None] = SimpleQueue()
        self.film: Film | None = None

    def find(self) -> None:
        """Find the poses."""
        try:
            self._find()
        except BaseException as error:  # noqa: BLE001 - whoever takes the poses must hear of it
            self._found.put(error)
        else:
            self._found.put(None)

    def _find(self) -> None:
        if self._stopped.is_set():
            return
        with self._open_film() as film, self._begin() as estimator:
            if self.place is not None and not film.can_skip():
                raise NotInPartsError
            with closing(read_ahead(film, AHEAD)) as frames:
                for frame in frames:
                    if self._stopped.is_set() or (self._end_s is not None and frame.time_s >= self._end_s):
                        break
                    self._found.put(estimator.estimate(frame, film.info))
            self.film = film

    def __iter__(self) -> Iterator[PosedFrame]:
        """The poses as they are found.

        Raises:
            NotInPartsError: If the film cannot be read from here on.
            FormcheckError: Whatever else was wrong.
        """
        while True:
            found = self._found.get()
            if found is None:
                return
            if isinstance(found, BaseException):
                raise found
            yield found


def found_side_by_side(
    parts: Sequence[Part], at_once: int, stopped: threading.Event
) -> Iterator[tuple[int, PosedFrame]]:
    """The poses of all parts in order, each with the number of its part.

    They are the ones that would be found in turn, to the last bit.

    Args:
        parts: All parts of the film.
        at_once: How many are worked at at a time.
        stopped: Their event; set when this ends.

    Raises:
        NotInPartsError: If the part that comes next has to be found in turn.
    """
    pool = ThreadPoolExecutor(at_once, "poses")
    handed = 0
    try:
        tail: list[PosedFrame] = []
        seen_s = float("-inf")
        for number, part in enumerate(parts):
            while handed < min(len(parts), number + at_once + _PARTS_AHEAD):
                pool.submit(parts[handed].find)
                handed += 1
            following = parts[number + 1].place if number + 1 < len(parts) else None
            kept: list[PosedFrame] = []
            for posed in _joined(part, tail, seen_s):
                if following is not None and posed.time_s >= following.warm_s:
                    kept.append(posed)
                seen_s = seen_s if posed.pose is None else posed.time_s
                yield number, posed
            if part.film is None or not part.film.is_sound:
                raise NotInPartsError
            tail = kept
    finally:
        stopped.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _joined(part: Part, before: Sequence[PosedFrame], seen_s: float) -> Iterator[PosedFrame]:
    """The poses of a part from its beginning on, once they go on from those before."""
    place, is_joined = part.place, part.place is None
    warm: list[PosedFrame] = []
    try:
        for posed in part:
            if place is not None and posed.time_s < place.begin_s:
                warm.append(posed)
                continue
            if not is_joined:
                _require(before, warm, seen_s)
                is_joined = True
            yield posed
    except FormcheckError:
        if place is None:
            raise
        raise NotInPartsError from None  # whoever reads in turn meets it at its place
    if not is_joined:
        _require(before, warm, seen_s)


def _require(before: Sequence[PosedFrame], warm: Sequence[PosedFrame], seen_s: float) -> None:
    if [_marks(posed) for posed in before] != [_marks(posed) for posed in warm] or not goes_on(
        before, warm, seen_s
    ):
        raise NotInPartsError


def _marks(posed: PosedFrame) -> tuple[object, ...]:
    """What the reader says of a picture."""
    return posed.time_s, posed.cut, posed.damaged, posed.repeats
