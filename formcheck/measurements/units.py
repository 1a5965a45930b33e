"""The units of all quantities: how each is written after a number and in a table's heading."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit.

    Attributes:
        id: As quantities name it.
        mark: What follows a number of it: "°", " s", " trunk lengths".
        suffix: How a column of a table ends that holds it: "_deg".
        is_long: Its mark is too long to stand at every mark of an axis, or in every row of a table.
    """

    id: str
    mark: str
    suffix: str
    is_long: bool = False


UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        unit.id: unit
        for unit in (
            Unit("deg", "°", "_deg"),
            Unit("s", " s", "_s"),
            Unit("min", " min", "_min"),
            Unit("px", " px", "_px"),
            Unit("%", " %", "_percent"),
            Unit("x", "×", "_ratio"),
            Unit("cm", " cm", "_cm"),
            Unit("trunk", " trunk lengths", "_trunk_lengths", is_long=True),
            Unit("arm", " arm lengths", "_arm_lengths", is_long=True),
            Unit("forearm", " forearm lengths", "_forearm_lengths", is_long=True),
            # The same for people, who do not picture lengths of trunks.
            Unit("% trunk", " % of your trunk", "_trunk_percent", is_long=True),
            Unit("% arm", " % of your arm", "_arm_percent", is_long=True),
            Unit("% forearm", " % of your forearm", "_forearm_percent", is_long=True),
        )
    }
)


def unit_of_id(unit: str) -> Unit:
    """A unit by its id; one that is not known is written as it is called."""
    return UNITS.get(unit) or Unit(unit, f" {unit}" if unit else "", f"_{unit}")
