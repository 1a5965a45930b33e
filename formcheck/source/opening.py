"""Which kind of device an address, a number or a file means."""

from collections.abc import Callable
from pathlib import Path

from formcheck.errors import SourceError
from formcheck.source.device import Device
from formcheck.source.shown_address import is_like_address, without_credentials


def open_device(source: str, fps: float | None = None) -> Device:
    """The device that a --source names; nothing is opened yet.

    Args:
        source: A camera's number, a device file, an address such as rtsp://..., or a video file.
        fps: Pictures a second of a video file without a clock; what a camera gives has the time it came at.

    Raises:
        SourceError: If it can be none of these.
    """
    if "\0" in source:
        raise SourceError("a source is a camera's number, a device file, an address or a video file")
    # Here, not above: each loads libraries that the others do without.
    if source.isdecimal():
        from formcheck.source.camera import Camera

        return Camera(int(source))
    if "://" in source:
        from formcheck.source.network_stream import SCHEMES, NetworkStream

        if source.split("://", maxsplit=1)[0].lower() not in SCHEMES:
            kinds = ", ".join(SCHEMES)
            raise SourceError(f"{without_credentials(source)}: an address must begin with one of {kinds}")
        return NetworkStream(source)
    path = Path(source)
    if is_like_address(source) and not path.exists():
        raise SourceError("an address must begin with rtsp:// or http://, as in rtsp://user:password@camera/")
    if source.startswith("/dev/") or _is_char_device(path):
        from formcheck.source.camera import Camera

        return Camera(path)
    from formcheck.source.frame import Reading
    from formcheck.source.paced_file import PacedFile

    return PacedFile(path, Reading(fps))


def open_for_looks(source: str, wanted: Callable[[], bool]) -> Device:
    """The same for whoever looks now and then: small pictures, decoded only where they are wanted.

    Args:
        source: As of `open_device`.
        wanted: Whether a picture is wanted now; asked by the thread that reads.

    Raises:
        SourceError: If it can be none of these.
    """
    device = open_device(source)
    if source.isdecimal() or source.startswith("/dev/") or _is_char_device(Path(source)):
        from formcheck.source.camera import FOR_LOOKS, Camera

        return Camera(int(source) if source.isdecimal() else Path(source), wish=FOR_LOOKS)
    if "://" in source:
        from formcheck.source.network_stream import NetworkStream

        return NetworkStream(source, wanted)
    from formcheck.source.paced_file import PacedFile

    return PacedFile(Path(source), wanted=wanted) if isinstance(device, PacedFile) else device


def _is_char_device(path: Path) -> bool:
    try:
        return path.is_char_device()
    except OSError:  # may not be looked at: opening it will say so
        return False
