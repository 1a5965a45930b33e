"""What a labelled set says of an activity, by the camera's true direction, with intervals over people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.evaluation.agreement import Agreement, agreements
from formcheck.evaluation.direction import Direction, filmed_from, who
from formcheck.evaluation.outcomes import Outcome
from formcheck.evaluation.posture_evidence import PostureEvidence, posture_evidence
from formcheck.evaluation.replay import Replay
from formcheck.evaluation.resampling import Estimate, rate, share
from formcheck.evaluation.rule_evidence import ALL, RuleEvidence, rule_evidence
from formcheck.evaluation.tally import Tally


@dataclass(frozen=True, slots=True)
class CountEvidence:
    """How well reps are counted from one direction, or from "all".

    Attributes:
        exact: Share of the clips whose count is right.
        start_error_s, end_error_s: Mean absolute error of the times of the reps found.
    """

    direction: str
    people: int
    clips: int
    reps: int
    exact: Estimate | None
    start_error_s: Estimate | None
    end_error_s: Estimate | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """All figures that have an interval.

    Attributes:
        people, clips: Who and what they come from.
        models: The pose models whose points they are; "unknown" for one that is not known.
        unnamed: Clips whose labels do not tell whose they are: each is taken for one of somebody else.
        counts: By direction; empty for an activity without reps.
        rules: By rule and direction; empty for an activity without reps.
        measures: By measure and direction.
        postures: By direction; empty for an activity with reps.
    """

    people: int
    clips: int
    models: tuple[str, ...]
    unnamed: int
    counts: tuple[CountEvidence, ...]
    rules: tuple[RuleEvidence, ...]
    measures: tuple[Agreement, ...]
    postures: tuple[PostureEvidence, ...]


def evidence(
    replays: Sequence[Replay], activity: Activity, found: Mapping[str, Sequence[Outcome]]
) -> Evidence:
    """The figures of a set.

    Args:
        replays: Its clips, analysed.
        activity: As what.
        found: The outcomes of the rules, by rule id; empty for an activity without reps.
    """
    has_reps = activity.mode.has_reps
    return Evidence(
        people=len({who(each) for each in replays}),
        clips=len(replays),
        models=tuple(sorted({each.model or "unknown" for each in replays})),
        unnamed=sum(not each.clip.labels.who for each in replays),
        counts=tuple(_counts(replays)) if has_reps else (),
        rules=tuple(rule_evidence(found)) if has_reps else (),
        measures=tuple(agreements(replays, activity)),
        postures=() if has_reps else tuple(posture_evidence(replays, activity.truth)),
    )


def _counts(replays: Sequence[Replay]) -> Iterable[CountEvidence]:
    for direction in Direction:
        some = [each for each in replays if filmed_from(each) is direction]
        if some:
            yield _counted(direction.value, some)
    yield _counted(ALL, replays)


def _counted(direction: str, replays: Sequence[Replay]) -> CountEvidence:
    tally = Tally(("clips", "reps", "exact", "found", "start_s", "ended", "end_s"))
    for each in replays:
        reps, person = len(each.clip.labels.full_reps), who(each)
        tally.add(person, 1, reps, len(each.reps) == reps, 0, 0, 0, 0)
        for judged, true in each.pairs:
            rep = judged.rep
            start_s, end_s = abs(rep.start_s - true.start_s), abs(rep.end_s - true.end_s)
            tally.add(person, 0, 0, 0, 1, start_s, rep.complete, end_s if rep.complete else 0.0)
    return CountEvidence(
        direction=direction,
        people=len(tally.people),
        clips=len(replays),
        reps=tally.total("reps"),
        exact=share(tally["exact"], tally["clips"]),
        start_error_s=rate(tally["start_s"], tally["found"]),
        end_error_s=rate(tally["end_s"], tally["ended"]),
    )
