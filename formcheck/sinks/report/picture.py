"""Pictures that a page holds itself."""

import base64


def data_uri(jpeg: bytes | None) -> str | None:
    """A JPEG as the page's own data, or None where there is none."""
    if jpeg is None:
        return None
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii")
