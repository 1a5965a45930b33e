"""Whether this process may open a window: if never, what OpenCV would take need not be loaded with PyAV."""

import os

# In the environment, so that it is known before anything heavy is loaded.
_NAME = "FORMCHECK_WINDOWLESS"


def never_open_windows() -> None:
    """Say that this process opens none; to be said before a source is opened. It saves 27 MB."""
    os.environ[_NAME] = "1"


def may_open_windows() -> bool:
    """Whether this process may open one."""
    return _NAME not in os.environ
