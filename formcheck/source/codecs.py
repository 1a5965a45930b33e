"""PyAV, loaded after OpenCV, which is the one order in which both work.

When PyAV comes first, OpenCV's windows hang: both bring an FFmpeg of their own. So PyAV is imported here
alone, which a contract in pyproject.toml keeps. A process without windows does without OpenCV.
"""

from formcheck.source.windowless import may_open_windows

if may_open_windows():
    import cv2  # noqa: F401  # first
import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.sidedata.sidedata import SideData, SideDataContainer
from av.sidedata.sidedata import Type as SideDataType
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from av.video.stream import VideoStream

__all__ = [
    "AudioFrame",
    "AudioResampler",
    "AudioStream",
    "ColorRange",
    "Colorspace",
    "InputContainer",
    "Interpolation",
    "OutputContainer",
    "Packet",
    "SideData",
    "SideDataContainer",
    "SideDataType",
    "VideoFrame",
    "VideoReformatter",
    "VideoStream",
    "av",
]


def use_one_thread() -> None:
    """Have OpenCV work in the thread that calls it, from now on.

    Its own threads wait for each other awake, which takes time from models that work side by side: a look at
    a face takes 3.4 ms instead of 5.4, and 3.3 of a core instead of 3.9.
    """
    import cv2  # here: a process without windows may do without

    cv2.setNumThreads(1)
