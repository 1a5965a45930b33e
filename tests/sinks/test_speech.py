import io
import shutil
import subprocess
import sys
import threading
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from formcheck.sinks.speech import beep, voice
from formcheck.sinks.speech.beep import TONES, player_command, tone_wave
from formcheck.sinks.speech.engine import Sound, SpeakerError
from formcheck.sinks.speech.opening import open_speaker
from formcheck.sinks.speech.process import SoundProcess
from formcheck.sinks.speech.speaker import Silence, WaitingSpeaker
from formcheck.sinks.speech.voice import Voice, voice_command
from tests.waiting import LAST_RESORT_S, done_by_itself, until


class Recorder:
    """An engine that notes what it plays, and can be held up."""

    def __init__(self, error: Exception | None = None) -> None:
        self.played: list[tuple[str, Sound]] = []
        self.go = threading.Event()
        self.began = threading.Semaphore(0)
        self.stopped = False
        self._error = error

    def play(self, text: str, sound: Sound) -> None:
        self.began.release()
        assert self.go.wait(LAST_RESORT_S)
        if self._error is not None:
            raise self._error
        self.played.append((text, sound))

    def stop(self) -> None:
        self.stopped = True
        self.go.set()


def test_while_one_is_said_the_newest_waits_and_older_ones_are_forgotten() -> None:
    engine = Recorder()
    speaker = WaitingSpeaker(engine, clock=lambda: 0.0)
    speaker.say("one", 0.0, "rep")
    assert engine.began.acquire(timeout=LAST_RESORT_S)
    for text in ("two", "three", "four"):
        speaker.say(text, 0.0)
    engine.go.set()
    until(lambda: len(engine.played) == 2)
    speaker.close()
    assert engine.played == [("one", "rep"), ("four", "cue")]


@pytest.mark.parametrize(("age_s", "is_said"), [(0.0, True), (1.4, True), (1.6, False)])
def test_what_is_stale_when_its_turn_comes_is_not_said(age_s: float, is_said: bool) -> None:
    now = [100.0]
    engine = Recorder()
    speaker = WaitingSpeaker(engine, clock=lambda: now[0])
    speaker.say("first", 100.0)
    assert engine.began.acquire(timeout=LAST_RESORT_S)
    speaker.say("second", 100.0)
    now[0] = 100.0 + age_s
    engine.go.set()
    until(lambda: len(engine.played) >= 1)
    if is_said:
        until(lambda: len(engine.played) == 2)
    else:
        speaker.say("third", now[0])
        until(lambda: ("third", "cue") in engine.played)
    speaker.close()
    assert (("second", "cue") in engine.played) == is_said


def test_say_never_blocks_and_close_ends_what_is_being_said() -> None:
    """What is played ends only when it is stopped: whoever waited for it would wait for ever."""
    engine = Recorder()
    speaker = WaitingSpeaker(engine)

    def say_much() -> bool:
        for number in range(200):
            speaker.say(str(number), time.monotonic())
        was_stopped = engine.stopped
        speaker.close()
        speaker.close()
        speaker.say("after", time.monotonic())
        return was_stopped

    assert done_by_itself(say_much) is False
    assert engine.stopped


@pytest.mark.parametrize("error", [SpeakerError("no sound: connect a loudspeaker"), OSError(2, "gone")])
def test_a_speaker_that_fails_says_why_in_one_line_and_is_silent(error: Exception) -> None:
    engine = Recorder(error)
    engine.go.set()
    speaker = WaitingSpeaker(engine, clock=lambda: 0.0)
    speaker.say("one", 0.0)
    until(lambda: bool(speaker.problem))
    speaker.say("two", 0.0)
    speaker.close()
    assert speaker.problem.startswith("no sound: ")
    assert "\n" not in speaker.problem
    assert engine.played == []


def test_without_a_voice_or_player_the_session_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voice, "voice_command", lambda: voice_command("linux", lambda name: None))
    monkeypatch.setattr(beep, "player_command", lambda: player_command("linux", lambda name: None))
    for kind, package in (("voice", "espeak-ng"), ("beep", "alsa-utils")):
        speaker = open_speaker(kind)  # type: ignore[arg-type]
        assert f"apt-get install {package}" in speaker.problem
        speaker.say("nothing", time.monotonic())
        speaker.close()
    assert open_speaker("none").problem == ""
    assert isinstance(open_speaker("none"), Silence)


@pytest.mark.parametrize(
    ("platform", "there", "command"),
    [
        ("linux", {"espeak-ng", "espeak"}, "espeak-ng"),
        ("linux", {"espeak"}, "espeak"),
        ("darwin", {"say"}, "say"),
        ("win32", {"powershell"}, "powershell"),
    ],
)
def test_every_system_speaks_with_its_own_voice(platform: str, there: set[str], command: str) -> None:
    found = voice_command(platform, lambda name: name if name in there else None)
    assert found[0] == command


@pytest.mark.parametrize(
    ("platform", "there", "command"),
    [("linux", {"aplay", "paplay"}, ("paplay",)), ("darwin", {"afplay"}, ("afplay",)), ("win32", set(), ())],
)
def test_every_system_has_its_player(platform: str, there: set[str], command: tuple[str, ...]) -> None:
    assert player_command(platform, lambda name: name if name in there else None) == command


def test_tones_are_short_differ_and_do_not_click() -> None:
    heard = {}
    for sound in TONES:
        with wave.open(io.BytesIO(tone_wave(sound))) as file:
            assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
            seconds = file.getnframes() / file.getframerate()
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert 0.05 < seconds < 1.0
        assert np.abs(samples[[0, -1]]).max() < 1500
        assert 8_000 < np.abs(samples).max() < 20_000
        heard[sound] = samples.tobytes()
    assert len(set(heard.values())) == len(TONES)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_espeak_ng_makes_speech_of_a_sentence(tmp_path: Path) -> None:
    path = str(tmp_path / "speech.wav")
    command = [*voice_command("linux"), "-w", path]
    for text in ("Squeeze your glutes and keep your ribs stacked over your hips.", "-v 3"):
        subprocess.run(command, input=text.encode(), check=True, timeout=LAST_RESORT_S)
        with wave.open(path) as file:
            seconds = file.getnframes() / file.getframerate()
            samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        assert np.abs(samples).max() > 3000
        assert 0.3 < seconds < 8


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_the_voice_is_heard_or_says_that_there_is_no_loudspeaker() -> None:
    said = ""
    try:
        Voice().play("3", "rep")
    except SpeakerError as error:
        said = str(error)
    assert said == "" or said.startswith("no sound: connect or switch on")


@pytest.mark.parametrize(
    ("program", "text", "why"),
    [
        ("import sys; assert sys.stdin.read() == 'Ribs down.'", "Ribs down.", ""),
        ("import sys; sys.exit('one\\nno such device')", "", "no such device"),
        ("import sys; sys.exit(3)", "", "exit code 3"),
    ],
    ids=["heard", "says why", "says nothing"],
)
def test_a_sound_is_waited_for_and_tells_why_it_failed(program: str, text: str, why: str) -> None:
    assert SoundProcess().run((sys.executable, "-c", program), LAST_RESORT_S, text) == why


# Waited for, it would say so.
ENDLESS = f"import sys, time; time.sleep({2 * LAST_RESORT_S}); sys.exit('it was waited for')"


def test_a_sound_that_hangs_is_ended_and_has_not_failed() -> None:
    assert done_by_itself(lambda: SoundProcess().run((sys.executable, "-c", ENDLESS), 0.3)) == ""


def test_a_sound_that_is_stopped_has_not_failed(tmp_path: Path) -> None:
    process, began = SoundProcess(), tmp_path / "began"
    program = f"import pathlib; pathlib.Path({str(began)!r}).touch(); {ENDLESS}"

    def stop_once_begun() -> None:
        until(began.exists)
        process.stop()

    stopper = threading.Thread(target=stop_once_begun)
    stopper.start()
    assert done_by_itself(lambda: process.run((sys.executable, "-c", program), 2 * LAST_RESORT_S)) == ""
    stopper.join()
