"""What pose recordings are called: all that has to be known of them before one is read."""

from pathlib import Path

SUFFIX = ".poses.jsonl.gz"


def is_recording(path: Path) -> bool:
    """Whether a path is named like a pose recording."""
    return path.name.endswith((SUFFIX, ".poses.jsonl"))
