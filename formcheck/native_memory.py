"""Keeps the memory small that libraries in C take and give back: glibc's alone, elsewhere nothing is done."""

import ctypes
import os
import sys
from functools import cache

# From malloc.h.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_ARENAS = 2
_TRIMS_EARLY = "MALLOC_TRIM_THRESHOLD_"
# The most that glibc comes to by itself.
_KEPT_BYTES = 32 << 20


def use_few_arenas() -> None:
    """Have threads share their pools of memory, from now on.

    Otherwise each thread gets one of its own, up to eight a core, and what is taken by one and given back by
    another thread stays in it: pictures do so all the time. At 4K that is 50 MB.
    """
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_M_ARENA_MAX, _ARENAS)


def keep_for_next() -> None:
    """Keep the memory of one picture for the next one, also where the environment says otherwise.

    Dask starts its workers with MALLOC_TRIM_THRESHOLD_. With that glibc no longer finds out how large the
    pieces are that are needed again and again, and each picture's memory is asked of the system anew, which
    takes a quarter of an analysis's time.
    """
    libc = _glibc()
    if libc is not None and _TRIMS_EARLY in os.environ:
        libc.mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES)
        libc.mallopt(_M_TRIM_THRESHOLD, 2 * _KEPT_BYTES)


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
