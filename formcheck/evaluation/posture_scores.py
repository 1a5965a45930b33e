"""How well states are found, named rightly, and left alone, on clips of people who sit."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from formcheck.activities.truth import TruthNames
from formcheck.evaluation.labels import LabelledFault, Labels
from formcheck.evaluation.replay import Replay
from formcheck.measurements.view import View
from formcheck.session.observation import Observation

# A state counts from so long after its beginning, and may be seen for so long after its end.
LATE_S = 1.5
_AFTER_S = 1.5
# A fault is found if its state is there for at least half of the time that counts.
_ENOUGH = 0.5
_NOTHING, _OTHER = "none", "other"
# Bins of the true change of the craniovertebral angle, for the head that comes forward.
FORWARD_DEG = (0.0, 8.0, 12.0, 15.0, 20.0, 90.0)


@dataclass(frozen=True, slots=True)
class Shown:
    """One true state in a clip, and what was said of it.

    Attributes:
        state: What it is.
        size: Its true size as labelled, or None.
        forward_deg: True change of the craniovertebral angle meanwhile, where it is known.
        named: The state that was there for most of the time; "none" where none was for half of it.
        right: Share of the time that counts in which its own state was there.
        judged: Share of that time in which postures were judged.
    """

    clip: str
    view: View
    state: str
    size: float | None
    forward_deg: float | None
    named: str
    right: float
    judged: float

    @property
    def found(self) -> bool:
        """Whether its own state was there for at least half of the time."""
        return self.right >= _ENOUGH


@dataclass(frozen=True, slots=True)
class ForwardRecall:
    """How many heads that come forward are found, by how far."""

    view: str
    from_deg: float
    to_deg: float
    shown: int
    named: int
    flagged: int


@dataclass(frozen=True, slots=True)
class PostureScore:
    """What the states achieve on a set.

    Attributes:
        shown: Every true state.
        confusion: View -> true state -> state that was named -> how often.
        forward: Recall of forward heads by size.
        quiet_h: Hours in which nothing was wrong, of all clips.
        false_h: Hours of these in which a state was there all the same.
        false_events: States that came in that time.
        longest_false_s: The longest of them.
        false_alerts: Of them, those that lasted long enough for an alert.
        suspended: Share of the time with a person in which postures were not judged.
    """

    shown: tuple[Shown, ...]
    confusion: Mapping[str, Mapping[str, Mapping[str, int]]]
    forward: tuple[ForwardRecall, ...]
    quiet_h: float
    false_h: float
    false_events: int
    longest_false_s: float
    false_alerts: int
    suspended: float

    @property
    def false_events_per_h(self) -> float | None:
        """False states an hour."""
        return self.false_events / self.quiet_h if self.quiet_h else None


def posture_scores(replays: Iterable[Replay], names: TruthNames) -> PostureScore:
    """Score all clips of a set."""
    every = tuple(replays)
    shown = tuple(s for each in every for s in states_shown(each, names))
    quiet = [quiet_time(each) for each in every]
    seen = [o for each in every for o in each.observed if o.pose is not None]
    return PostureScore(
        shown=shown,
        confusion=_confusion(shown),
        forward=tuple(_forward(shown)),
        quiet_h=sum(q.time_s for q in quiet) / 3600,
        false_h=sum(q.false_s for q in quiet) / 3600,
        false_events=sum(q.events for q in quiet),
        longest_false_s=max((q.longest_s for q in quiet), default=0.0),
        false_alerts=sum(false_alerts(each) for each in every),
        suspended=sum(o.suspended is not None for o in seen) / len(seen) if seen else 0.0,
    )


def states_shown(each: Replay, names: TruthNames) -> Iterable[Shown]:
    """Every true state of a clip, and what was said of it."""
    for fault in each.clip.labels.faults:
        truth = names.faults.get(fault.name)
        state = None if truth is None else truth.rule
        if state is None or fault.start_s is None or fault.end_s is None:
            continue
        inside = [o for o in each.observed if fault.start_s + LATE_S <= o.time_s <= fault.end_s]
        if inside:
            yield _scored(each.clip.name, each.clip.labels, fault, state, inside)


def _scored(
    clip: str, labels: Labels, fault: LabelledFault, state: str, inside: Sequence[Observation]
) -> Shown:
    present = Counter(rule.rpartition(".")[2] for o in inside for rule in o.firing)
    named, times = present.most_common(1)[0] if present else (_NOTHING, 0)
    view = Counter(o.view for o in inside).most_common(1)[0][0]
    return Shown(
        clip=clip,
        view=view,
        state=state,
        size=fault.size,
        forward_deg=_forward_deg(labels, inside[0].time_s, inside[-1].time_s),
        named=named if times >= _ENOUGH * len(inside) else _NOTHING,
        right=present[state] / len(inside),
        judged=sum(o.suspended is None for o in inside) / len(inside),
    )


def _forward_deg(labels: Labels, from_s: float, to_s: float) -> float | None:
    true = labels.angles.get("craniovertebral_deg")
    if not true or labels.neutral_s is None:
        return None
    times, curve = np.array(labels.time_s), np.array(true)
    calm = (times >= labels.neutral_s[0]) & (times < labels.neutral_s[1])
    inside = (times >= from_s) & (times <= to_s)
    if not calm.any() or not inside.any():
        return None
    return float(np.median(curve[calm]) - np.median(curve[inside]))


def _confusion(shown: Iterable[Shown]) -> dict[str, dict[str, dict[str, int]]]:
    table: dict[str, dict[str, Counter[str]]] = {}
    for s in shown:
        table.setdefault(s.view.value, {}).setdefault(s.state, Counter())[s.named] += 1
    return {
        view: {state: dict(named.most_common()) for state, named in sorted(states.items())}
        for view, states in sorted(table.items())
    }


def _forward(shown: Sequence[Shown]) -> Iterable[ForwardRecall]:
    heads = [s for s in shown if s.state == "forward-head" and s.forward_deg is not None]
    for view in sorted({s.view.value for s in heads}):
        for low, high in pairwise(FORWARD_DEG):
            inside = [s for s in heads if s.view.value == view and low <= (s.forward_deg or 0.0) < high]
            yield ForwardRecall(
                view, low, high, len(inside), sum(s.found for s in inside),
                sum(s.named != _NOTHING for s in inside),
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quiet:
    """Time in which nothing was wrong, and the states that were there all the same."""

    time_s: float
    false_s: float
    events: int
    longest_s: float


def quiet_time(each: Replay) -> Quiet:
    """The time of a clip in which nothing is wrong, and what was said in it."""
    spans = [
        (f.start_s - 0.5, f.end_s + _AFTER_S)
        for f in each.clip.labels.faults
        if f.start_s is not None and f.end_s is not None
    ]
    time_s = false_s = longest_s = lasting_s = 0.0
    events, last_s, was_false = 0, None, False
    for seen in each.observed:
        step_s = 0.0 if last_s is None else seen.time_s - last_s
        last_s = seen.time_s
        if any(low <= seen.time_s <= high for low, high in spans):
            was_false, lasting_s = False, 0.0
            continue
        time_s += step_s
        is_false = bool(seen.firing)
        if is_false:
            false_s += step_s
            lasting_s = lasting_s + step_s if was_false else 0.0
            longest_s = max(longest_s, lasting_s)
            events += not was_false
        was_false = is_false
    return Quiet(time_s, false_s, events, longest_s)


def false_alerts(each: Replay) -> int:
    """Alerts that no true state explains."""
    spans = [
        (f.start_s, f.end_s) for f in each.clip.labels.faults if f.start_s is not None and f.end_s is not None
    ]
    found = [f for o in each.observed for f in o.findings if f.alert_s is not None]
    return sum(all(f.end_s < low or f.start_s > high for low, high in spans) for f in found)
