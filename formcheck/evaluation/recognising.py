"""How well `-a auto` tells what a clip shows, with intervals over people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activities
from formcheck.evaluation.clips import Clip
from formcheck.evaluation.evidence_table import shown
from formcheck.evaluation.resampling import Estimate, share
from formcheck.evaluation.workers import in_processes
from formcheck.pose.recording import PoseRecording
from formcheck.recognition.recognizer import Recognizer

RECOGNISED_HEAD = ("shown", "people", "clips", "told rightly", "told nothing", "told something else")
# What a set calls its clips from all around, and what it calls clips of no activity. Neck exercises are done
# by somebody who sits, which is not wrong, a workout has several activities, and presses of moving heads are
# presses like the others: none of them counts here.
_CALLED = {"sitters": "desk"}
_AROUND, _OTHERS = "_views", ("other", "pastimes")
_LEFT_OUT = ("mobility", "neck", "workout", "press_heads")


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of a clip.

    Attributes:
        clip: The clip.
        activities: Ids of what was recognised in it.
        why_not: Why nothing was.
    """

    clip: Clip
    activities: tuple[str, ...]
    why_not: str = ""


def tell_all(clips: Iterable[Clip], processes: int = 1) -> Iterator[Told]:
    """What is told of each pose recording, in their order.

    Raises:
        SourceError: If one cannot be read.
    """
    if processes <= 1:
        yield from map(tell, clips)
        return
    yield from in_processes(tell, clips, processes)


def tell(clip: Clip) -> Told:
    """What is told of one pose recording.

    Raises:
        SourceError: If it cannot be read.
    """
    with PoseRecording(clip.source) as recording:
        recognizer = Recognizer(_activities(), recording.info)
        for frame in recording:
            recognizer.push(frame)
    found = recognizer.finish()
    seat = next((a.id for a in _activities() if a.signs is not None and a.signs.seated), "")
    return Told(clip, found.activities or ((seat,) if found.sits else ()), found.why_not)


def recognised_rows(told: Sequence[Told]) -> Iterator[tuple[str, ...]]:
    """A row for each kind of clip."""
    for exercise in dict.fromkeys(each.clip.exercise for each in told):
        if exercise in (*_LEFT_OUT, *_OTHERS):
            continue
        title = exercise.replace(_AROUND, ", from all around").replace("_", " ")
        yield _row(title, [each for each in told if each.clip.exercise == exercise])
    others = [each for each in told if each.clip.exercise in _OTHERS]
    if others:
        yield _row("none of them", others)


def wrongly_told(told: Sequence[Told]) -> list[Told]:
    """The clips of no activity in which one was recognised."""
    return [each for each in told if each.clip.exercise in _OTHERS and each.activities]


def right(each: Told) -> bool:
    """Whether exactly what a clip shows was told."""
    return each.activities == _shown_in(each.clip)


def _row(title: str, told: Sequence[Told]) -> tuple[str, ...]:
    nothing_is_right = all(not _shown_in(each.clip) for each in told)
    nothing = [not each.activities for each in told]
    other = [bool(each.activities) and not right(each) for each in told]
    people = {each.clip.labels.who for each in told}
    return (
        title,
        str(len(people)),
        str(len(told)),
        shown(_share(told, [right(each) for each in told])),
        "" if nothing_is_right else shown(_share(told, nothing)),
        shown(_share(told, other)),
    )


def _share(told: Sequence[Told], hits: Sequence[bool]) -> Estimate | None:
    people = sorted({each.clip.labels.who for each in told})
    counts = np.zeros((2, len(people)))
    for each, hit in zip(told, hits, strict=True):
        counts[:, people.index(each.clip.labels.who)] += (hit, 1)
    return share(counts[0], counts[1])


def _shown_in(clip: Clip) -> tuple[str, ...]:
    """Ids of what a clip shows."""
    name = _CALLED.get(clip.exercise, clip.exercise.removesuffix(_AROUND))
    return tuple(a.id for a in _activities() if name in a.names())


@cache
def _activities() -> tuple[Activity, ...]:
    return tuple(load_activities()[0])
