"""Takes the pictures out of an MJPEG stream over HTTP (multipart/x-mixed-replace), whatever it sends."""

from collections.abc import Callable, Iterator

# No camera's picture is larger; what is gets passed over without being kept.
LARGEST_PART_BYTES = 16_000_000
_LONGEST_HEADER_BYTES = 8192
_END_OF_JPEG = b"\xff\xd9"


class Multipart:
    r"""Cuts a stream into its parts; never more than one part of bounded size is held.

    Args:
        read: Gives more bytes, b"" at the end of the stream.
        boundary: What stands between the parts, as the header of the stream says. Cameras are wrong about it:
            the stream's first line that looks like one counts.

    Example:
        >>> head = b"--x\r\nContent-Length: 2\r\n\r\n"
        >>> stream = iter([head + b"ab\r\n", b"--x\r\n\r\ncd\r\n--x--", b""])
        >>> list(Multipart(lambda: next(stream), "x").parts())
        [b'ab', b'cd']
    """

    def __init__(self, read: Callable[[], bytes], boundary: str) -> None:
        self._read = read
        self._mark = b"--" + boundary.strip('" ').lstrip("-").encode("latin-1", "replace")
        self._held = bytearray()
        self._is_over = False

    def parts(self) -> Iterator[bytes]:
        """The parts, in order; also empty ones."""
        self._learn_mark()
        if self._skip_to(self._mark) is None:
            return
        while (header := self._header()) is not None:
            length = _length(header)
            part = None if length is None else self._exactly(length)
            if part is not None:
                yield part  # at once: the next mark may come with the next picture only
                if self._skip_to(self._mark) is None:
                    return
            elif (part := self._skip_to(b"\r\n" + self._mark)) is not None:
                yield part
            else:
                return

    def _more(self) -> bool:
        data = b"" if self._is_over else self._read()
        self._is_over = not data
        self._held += data
        return bool(data)

    def _learn_mark(self) -> None:
        while b"\n" not in self._held.lstrip() and len(self._held) < _LONGEST_HEADER_BYTES and self._more():
            pass
        first = bytes(self._held.lstrip().split(b"\n", 1)[0]).rstrip()
        if first.startswith(b"--") and first != self._mark and len(first) < _LONGEST_HEADER_BYTES // 8:
            self._mark = first

    def _skip_to(self, mark: bytes) -> bytes | None:
        """What comes before a mark, b"" if it is too large to be kept; None if the mark never comes."""
        searched, is_too_large = 0, False
        while (at := self._held.find(mark, searched)) < 0:
            searched = max(0, len(self._held) - len(mark))
            if len(self._held) > LARGEST_PART_BYTES:
                del self._held[:searched]
                searched, is_too_large = 0, True
            if not self._more():
                return None
        found = bytes(self._held[:at])
        del self._held[: at + len(mark)]
        return b"" if is_too_large else found

    def _header(self) -> bytes | None:
        """The lines after a mark, up to the empty one; None at the end of the stream."""
        while True:
            ends = [(at, len(end)) for end in (b"\r\n\r\n", b"\n\n") if (at := self._held.find(end)) >= 0]
            if ends:
                at, size = min(ends)
                header = bytes(self._held[:at])
                del self._held[: at + size]
                return header
            if len(self._held) > _LONGEST_HEADER_BYTES:
                return b""  # no header: what is here is looked through for the next mark
            if not self._more():
                return None

    def _exactly(self, length: int) -> bytes | None:
        """So many bytes, or None where they do not come, are too many, or a mark does not follow them."""
        if length > LARGEST_PART_BYTES:
            return None
        while len(self._held) < length and self._more():
            pass
        if self._held[max(0, length - len(_END_OF_JPEG)) : length] == _END_OF_JPEG:
            return self._take(length)
        while len(self._held) < length + len(self._mark) + 4 and self._more():
            pass
        after = bytes(self._held[length : length + len(self._mark) + 4])
        if len(self._held) < length or (not self._is_over and self._mark not in after):
            return None
        return self._take(length)

    def _take(self, length: int) -> bytes:
        part = bytes(self._held[:length])
        del self._held[:length]
        return part


def _length(header: bytes) -> int | None:
    for line in header.splitlines():
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None
