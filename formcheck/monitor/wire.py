"""What the monitor and its worker tell each other: one line of JSON each."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from formcheck.monitor.camera_plan import Why
from formcheck.pose.pose import Pose
from formcheck.source.frame import StreamInfo

Order = Literal["look", "close", "end"]
# Numbers of a pose: a hundredth of a pixel, as in a recording.
_DECIMALS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """A look that worked.

    Attributes:
        number: Of the look that was asked for.
        at_s: When the picture was taken, on the monitor's first clock.
        info: Size and name of the pictures.
        pose: The pose, or None where nobody was found.
        light: Mean brightness of the picture, 0..1.
        model_s: How long the pose model took, seconds of a core.
    """

    number: int
    at_s: float
    info: StreamInfo
    pose: Pose | None
    light: float
    model_s: float


@dataclass(frozen=True, slots=True)
class CouldNot:
    """A look that did not work.

    Attributes:
        number: Of the look that was asked for.
        why: What is the matter with the camera.
        line: In words, with what to do.
        fatal: Whether trying again is of no use: the model is missing, the file is over.
    """

    number: int
    why: Why
    line: str
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """The camera was opened, or, with another name than before, another one in its place."""

    name: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The camera is let go."""


Told = Looked | CouldNot | Opened | Closed


def order_line(order: Order, number: int = 0) -> bytes:
    """An order to the worker."""
    return json.dumps({"do": order, "number": number}).encode() + b"\n"


def told_line(told: Told) -> bytes:
    """What the worker tells."""
    match told:
        case Looked():
            info = {name: getattr(told.info, name) for name in ("name", "width_px", "height_px", "fps")}
            parts: dict[str, Any] = {
                "is": "looked", "number": told.number, "at_s": told.at_s,
                "info": {**info, "model": told.info.pose_model},
                "points": None if told.pose is None else _listed(told.pose),
                "light": told.light, "model_s": told.model_s,
            }  # fmt: skip
        case CouldNot():
            parts = {
                "is": "could not", "number": told.number, "why": told.why, "line": told.line,
                "fatal": told.fatal,
            }  # fmt: skip
        case Opened():
            parts = {"is": "opened", "name": told.name}
        case Closed():
            parts = {"is": "closed"}
    return json.dumps(parts).encode() + b"\n"


def read_told(line: bytes) -> Told | None:
    """What a line of the worker says; None where it is none of its own."""
    try:
        parts = json.loads(line)
        match parts["is"]:
            case "looked":
                return _looked(parts)
            case "could not":
                return CouldNot(parts["number"], parts["why"], parts["line"], parts["fatal"])
            case "opened":
                return Opened(parts["name"])
            case "closed":
                return Closed()
    except (ValueError, KeyError, TypeError):
        return None
    return None


def _looked(parts: Mapping[str, Any]) -> Looked:
    info = parts["info"]
    stream = StreamInfo(
        info["name"], info["width_px"], info["height_px"], info["fps"], pose_model=info["model"]
    )
    points = parts["points"]
    pose = None
    if points is not None:
        numbers = [[math.nan if n is None else n for n in row] for row in points]
        pose = Pose(np.array(numbers, np.float64))
    return Looked(parts["number"], parts["at_s"], stream, pose, parts["light"], parts["model_s"])


def _listed(pose: Pose) -> list[list[float | None]]:
    rows = np.round(pose.points, _DECIMALS + 2).tolist()
    return [[None if math.isnan(number) else number for number in row] for row in rows]
