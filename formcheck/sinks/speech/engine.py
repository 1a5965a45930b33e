"""What makes one sound at a time, and what kinds of sounds there are."""

from typing import Literal, Protocol

from formcheck.errors import FormcheckError

SoundKind = Literal["voice", "beep", "none"]
Sound = Literal["rep", "cue", "praise", "guide", "countdown", "go", "problem"]

NO_DEVICE = "no sound: connect or switch on a loudspeaker or headphones"


class SpeakerError(FormcheckError):
    """Nothing can be heard; the message says what to install or to check."""


class Engine(Protocol):
    """Makes one sound at a time."""

    def play(self, text: str, sound: Sound) -> None:
        """Make the sound, and wait until it is over.

        Raises:
            SpeakerError: If nothing can be heard.
        """
        ...

    def stop(self) -> None:
        """Fall silent at once; called from another thread."""
        ...
