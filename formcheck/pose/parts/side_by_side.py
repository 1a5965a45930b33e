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
# Poses are judged and drawn in their order, so all wait for the earliest part. Where two are worked at, on
# two cores, the later one gets no farther than this share of it; on more cores all have room. [measured]
_BEHIND, _FEW = 0.85, 2


class NotInPartsError(Exception):
    """The film has to be read in turn from a part on."""


class Pace:
    """Keeps later parts behind the earliest one that is not yet found.

    Args:
        parts: How many there are; their threads begin in order.
        behind: How far a later part may be, as a share of the pictures of that one; None: as far as it gets.
    """

    def __init__(self, parts: int, behind: float | None) -> None:
        self._pictures, self._behind = [0] * parts, behind
        self._first = 0
        self._is_found = [False] * parts
        self._changed = threading.Condition()
        self.is_stopped = False

    def step(self, number: int) -> None:
        """A picture of a part is found; returns when its next one may be."""
        with self._changed:
            self._pictures[number] += 1
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._may_go_on(number))

    def end(self, number: int) -> None:
        """Nothing more comes of a part."""
        with self._changed:
            self._is_found[number] = True
            while self._first < len(self._is_found) - 1 and self._is_found[self._first]:
                self._first += 1
            self._changed.notify_all()

    def stop(self) -> None:
        """Nothing more is to be found: nobody waits any longer."""
        with self._changed:
            self.is_stopped = True
            self._changed.notify_all()

    def _may_go_on(self, number: int) -> bool:
        if self._behind is None or self.is_stopped or number <= self._first:
            return True
        return self._pictures[number] <= self._behind * self._pictures[self._first]


class Part:
    """The poses of one part: found by one thread, taken by another one.

    Args:
        place: Where it begins; None: with the film.
        open_film: Opens the film, to be read from there on.
        begin: Opens a model that has seen nothing.
        end_s: Where the next part begins, or None.
    """

    def __init__(
        self,
        place: Place | None,
        open_film: Callable[[], Film],
        begin: Callable[[], SubjectFollower],
        end_s: float | None,
    ) -> None:
        self.place = place
        self._open_film, self._begin = open_film, begin
        self._end_s = end_s
        self._found: SimpleQueue[PosedFrame | BaseException | None] = SimpleQueue()
        self.film: Film | None = None

    def find(self, number: int, pace: Pace) -> None:
        """Find the poses, as the part of that number."""
        try:
            self._find(number, pace)
        except BaseException as error:  # noqa: BLE001 - whoever takes the poses must hear of it
            self._found.put(error)
        else:
            self._found.put(None)
        finally:
            pace.end(number)

    def _find(self, number: int, pace: Pace) -> None:
        if pace.is_stopped:
            return
        with self._open_film() as film, self._begin() as estimator:
            if self.place is not None and not film.can_skip():
                raise NotInPartsError
            with closing(read_ahead(film, AHEAD)) as frames:
                for frame in frames:
                    if pace.is_stopped or (self._end_s is not None and frame.time_s >= self._end_s):
                        break
                    self._found.put(estimator.estimate(frame, film.info))
                    pace.step(number)
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


def found_side_by_side(parts: Sequence[Part], at_once: int) -> Iterator[tuple[int, PosedFrame]]:
    """The poses of all parts in order, each with the number of its part.

    They are the ones that would be found in turn, to the last bit.

    Args:
        parts: All parts of the film.
        at_once: How many are worked at at a time.

    Raises:
        NotInPartsError: If the part that comes next has to be found in turn.
    """
    pool = ThreadPoolExecutor(at_once, "poses")
    pace = Pace(len(parts), _BEHIND if at_once <= _FEW else None)
    handed = 0
    try:
        tail: list[PosedFrame] = []
        seen_s = float("-inf")
        for number, part in enumerate(parts):
            while handed < min(len(parts), number + at_once + _PARTS_AHEAD):
                pool.submit(parts[handed].find, handed, pace)
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
        pace.stop()
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
