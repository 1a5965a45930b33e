"""The bare loop of `benchmarks.raw_loop` over several videos, one after the other, in one process."""

import sys
from pathlib import Path

from benchmarks.raw_loop import main

if __name__ == "__main__":
    for name in sys.argv[1:]:
        main(Path(name))
