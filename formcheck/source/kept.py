"""Pictures of a film at a smaller size, kept packed from when they are decoded until they are drawn into."""

import threading
from collections import deque
from dataclasses import dataclass

import cv2
import numpy as np

from formcheck.source.fitting import size_within
from formcheck.source.frame import Frame, Image, StreamInfo

# Seven seconds of 720x1280 at 30 a second are some 15 MB.
_MOST_BYTES = 48_000_000
# What is made of them is encoded once more, and more strongly than this.
_QUALITY = 88


@dataclass(frozen=True, slots=True)
class _Packed:
    index: int
    time_s: float
    jpeg: bytes


class KeptPictures:
    """Takes pictures while a film is read, and gives each back once, in order.

    A second decoder would cost more than packing from about 1080x1920 on: at 4K 14 ms a picture and the
    100 MB that it holds. Smaller films are not kept but read again. One thread puts, another one takes.

    Args:
        longest_side_px: The size that is kept.
        most_bytes: What may be kept at once. Once it was more, no further picture is taken.
    """

    def __init__(self, longest_side_px: int, most_bytes: int = _MOST_BYTES) -> None:
        self.longest_side_px = longest_side_px
        self._most_bytes = most_bytes
        self._packed: deque[_Packed] = deque()
        self._bytes = 0
        self._is_full = False
        self._lock = threading.Lock()

    def are_for(self, info: StreamInfo) -> bool:
        """Whether the pictures of this film are worth keeping."""
        own_px = info.width_px, info.height_px
        return size_within(*own_px, self.longest_side_px) != own_px

    @property
    def wants_more(self) -> bool:
        """Whether the next picture is to be put."""
        return not self._is_full

    def put(self, index: int, time_s: float, image: Image) -> None:
        """Keep the next picture, (height, width, 3) uint8 RGB."""
        # As if it were BGR: it is read as such again.
        _, jpeg = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, _QUALITY))
        packed = _Packed(index, time_s, jpeg.tobytes())
        with self._lock:
            self._is_full = self._is_full or self._bytes + len(packed.jpeg) > self._most_bytes
            if not self._is_full:
                self._packed.append(packed)
                self._bytes += len(packed.jpeg)

    def forget(self) -> None:
        """Let go of what was put: the film begins anew."""
        with self._lock:
            self._packed.clear()
            self._bytes = 0

    def take(self, index: int) -> Frame | None:
        """The picture of an index that was put; those before it are let go. None: it was not kept.

        Example:
            >>> kept = KeptPictures(8)
            >>> kept.put(0, 0.0, np.zeros((8, 4, 3), np.uint8))
            >>> kept.take(0).image.shape, kept.take(0)
            ((8, 4, 3), None)
        """
        found: _Packed | None = None
        with self._lock:
            while self._packed and self._packed[0].index <= index:
                found = self._packed.popleft()
                self._bytes -= len(found.jpeg)
        if found is None or found.index != index:
            return None
        image = cv2.imdecode(np.frombuffer(found.jpeg, np.uint8), cv2.IMREAD_COLOR)
        return Frame(index, found.time_s, np.asarray(image, np.uint8))
