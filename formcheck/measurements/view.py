from enum import StrEnum


class View(StrEnum):
    """From where the camera sees the subject."""

    FRONT = "front"
    SIDE = "side"
    OBLIQUE = "oblique"
    BACK = "back"
    UNKNOWN = "unknown"


class Facing(StrEnum):
    """Which way the subject looks in the picture."""

    LEFT = "left"
    RIGHT = "right"
    CAMERA = "camera"
    UNKNOWN = "unknown"
