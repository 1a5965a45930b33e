"""A display of one's own, where Xvfb is installed: windows without a screen."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

SIZE = "1400x900x24"


def can_have_display() -> bool:
    """Whether Xvfb is installed."""
    return shutil.which("Xvfb") is not None


@contextmanager
def own_display(size: str = SIZE) -> Iterator[str]:
    """Start a display, make it this process's, and give its name.

    Args:
        size: Width, height and depth of its screen.
    """
    read, write = os.pipe()
    server = subprocess.Popen(
        # Without -noreset it starts anew when its last client leaves, and turns away whoever comes just then.
        ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    before = os.environ.get("DISPLAY")
    try:
        with os.fdopen(read) as number:
            name = f":{number.readline().strip()}"
        os.environ["DISPLAY"] = name
        yield name
    finally:
        if before is None:
            os.environ.pop("DISPLAY", None)
        else:
            os.environ["DISPLAY"] = before
        server.terminate()
        server.wait()
