"""The quantities of a repetition as a whole."""

from collections.abc import Mapping
from types import MappingProxyType

from formcheck.measurements.quantity import Kind, Quantity

CONCENTRIC_S, ECCENTRIC_S = "concentric_time_s", "eccentric_time_s"
RANGE, RANGE_LOSS_PERCENT = "range", "range_loss_percent"

REP_QUANTITIES: Mapping[str, Quantity] = MappingProxyType(
    {
        row.name: row
        for row in (
            Quantity(CONCENTRIC_S, "s", "Time up", Kind.REP, short="up s",
                     about="From where the weight leaves the bottom to the top."),
            Quantity(ECCENTRIC_S, "s", "Time down", Kind.REP, short="down s",
                     about="From the top to where the weight is back at the bottom."),
            Quantity(RANGE, "arm", "Range", Kind.REP,
                     about="How far the lift's signal went from its lowest to its highest point."),
            Quantity(RANGE_LOSS_PERCENT, "%", "Range loss", Kind.REP,
                     about="How much smaller the range is than the mean of the first three reps."),
        )
    }
)  # fmt: skip
