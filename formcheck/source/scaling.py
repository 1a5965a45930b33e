"""Decoded pictures as RGB, at the size that is wanted."""

import numpy as np

from formcheck.source.codecs import Interpolation, VideoFrame, VideoReformatter
from formcheck.source.frame import Image

# Formats with colours at half the size, which are scaled before they are converted.
_SCALED_AS_STORED = "yuv"
_HOW = Interpolation.AREA


class Scaler:
    """Scales and converts the pictures of one film, all to one size; never to RGB at their own.

    In the caller's thread. An instance for each size: setting a scaler up anew costs more than its work.
    """

    def __init__(self) -> None:
        self._scaler, self._converter = VideoReformatter(), VideoReformatter()

    def rgb(self, picture: VideoFrame, size_px: tuple[int, int]) -> Image:
        """The stored picture as (height, width, 3) uint8 RGB of this width and height."""
        stored = picture.format.name
        if size_px != (picture.width, picture.height) and stored.startswith(_SCALED_AS_STORED):
            # Half as many numbers as in RGB, and the conversion of what is left has a fast way of its own.
            picture = self._scaler.reformat(picture, *size_px, stored, interpolation=_HOW, threads=1)
        rgb = self._converter.reformat(picture, *size_px, "rgb24", interpolation=_HOW, threads=1)
        return np.asarray(rgb.to_ndarray(), np.uint8)
