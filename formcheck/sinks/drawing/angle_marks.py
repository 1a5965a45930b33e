"""Which angle a quantity is in the picture: the points it lies between."""

from collections.abc import Iterable
from dataclasses import dataclass

from formcheck.measurements.quantity import SIDES, Quantity, Reference
from formcheck.pose.landmarks import Landmark
from formcheck.rules.quantities import quantity_of

Points = tuple[Landmark, ...]


@dataclass(frozen=True, slots=True)
class AngleMark:
    """How a measurement is drawn: an arc at a joint from one leg to the other; see `Arc`.

    Several landmarks in one place mean the middle of those that are visible.

    Attributes:
        measure: The measurement whose value is written beside the arc.
        quantity: The quantity that it is of.
        vertex, leg, start, straight_from, quiet: As in `Arc`.
        word: What it is, in a word: "elbow".
        side: "left" or "right" where each side has one of its own.
    """

    measure: str
    quantity: str
    vertex: Points
    leg: Points
    start: Points | Reference
    straight_from: Points = ()
    word: str = ""
    side: str = ""
    quiet: bool = False


def marks_for(measure_names: Iterable[str]) -> tuple[AngleMark, ...]:
    """The marks of the quantities that are angles in the picture; others are passed over.

    Args:
        measure_names: With their side, as in an observation, or without, which gives both sides.
    """
    marks: dict[str, AngleMark] = {}
    for name in measure_names:
        quantity = quantity_of(name)
        for mark in marks_of(quantity) if quantity is not None else ():
            if name in (mark.measure, quantity.name if quantity is not None else ""):
                marks.setdefault(mark.measure, mark)
    return tuple(marks.values())


def joints_of(measure: str, side: str = "") -> Points:
    """The joints that a quantity is about, to be ringed when a rule on it fires.

    Args:
        measure: A quantity's name, with or without its side.
        side: "left" or "right" where only one is at fault; "" for both.
    """
    quantity = quantity_of(measure)
    if quantity is None:
        return ()
    own = measure.partition("_")[0] if measure != quantity.name else ""
    sides = [s for s in SIDES if side in ("", s) and own in ("", s)]
    return tuple(point for part in quantity.joints for point in points_of(part, sides))


def points_of(part: str, sides: Iterable[str] = SIDES) -> Points:
    """The landmarks of a part such as "elbow".

    Example:
        >>> [point.name for point in points_of("mouth")]
        ['MOUTH_LEFT', 'MOUTH_RIGHT']
    """
    names = (f"{part}_{side}" if part == "mouth" else f"{side}_{part}" for side in sides)
    return tuple(Landmark[name.upper()] for name in names)


def limb_of(measure: str, side: str | None = None) -> tuple[Points, ...]:
    """The limbs that a quantity is about, each as the points that it is drawn through.

    Args:
        measure: A quantity's name, without a side.
        side: The side that is at fault; None for both.
    """
    quantity = quantity_of(measure)
    parts = () if quantity is None else quantity.limb
    return tuple(
        tuple(point for part in parts for point in points_of(part, (own,)))
        for own in SIDES
        if parts and side in (None, own)
    )


def marks_of(quantity: Quantity) -> tuple[AngleMark, ...]:
    """The marks of a quantity: one, or one a side; none if it is no angle in the picture."""
    arc = quantity.arc
    if arc is None:
        return ()
    marks = []
    for column in quantity.columns():
        sides = (column.partition("_")[0],) if quantity.paired else SIDES

        def points(part: str, sides: tuple[str, ...] = sides) -> Points:
            return points_of(part, sides) if part else ()

        start = arc.start if isinstance(arc.start, Reference) else points(arc.start)
        # Beside the elbow itself it is one elbow.
        side, word = sides[0] if quantity.paired else "", quantity.word.lower()
        legs = points(arc.vertex), points(arc.leg), start, points(arc.straight_from)
        word = word.removesuffix("s") if side else word
        marks.append(AngleMark(column, quantity.name, *legs, word, side, arc.quiet))
    return tuple(marks)
