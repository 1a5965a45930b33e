"""What can be wrong with a camera's pictures, in words."""

from dataclasses import dataclass

import numpy as np

from formcheck.source.frame import Image

# A camera's noise changes every picture: one that stays the same to the last bit for this long is stuck.
FROZEN_S = 2.0
# No picture for this long: it has stopped. Cameras give five a second even in the dark.
SILENT_S = 2.0
# A camera that gives a picture this seldom is slow; what happens between two cannot be judged.
SLOW_S = 2.0
# Mean brightness under which there is nothing to be seen: a closed shutter, a cap, no light at all. [derived]
_BLACK = 0.02
_BLACK_S = 1.0
# Every eighth pixel in both directions tells as much, at a 64th of the work.
_STEP = 8


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something is wrong with the source.

    Attributes:
        shown: At most four words for the screen.
        spoken: One short sentence.
        line: One line for the terminal: what it is, and what to do.
    """

    shown: str
    spoken: str
    line: str


def frozen(name: str) -> Trouble:
    """The same picture again and again."""
    return Trouble(
        "Picture is frozen",
        "The picture is frozen. I wait for the camera.",
        f"{name}: gives the same picture again and again; plug it in anew, or restart what sends it",
    )


def black(name: str) -> Trouble:
    """A picture in which there is nothing."""
    return Trouble(
        "Picture is black",
        "The picture is black. Open the shutter, or switch on a light.",
        f"{name}: the picture is black; open the camera's shutter, take off its cap, or switch on a light",
    )


def silent(name: str) -> Trouble:
    """Open, but nothing comes."""
    return Trouble(
        "Camera has stopped",
        "The camera has stopped. I wait for it.",
        f"{name}: no picture has come for {SILENT_S:g} s; waiting for it",
    )


def slow(name: str, interval_s: float) -> Trouble:
    """There, but too seldom."""
    return Trouble(
        "Too few pictures",
        "The camera gives too few pictures to judge.",
        f"{name}: gives a picture every {interval_s:.0f} s; set it to 15 a second or more, or use another",
    )


def lost(why: str) -> Trouble:
    """Gone; it is tried again."""
    return Trouble(
        "Camera is gone",
        "The camera is gone. I keep trying to reach it.",
        f"{why}; trying again",
    )


def brightness(image: Image) -> float:
    """Mean brightness of a picture, 0..1."""
    return float(image[::_STEP, ::_STEP].mean()) / 255


class Health:
    """Looks at each picture of a camera: does it change, and is there anything in it?

    Args:
        name: What the camera is called.
        may_stand_still: Whether equal pictures are no sign of anything, as in a file.
    """

    def __init__(self, name: str, *, may_stand_still: bool) -> None:
        self._name = name
        self._may_stand_still = may_stand_still
        self._last: Image | None = None
        self._changed_s: float | None = None
        self._lit_s: float | None = None

    def look(self, image: Image, light: float, now_s: float) -> Trouble | None:
        """What is wrong with the pictures, this one being the newest, or None."""
        sample = image[::_STEP, ::_STEP].copy()
        if self._changed_s is None or self._last is None or not np.array_equal(sample, self._last):
            self._changed_s = now_s
        self._last = sample
        if self._lit_s is None or light > _BLACK:
            self._lit_s = now_s
        if now_s - self._lit_s > _BLACK_S:
            return black(self._name)
        if not self._may_stand_still and now_s - self._changed_s > FROZEN_S:
            return frozen(self._name)
        return None
