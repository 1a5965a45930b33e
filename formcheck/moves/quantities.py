"""The quantities of somebody who moves their neck: changes from how they sat or stood before."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from formcheck.measurements.quantity import Kind, Quantity
from formcheck.moves.model import neck_model

HOLD_S, REACH_PERCENT = "hold_s", "reach_percent"


def _row(
    name: str, unit: str, title: str, about: str, *joints: str, poles: tuple[str, str] | None = None
) -> Quantity:
    errors = {view: part[name].error for view, part in neck_model().items() if name in part}
    return Quantity(name, unit, title, Kind.CHANGE, joints=joints, about=about, errors=errors, poles=poles)


_TO_LEFT = ("to the left", "to the right")


@cache
def move_quantities() -> Mapping[str, Quantity]:
    """Every quantity of a neck exercise, by its name."""
    rows = (
        _row("tuck_deg", "deg", "Chin tuck",
             "Ears moved back over the shoulders, as the change of the line from shoulder to ear.", "ear"),
        _row("tuck_effort_deg", "deg", "Chin tuck or nod",
             "The same with what a nod takes from it put back: that somebody tucks, not how well.", "ear"),
        _row("nod_deg", "deg", "Nodding", "Face turned down against the start: + down.", "ear"),
        _row("leaning_back_deg", "deg", "Leaning back", "Trunk leaned back against the start.", "shoulder"),
        _row("shrug_percent", "%", "Shoulders raised",
             "How much of the ears' height over the shoulders lifting them took: both sides together.",
             "shoulder"),
        _row("one_shrug_percent", "%", "One shoulder higher than the other",
             "The left shoulder's lift less the right one's: + with the left one higher.",
             "shoulder", poles=("left shoulder more", "right shoulder more")),
        _row("neck_tilt_deg", "deg", "Head tilted",
             "Tilt of the head against the trunk: + to the left shoulder.", "ear", poles=_TO_LEFT),
        _row("hike_deg", "deg", "Shoulder raised",
             "Shoulder on the side of the tilt lifted: the shoulders' line without the trunk's lean.",
             "shoulder"),
        _row("neck_turn_deg", "deg", "Head turned",
             "Turn of the head against the chest: + to the left.", "ear", poles=_TO_LEFT),
        _row("aside_deg", "deg", "Head turned aside", "Turn of the head to any side.", "ear"),
        _row("tilted_deg", "deg", "Head tilted to a side", "Tilt of the head to any side.", "ear"),
        _row("leaning_deg", "deg", "Leaning to a side", "Lean of the trunk to any side.", "shoulder"),
        _row("chest_turn_deg", "deg", "Chest turned", "Turn of the shoulders to any side.", "shoulder"),
        Quantity(HOLD_S, "s", "Held", Kind.REP, short="held s",
                 about="How long the end of the movement was held."),
        Quantity(REACH_PERCENT, "%", "Share of one's own best", Kind.REP,
                 about="How far it went, as a share of the best so far on that side."),
    )  # fmt: skip
    return MappingProxyType({row.name: row for row in rows})
