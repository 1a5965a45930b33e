"""The system's own voice, in a process of its own: espeak-ng on Linux, `say` on macOS, SAPI on Windows."""

import shutil
import sys
from collections.abc import Callable
from typing import Final

from formcheck.sinks.speech.engine import Sound, SpeakerError
from formcheck.sinks.speech.process import SoundProcess

_SPEAK_AT_MOST_S = 20.0
# A little slower than espeak-ng's default of 175, which is hard to follow while lifting.
_WORDS_PER_MINUTE = "165"
_SAPI: Final = (
    "Add-Type -AssemblyName System.Speech;"
    "$s = New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "$s.Speak([Console]::In.ReadToEnd())"
)


def voice_command(
    platform: str = sys.platform, which: Callable[[str], str | None] = shutil.which
) -> tuple[str, ...]:
    """The command that speaks what it reads from its standard input.

    Raises:
        SpeakerError: If there is none; says what to install.
    """
    if platform == "darwin":
        if which("say"):
            return ("say", "-f", "-")
        raise SpeakerError("no voice: the command `say` of macOS was not found")
    if platform == "win32":
        if which("powershell"):
            return ("powershell", "-NoProfile", "-NonInteractive", "-Command", _SAPI)
        raise SpeakerError("no voice: PowerShell was not found")
    for name in ("espeak-ng", "espeak"):
        if which(name):
            return (name, "-s", _WORDS_PER_MINUTE, "--stdin")
    raise SpeakerError("no voice: install espeak-ng (on Debian or Ubuntu: sudo apt-get install espeak-ng)")


class Voice:
    """Speaks one sentence after the other.

    Raises:
        SpeakerError: If the system has no voice.
    """

    def __init__(self) -> None:
        self._command = voice_command()
        self._process = SoundProcess()

    def play(self, text: str, sound: Sound) -> None:
        """Speak a sentence and wait until it is over.

        Raises:
            SpeakerError: If it cannot be heard.
        """
        del sound  # the words say it
        why = self._process.run(self._command, _SPEAK_AT_MOST_S, text)
        if why:
            raise SpeakerError(f"no voice: {self._command[0]}: {why}")

    def stop(self) -> None:
        """Fall silent at once."""
        self._process.stop()
