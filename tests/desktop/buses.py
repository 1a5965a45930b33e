"""Buses of our own for tests, and what lives on them."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.waiting import LAST_RESORT_S, until

MISSING = [name for name in ("dbus-daemon",) if shutil.which(name) is None]
needs_bus = pytest.mark.skipif(bool(MISSING), reason="no dbus-daemon; on Debian: apt-get install -y dbus")
needs_dunst = pytest.mark.skipif(
    any(shutil.which(name) is None for name in ("dunst", "dbus-daemon", "Xvfb")),
    reason="dunst, dbus-daemon or Xvfb is missing; on Debian: apt-get install -y dunst dbus xvfb",
)


# Starts nothing by itself, whatever is installed.
_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={folder}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def own_bus() -> Iterator[str]:
    """The address of a bus of our own, with nobody on it."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "bus.conf")
        config.write_text(_CONFIG.format(folder=folder))
        with subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address=1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        ) as daemon:  # fmt: skip
            try:
                assert daemon.stdout is not None
                yield daemon.stdout.readline().strip()
            finally:
                daemon.terminate()


@contextmanager
def dunst(folder: Path) -> Iterator[None]:
    """A notification server on the session's bus and display."""
    config = folder / "dunstrc"
    menu = folder / "menu"
    menu.write_text(f'#!/bin/sh\ngrep -F "$(cat {folder}/wanted)"\n')
    menu.chmod(0o755)
    config.write_text(f"[global]\ndmenu = {menu}\n")
    with subprocess.Popen(
        [shutil.which("dunst") or "dunst", "-config", str(config)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        try:
            until(lambda: dunstctl("is-paused") == "false", lambda: server.poll() is None)
            yield
        finally:
            server.terminate()


def dunstctl(*arguments: str) -> str:
    done = subprocess.run(
        ["dunstctl", *arguments], capture_output=True, text=True, check=False, timeout=LAST_RESORT_S
    )
    return done.stdout.strip()
