"""Every quantity that a rule can look at, by name: the one place to ask what it is, and how it is shown."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.quantity import SIDES, Kind, Quantity
from formcheck.phases.quantities import REP_QUANTITIES
from formcheck.postures.quantities import posture_quantities


@cache
def quantities() -> Mapping[str, Quantity]:
    """All quantities by name: of a frame, of a sitter, of a repetition.

    Example:
        >>> quantities()["trunk_inclination_deg"].unit
        'deg'
    """
    return MappingProxyType({**frame_quantities(), **posture_quantities(), **REP_QUANTITIES})


def quantity_of(column: str) -> Quantity | None:
    """The quantity that an observation holds under a name, such as "left_elbow_angle_deg"; None if none."""
    known = quantities().get(column)
    if known is not None:
        return known
    side, _, name = column.partition("_")
    return quantities().get(name) if side in SIDES else None


def takes_time(name: str) -> bool:
    """Whether a quantity is how long something has lasted: no single moment shows it."""
    known = quantities().get(name)
    return known is not None and known.kind is Kind.TIME
