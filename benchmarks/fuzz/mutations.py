"""Ways to damage a file: its bytes, its text, and what a JSON or TOML document says."""

import gzip
import json
import random
import re
import zlib
from collections.abc import Callable
from typing import Any

Mutation = Callable[[bytes, random.Random], bytes]

_NUMBERS = (
    "0", "-0.0", "-1", "1", "1e308", "-1e308", "1e-320", "1e999", "NaN", "Infinity", "-Infinity", "nan",
    "inf", "9999999999999999999999", "1e21", "0.1", "2147483648", "18446744073709551616",
)  # fmt: skip
_TEXTS = (
    "", " ", "..", "/", "a" * 5000, "\u0000", "\u001b[2J", "\u202e", "\ud83d\ude00", "=1+1", "{{7*7}}",
    "<script>", "%s%n", "../../x", "\r\n", "nan", "\u0130", "e\u0301" * 40,
)  # fmt: skip
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_WORD = re.compile(rb'"[^"\n]*"')
_DEEPEST = 400
_PNG = b"\x89PNG\r\n\x1a\n"


def flip_bits(data: bytes, chance: random.Random) -> bytes:
    """One to eight bits turned over."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if out:
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end is missing, or the beginning, or a piece in the middle."""
    first, last = sorted(chance.randint(0, len(data)) for _ in range(2))
    return chance.choice((data[:last], data[first:], data[:first] + data[last:]))


def insert(data: bytes, chance: random.Random) -> bytes:
    """Random bytes, one byte many times, or a piece of the file itself, put in somewhere."""
    at = chance.randint(0, len(data))
    start = chance.randint(0, len(data))
    what = chance.choice(
        (
            chance.randbytes(chance.randint(1, 40)),
            bytes([chance.randrange(256)]) * chance.choice((1, 40, 4000)),
            data[start : start + chance.randint(1, 400)],
        )
    )
    return data[:at] + what + data[at:]


def overwrite(data: bytes, chance: random.Random) -> bytes:
    """A whole number of one to eight bytes, large, small or random, written over something."""
    at, size = chance.randint(0, len(data)), chance.choice((1, 2, 4, 8))
    what = chance.choice(
        (b"\xff" * size, b"\0" * size, b"\x7f" + b"\xff" * (size - 1), chance.randbytes(size))
    )
    return data[:at] + what + data[at + size :]


def change_number(data: bytes, chance: random.Random) -> bytes:
    """A number in a text becomes another one."""
    return _replaced(data, _NUMBER, chance.choice(_NUMBERS).encode(), chance)


def change_text(data: bytes, chance: random.Random) -> bytes:
    """A quoted text becomes another one."""
    return _replaced(data, _WORD, json.dumps(chance.choice(_TEXTS)).encode(), chance)


def shuffle_lines(data: bytes, chance: random.Random) -> bytes:
    """A line is doubled, left out, or changes places with another."""
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    how = chance.randrange(3)
    if how == 0:
        lines.insert(other, lines[one])
    elif how == 1:
        del lines[one]
    else:
        lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def change_value(data: bytes, chance: random.Random) -> bytes:
    """A value in a JSON document, or in one line of it, becomes one of another kind, or is left out."""
    lines = data.split(b"\n")
    at = chance.randrange(len(lines))
    for start, end in ((0, len(lines)), (at, at + 1)):
        try:
            document = json.loads(b"\n".join(lines[start:end]))
        except (ValueError, RecursionError):
            continue
        _spoil(document, chance)
        return b"\n".join([*lines[:start], json.dumps(document).encode(), *lines[end:]])
    return change_number(data, chance)


def nest(data: bytes, chance: random.Random) -> bytes:
    """A number becomes brackets in brackets, deeper than anybody needs."""
    depth = chance.choice((10, _DEEPEST, 20 * _DEEPEST))
    return _replaced(data, _NUMBER, b"[" * depth + b"]" * depth, chance)


def packed(mutation: Mutation) -> Mutation:
    """The same within gzip: the packing is sound, what is in it is not."""

    def inside(data: bytes, chance: random.Random) -> bytes:
        try:
            content = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):  # an earlier mutation has broken the packing
            return flip_bits(data, chance)
        return gzip.compress(mutation(content, chance), compresslevel=1)

    return inside


def with_true_sums(mutation: Mutation) -> Mutation:
    """The same in a PNG, its checksums put right afterwards: the damage gets past them."""

    def inside(data: bytes, chance: random.Random) -> bytes:
        out = bytearray(mutation(data, chance))
        at = len(_PNG)
        while out.startswith(_PNG) and at + 12 <= len(out):
            end = at + 8 + int.from_bytes(out[at : at + 4])
            if end + 4 > len(out):
                break
            out[end : end + 4] = zlib.crc32(out[at + 4 : end]).to_bytes(4)
            at = end + 4
        return bytes(out)

    return inside


BYTES: tuple[Mutation, ...] = (flip_bits, cut, insert, overwrite)
TEXT: tuple[Mutation, ...] = (
    *(change_number, change_number, change_text, change_value, change_value, shuffle_lines, nest),
    *BYTES,
)


def damaged(data: bytes, mutations: tuple[Mutation, ...], chance: random.Random) -> bytes:
    """The data after one to four mutations."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = chance.choice(mutations)(data, chance)
    return data


def _replaced(data: bytes, what: re.Pattern[bytes], by: bytes, chance: random.Random) -> bytes:
    found = [*what.finditer(data[:200_000])]
    if not found:
        return insert(data, chance)
    match = chance.choice(found)
    return data[: match.start()] + by + data[match.end() :]


def _spoil(document: Any, chance: random.Random) -> None:
    """Change one value, as deep as chance leads."""
    here = document
    while isinstance(here, dict | list) and here:
        key = chance.choice([*here]) if isinstance(here, dict) else chance.randrange(len(here))
        if isinstance(here[key], dict | list) and here[key] and chance.random() < 0.8:
            here = here[key]
            continue
        if chance.random() < 0.2:
            del here[key]
        else:
            here[key] = chance.choice((None, True, -1, 0, 1e308, 10**30, "", "x", [], {}, [[]], {"a": 1}))
        return
