"""Makes one small picture with a row of frames for every video of a folder."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

COLUMNS, WIDTH_PX = 8, 140


def write_contact_sheet(videos: list[Path], picture: Path) -> None:
    """Write a JPEG with evenly spaced frames of each video, one row a video."""
    rows = [_row(video) for video in videos]
    width = max(row.shape[1] for row in rows)
    padded = [np.pad(row, ((0, 4), (0, width - row.shape[1]), (0, 0)), constant_values=255) for row in rows]
    cv2.imwrite(str(picture), np.vstack(padded), [cv2.IMWRITE_JPEG_QUALITY, 82])


def _row(video: Path) -> NDArray[np.uint8]:
    capture = cv2.VideoCapture(str(video))
    count = int(capture.get(cv2.CAP_PROP_FRAME_COUNT))
    wanted = {int((k + 0.5) * count / COLUMNS) for k in range(COLUMNS)}
    frames = []
    for number in range(count):
        found, frame = capture.read()
        if found and number in wanted:
            height = round(frame.shape[0] * WIDTH_PX / frame.shape[1])
            frames.append(cv2.resize(frame, (WIDTH_PX, height), interpolation=cv2.INTER_AREA))
    capture.release()
    return np.hstack(frames)
