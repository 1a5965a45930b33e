"""What a cheap camera does to a clean picture: softness, exposure and noise."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Sensor:
    """A camera sensor.

    Attributes:
        noise_sd: standard deviation of the noise, in grey levels of 255.
        blur_px: standard deviation of the softness.
        gain: exposure against the clean picture.
        gamma: above 1 darkens the middle tones.
        warmth: shift of red up and blue down, as a share.
    """

    noise_sd: float = 1.5
    blur_px: float = 0.5
    gain: float = 1.0
    gamma: float = 1.0
    warmth: float = 0.0

    def expose(
        self, picture: NDArray[np.uint8], rng: np.random.Generator, grain: NDArray[np.float32] | None = None
    ) -> NDArray[np.uint8]:
        """Return the picture as the sensor records it.

        Args:
            picture: what falls on the sensor.
            rng: where its noise comes from.
            grain: noise of standard deviation one, as large as the picture, that is shifted about instead of
                being made anew.
        """
        image = picture if self.blur_px <= 0 else cv2.GaussianBlur(picture, (0, 0), self.blur_px)
        ramp = 255.0 * self.gain * (np.arange(256) / 255.0) ** self.gamma
        shift = np.array([1 + self.warmth, 1.0, 1 - self.warmth])
        table = np.clip(ramp[:, None] * shift, 0, 255).astype(np.uint8).reshape(1, 256, 3)
        image = cv2.LUT(np.ascontiguousarray(image), table)
        if self.noise_sd > 0:
            if grain is None:
                noise = rng.standard_normal(image.shape[:2], np.float32) * self.noise_sd
            else:
                shift = [int(rng.integers(size)) for size in grain.shape]
                noise = np.roll(grain, shift, (0, 1)) * self.noise_sd
            image = np.clip(image + noise[..., None], 0, 255).astype(np.uint8)
        return image
