"""Writes the picture that the live window shows."""

from pathlib import Path

import cv2

from formcheck.files import write_bytes
from formcheck.source.frame import Image


def write_snapshot(image_bgr: Image, path: Path) -> None:
    """Write one picture as PNG.

    Raises:
        OutputError: If it cannot be written.
    """
    _, encoded = cv2.imencode(".png", image_bgr)
    write_bytes(path, encoded.tobytes())
