"""Which rule a fault of a truth file belongs to: one table for each activity."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FaultName:
    """How a fault of a truth file is called and counted by the rules.

    Attributes:
        rule: Short id of the rule.
        test: Which of its tests has the unit of the fault's size.
        convert: From the truth file's size to the unit of that test.
        from_rep: The rule compares with the reps before this one; in them there is nothing to find.
    """

    rule: str
    test: int = 0
    convert: Callable[[float], float] = float
    from_rep: int = 1


def _negated(size: float) -> float:
    return -size


def _percent_lost(share_left: float) -> float:
    return 100.0 * (1.0 - share_left)


def _shrug_seen(share: float) -> float:
    """A shrug of 15 % reads 14.5 % where the arms are well up."""
    return 1.0 - (1.0 - share) * 14.5 / 15


def _head_seen(change_deg: float) -> float:
    """Of a head pushed forward in a row the model sees three quarters."""
    return 0.75 * change_deg


# Activity -> name in truth files -> rule. A name that is not listed is a rule's own short id, in its unit.
FAULT_NAMES: Mapping[str, Mapping[str, FaultName]] = {
    "overhead-press": {
        "layback": FaultName("layback"),
        "lateral_lean": FaultName("lateral-lean"),
        "knee_bend": FaultName("knee-bend"),
        "lockout": FaultName("no-lockout"),
        "shallow": FaultName("shallow"),
        "forearm_tilt": FaultName("forearm-tilt", convert=abs),
        "grip": FaultName("wide-grip"),
        "bar_forward": FaultName("bar-path"),
        "head_forward": FaultName("head-poke"),
        "look_up": FaultName("looking-up", convert=_negated),
        "shrug": FaultName("shrug-at-bottom"),
        "uneven": FaultName("uneven"),
        "fast_lower": FaultName("fast-lowering"),
        "range_loss": FaultName("range-loss", convert=_percent_lost, from_rep=4),
    },
    "upright-row": {
        "too_high": FaultName("elbows-too-high"),
        "too_low": FaultName("elbows-too-low"),
        "wrists_lead": FaultName("wrists-lead"),
        "bar_high": FaultName("bar-too-high"),
        "grip": FaultName("narrow-grip"),
        "swing": FaultName("body-swing"),
        "shrug_first": FaultName("shrug-first", convert=_shrug_seen),
        "head_forward": FaultName("head-poke", convert=_head_seen),
        "uneven": FaultName("uneven"),
        "fast_lower": FaultName("fast-lowering"),
    },
    "lateral-raise": {
        "too_high": FaultName("too-high"),
        "uneven": FaultName("uneven"),
        "fast_lower": FaultName("fast-lowering"),
    },
}


def fault_name(activity: str, name: str) -> FaultName:
    """The rule that a fault's name belongs to."""
    return FAULT_NAMES.get(activity, {}).get(name, FaultName(name))
