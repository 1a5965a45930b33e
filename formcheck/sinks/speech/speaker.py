"""What is said aloud, never late: one sentence waits at most, a newer one takes its place."""

import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from formcheck.sinks.speech.engine import Engine, Sound, SpeakerError

# A sentence older than this when its turn comes is not said any more.
STALE_S = 1.5
_CLOSE_S = 1.0


class Speaker(Protocol):
    """Says sentences, or plays a tone for each."""

    @property
    def problem(self) -> str:
        """Why nothing can be heard, one line for people, or ""; may turn up from the first sound on."""
        ...

    def say(self, text: str, made_s: float, sound: Sound = "cue") -> None:
        """Say a sentence soon, or never; returns at once.

        Args:
            text: The sentence.
            made_s: When it was true, on `time.monotonic()`.
            sound: What kind of sentence it is: chooses the tone where there are no words.
        """
        ...

    def close(self) -> None:
        """Fall silent and end; does nothing the second time."""
        ...


class Silence:
    """Says nothing.

    Args:
        problem: Why, where something was wanted.
    """

    def __init__(self, problem: str = "") -> None:
        self.problem = problem

    def say(self, text: str, made_s: float, sound: Sound = "cue") -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    made_s: float
    sound: Sound


class WaitingSpeaker:
    """Hands sentences to an engine in a thread of its own.

    Args:
        engine: Makes the sounds.
        clock: For tests.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self.problem = ""
        self._engine = engine
        self._clock = clock
        self._waiting: queue.Queue[_Sentence | None] = queue.Queue(1)
        self._lock = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    def say(self, text: str, made_s: float, sound: Sound = "cue") -> None:
        """Say a sentence soon, or never; see `Speaker`."""
        if text and not self._closed and not self.problem:
            self._replace(_Sentence(text, made_s, sound))

    def close(self) -> None:
        """Fall silent and end."""
        if self._closed:
            return
        self._closed = True
        self._replace(None)
        self._engine.stop()
        self._thread.join(_CLOSE_S)

    def _replace(self, sentence: _Sentence | None) -> None:
        with self._lock:
            with suppress(queue.Empty):
                self._waiting.get_nowait()
            self._waiting.put_nowait(sentence)

    def _run(self) -> None:
        while (sentence := self._waiting.get()) is not None:
            if self._clock() - sentence.made_s > STALE_S:
                continue
            try:
                self._engine.play(sentence.text, sentence.sound)
            except SpeakerError as error:
                self.problem = str(error)
                return
            except OSError as error:
                self.problem = f"no sound: {error.strerror or error}"
                return
