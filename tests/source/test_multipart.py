"""MJPEG over HTTP, as cameras send it: empty parts, wrong lengths, wrong boundaries, no end."""

import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.source.multipart import LARGEST_PART_BYTES, Multipart


def jpeg(number: int, size: int = 50) -> bytes:
    """What begins and ends as a JPEG."""
    return b"\xff\xd8" + bytes([number % 250]) * size + b"\xff\xd9"


def part(data: bytes, mark: bytes = b"--b", length: int | None = -1) -> bytes:
    """A part with its length, a wrong one, or none (None)."""
    stated = len(data) if length == -1 else length
    head = b"" if stated is None else b"Content-Length: %d\r\n" % stated
    return mark + b"\r\nContent-Type: image/jpeg\r\n" + head + b"\r\n" + data + b"\r\n"


def parts_of(stream: bytes, boundary: str = "b", at_once: int = 7) -> list[bytes]:
    chunks = iter([stream[at : at + at_once] for at in range(0, len(stream), at_once)])
    return list(Multipart(lambda: next(chunks, b""), boundary).parts())


THREE = [jpeg(1), jpeg(2), jpeg(3)]


@pytest.mark.parametrize("length", [-1, None], ids=["with lengths", "without"])
@pytest.mark.parametrize("at_once", [1, 7, 10_000])
def test_parts_come_in_order(length: int | None, at_once: int) -> None:
    stream = b"".join(part(one, length=length) for one in THREE) + b"--b--"
    assert parts_of(stream, at_once=at_once) == THREE


@pytest.mark.parametrize(
    ("stated", "sent"),
    [("b", b"--b"), ("--b", b"--b"), ('"b"', b"--b"), ("other", b"--myboundary"), ("", b"--b")],
)
def test_the_mark_that_is_sent_counts(stated: str, sent: bytes) -> None:
    assert parts_of(b"".join(part(one, sent) for one in THREE) + sent, stated) == THREE


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        (part(b""), 3),
        (part(b"", length=None), 3),
        (part(b"\x00garbage" * 30), 3),
        (part(jpeg(9), length=10**12), 3),
        (part(jpeg(9), length=3), 3),
        (b"noise without any mark\r\n\r\n", 3),
        (part(b"x" * 40, length=10), 3),
    ],
    ids=["empty", "empty without length", "garbage", "huge length", "short length", "noise", "wrong length"],
)
def test_what_is_wrong_costs_no_other_part(wrong: bytes, kept: int) -> None:
    stream = part(THREE[0]) + wrong + part(THREE[1]) + part(THREE[2]) + b"--b--"
    found = [one for one in parts_of(stream) if one in THREE]
    assert found == THREE[:kept]


@pytest.mark.parametrize("length", [None, 2_000_000_000], ids=["without length", "with a huge one"])
def test_a_part_without_end_takes_bounded_memory_and_is_left(length: int | None) -> None:
    block = b"\x55" * 1_000_000

    def sent() -> Iterator[bytes]:
        yield part(THREE[0]) + part(b"", length=length)[:-2]
        for _ in range(3 * LARGEST_PART_BYTES // len(block)):
            yield block
        yield b"\r\n" + part(THREE[1]) + b"--b--"

    stream = sent()
    tracemalloc.start()
    try:
        found = list(Multipart(lambda: next(stream, b""), "b").parts())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [one for one in found if one] == THREE[:2]
    assert peak < 3 * LARGEST_PART_BYTES


def test_a_picture_is_given_before_the_next_one_comes() -> None:
    def sent() -> Iterator[bytes]:
        yield part(THREE[0])
        raise AssertionError("asked for more")

    stream = sent()
    assert next(Multipart(lambda: next(stream), "b").parts()) == THREE[0]


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_whatever_comes_ends(chunks: list[bytes]) -> None:
    stream = iter(chunk for chunk in chunks if chunk)
    for one in Multipart(lambda: next(stream, b""), "b").parts():
        assert len(one) <= sum(map(len, chunks))
