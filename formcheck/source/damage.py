"""Which pictures of a film are damaged: those the decoder marks, and those that are built on them."""

from formcheck.source.codecs import VideoFrame

# What follows a damaged picture is built on it until the next one that stands for itself: encoders write one
# every ten seconds at least. Some never do, and mend the picture bit by bit.
_LASTS_S = 10.0


class Damage:
    """What is damaged: pictures that the decoder marks, and those that are built on them."""

    def __init__(self) -> None:
        self._until_s = 0.0

    def reaches(self, time_s: float, picture: VideoFrame, *, after_loss: bool = False) -> bool:
        """Whether the picture is damaged.

        Args:
            time_s: Its time.
            picture: As it was decoded.
            after_loss: Whether something before it could not be decoded at all.
        """
        if picture.is_corrupt or (after_loss and not picture.key_frame):
            self._until_s = time_s + _LASTS_S
            return True
        if picture.key_frame:
            self._until_s = time_s
        return time_s < self._until_s
