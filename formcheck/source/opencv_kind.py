"""What is wrong with the OpenCV that is installed: there may be two of it, or one without windows."""

import re
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

_KINDS = (
    "opencv-python",
    "opencv-contrib-python",
    "opencv-python-headless",
    "opencv-contrib-python-headless",
)
_WINDOWS = re.compile(r"^\s*GUI:\s*(\S+)", re.MULTILINE)


def installed_kinds(version_of: Callable[[str], str] = version) -> tuple[str, ...]:
    """The kinds of OpenCV that pip has installed."""

    def is_there(name: str) -> bool:
        try:
            return bool(version_of(name))
        except PackageNotFoundError:
            return False

    return tuple(filter(is_there, _KINDS))


def several_opencvs(kinds: tuple[str, ...]) -> str | None:
    """What to do where OpenCV is installed more than once, or None.

    Example:
        >>> several_opencvs(("opencv-python",)) is None
        True
    """
    if len(kinds) < 2:
        return None
    return (
        f"OpenCV is installed {len(kinds)} times ({', '.join(kinds)}), and each overwrites the others: "
        f"pip uninstall -y {' '.join(kinds)}, then pip install opencv-python"
    )


def no_windows(build_information: str) -> str | None:
    """What to do where OpenCV was built without windows, or None.

    Args:
        build_information: As OpenCV tells it.

    Example:
        >>> no_windows("  GUI:                           QT5") is None
        True
    """
    found = _WINDOWS.search(build_information)
    if found is None or found[1].upper() != "NONE":
        return None
    return (
        "this OpenCV can open no window; install opencv-python instead of its headless kind, "
        "or use formcheck live --headless"
    )
