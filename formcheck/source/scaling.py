"""Decoded pictures as RGB, at the size that is wanted."""

import numpy as np

from formcheck.source.codecs import ColorRange, Colorspace, Interpolation, VideoFrame, VideoReformatter, av
from formcheck.source.frame import Image

# Formats with colours at half the size, which are scaled before they are converted.
_SCALED_AS_STORED = "yuv"
_HOW = Interpolation.AREA
_USUAL_COLOURS, _NOT_SAID = Colorspace.ITU709, 2
_RANGES = (ColorRange.MPEG, ColorRange.JPEG)


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
            picture = _reformatted(self._scaler, picture, size_px, stored)
        rgb = _reformatted(self._converter, picture, size_px, "rgb24")
        return np.asarray(rgb.to_ndarray(), np.uint8)


def _reformatted(
    by: VideoReformatter, picture: VideoFrame, size_px: tuple[int, int], kind: str
) -> VideoFrame:
    try:
        return by.reformat(picture, *size_px, kind, interpolation=_HOW, threads=1)
    except av.FFmpegError:
        # The film names its colours in a way that nobody knows: take them for the usual ones.
        picture.colorspace = _USUAL_COLOURS
        picture.color_primaries = picture.color_trc = _NOT_SAID
        if picture.color_range not in _RANGES:
            picture.color_range = ColorRange.MPEG
        return by.reformat(picture, *size_px, kind, interpolation=_HOW, threads=1)
