"""Opens the speaker of a kind."""

from collections.abc import Callable, Mapping

from formcheck.sinks.speech.beep import Beep
from formcheck.sinks.speech.engine import Engine, SoundKind, SpeakerError
from formcheck.sinks.speech.speaker import Silence, Speaker, WaitingSpeaker
from formcheck.sinks.speech.voice import Voice

ENGINES: Mapping[SoundKind, Callable[[], Engine]] = {"voice": Voice, "beep": Beep}


def open_speaker(kind: SoundKind) -> Speaker:
    """A speaker of that kind; one that says nothing, and why, where there can be none."""
    if kind not in ENGINES:
        return Silence()
    try:
        return WaitingSpeaker(ENGINES[kind]())
    except SpeakerError as error:
        return Silence(str(error))
