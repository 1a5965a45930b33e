"""Which way a face looks in one picture, as a face model saw it."""

import math
from dataclasses import dataclass, replace

# From here on the mesh is sure: see `Face.presence`.
SURE_PRESENCE = 8.0


@dataclass(frozen=True, slots=True)
class Face:
    """How the subject's face is turned, how large it is and where. Angles are against the camera.

    Attributes:
        pitch_deg: + looking up.
        turn_deg: + to the subject's left.
        tilt_deg: + with the head tilted to the subject's left shoulder.
        width_px: Distance of the outer corners of the eyes, were the face to look straight at the camera.
        x_px: Middle of the face, across the picture.
        y_px: The same, down the picture.
        presence: How sure the model is that this is a face: about 20 where one is seen well, below 0 of
            none.

    Raises:
        ValueError: If a number is not finite, or the width not above 0.

    Example:
        >>> Face(-10.0, 0.0, 2.0, 31.0, 240.0, 118.0, 19.5).enlarged(2.0, 2.0).width_px
        62.0
    """

    pitch_deg: float
    turn_deg: float
    tilt_deg: float
    width_px: float
    x_px: float
    y_px: float
    presence: float

    def __post_init__(self) -> None:
        if not all(map(math.isfinite, self.numbers())) or self.width_px <= 0:
            raise ValueError("a face needs seven finite numbers, and a width above 0")

    def numbers(self) -> tuple[float, ...]:
        """All seven, in the order of the attributes."""
        return (
            *(self.pitch_deg, self.turn_deg, self.tilt_deg),
            *(self.width_px, self.x_px, self.y_px, self.presence),
        )

    def enlarged(self, x_scale: float, y_scale: float) -> "Face":
        """The same face in a picture that is larger by these factors."""
        return replace(
            self, width_px=self.width_px * x_scale, x_px=self.x_px * x_scale, y_px=self.y_px * y_scale
        )

    def moved(self, x_px: float, y_px: float) -> "Face":
        """The same face, farther right and down by that much."""
        return replace(self, x_px=self.x_px + x_px, y_px=self.y_px + y_px)
