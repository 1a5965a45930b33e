"""Keeps the memory small that libraries in C take and give back: glibc's alone, elsewhere nothing is done."""

import ctypes
import sys
from functools import cache

# From malloc.h.
_M_ARENA_MAX = -8
_ARENAS = 2


def use_few_arenas() -> None:
    """Have threads share their pools of memory, from now on.

    Otherwise each thread gets one of its own, up to eight a core, and what is taken by one and given back by
    another thread stays in it: pictures do so all the time. At 4K that is 50 MB.
    """
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Return what is free in the pools to the system."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        libc = ctypes.CDLL(None)
        return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None
    except OSError:
        return None
