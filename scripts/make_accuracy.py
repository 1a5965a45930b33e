"""Writes docs/accuracy.md from the recorded presses, test half only.

python scripts/make_accuracy.py
"""

from pathlib import Path

from formcheck.activities.load import load_activity
from formcheck.evaluation.clips import find_clips
from formcheck.evaluation.evaluate import evaluate
from formcheck.evaluation.table import tables

_ROOT = Path(__file__).resolve().parent.parent
_HEAD = """# How right it is

Made by `python scripts/make_accuracy.py` from `benchmarks/recordings`: rendered lifters whose joints are
known, the *test* half, whose bodies and cameras were not looked at when thresholds and errors were chosen.
Rendered people are not real ones: read these figures as the best case. Angles are compared with the true
three-dimensional ones, in all frames of a clip and in those parts of a rep that a rule looks at (*judged*);
a front view cannot see an elbow that bends towards the camera, for example. What is a fault is what the true
sizes say: see [truth files](truth-format.md#what-counts-as-a-fault). *Clear faults* are past *poor* by more
than the measure's stated error. *Always flagging* is the trivial rule to beat.

"""


def main() -> None:
    """Replay the test half and write the page."""
    clips = find_clips(_ROOT / "benchmarks" / "recordings", "test", "press")
    result = evaluate(clips, load_activity("overhead-press"), split="test")
    (_ROOT / "docs" / "accuracy.md").write_text(_HEAD + tables(result), encoding="utf-8")


if __name__ == "__main__":
    main()
