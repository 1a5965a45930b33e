"""Runs a labelled set and gathers what came out of it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from formcheck.activities.activity import Activity
from formcheck.evaluation.clips import Clip
from formcheck.evaluation.evidence import Evidence, evidence
from formcheck.evaluation.measure_errors import MeasureError, measure_errors
from formcheck.evaluation.outcomes import outcomes
from formcheck.evaluation.posture_scores import PostureScore, posture_scores
from formcheck.evaluation.replay import Replay, replay
from formcheck.evaluation.rule_scores import RuleScore, rule_scores
from formcheck.evaluation.workers import in_processes
from formcheck.pose.models import DEFAULT_MODEL

FORMAT = "formcheck.evaluation/1"


@dataclass(frozen=True, slots=True)
class Counting:
    """How well reps are counted.

    Attributes:
        exact: Share of the clips whose count is right.
        most_off: Largest difference in any clip.
        without_reps, counted_there: Clips that have no rep, and the reps that were counted in them.
        start_error_s, end_error_s: Mean absolute error of the times of the reps found.
        wrong: Names of the clips that are off, with the counts found and true.
    """

    clips: int
    reps: int
    exact: float
    most_off: int
    without_reps: int
    counted_there: int
    start_error_s: float | None
    end_error_s: float | None
    wrong: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that is known about a set.

    Attributes:
        evidence: The figures by the true direction of the camera, with intervals over people.
    """

    activity: str
    split: str
    counting: Counting
    measures: tuple[MeasureError, ...]
    rules: tuple[RuleScore, ...]
    good_reps: int
    false_flags: int
    evidence: Evidence
    posture: PostureScore | None = None

    @property
    def false_flags_per_100(self) -> float:
        """Flags of all rules together, on 100 reps that have no fault that can be seen from there."""
        return 100.0 * self.false_flags / self.good_reps if self.good_reps else 0.0

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"format": FORMAT, **asdict(self), "false_flags_per_100_good_reps": self.false_flags_per_100}


def evaluate(
    clips: Iterable[Clip],
    activity: Activity,
    *,
    split: str = "",
    model: str = DEFAULT_MODEL,
    progress: Callable[[str], None] = lambda name: None,
    processes: int = 1,
) -> Evaluation:
    """Analyse all clips and compare.

    Args:
        clips: Sources with their labels.
        activity: What they show.
        split: The half of the set that they are, for the record.
        model: The pose model, for videos.
        progress: Is told the name of each clip that is done.
        processes: How many clips to analyse at the same time; the result is the same.

    Raises:
        SourceError: If a clip cannot be read.
    """
    replays: list[Replay] = []
    for each in replay_all(clips, activity, model, processes):
        progress(each.clip.name)
        replays.append(each)
    if not activity.mode.has_reps:
        score, measures = posture_scores(replays, activity.truth), tuple(measure_errors(replays, activity))
        known = evidence(replays, activity, {})
        return Evaluation(activity.id, split, _counting(replays), measures, (), 0, 0, known, score)
    found = outcomes(replays, activity)
    good = [o for every in found.values() for o in every if o.is_good_rep]
    return Evaluation(
        activity=activity.id,
        split=split,
        counting=_counting(replays),
        measures=tuple(measure_errors(replays, activity)),
        rules=tuple(rule_scores(found, activity)),
        good_reps=max((sum(o.is_good_rep for o in every) for every in found.values()), default=0),
        false_flags=sum(o.flagged for o in good),
        evidence=evidence(replays, activity, found),
    )


def replay_all(
    clips: Iterable[Clip], activity: Activity, model: str = DEFAULT_MODEL, processes: int = 1
) -> Iterator[Replay]:
    """Every clip analysed, in their order.

    Raises:
        SourceError: If a clip cannot be read.
    """
    if processes <= 1:
        yield from (replay(clip, activity, model) for clip in clips)
        return
    yield from in_processes(partial(replay, activity=activity, model=model), clips, processes)


def _counting(replays: list[Replay]) -> Counting:
    counts = [(r.clip.name, len(r.reps), len(r.clip.labels.full_reps)) for r in replays]
    wrong = tuple(entry for entry in counts if entry[1] != entry[2])
    empty = [entry for entry in counts if entry[2] == 0]
    pairs = [pair for r in replays for pair in r.pairs]
    starts = [abs(found.rep.start_s - true.start_s) for found, true in pairs]
    ends = [abs(found.rep.end_s - true.end_s) for found, true in pairs if found.rep.complete]
    return Counting(
        clips=len(counts),
        reps=sum(entry[2] for entry in counts),
        exact=1 - len(wrong) / len(counts) if counts else 0.0,
        most_off=max((abs(found - true) for _, found, true in counts), default=0),
        without_reps=len(empty),
        counted_there=sum(found for _, found, _ in empty),
        start_error_s=sum(starts) / len(starts) if starts else None,
        end_error_s=sum(ends) / len(ends) if ends else None,
        wrong=wrong,
    )
