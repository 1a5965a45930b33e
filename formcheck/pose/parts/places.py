"""Where a film is cut into parts: the film alone decides, so its poses are the same on however many cores."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from formcheck.pose.pose import PosedFrame
from formcheck.pose.search_window import Box
from formcheck.pose.subject import FORGET_AFTER_S, SAME_PERSON_SIZES
from formcheck.source.frame import StreamInfo

# Parts are about this long; a film that is shorter than the second is left whole. [design default]
PART_PICTURES, SHORTEST_PICTURES = 900, 300
# After so many pictures nothing tells any more that the model began anew: docs/performance.md. [measured]
WARM_PICTURES = 10
# So many pictures before a part have to show the same person to both.
_ALIKE_PICTURES = 5
# The last part is longer by so much of a part: while it is found, the one before is judged.
_LAST_LONGER = 0.05
# A length that is a mistake of the header is none to go by.
_MOST_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part begins.

    Attributes:
        warm_s: From here on the model looks for it, so that it is settled where the part begins.
        begin_s: From here on its poses count.
    """

    warm_s: float
    begin_s: float


def places_in(info: StreamInfo, start_s: float | None, end_s: float | None) -> tuple[Place, ...]:
    """Where the second and each later part of a film begins.

    Parts are an even number, so that two cores have as much to do.

    Args:
        info: The film; without a length it is left whole.
        start_s: The part of it that is looked at.
        end_s: Likewise.

    Example:
        >>> places_in(StreamInfo("press.mp4", 540, 960, 30.0, duration_s=20.0), None, None)
        (Place(warm_s=9.166666666666666, begin_s=9.5),)
    """
    if info.duration_s is None:
        return ()
    first_s, last_s = start_s or 0.0, min(info.duration_s, end_s or info.duration_s)
    pictures = (last_s - first_s) * info.fps
    count = 2 * ceil(pictures / (2 * PART_PICTURES))
    if pictures < SHORTEST_PICTURES or count > _MOST_PARTS:
        return ()
    part_s = (last_s - first_s) / count
    begins_s = [first_s + part_s * number for number in range(1, count)]
    begins_s[-1] -= _LAST_LONGER * part_s
    return tuple(Place(begin_s - WARM_PICTURES / info.fps, begin_s) for begin_s in begins_s)


def goes_on(before: Sequence[PosedFrame], anew: Sequence[PosedFrame], seen_s: float) -> bool:
    """Whether a model that began anew follows the same person as the one before.

    Args:
        before: What was found in the pictures before a part.
        anew: What was found in the same pictures by the model that began with the first of them.
        seen_s: When somebody was last found before the part. Who was not seen for long is followed by nobody.
    """
    if len(before) != len(anew) or len(before) < _ALIKE_PICTURES:
        return False
    if before[-1].time_s - seen_s > FORGET_AFTER_S and all(posed.pose is None for posed in anew):
        return True
    return all(map(_same_person, before[-_ALIKE_PICTURES:], anew[-_ALIKE_PICTURES:]))


def _same_person(one: PosedFrame, other: PosedFrame) -> bool:
    if one.pose is None or other.pose is None:
        return False
    return Box.of(one.pose).distance_to(Box.of(other.pose)) < SAME_PERSON_SIZES
