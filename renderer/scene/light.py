"""Light: where lamps stand and how strong they are."""

from dataclasses import dataclass

import numpy as np

from renderer.geometry import rot_z
from renderer.scene.stage import Lamp


@dataclass(frozen=True)
class Light:
    """Three lamps around the subject, arranged about the camera.

    Attributes:
        strength: of all lamps together; 1 is a well-lit room.
        key_deg: where the main lamp stands, from the camera toward its right.
        contrast: 0 flat to 1 hard: how much weaker the fill light is than the main lamp.
        warmth: colour of the main lamp, -1 blue to 1 orange.
    """

    strength: float = 1.0
    key_deg: float = 25.0
    contrast: float = 0.5
    warmth: float = 0.2

    def lamps(self, azimuth_deg: float) -> tuple[Lamp, ...]:
        """Return the lamps for a camera at this azimuth."""
        tint = (1.0, 1.0 - 0.10 * max(self.warmth, 0), 1.0 - 0.30 * max(self.warmth, 0))
        if self.warmth < 0:
            tint = (1.0 + 0.25 * self.warmth, 1.0 + 0.08 * self.warmth, 1.0)
        fill = 0.55 - 0.45 * self.contrast
        rows = (
            (self.key_deg, 3.8, 3.1, 0.74, tint),
            (self.key_deg - 75, 4.2, 2.0, fill, (0.95, 0.97, 1.0)),
            (self.key_deg + 150, 3.0, 3.4, 0.28, (1.0, 1.0, 1.0)),
        )
        lamps = []
        for angle_deg, distance_m, height_m, share, colour in rows:
            spot = rot_z(azimuth_deg + angle_deg) @ np.array([0.0, -distance_m, height_m])
            lamps.append(Lamp(tuple(float(x) for x in spot), share * self.strength, colour))
        return tuple(lamps)
