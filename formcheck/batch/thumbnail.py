"""A small picture of a result for the index: of the worst moment, out of what was written anyway."""

from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np

from formcheck.errors import FormcheckError
from formcheck.files import write_bytes
from formcheck.results.result import WrittenResult
from formcheck.results.summary import Summary
from formcheck.rules.finding import Severity
from formcheck.sinks.own_files import THUMBNAIL, marked_jpeg
from formcheck.source.frame import Image
from formcheck.source.video import VideoFile

_LONGEST_SIDE_PX = 160
_QUALITY = 70
# A video begins with a picture that can be decoded by itself once a second.
_LOOK_S = 1.5


def write_thumbnail(result: WrittenResult, folder: Path) -> None:
    """Make thumbnail.jpg beside a result, where the result holds pictures anyway; else there is none.

    It is made of what was written, so that a face that is covered there is covered here.

    Args:
        result: What was found, and its files.
        folder: Where it goes.

    Raises:
        OutputError: If it cannot be written.
    """
    with_pictures = next(
        (one for one in (result, *result.parts) if one.written.video or one.written.picture), None
    )
    if with_pictures is None:
        return
    image = _picture(with_pictures)
    if image is None:
        return
    height, width = image.shape[:2]
    scale = min(1.0, _LONGEST_SIDE_PX / max(height, width))
    small = cv2.resize(
        image, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    ok, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if ok:
        write_bytes(folder / THUMBNAIL, marked_jpeg(data.tobytes()))


def moment_s(summary: Summary) -> float | None:
    """The moment that shows a result best: the worst finding's, or the top of the first rep."""
    worst = max(
        summary.findings, key=lambda f: (Severity(f.severity).rank, not f.uncertain, -f.peak_s), default=None
    )
    if worst is not None:
        return worst.peak_s
    return summary.reps[0].top_s if summary.reps else None


def _picture(result: WrittenResult) -> Image | None:
    """In BGR."""
    if result.written.picture is not None:
        with suppress(OSError):
            data = np.frombuffer(result.written.picture.read_bytes(), np.uint8)
            return cv2.imdecode(data, cv2.IMREAD_COLOR)  # type: ignore[return-value]
        return None
    assert result.written.video is not None
    source = result.summary.source
    at_s = moment_s(result.summary)
    wanted_s = 0.0 if at_s is None else max(0.0, at_s - (source.start_s or 0.0))
    with (
        suppress(FormcheckError),
        VideoFile(result.written.video, max(0.0, wanted_s), wanted_s + _LOOK_S) as video,
    ):
        for frame in video:
            return cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR)  # type: ignore[return-value]
    return None
