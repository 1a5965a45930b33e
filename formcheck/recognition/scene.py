"""What a whole source shows where no lift counted anything: what somebody does instead."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from formcheck.measurements.quantity import SIDES, Side
from formcheck.recognition.evidence import LYING_DEG, TRUNK_PER_WIDTH, UPRIGHT_DEG
from formcheck.recognition.look import ArmLook, Look

_EVERY_S = 0.2
# In trunk lengths: who stands sways by 0.1, who walks through the picture goes by several.
_WALKS = 1.5
_BODY_GOES_DOWN = 0.35
# Of the hands: a movement that anybody would call one, and elbows that hardly take part in it.
_HANDS_MOVE, _ELBOWS_STAY = 0.45, 0.25


@dataclass(frozen=True, slots=True)
class SceneLook:
    """A whole source, in trunk lengths; ranges are without the tenths at both ends.

    Attributes:
        lean_deg: Hips to shoulders against the vertical, in the middle of all frames.
        trunk_per_width: The trunk's length over the distance of the shoulders.
        goes_across: How far the shoulders go across the picture.
        goes_down: How far they go up and down.
        hands_move: How far the hand that moves more goes up and down over its shoulder.
        elbows_move: The same of the elbows.
    """

    lean_deg: float
    trunk_per_width: float
    goes_across: float
    goes_down: float
    hands_move: float
    elbows_move: float


_SAID: tuple[tuple[Callable[[SceneLook], bool], str], ...] = (
    (lambda s: s.lean_deg > LYING_DEG, "lying down"),
    (lambda s: s.trunk_per_width < TRUNK_PER_WIDTH, "lying down, or bent far over"),
    (lambda s: s.lean_deg > UPRIGHT_DEG, "bent over"),
    (lambda s: s.goes_across > _WALKS, "walking about"),
    (lambda s: s.goes_down > _BODY_GOES_DOWN, "the whole body goes up and down"),
    (lambda s: s.hands_move > _HANDS_MOVE and s.elbows_move < _ELBOWS_STAY,
     "the hands move and the elbows stay"),
    (lambda s: s.hands_move > _HANDS_MOVE, "the arms move, but not as in a press, row or raise"),
)  # fmt: skip
NOBODY, NOTHING = "nobody was seen", "no repetition of a press, row or raise"


class SceneWatch:
    """Remembers a little of everything, five times a second."""

    def __init__(self) -> None:
        self._looks: list[Look] = []
        self._next_s = -math.inf

    def see(self, look: Look | None) -> None:
        """Take the next frame."""
        if look is None or look.time_s < self._next_s:
            return
        self._next_s = look.time_s + _EVERY_S
        self._looks.append(look)

    def words(self) -> str:
        """What somebody does, in the words of a reason."""
        if not self._looks:
            return NOBODY
        scene = _scene(self._looks)
        return next((words for holds, words in _SAID if holds(scene)), NOTHING)


def _scene(looks: Sequence[Look]) -> SceneLook:
    trunk_px = median(look.trunk_px for look in looks)
    return SceneLook(
        lean_deg=median(look.lean_deg for look in looks),
        trunk_per_width=median(look.trunk_per_width for look in looks),
        goes_across=_range([look.shoulders[0] for look in looks]) / trunk_px,
        goes_down=_range([look.shoulders[1] for look in looks]) / trunk_px,
        hands_move=max(_range([arm.wrist_up for arm in _arms(looks, side)]) for side in SIDES),
        elbows_move=max(_range([arm.elbow_up for arm in _arms(looks, side)]) for side in SIDES),
    )


def _arms(looks: Sequence[Look], side: Side) -> list[ArmLook]:
    return [look.arms[side] for look in looks if side in look.arms]


def _range(values: Sequence[float]) -> float:
    return float(np.percentile(values, 90) - np.percentile(values, 10)) if values else 0.0
