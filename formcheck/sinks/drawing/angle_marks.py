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
        vertex, leg, start, straight_from, quiet: As in `Arc`.
        label: A letter before the number where two of a kind can stand side by side.
    """

    measure: str
    vertex: Points
    leg: Points
    start: Points | Reference
    straight_from: Points = ()
    label: str = ""
    quiet: bool = False


def marks_for(measure_names: Iterable[str]) -> tuple[AngleMark, ...]:
    """The marks of the quantities that are angles in the picture; others are passed over.

    Args:
        measure_names: With their side, as in an observation, or without, which gives both sides.
    """
    marks: dict[str, AngleMark] = {}
    for name in measure_names:
        quantity = quantity_of(name)
        for mark in _marks(quantity) if quantity is not None else ():
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
    return tuple(Landmark[f"{s}_{part}".upper()] for part in quantity.joints for s in sides)


def _marks(quantity: Quantity) -> tuple[AngleMark, ...]:
    arc = quantity.arc
    if arc is None:
        return ()
    marks = []
    for column in quantity.columns():
        sides = (column.partition("_")[0],) if quantity.paired else SIDES

        def points(part: str, sides: tuple[str, ...] = sides) -> Points:
            return tuple(Landmark[f"{side}_{part}".upper()] for side in sides) if part else ()

        start = arc.start if isinstance(arc.start, Reference) else points(arc.start)
        label = sides[0][0].upper() if quantity.paired else ""
        marks.append(
            AngleMark(
                column,
                points(arc.vertex),
                points(arc.leg),
                start,
                points(arc.straight_from),
                label,
                arc.quiet,
            )
        )
    return tuple(marks)
