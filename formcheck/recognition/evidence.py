"""The evidence for a lift: each piece is a question, its limit, and what is said of who does not show it.

An activity names in its file what it asks for, and all of it has to be there. What cannot be seen from where
the camera stands is asked of nobody, but for the trunk: without one nothing is a lift. The limits lie between
what the development half of the recorded set shows and what other movements do, in trunk lengths.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from formcheck.activities.signs import EvidenceName
from formcheck.recognition.rep_look import RepLook


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence.

    Attributes:
        name: As activities ask for it.
        holds: Whether a set shows it; None where that cannot be told.
        missing: What is said of a set that does not.
        general: Whether it says what somebody does instead, so that no lift has to be named beside it.
    """

    name: EvidenceName
    holds: Callable[[RepLook], bool | None]
    missing: str
    general: bool = False


# Who presses leans back by up to 30 deg, who rows swings by up to 22, and the camera may be tilted by 6. Who
# bends over a bar has 50 and more, who lies along the picture about 90.
UPRIGHT_DEG, LYING_DEG = 38.0, 60.0
# Seen from the feet or the head, a trunk that lies has hardly any length. Upright it is 1.35 shoulder widths
# and more, and 1.1 still before a camera that looks down by 35 deg.
TRUNK_PER_WIDTH = 1.0
# A swing of the trunk is a fault up to 22 deg; who lifts something from the floor bends by 50.
_BENDS_DEG = 32.0
# In a press whose knees help the shoulders go up and down by 0.3; in squats and pull-ups by 0.4 to 1.
_MOVES_UP, _MOVES_ACROSS = 0.40, 0.60
# Heights of elbows over shoulders. At the lowest of a press it was -0.06 and less before a camera at the
# height of the chest. A camera on the floor sees elbows that point at it higher up, but they rise by 0.3 all
# the same; those of a triceps extension overhead by 0.2.
_ELBOW_BELOW, _ELBOW_SEEN_BELOW, _ELBOW_RISES_BY = 0.10, 0.35, 0.27
# Arms that hang have -0.5. Waving and circling arms stay over -0.2.
_ELBOW_HANGS = -0.25
# Straight arms read up to -0.1 where a raise ends, 0.3 where it ends far too high; overhead it is 0.45.
_ELBOW_OVERHEAD = 0.40
# The elbows of a press begin at 60 deg at most; arms that are raised straight stay over 150. In the picture
# they do so for sure, while the network may read 95 where they point at the camera.
_BENT_DEG, _SEEN_BENT_DEG = 115.0, 130.0
# A press without any lockout still opens them by 70 deg.
_OPENS_DEG = 35.0
# The hands of a press end over the elbows by 0.4, and are over them by 0.1 at the least all the way up.
# Straight arms that go up sideways pass the level of the shoulders, with hands beside the elbows.
_HAND_OVER, _HAND_ALWAYS_OVER = 0.15, 0.03
# Both arms of a lift end at the same height: 0.22 apart in a press or row that is far too uneven, 0.43 in
# such a raise; one that is up while the other hangs 0.8 and more. Arms that lift in turns are counted each
# by itself.
_ALIKE = 0.52
# In a row the elbows rise by 0.13 and more if they bend well, and by 0.4 if they close below 58 deg. In a
# curl or a push-down they stay, and a camera that looks down makes that 0.14.
_ELBOW_RISES, _CLOSED_DEG, _CLOSED_RISES, _RISES_BEHIND = 0.07, 58.0, 0.22, 0.11
# A raise ends with the hands 0.85 aside of the shoulders seen from the front, and half of that obliquely.
# Raised to the front the hands go to the same side of the picture, whichever arm it is.
_ASIDE = 0.30
# Those of a row hang below them, or are level. A curl ends with 0.45, a front raise seen from the front 0.3.
_HAND_NOT_OVER = 0.24
# They stay this near to the shoulders across the picture: 0.4 in a row, 0.9 and more in a raise to the front
# that is seen from the side, 0.85 in one to the sides that is seen from the front. A hand that is farther
# away on a well bent arm is only seen so: by a camera near the floor, or from behind.
_HAND_NEAR, _WELL_BENT_DEG = 0.62, 100.0
# Seen from the front or from behind, where the trunk is at most so many shoulder widths long, elbows that are
# up in a row are 0.3 to 0.5 aside of the shoulders, 0.15 with a very narrow grip. Arms that are raised to the
# front point at the camera.
_FRONT_TRUNK, _ELBOW_IS_UP, _ELBOW_ASIDE = 1.9, -0.25, 0.09
# A row ends with elbows at 70 deg. One that stays far too low ends with 137, its shoulders still; so do
# shrugs that bend the elbows, but their shoulders rise by 0.09. Front and side raises keep 160.
_ROW_BENT_DEG, _ROW_LOW_DEG, _ROW_SHOULDERS = 122.0, 150.0, 0.05
# Arms of a raise are at 160 deg; with soft elbows at 130.
_STRAIGHT_DEG = 120.0
# An arm of a raise that is seen from the side points at the camera or away from it, and its elbow reads
# anything between 80 and 140 deg. What shows there is that the hand ends level with the elbow; in a row of
# so open elbows it hangs 0.09 to 0.4 lower. A straight arm to the front reaches across the picture by 0.75.
_OPEN_DEG, _LEVEL, _SIDE_TRUNK, _POINTS_AT_CAMERA = 90.0, 0.08, 2.2, 0.65


def _elbows_bend_to_row(look: RepLook) -> bool | None:
    if look.bend_top_deg is None or look.shoulders_up is None:
        return None
    stays_low = look.bend_top_deg < _ROW_LOW_DEG and look.shoulders_up < _ROW_SHOULDERS
    return look.bend_top_deg < _ROW_BENT_DEG or stays_low


def _from_below(look: RepLook) -> bool | None:
    if look.elbow_low is None or look.elbow_rise is None:
        return None
    rises = look.elbow_low < _ELBOW_SEEN_BELOW and look.elbow_rise > _ELBOW_RISES_BY
    return look.elbow_low < _ELBOW_BELOW or rises


def _elbows_aside(look: RepLook) -> bool | None:
    width, high, out = look.trunk_per_width, look.elbow_high, look.elbow_out_top
    if width is None or high is None or out is None or width > _FRONT_TRUNK or high < _ELBOW_IS_UP:
        return None
    return out > _ELBOW_ASIDE


def _hands_near(look: RepLook) -> bool | None:
    if look.hand_out_top is None:
        return None
    well_bent = look.bend_top_deg is not None and look.bend_top_deg < _WELL_BENT_DEG
    return look.hand_out_top < _HAND_NEAR or well_bent


def _elbows_lead(look: RepLook) -> bool | None:
    if look.bend_top_deg is None or look.hand_over_elbow_top is None:
        return None
    return look.bend_top_deg < _OPEN_DEG or look.hand_over_elbow_top < -_LEVEL


def _from_the_side(look: RepLook) -> bool:
    return look.trunk_per_width is not None and look.trunk_per_width > _SIDE_TRUNK


def _points_at_camera(look: RepLook) -> bool | None:
    """Whether raised arms hardly reach across the picture and end level."""
    out, high, hand = look.hand_out_top, look.elbow_high, look.hand_over_elbow_top
    if out is None or high is None or hand is None:
        return None
    return out < _POINTS_AT_CAMERA and high > _ELBOW_IS_UP and abs(hand) < 2 * _LEVEL


def _hands_aside(look: RepLook) -> bool | None:
    # Seen from the side, which way is aside changes with every tremble of the shoulders.
    return _points_at_camera(look) if _from_the_side(look) else _above(look.hand_aside_top, _ASIDE)


def _arms_straight(look: RepLook) -> bool | None:
    return _above(look.bend_top_deg, _OPEN_DEG if _from_the_side(look) else _STRAIGHT_DEG)


def _elbows_rise(look: RepLook) -> bool | None:
    if look.elbow_rise is None:
        return None
    if look.bend_top_deg is None:  # seen from behind
        return look.elbow_rise > _RISES_BEHIND
    if look.bend_top_deg < _CLOSED_DEG:
        return look.elbow_rise > _CLOSED_RISES
    return look.elbow_rise > _ELBOW_RISES or look.bend_top_deg > _ROW_BENT_DEG


def _bends(look: RepLook) -> bool | None:
    known = (_below(look.bend_least_deg, _BENT_DEG), _below(look.seen_bend_least_deg, _SEEN_BENT_DEG))
    return None if known == (None, None) else False not in known


def _opens(look: RepLook) -> bool | None:
    if look.bend_top_deg is None or look.bend_least_deg is None:
        return None
    return look.bend_top_deg - look.bend_least_deg > _OPENS_DEG


def _above(value: float | None, limit: float) -> bool | None:
    return None if value is None else value > limit


def _below(value: float | None, limit: float) -> bool | None:
    return None if value is None else value < limit


_ROWS: tuple[Evidence, ...] = (
    Evidence("trunk-seen", lambda look: look.lean_deg is not None, "the trunk is not seen", general=True),
    Evidence("not-lying", lambda look: _below(look.lean_deg, LYING_DEG), "lying down", general=True),
    Evidence("trunk-long", lambda look: _above(look.trunk_per_width, TRUNK_PER_WIDTH),
             "lying down, or bent far over", general=True),
    Evidence("upright", lambda look: _below(look.lean_deg, UPRIGHT_DEG), "bent over", general=True),
    Evidence("trunk-still", lambda look: _below(look.lean_change_deg, _BENDS_DEG),
             "the trunk goes down and up", general=True),
    Evidence("shoulders-still", lambda look: _below(look.shoulders_up, _MOVES_UP),
             "the whole body goes up and down", general=True),
    Evidence("stays-in-place", lambda look: _below(look.shoulders_across, _MOVES_ACROSS),
             "walking about", general=True),
    Evidence("arms-alike", lambda look: _below(look.arms_differ_top, _ALIKE),
             "the arms move one after the other"),
    Evidence("elbows-from-below", _from_below, "the elbows stay above the shoulders"),
    Evidence("elbows-bent-first", _bends, "the arms stay straight"),
    Evidence("elbows-open", _opens, "the elbows do not open"),
    Evidence("hands-over-elbows", lambda look: _above(look.hand_over_elbow_top, _HAND_OVER),
             "the hands do not go over the elbows"),
    Evidence("hands-always-over", lambda look: _above(look.hand_over_elbow_least, _HAND_ALWAYS_OVER),
             "the hands come up beside the elbows"),
    Evidence("arms-hang-first", lambda look: _below(look.elbow_low, _ELBOW_HANGS),
             "the arms do not come from hanging"),
    Evidence("elbows-bend", _elbows_bend_to_row, "the elbows hardly bend"),
    Evidence("elbows-rise", _elbows_rise, "the elbows stay where they are"),
    Evidence("hands-below-elbows", lambda look: _below(look.hand_over_elbow_top, _HAND_NOT_OVER),
             "the hands lead the elbows"),
    Evidence("hands-near", _hands_near, "the hands go far from the body"),
    Evidence("elbows-lead", _elbows_lead, "the hands come up level with the elbows"),
    Evidence("elbows-aside", _elbows_aside, "the elbows go to the front"),
    Evidence("hands-aside", _hands_aside, "the hands do not go out to the sides"),
    Evidence("arms-straight", _arms_straight, "the elbows bend"),
    Evidence("not-overhead", lambda look: _below(look.elbow_high, _ELBOW_OVERHEAD), "the arms go overhead"),
)  # fmt: skip

EVIDENCE: Mapping[EvidenceName, Evidence] = MappingProxyType({row.name: row for row in _ROWS})


def missing_evidence(look: RepLook, names: Sequence[EvidenceName]) -> tuple[Evidence, ...]:
    """What of the named evidence a set does not show.

    Args:
        look: What the set looks like.
        names: What is asked for, in the order in which it is told.
    """
    return tuple(EVIDENCE[name] for name in names if EVIDENCE[name].holds(look) is False)
