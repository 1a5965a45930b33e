"""From where a labelled clip was filmed in truth, whatever the program took it for."""

from collections import Counter
from enum import StrEnum

from formcheck.evaluation.replay import Replay
from formcheck.measurements.view import View


class Direction(StrEnum):
    """True place of the camera about the person.

    BETWEEN is near to the border of two others: such clips count for all directions together only.
    """

    FRONT = "front"
    OBLIQUE = "oblique"
    SIDE = "side"
    BEHIND = "behind"
    BETWEEN = "between"


# Up to so many degrees off the front, the next direction begins and ends.
FRONT_TO_DEG, OBLIQUE_FROM_DEG, OBLIQUE_TO_DEG, SIDE_FROM_DEG, SIDE_TO_DEG = 20.0, 25.0, 65.0, 70.0, 110.0
_OF_VIEW = {
    View.FRONT: Direction.FRONT,
    View.OBLIQUE: Direction.OBLIQUE,
    View.SIDE: Direction.SIDE,
    View.BACK: Direction.BEHIND,
}


def direction_of(azimuth_deg: float) -> Direction:
    """The direction that an azimuth belongs to; left and right are alike.

    Example:
        >>> [direction_of(azimuth).value for azimuth in (-15, 45, -90, 165, 22, 350)]
        ['front', 'oblique', 'side', 'behind', 'between', 'front']
    """
    off_deg = abs((azimuth_deg + 180.0) % 360.0 - 180.0)
    if off_deg <= FRONT_TO_DEG:
        return Direction.FRONT
    if OBLIQUE_FROM_DEG <= off_deg <= OBLIQUE_TO_DEG:
        return Direction.OBLIQUE
    if off_deg > SIDE_TO_DEG:
        return Direction.BEHIND
    return Direction.SIDE if off_deg >= SIDE_FROM_DEG else Direction.BETWEEN


def filmed_from(each: Replay) -> Direction:
    """The true direction of a clip; where labels do not tell it, the most frequent view."""
    azimuth_deg = each.clip.labels.azimuth_deg
    if azimuth_deg is not None:
        return direction_of(azimuth_deg)
    views = Counter(seen.view for seen in each.observed)
    return _OF_VIEW.get(views.most_common(1)[0][0], Direction.BETWEEN) if views else Direction.BETWEEN


def who(each: Replay) -> str:
    """Whose clip it is; a clip whose labels do not tell it is one of somebody else."""
    return each.clip.labels.who or f"clip {each.clip.name}"
