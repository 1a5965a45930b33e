"""Workers that Dask starts work as quickly as any other process."""

import os
import subprocess
import sys

import pytest

# Takes four megabytes fifty times, and says how many pages the system had to give for that.
_TAKES = """
import resource
import numpy as np
from formcheck.native_memory import keep_for_next
keep_for_next()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(50):
    np.ones(4 << 20, np.uint8)
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""
_PAGES_OF_ONE = (4 << 20) // 4096


@pytest.mark.skipif(sys.platform != "linux", reason="glibc alone gives memory back at once")
def test_memory_that_is_needed_again_is_kept_although_dask_would_give_it_back() -> None:
    environment = os.environ | {"MALLOC_TRIM_THRESHOLD_": "65536"}
    done = subprocess.run(
        [sys.executable, "-c", _TAKES], env=environment, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 5 * _PAGES_OF_ONE
