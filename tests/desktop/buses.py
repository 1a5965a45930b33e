"""Buses of our own for tests, and what lives on them."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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
