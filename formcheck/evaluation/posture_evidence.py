"""How well states of sitting are named, by the true direction of the camera, with intervals over people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formcheck.activities.truth import TruthNames
from formcheck.evaluation.direction import Direction, filmed_from, who
from formcheck.evaluation.posture_scores import false_alerts, quiet_time, states_shown
from formcheck.evaluation.replay import Replay
from formcheck.evaluation.resampling import Estimate, rate, share
from formcheck.evaluation.tally import Tally

_NOTHING = "none"
_COLUMNS = ("clips", "shown", "named", "any", "quiet_h", "false", "false_h", "alerts", "seen", "suspended")


@dataclass(frozen=True, slots=True)
class PostureEvidence:
    """What the states achieve from one direction, or from "all".

    Attributes:
        shown: How many true states there were.
        named: Share of them that were named rightly for at least half of their time.
        noticed: Share of them in which some state was named.
        quiet_min: Minutes in which nothing was wrong.
        false_per_h, alerts_per_h: States and alerts that came in that time, by the hour.
        false_time: Share of that time in which a state was there all the same.
        not_judged: Share of the time with a person in which postures were not judged.
    """

    direction: str
    people: int
    clips: int
    shown: int
    named: Estimate | None
    noticed: Estimate | None
    quiet_min: float
    false_per_h: Estimate | None
    alerts_per_h: Estimate | None
    false_time: Estimate | None
    not_judged: Estimate | None


def posture_evidence(replays: Sequence[Replay], names: TruthNames) -> Iterable[PostureEvidence]:
    """A row a direction that any clip was filmed from, and one of all."""
    for direction in Direction:
        some = [each for each in replays if filmed_from(each) is direction]
        if some:
            yield _evidence(direction.value, some, names)
    yield _evidence("all", replays, names)


def _evidence(direction: str, replays: Sequence[Replay], names: TruthNames) -> PostureEvidence:
    tally = Tally(_COLUMNS)
    for each in replays:
        tally.add(who(each), *_summed(each, names))
    return PostureEvidence(
        direction=direction,
        people=len(tally.people),
        clips=len(replays),
        shown=tally.total("shown"),
        named=share(tally["named"], tally["shown"]),
        noticed=share(tally["any"], tally["shown"]),
        quiet_min=60.0 * float(tally["quiet_h"].sum()),
        false_per_h=rate(tally["false"], tally["quiet_h"]),
        alerts_per_h=rate(tally["alerts"], tally["quiet_h"]),
        false_time=share(tally["false_h"], tally["quiet_h"]),
        not_judged=share(tally["suspended"], tally["seen"]),
    )


def _summed(each: Replay, names: TruthNames) -> tuple[float, ...]:
    """One clip's part of every column."""
    shown, quiet = [*states_shown(each, names)], quiet_time(each)
    seen = [o for o in each.observed if o.pose is not None]
    return (
        1, len(shown), sum(s.found for s in shown), sum(s.named != _NOTHING for s in shown),
        quiet.time_s / 3600, quiet.events, quiet.false_s / 3600, false_alerts(each),
        len(seen), sum(o.suspended is not None for o in seen),
    )  # fmt: skip
