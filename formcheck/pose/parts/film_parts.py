"""All that is needed to find the poses of a film part by part, and who does it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from formcheck.pose.parts.in_turn import found_in_turn
from formcheck.pose.parts.places import Place
from formcheck.pose.parts.side_by_side import NotInPartsError, Part, found_side_by_side
from formcheck.pose.pose import PosedFrame
from formcheck.pose.subject import NOBODY, Known
from formcheck.pose.subject_estimator import SubjectFollower
from formcheck.source.source import Film


@dataclass(frozen=True, slots=True)
class FilmParts:
    """A film in parts.

    Attributes:
        film: The film, opened for the first part, or for all of them in turn.
        first: The model for the first part.
        places: Where its second and each later part begins.
        at_once: How many parts are worked at at a time.
        open_film: Opens the film, to be read from a part on where one is given.
        begin: Opens a model that has seen nothing; given what is known of the subject, it looks for them.
    """

    film: Film
    first: SubjectFollower
    places: tuple[Place, ...]
    at_once: int
    open_film: Callable[[Place | None], Film]
    begin: Callable[[Known | None], SubjectFollower]

    def found(self, reads: Callable[[Film], None]) -> Iterator[PosedFrame]:
        """The poses, the same however many parts are worked at at a time.

        Args:
            reads: Told which film is read last, for its warnings.

        Raises:
            SourceError: If the film cannot be read on.
            ModelError: If the model cannot be loaded.
        """
        if self.at_once < 2 or not self.places:
            yield from found_in_turn(self.film, self.first, self.begin, self.places)
            return
        parts = self._parts()
        index, at, last_s = 0, 0, float("-inf")
        try:
            for number, posed in found_side_by_side(parts, self.at_once):
                yield replace(posed, index=index)
                index, at, last_s = index + 1, number, posed.time_s
        except NotInPartsError:
            yield from self._rest(at, last_s, reads)
        else:
            assert parts[-1].film is not None
            reads(parts[-1].film)

    def _parts(self) -> tuple[Part, ...]:
        ends_s = (*(place.begin_s for place in self.places), None)
        first = Part(None, lambda: self.film, lambda: self.first, ends_s[0])
        return first, *(
            Part(place, partial(self.open_film, place), partial(self.begin, None), end_s)
            for place, end_s in zip(self.places, ends_s[1:], strict=True)
        )

    def _rest(self, number: int, last_s: float, reads: Callable[[Film], None]) -> Iterator[PosedFrame]:
        """What comes after a time, found in turn; the part in which that is is found once more."""
        from_s = self.places[number - 1].warm_s if number else None
        with self.open_film(None) as film, self.begin(None if number else NOBODY) as estimator:
            reads(film)
            for posed in found_in_turn(film, estimator, self.begin, self.places[number:], from_s):
                if posed.time_s > last_s:
                    yield posed
