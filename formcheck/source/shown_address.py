"""Addresses as they may be shown: without anything that could be a secret."""

import re
from urllib.parse import urlsplit

_LIKE_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*:/|^[^/\\@\s]+:[^@]*@", re.IGNORECASE)


def is_like_address(text: str) -> bool:
    """Whether a text that was given for a file is rather an address, or the half of one.

    Example:
        >>> [is_like_address(text) for text in ("me:secret@camera/video", "rtsp:/camera", "a.mp4")]
        [True, True, False]
    """
    return bool(_LIKE_ADDRESS.match(text))


def without_credentials(url: str) -> str:
    """An address that can be shown: without user, password, and what could hold them.

    Cameras take passwords in the query and even in the path; a path that has such is left out.
    """
    scheme = url.partition("://")[0]
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that do not close: what is host and what is password, nobody knows
        return f"{scheme}://..."
    elsewhere = f"{parts.path}?{parts.query}#{parts.fragment}"
    if "@" in elsewhere and ":" in parts.netloc and "@" not in parts.netloc:
        return f"{scheme}://..."  # a password with / ? or # in it: it is not where it should be
    host = parts.hostname or ""
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    path = "/..." if any(sign in parts.path for sign in "=&@%") else parts.path
    query = "?..." if parts.query else ""
    return f"{parts.scheme}://{host}{port}{path}{query}"
