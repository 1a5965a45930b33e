"""Short tones in place of words, made here and played by the system's own player."""

import io
import shutil
import sys
import tempfile
import wave
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from formcheck.sinks.speech.engine import NO_DEVICE, Sound, SpeakerError
from formcheck.sinks.speech.process import SoundProcess

_RATE_HZ = 22_050
_LOUDNESS = 0.4
_FADE_S = 0.008  # without it a tone starts and ends with a click
_PLAY_AT_MOST_S = 5.0
# Notes: pitch in Hz, 0 is a pause, and length in seconds. They differ in rhythm, not by pitch alone.
TONES: Mapping[Sound, tuple[tuple[float, float], ...]] = {
    "rep": ((880, 0.09),),
    "cue": ((660, 0.13), (0, 0.05), (440, 0.22)),
    "praise": ((660, 0.09), (0, 0.03), (990, 0.16)),
    "guide": ((520, 0.18),),
    "countdown": ((740, 0.12),),
    "go": ((990, 0.45),),
    "problem": ((330, 0.15), (0, 0.08), (330, 0.15), (0, 0.08), (330, 0.15)),
}
_PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"))


def tone_wave(sound: Sound) -> bytes:
    """The tones of a kind of sentence as a WAV file."""
    samples = np.concatenate([_note(*note) for note in TONES[sound]])
    with io.BytesIO() as buffer:
        with wave.open(buffer, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(_RATE_HZ)
            file.writeframes((samples * 32767).astype("<i2").tobytes())
        return buffer.getvalue()


def _note(pitch_hz: float, seconds: float) -> "np.typing.NDArray[np.float64]":
    time_s = np.arange(round(seconds * _RATE_HZ)) / _RATE_HZ
    fade = np.clip(np.minimum(time_s, seconds - time_s) / _FADE_S, 0.0, 1.0)
    return np.asarray(_LOUDNESS * fade * np.sin(2 * np.pi * pitch_hz * time_s))


def player_command(
    platform: str = sys.platform, which: Callable[[str], str | None] = shutil.which
) -> tuple[str, ...]:
    """The command that plays a WAV file; empty on Windows, where Python itself can.

    Raises:
        SpeakerError: If there is none; says what to install.
    """
    if platform == "win32":
        return ()
    players = (("afplay",),) if platform == "darwin" else _PLAYERS
    for player in players:
        if which(player[0]):
            return player
    raise SpeakerError("no sound: install a player (on Debian or Ubuntu: sudo apt-get install alsa-utils)")


class Beep:
    """Plays the tone of each sentence.

    Raises:
        SpeakerError: If the system has no player.
    """

    def __init__(self) -> None:
        self._command = player_command()
        self._process = SoundProcess()
        self._folder = tempfile.TemporaryDirectory(prefix="formcheck-")
        self._files = {sound: Path(self._folder.name) / f"{sound}.wav" for sound in TONES}
        for sound, path in self._files.items():
            path.write_bytes(tone_wave(sound))

    def play(self, text: str, sound: Sound) -> None:
        """Play the tone of a sentence and wait until it is over.

        Raises:
            SpeakerError: If it cannot be heard.
        """
        del text
        if sys.platform == "win32":
            import winsound

            winsound.PlaySound(str(self._files[sound]), winsound.SND_FILENAME)
            return
        why = self._process.run((*self._command, str(self._files[sound])), _PLAY_AT_MOST_S)
        if why:
            raise SpeakerError(f"{NO_DEVICE} ({self._command[0]}: {why})")

    def stop(self) -> None:
        """Fall silent at once."""
        self._process.stop()
        self._folder.cleanup()
