from pathlib import Path

import cv2

from formcheck.files import atomic_path
from formcheck.source.frame import Image


def write_snapshot(image_bgr: Image, path: Path) -> None:
    """Write one picture as PNG.

    Raises:
        OutputError: If it cannot be written.
    """
    _, encoded = cv2.imencode(".png", image_bgr)
    with atomic_path(path) as temporary:
        temporary.write_bytes(encoded.tobytes())
