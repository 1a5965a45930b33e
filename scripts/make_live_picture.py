"""Makes the README's moving picture of the live window from a sample video: docs/live.webp.

    python scripts/make_live_picture.py

The sample goes through the guide, the session as before a camera, and the live screen. Its first picture is
held while the guide counts down; nothing else is staged.
"""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from formcheck.activities.load import load_activity
from formcheck.guide.guidance import Guidance
from formcheck.guide.setup import SetupGuide
from formcheck.measurements.view import ViewEstimator
from formcheck.pose.models import DEFAULT_MODEL
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.pose.stream import estimated_poses
from formcheck.session.start import start_session
from formcheck.sinks.screen.screen import LiveScreen
from formcheck.sinks.status import LiveStatus
from formcheck.source.codecs import av
from formcheck.source.frame import Image
from formcheck.source.video import VideoFile

_ROOT = Path(__file__).resolve().parent.parent
_SAMPLE = _ROOT / "sample_videos" / "press_side_layback.mp4"
_SIZE_PX = (720, 480)
_EVERY = 3  # of the sample's 30 pictures a second
_STATUS = LiveStatus(fps=30.0)
_QUALITY = "55"


def pictures() -> Iterator[Image]:
    """What the live window shows, every few pictures."""
    activity = load_activity("overhead-press")
    with VideoFile(_SAMPLE) as video, estimated_poses(_SAMPLE, DEFAULT_MODEL) as poses:
        screen, frames = LiveScreen(video.info, activity), list(zip(video, poses, strict=True))
        info = poses.info
    picture, posed = frames[0]
    guide, view = SetupGuide(activity, info), ViewEstimator()
    for number in range(200):
        sight = view.update(number / info.fps, posed.pose)
        guidance = guide.update(number / info.fps, posed.pose, sight, float(picture.image.mean()) / 255)
        if guidance.state == "ready":
            break
        if number % _EVERY == 0:
            yield screen.draw(picture.image, None, guidance, _STATUS, _SIZE_PX)
    session = start_session(activity, info, OneEuroSmoother())
    for frame, posed in frames:
        for seen in session.push(posed):
            shown = screen.draw(frame.image, seen, Guidance("ready"), _STATUS, _SIZE_PX, session.neutral)
            if frame.index % _EVERY == 0:
                yield shown


def main() -> None:
    """Write docs/live.webp."""
    path = _ROOT / "docs" / "live.webp"
    with av.open(str(path), "w", format="webp", options={"loop": "0"}) as out:
        stream = out.add_stream("libwebp_anim", rate=Fraction(30, _EVERY))
        stream.width, stream.height = _SIZE_PX
        stream.pix_fmt = "yuv420p"
        stream.codec_context.options = {"quality": _QUALITY, "compression_level": "6"}
        for image in pictures():
            rgb = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(rgb, format="rgb24")))
        out.mux(stream.encode(None))


if __name__ == "__main__":
    main()
