"""How many cores there are to work on."""

import os
import sys


def cores() -> int:
    """How many cores this process may use."""
    if sys.platform == "linux":
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)
