"""One scene of the set before it gets a person and a camera."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Item:
    """What happens in a scene, seen from where.

    Attributes:
        topic: the fault, variant or exercise that it is about, or `good`.
        grade: `good`, `caution`, `poor`, or `mixed` where several sizes follow each other.
        view: a name of `cameras.VIEWS_DEG`.
        movement: the movement, as in a scene file.
        stands: groups of camera stands that it may be seen from.
        fps: pictures a second; the camera stand's own if None.
    """

    topic: str
    grade: str
    view: str
    movement: dict[str, Any]
    stands: tuple[str, ...] = ("first",)
    fps: int | None = None
