"""A command of the system that makes a sound, in a process of its own, which cannot block the session."""

import subprocess
from collections.abc import Sequence


class SoundProcess:
    """Runs one command at a time."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, command: Sequence[str], at_most_s: float, text: str = "") -> str:
        """Run a command and wait until it is over; one that hangs is ended.

        Args:
            command: The command.
            at_most_s: How long it may take.
            text: What it reads from its standard input.

        Returns:
            Why it failed, in its own words, or "".
        """
        self._process = process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        try:
            _, said = process.communicate(text.encode(), timeout=at_most_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return ""
        if process.returncode <= 0:  # less than 0: it was stopped
            return ""
        lines = said.decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else f"exit code {process.returncode}"

    def stop(self) -> None:
        """End what is running; called from another thread."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
