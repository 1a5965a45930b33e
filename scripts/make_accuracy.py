"""Writes docs/accuracy.md from the recorded clips, test half only.

python scripts/make_accuracy.py
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.activities.find import own_activity_ids
from formcheck.activities.load import load_activity
from formcheck.evaluation.clips import find_clips
from formcheck.evaluation.evaluation import evaluate, replay_all
from formcheck.evaluation.table import tables

_ROOT = Path(__file__).resolve().parent.parent
_SET = _ROOT / "benchmarks" / "recordings"
_PROCESSES = os.cpu_count() or 1
_HEAD = """# How right it is

Made by `python scripts/make_accuracy.py` from `benchmarks/recordings`: rendered people whose joints are
known, the *test* half, whose bodies and cameras were not looked at when thresholds and errors were chosen.
Rendered people are not real ones: read these figures as the best case. Angles are compared with the true
three-dimensional ones, in all frames of a clip and in those parts of a rep that a rule looks at (*judged*);
a front view cannot see an elbow that bends towards the camera, for example. What is a fault is what the true
sizes say: see [truth files](truth-format.md#what-counts-as-a-fault). *Clear faults* are past *poor* by more
than the measure's stated error. *Always flagging* is the trivial rule to beat.

"""


def main() -> None:
    """Replay the test half and write the page."""
    text = _HEAD + "\n".join(filter(None, _sections()))
    (_ROOT / "docs" / "accuracy.md").write_text(text, encoding="utf-8")


def _sections() -> Iterator[str]:
    activities = [load_activity(name) for name in own_activity_ids()]
    for activity in sorted(activities, key=lambda activity: activity.key or 0):
        clips = find_clips(_SET, "test", activity.truth.exercise)
        result = evaluate(clips, activity, split="test", processes=_PROCESSES)
        yield f"## {activity.title}\n\n" + re.sub(r"^## ", "### ", tables(result), flags=re.MULTILINE)
        yield _scaled_truth(activity)
        if activity.id == "overhead-press":
            yield _nothing_counted()


def _scaled_truth(activity: Activity) -> str:
    """Where the truth is scaled to what the model sees of it before recall is counted."""
    scaled = [
        f"of the fault `{name}` the model sees {100 * fault.seen:.0f} %, and the true size is scaled by that "
        f"before it is held against `{fault.rule}`"
        for name, fault in activity.truth.faults.items()
        if fault.seen < 1
    ]
    return f"### Where truth is scaled\n\n{'; '.join(scaled).capitalize()}.\n" if scaled else ""


def _nothing_counted() -> str:
    """Who does something else presses nothing."""
    clips = find_clips(_SET, "test", "other")
    replays = [*replay_all(clips, load_activity("overhead-press"), processes=_PROCESSES)]
    counted = {each.clip.name: len(each.reps) for each in replays if each.reps}
    return (
        f"### Presses that are none\n\nIn {len(replays)} clips of people who walk, wave, squat, curl or get "
        f"ready, {sum(counted.values())} presses were counted{': ' if counted else ''}"
        + ", ".join(f"{count} in `{name}`" for name, count in counted.items())
        + ".\n"
    )


if __name__ == "__main__":
    main()
