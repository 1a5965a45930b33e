"""Writes docs/accuracy.md from the recorded clips, test half only.

python scripts/make_accuracy.py
python scripts/make_accuracy.py --other FOLDER    also with the same clips' recordings of another pose model
python scripts/make_accuracy.py --set FOLDER -o FILE    of another set, into another file
"""

import os
import re
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.activities.find import own_activity_ids
from formcheck.activities.load import load_activity
from formcheck.evaluation.clips import Clip, find_clips
from formcheck.evaluation.direction import (
    FRONT_TO_DEG,
    OBLIQUE_FROM_DEG,
    OBLIQUE_TO_DEG,
    SIDE_FROM_DEG,
    SIDE_TO_DEG,
)
from formcheck.evaluation.evaluation import Evaluation, evaluate, replay_all
from formcheck.evaluation.evidence_table import (
    HOW,
    MEASURE_HEAD,
    OVERVIEW_HEAD,
    POSTURE_HEAD,
    measure_rows,
    overview_rows,
    posture_rows,
    rule_direction_table,
)
from formcheck.evaluation.markdown import as_table
from formcheck.evaluation.recognising import RECOGNISED_HEAD, recognised_rows, tell_all, wrongly_told
from formcheck.evaluation.resampling import RESAMPLES
from formcheck.evaluation.table import details
from formcheck.pose.recording_name import SUFFIX

_ROOT = Path(__file__).resolve().parent.parent
_SET = _ROOT / "benchmarks" / "recordings"
# What a set calls clips of more people at a desk.
_ALSO = {"desk": ("sitters",)}
_HEADS, _NECK_RULES = "press_heads", ("head-poke", "looking-up", "head-turned")
_PAGE = _ROOT / "docs" / "accuracy.md"
_PROCESSES = os.cpu_count() or 1
_HEAD = f"""# How right it is

Made by `python scripts/make_accuracy.py` from `benchmarks/recordings`: rendered people whose joints are
known, the *test* half, whose bodies and cameras were not looked at when thresholds and errors were chosen.
Rendered people are not real ones: read these figures as the best case. Directions are true ones: *front*
within {FRONT_TO_DEG:g} degrees, *oblique* {OBLIQUE_FROM_DEG:g} to {OBLIQUE_TO_DEG:g}, *side*
{SIDE_FROM_DEG:g} to {SIDE_TO_DEG:g}, *behind* beyond; *mix* is the mean of front, oblique and side, as if a
third were filmed from each.
{HOW}

"""
_READING = """
*Judged* is the share of rules times reps for which a rule had a value; the rest is told as not judged,
never passed or failed. *Of what applies* leaves out what a rule is not about: a bar where dumbbells are
lifted, both arms where one lifts, lost range in the first three reps. *Too close to tell* was read, but
lies nearer to a limit than its own error; it counts as not judged. *Clear faults* are past *poor* by more
than the measure's stated error. *Always flagging* flags whatever is judged: its recall is 1, and it is the
trivial rule to beat. What is a fault is what the true sizes say: see
[truth files](truth-format.md#what-counts-as-a-fault).
"""
_COMPUTED = f"""## How it was computed

Angles are compared with the true three-dimensional ones, in all frames of a clip (*clip*) and in those
parts of a rep that a rule looks at (*judged*); a front view cannot see an elbow that bends towards the
camera, for example. Frames count alike. *Lower* and *upper limit* are Bland and Altman's 95 % limits of
agreement for several readings of each person (2007): bias -+ 1.96 standard deviations. *No value* is the
share of these frames in which the measure was not judged; what has a value in less than a tenth of them is
left out. A rule that does not claim a direction judges nothing there, and finds nothing of *all clear*
faults. *Found from* is the true size from which on 95 % of the judged faults are found.

A person's frames and reps are alike, so that intervals which take them for independent would be far too
narrow. People are drawn with replacement, {RESAMPLES:,} times with a fixed seed, each with all that is
known of them; the percentiles are Hesterberg's (2015), which lie further out the fewer people there are.
For nine people the usual ones hold the truth in 90 of 100 studies, these in 95; for five in 85 and 93.
`formcheck/evaluation/resampling.py` has the sources.

The statistics were checked once against another package, poseaudit 0.7.2, on the press's angles (23 rows
of nine people each): the figures are the same to a thousandth of a degree, and with the same percentiles
the ends of the intervals differ by at most 5 % of their width, which is the chance of the draws.
Hesterberg's percentiles make the intervals of nine people a fifth wider.
"""


@dataclass(frozen=True)
class _Group:
    """An activity, its clips, and what came out."""

    activity: Activity
    clips: Sequence[Clip]
    result: Evaluation


def main() -> None:
    """Replay the test half and write the page."""
    parser = ArgumentParser(description="Writes docs/accuracy.md from the recorded clips, test half only.")
    parser.add_argument("--set", type=Path, default=_SET, help="the set")
    parser.add_argument("--other", type=Path, action="append", default=[],
                        help="a folder with recordings of the same names by another pose model")  # fmt: skip
    parser.add_argument("-o", "--out", type=Path, default=_PAGE, help="the file to write")
    options = parser.parse_args()
    clips = [*find_clips(options.set, "test")]
    text = _HEAD + "\n".join(filter(None, _sections(clips, options.other)))
    options.out.write_text(text, encoding="utf-8")


def _sections(clips: Sequence[Clip], others: Sequence[Path]) -> Iterator[str]:
    activities = [load_activity(name) for name in own_activity_ids()]
    found = [_evaluated(activity, clips) for activity in sorted(activities, key=lambda a: a.key or 0)]
    groups = [group for group in found if group is not None]
    yield _at_a_glance(groups)
    yield _recognised(clips)
    yield from (_by_model(groups, folder) for folder in others)
    for group in groups:
        told = re.sub(r"^## ", "### ", details(group.result), flags=re.MULTILINE)
        yield f"## {group.activity.title}\n\n{told}"
        yield _scaled_truth(group.activity)
        if group.activity.id == "overhead-press":
            yield _nothing_counted([clip for clip in clips if clip.exercise == "other"])
            yield _heads([clip for clip in clips if clip.exercise == _HEADS])
    yield _COMPUTED


def _evaluated(activity: Activity, clips: Sequence[Clip]) -> _Group | None:
    """An activity on its clips, those that were filmed from all around among them."""
    exercise = activity.truth.exercise
    names = (exercise, f"{exercise}_views", *_ALSO.get(exercise, ()))
    own = [clip for clip in clips if clip.exercise in names]
    if not own:
        return None
    return _Group(activity, own, evaluate(own, activity, split="test", processes=_PROCESSES))


def _at_a_glance(groups: Sequence[_Group]) -> str:
    lifts = [group for group in groups if group.activity.mode.has_reps]
    sitting = [group for group in groups if not group.activity.mode.has_reps]
    rows = [(g.activity.title, *row) for g in lifts for row in overview_rows(g.result.evidence)]
    models = sorted({model for group in groups for model in group.result.evidence.models})
    lines = [
        "## At a glance",
        "",
        f"Pose model: {' and '.join(models)}.",
        "",
        *as_table(("lift", *OVERVIEW_HEAD), rows),
        _READING,
    ]
    for group in sitting:
        lines += [f"{group.activity.title}:", ""]
        lines += [*as_table(POSTURE_HEAD, posture_rows(group.result.evidence)), ""]
    return "\n".join(lines)


def _recognised(clips: Sequence[Clip]) -> str:
    """What `-a auto` tells of every clip, those that show none of the activities among them."""
    told = [*tell_all(clips, processes=_PROCESSES)]
    # Names are made of half, exercise, number, topic, grade and view.
    kinds = {clip.name.split("-")[3] for clip in clips if clip.exercise in ("other", "pastimes")}
    taken = ", ".join(
        f"`{each.clip.name}` for {' and '.join(each.activities)}" for each in wrongly_told(told)
    )
    lines = ["## What it is told to be", "", "With [`-a auto`](auto.md), of whole clips.", ""]
    lines += as_table(RECOGNISED_HEAD, recognised_rows(told))
    counted = f"*None of them* are {len(kinds)} kinds of other movements. Taken for one: {taken or 'none'}."
    lines += ["", counted, ""]
    return "\n".join(lines)


def _by_model(groups: Sequence[_Group], folder: Path) -> str:
    """The same clips by another pose model, where it has recordings of them."""
    overview: list[tuple[str, ...]] = []
    measures: list[tuple[str, ...]] = []
    for group in groups:
        own = [clip for clip in group.clips if (folder / f"{clip.name}{SUFFIX}").exists()]
        if not own or not group.activity.mode.has_reps:
            continue
        other = [replace(clip, source=folder / f"{clip.name}{SUFFIX}") for clip in own]
        for clips in (own, other):
            known = evaluate(clips, group.activity, split="test", processes=_PROCESSES).evidence
            first = (" and ".join(known.models), group.activity.title)
            overview += [(*first, *row) for row in overview_rows(known)]
            measures += [(*first, *row) for row in measure_rows(known)]
    if not overview:
        return ""
    lines = ["## By pose model", "", "The same clips by each model.", ""]
    lines += as_table(("model", "lift", *OVERVIEW_HEAD), overview)
    return "\n".join([*lines, "", *as_table(("model", "lift", *MEASURE_HEAD), measures), ""])


def _scaled_truth(activity: Activity) -> str:
    """Where the truth is scaled to what the model sees of it before recall is counted."""
    scaled = [
        f"of the fault `{name}` the model sees {100 * fault.seen:.0f} %, and the true size is scaled by that "
        f"before it is held against `{fault.rule}`"
        for name, fault in activity.truth.faults.items()
        if fault.seen < 1
    ]
    return f"### Where truth is scaled\n\n{'; '.join(scaled).capitalize()}.\n" if scaled else ""


def _heads(clips: Sequence[Clip]) -> str:
    """The neck where it moves in every rep but one, before a camera that sees more of the face."""
    if not clips:
        return ""
    evidence = evaluate(clips, load_activity("overhead-press"), split="test", processes=_PROCESSES).evidence
    head, rule, *rows = rule_direction_table(evidence)
    lines = [row for row in rows if any(f"`{name}`" in row for name in _NECK_RULES)]
    people = len({clip.labels.who for clip in clips})
    return "\n".join(
        [
            "### Presses of moving heads",
            "",
            f"{len(clips)} clips of {people} people in larger pictures, in which the head is pushed forward, "
            "tipped back or turned in every rep but one; they count in no other table.",
            "",
            *(head, rule, *lines, ""),
        ]
    )


def _nothing_counted(clips: Sequence[Clip]) -> str:
    """Who does something else presses nothing."""
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
