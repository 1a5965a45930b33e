"""What a live run says of itself."""

from dataclasses import dataclass

from formcheck.sinks.speech.engine import SoundKind
from formcheck.source.health import Trouble


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """What a live run says of itself, beside what is observed.

    Attributes:
        paused: Nothing is judged now.
        muted: Sound is there, and switched off.
        recording: The pictures are being written.
        help: The keys are shown.
        trouble: What is wrong with the camera, or None.
        fps: Pictures a second that are judged, or None while not known.
        summary: What the last set was like, a line each, a heading first; shown between sets.
        sound: What sound there is.
        chosen_by: The digits that choose an activity, each with its word, for the help.
        only_end: Whether no key does anything but the one that ends the run.
    """

    paused: bool = False
    muted: bool = False
    recording: bool = False
    help: bool = False
    trouble: Trouble | None = None
    fps: float | None = None
    summary: tuple[str, ...] = ()
    sound: SoundKind = "none"
    chosen_by: tuple[tuple[int, str], ...] = ()
    only_end: bool = False
