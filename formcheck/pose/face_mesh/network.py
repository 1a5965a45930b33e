"""One look of the face mesh at one place of a picture."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.errors import ModelError
from formcheck.pose.pose import FloatArray
from formcheck.source.frame import Image
from formcheck.system_libraries import explain_missing_libraries

POINTS = 468
_SIDE_PX = 192
_OUTPUTS = ("conv2d_21", "conv2d_31")  # the points, and the presence


@dataclass(frozen=True, slots=True)
class Place:
    """A square of a picture, turned so that the eyes lie level in it.

    Attributes:
        x_px: Its middle, across.
        y_px: Its middle, down.
        side_px: Its side.
        roll_rad: How far it is turned, clockwise.
    """

    x_px: float
    y_px: float
    side_px: float
    roll_rad: float

    def to_crop(self) -> FloatArray:
        """(2, 3) the affine map from the picture to the network's 192 x 192 pixels."""
        scale = _SIDE_PX / self.side_px
        cos, sin = scale * np.cos(self.roll_rad), scale * np.sin(self.roll_rad)
        turn = np.array([[cos, sin], [-sin, cos]])
        shift = _SIDE_PX / 2 - turn @ (self.x_px, self.y_px)
        return np.column_stack([turn, shift])


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """What the network found.

    Attributes:
        xy_px: (468, 2) points in pixels of the picture.
        depth_px: (468,) how far behind their middle they lie, as the network guesses; it is used for nothing
            but the mean face.
        presence: How sure it is that they are a face's; see `Face.presence`.
    """

    xy_px: FloatArray
    depth_px: FloatArray
    presence: float


class FaceNetwork:
    """The network; loaded with the first picture, by OpenCV's reader of TensorFlow Lite files.

    Args:
        weights: Its file.
    """

    def __init__(self, weights: Path) -> None:
        self._weights = weights
        self._net: Any = None

    def look(self, image: Image, place: Place) -> Mesh:
        """Find a face at a place of a picture, (height, width, 3) uint8 RGB.

        Raises:
            ModelError: If the network cannot be loaded.
            MissingLibraryError: If a system library is missing.
        """
        with explain_missing_libraries():
            import cv2  # here: a pose recording does without

        if self._net is None:
            self._net = self._loaded(cv2)
        to_crop = place.to_crop()
        crop = cv2.warpAffine(image, to_crop, (_SIDE_PX, _SIDE_PX))
        self._net.setInput(crop.astype(np.float32).transpose(2, 0, 1)[None] / 255.0)
        points, presence = self._net.forward(list(_OUTPUTS))
        in_crop = points.reshape(POINTS, 3).astype(np.float64)
        xy_px = (in_crop[:, :2] - to_crop[:, 2]) @ np.linalg.inv(to_crop[:, :2]).T
        return Mesh(xy_px, in_crop[:, 2] * place.side_px / _SIDE_PX, float(presence.reshape(-1)[0]))

    def close(self) -> None:
        """Free its memory."""
        self._net = None

    def _loaded(self, cv2: Any) -> Any:
        try:
            return cv2.dnn.readNetFromTFLite(str(self._weights), cv2.dnn.ENGINE_CLASSIC)
        except (cv2.error, AttributeError) as error:
            raise ModelError(
                f"the face model {self._weights} cannot be loaded; reinstall formcheck"
            ) from error
