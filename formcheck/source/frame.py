"""A picture with its time, and what is known of the stream it comes from."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.source.thinning import ALL_PICTURES, Thinning

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a film is read where it does not say so itself; whoever reads it again needs the same.

    Attributes:
        fps: Pictures a second of a film without a clock, as the user says.
        turn_deg: By how much its pictures are turned clockwise beyond what the film says, a multiple of 90.
        thinning: Which of its pictures are looked at.
    """

    fps: float | None = None
    turn_deg: int = 0
    thinning: Thinning = ALL_PICTURES


AS_IT_SAYS = Reading()


def turned(path: Path, reading: Reading) -> tuple[str, ...]:
    """What to tell of a film or picture that was turned without being asked to."""
    if not reading.turn_deg:
        return ()
    return (
        f"{path}: the body in it does not stand upright, so the picture was turned by "
        f"{reading.turn_deg} deg; hold the phone upright, or turn it before you share it",
    )


@dataclass(frozen=True, slots=True)
class StreamInfo:
    """What is known of a stream of pictures or poses before the first one is read.

    Attributes:
        name: What the user called it: a path, never with credentials.
        width_px: Width of the upright picture, after the container's rotation.
        height_px: Height of the upright picture.
        fps: Average frame rate as the container states it; times of frames are what counts.
        duration_s: Length, or None where the container does not say.
        rotation_deg: Clockwise rotation that was applied to make the picture upright.
        pose_model: Of poses, the name of the model whose points they are; what was fitted on it holds for
            them. None for pictures, for points of another layout, and where it is not known.
        times_known: Whether the times of the pictures are more than a guess.
        reading: How the film was read.
    """

    name: str
    width_px: int
    height_px: int
    fps: float
    duration_s: float | None = None
    rotation_deg: int = 0
    pose_model: str | None = None
    times_known: bool = True
    reading: Reading = AS_IT_SAYS


def guessed(info: StreamInfo) -> str:
    """What to tell of a film without a clock."""
    return (
        f"{info.name}: holds no times: its {info.fps:g} pictures a second, and so all times, are a "
        "guess, and the tempo is not judged; say how many there are with --fps, such as --fps 30"
    )


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One upright picture.

    Attributes:
        index: Position in the stream, from 0, counting every decoded picture.
        time_s: The container's own timestamp, strictly increasing.
        image: (height, width, 3) uint8 RGB, contiguous, not mirrored.
        cut: Whether another recording, or another shape of the picture, begins here.
        damaged: Whether the decoder had to make up a part of it.
        repeats: Whether it is the picture before once more.
    """

    index: int
    time_s: float
    image: Image
    cut: bool = False
    damaged: bool = False
    repeats: bool = False
