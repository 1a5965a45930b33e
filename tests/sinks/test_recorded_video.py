"""The video of a set before a camera: where it cannot be written, that is told once and the set goes on."""

from pathlib import Path

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.errors import OutputError
from formcheck.sinks.drawing.session_overlay import session_overlay
from formcheck.sinks.update import Update
from formcheck.sinks.video.recorded import RecordedVideo
from formcheck.sinks.video.writer import VideoWriter
from formcheck.source.frame import StreamInfo
from tests.sinks.observed import observed
from tests.waiting import until

INFO = StreamInfo("camera", 64, 48, 30.0)


def no_room(path: Path, info: StreamInfo) -> VideoWriter:
    raise OSError(28, "No space left on device")


def test_a_video_that_finds_no_room_is_told_once_and_the_set_goes_on(tmp_path: Path) -> None:
    told: list[str] = []
    overlay = session_overlay(load_activity("overhead-press"), INFO)
    video = RecordedVideo(tmp_path / "annotated.mp4", INFO, overlay, told.append, no_room)
    update = Update(observed(), image=np.zeros((48, 64, 3), np.uint8))

    def is_told() -> bool:
        video.write(update)
        return bool(told)

    until(is_told)
    for _ in range(5):
        video.write(update)
    (line,) = told
    assert "annotated.mp4" in line
    assert line.endswith("the set goes on without a video")
    with pytest.raises(OutputError, match="No space left"):
        video.close()
    assert dict(video.written) == {}
