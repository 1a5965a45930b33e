"""Every quantity that a rule can look at, by name: the one place to ask what it is, and how it is shown."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.quantity import SIDES, Kind, Quantity
from formcheck.moves.quantities import move_quantities
from formcheck.phases.quantities import REP_QUANTITIES
from formcheck.pose.fits import Fit, Fits
from formcheck.pose.models import FITTED_MODEL, assumed_fits
from formcheck.postures.quantities import posture_quantities


def quantities(model: str | None = FITTED_MODEL) -> Mapping[str, Quantity]:
    """All quantities by name: of a frame, of a sitter, of a repetition, of a neck exercise.

    Args:
        model: The pose model that they are measured with: errors are its own, or, where it has none, those of
            `FITTED_MODEL`. All else is the same for all models.

    Example:
        >>> quantities()["trunk_inclination_deg"].unit
        'deg'
    """
    return _of(model, assumed_fits(model, Fit.ERRORS), assumed_fits(model, Fit.DESK_MODEL))


@cache
def _of(model: str | None, *fits: Fits) -> Mapping[str, Quantity]:
    """Kept by the fits too: a name may be registered again with others."""
    frames, sitters = frame_quantities(model), posture_quantities(model)
    return MappingProxyType({**frames, **sitters, **move_quantities(), **REP_QUANTITIES})


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
