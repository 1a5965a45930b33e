"""Judges one finished rep by one rule. Pure: the same samples give the same verdict."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.quantity import SIDES, Side
from formcheck.measurements.view import View
from formcheck.phases.rep import TURN, Load, Phase, Rep
from formcheck.rules.dwell import Dwell, Episode
from formcheck.rules.finding import Fault, Severity, Verdict, badness
from formcheck.rules.one_arm import needs_both_arms, of_arms
from formcheck.rules.rule import Check, Rule
from formcheck.rules.sample import RuleSample
from formcheck.rules.threshold import Limit, holds, is_unseen, limits_of, sided_values, spread_of

_FEWEST_FRAMES = 2
# Why a rule about the other load is not judged.
_ANOTHER_LOAD: Mapping[Load, Reason] = {"bar": Reason.BAR, "dumbbells": Reason.DUMBBELLS}


_Row = tuple[float, Measurement, bool]


@dataclass(frozen=True, slots=True)
class _Track:
    """The values of one test on one side through the frames that a rule looks at.

    Attributes:
        spread: How much the compared value varies at rest, where thresholds may not lie.
    """

    test: Check
    side: Side | None
    time_s: tuple[float, ...]
    values: tuple[Measurement, ...]
    also: tuple[bool, ...]
    spread: float = 0.0


def judge(rule: Rule, rep: Rep, samples: Sequence[RuleSample], neutral: Neutral) -> Verdict:
    """Judge a rep by a rule.

    A fault that is seen counts. That there is none can be said only when all that the rule looks at was
    seen: every test, and both sides except from the side and obliquely, where the far one is hidden or seen
    too badly to tell; not where it is too close to a limit. Of a rep of one arm,
    what is measured on each arm is judged on that one, and what compares the arms is not judged.
    """
    reason = _not_this_rep(rule, rep)
    if reason is not None:
        return Verdict(None, Measurement.missing(reason), rule.tests[0].measure)
    tests = [test for test in rule.tests if test.load in (None, rep.load)]
    by_test: list[Verdict] = []
    for test in tests:
        if test.stands_in and by_test and by_test[-1].judged:
            continue
        verdict = _judge_test(rule, test, rep, samples, neutral)
        if not test.stands_in or not by_test:
            by_test.append(verdict)
        elif verdict.judged or by_test[-1].value.reason is Reason.WRONG_VIEW:
            # What can be measured from here says why it was not; that the other one cannot is no reason.
            by_test[-1] = verdict
    if not by_test:
        return Verdict(None, Measurement.missing(Reason.LOAD_NOT_KNOWN), rule.tests[0].measure)
    faults = [v for v in by_test if v.fault is not None]
    if faults:
        return max(faults, key=lambda v: badness(v.fault))
    return next((v for v in by_test if not v.judged), by_test[0])


def _not_this_rep(rule: Rule, rep: Rep) -> Reason | None:
    """Why a rule is not about a rep, or what of the rep it needs was not seen."""
    if not rule.is_about(None, rep.seated):
        return Reason.SEATED
    if rep.load is not None and not rule.is_about(rep.load):
        return _ANOTHER_LOAD[rep.load]
    if not rep.top_seen and Phase.TOP in rule.phases:
        return Reason.TOP_NOT_SEEN
    if not rep.complete and rule.phases == (TURN,):
        return Reason.NOT_SEEN_WHOLE
    return None


def _judge_test(
    rule: Rule, test: Check, rep: Rep, samples: Sequence[RuleSample], neutral: Neutral
) -> Verdict:
    tracks = _tracks(rule, test, rep, samples, neutral)
    verdicts = [_judge_track(rule, track) for track in tracks]
    if not verdicts:
        return Verdict(None, Measurement.missing(_why_nothing(rule, test, rep, samples)), test.measure)
    faults = [v for v in verdicts if v.fault is not None]
    if faults:
        return max(faults, key=lambda v: badness(v.fault))
    judged = [v for v in verdicts if v.judged]
    if not judged:
        # The side that is seen best says what is in the way: the far arm is hidden anyhow.
        return max(zip(verdicts, map(_seen_count, tracks), strict=True), key=lambda pair: pair[1])[0]
    missing = [v for v in verdicts if not v.judged]
    if missing and (not _from_aside(rep, samples) or any(v.too_close is not None for v in missing)):
        return missing[0]
    return max(judged, key=lambda v: _nearness(test, v.value))


def _seen_count(track: _Track) -> int:
    return sum(value.reason is not Reason.NOT_VISIBLE for value in track.values)


def _from_aside(rep: Rep, samples: Sequence[RuleSample]) -> bool:
    views = _views(rep, samples)
    return views.count(View.SIDE) + views.count(View.OBLIQUE) > len(views) / 2


def seen_from(rep: Rep, samples: Sequence[RuleSample]) -> View | None:
    """The view that most of a rep's frames were seen from."""
    views = Counter(_views(rep, samples)).most_common(1)
    return views[0][0] if views else None


def _views(rep: Rep, samples: Sequence[RuleSample]) -> list[View]:
    return [s.view for s in samples if rep.start_s <= s.time_s <= rep.end_s]


def _nearness(test: Check, measured: Measurement) -> float:
    """How near a value is to being a fault: of two sides the worse one is shown."""
    assert measured.value is not None
    return max(limit.excess(measured.value) for limit in limits_of(test, 1.0))


def _tracks(
    rule: Rule, test: Check, rep: Rep, samples: Sequence[RuleSample], neutral: Neutral
) -> list[_Track]:
    if rep.side is not None and needs_both_arms(test):
        return [_Track(test, None, (rep.top_s,), (Measurement.missing(Reason.ONE_ARM),), (True,))]
    if test.measure in rep.measurements:
        view = seen_from(rep, samples)
        wrong_view = view is not None and view not in rule.views
        value = Measurement.missing(Reason.WRONG_VIEW) if wrong_view else rep.measurements[test.measure]
        return [_Track(test, None, (rep.top_s,), (value,), (True,))]
    inside = _inside(rule, rep, samples)
    views = {sample.view for sample in inside} & {*rule.views}
    tracks = []
    for side, rows in _rows(rule, test, rep, inside, neutral).items():
        times, values, allowed = (tuple(column) for column in zip(*rows, strict=True))
        spread = max((spread_of(test, side, neutral, view) for view in views), default=0.0)
        tracks.append(_Track(test, side, times, values, allowed, spread))
    return tracks


def _rows(
    rule: Rule, test: Check, rep: Rep, inside: Sequence[RuleSample], neutral: Neutral
) -> dict[Side | None, list[_Row]]:
    """What a test looks at on each side: when, the value, and whether it may be poor."""
    rows: dict[Side | None, list[_Row]] = {}
    unseen: dict[Side | None, list[_Row]] = {}
    at_rest: set[Side | None] = set()
    for sample in inside:
        for side, value in sided_values(test, sample.measurements, neutral, sample.view):
            if rep.side not in (None, side) and of_arms(test.measure):
                continue
            # From where a damaged picture was taken cannot be told either.
            is_right_view = sample.view in rule.views or sample.damaged
            seen = value if is_right_view else Measurement.missing(Reason.WRONG_VIEW)
            asked = sample.measurements, neutral, sample.view
            if test.only_while is None or holds(test.only_while, side, *asked):
                also = test.poor_also is None or holds(test.poor_also, side, *asked)
                rows.setdefault(side, []).append((sample.time_s, seen, also))
            elif is_unseen(test.only_while, side, sample.measurements):
                missing = Measurement.missing(seen.reason or Reason.NOT_VISIBLE)
                unseen.setdefault(side, []).append((sample.time_s, missing, True))
            else:
                at_rest.add(side)
    # An arm of which nothing is ever seen is not one that rests.
    return {side: found for side, found in unseen.items() if side not in at_rest} | rows


def _inside(rule: Rule, rep: Rep, samples: Sequence[RuleSample]) -> list[RuleSample]:
    """The frames that a rule looks at."""
    intervals = [interval for phase in rule.phases for interval in rep.intervals.get(phase, ())]
    return [s for s in samples if any(low <= s.time_s <= high for low, high in intervals)]


def _why_nothing(rule: Rule, test: Check, rep: Rep, samples: Sequence[RuleSample]) -> Reason:
    """Why a test has no frame to look at."""
    inside = _inside(rule, rep, samples)
    if not inside:
        return Reason.TOO_SHORT if rep.complete else Reason.NOT_SEEN_WHOLE
    if not any(sample.view in rule.views for sample in inside):
        return Reason.WRONG_VIEW
    asked = "" if test.only_while is None else test.only_while.measure
    values = [
        measured
        for sample in inside
        for name, measured in sample.measurements.items()
        if name == asked or (name.endswith(f"_{asked}") and name.removesuffix(f"_{asked}") in SIDES)
    ]
    reasons = Counter(measured.reason for measured in values if measured.reason is not None)
    if reasons and all(measured.value is None for measured in values):
        return reasons.most_common(1)[0][0]
    return Reason.NEVER_SO


def _judge_track(rule: Rule, track: _Track) -> Verdict:
    known = [v for v in track.values if v.value is not None]
    if not _enough(known, track):
        reasons = Counter(v.reason for v in track.values if v.reason is not None)
        reason = reasons.most_common(1)[0][0] if reasons else Reason.TOO_SHORT
        return Verdict(None, Measurement.missing(reason), track.test.measure)
    error = median(v.error for v in known)
    look = _look_during if rule.when == "during" else _look_once
    faults = []
    for limit in limits_of(track.test, rule.hysteresis, track.spread):
        fault = look(rule, track, limit, error)
        if fault is not None and not fault.uncertain:
            return Verdict(fault, Measurement(fault.value, error), track.test.measure)
        if fault is not None:
            faults.append(fault)
    if faults and rule.certain_only:
        unsure = Measurement.missing(Reason.TOO_CLOSE)
        close = Measurement(faults[-1].value, error)
        return Verdict(None, unsure, track.test.measure, too_close=close)
    if faults:
        # In doubt about the worse threshold, the milder one counts.
        return Verdict(faults[-1], Measurement(faults[-1].value, error), track.test.measure)
    return Verdict(None, Measurement(_typical(rule, track), error), track.test.measure)


def _enough(known: list[Measurement], track: _Track) -> bool:
    if len(track.values) == 1:
        return len(known) == 1
    return len(known) >= max(_FEWEST_FRAMES, track.test.least_seen * len(track.values))


def _look_once(rule: Rule, track: _Track, limit: Limit, error: float) -> Fault | None:
    """The phase as a whole: its highest, lowest or middle value."""
    time_s, value = _reduced(track)
    if not limit.passed(value) or (limit.severity is Severity.POOR and not any(track.also)):
        return None
    return Fault(
        limit.severity, track.time_s[0], track.time_s[-1], time_s, track.side,
        track.test.measure, value, limit.on, error,
    )  # fmt: skip


def _reduced(track: _Track) -> tuple[float, float]:
    pairs = [(t, v.value) for t, v in zip(track.time_s, track.values, strict=True) if v.value is not None]
    return _REDUCE[track.test.reduce](pairs)


def _typical(rule: Rule, track: _Track) -> float:
    """The value to show where there is no fault."""
    if rule.when == "rep":
        return _reduced(track)[1]
    return max(
        (_held(track, rule.hold_s.caution, above) for above in _directions(track.test)),
        key=lambda value: _nearness(track.test, Measurement(value)),
    )


def _directions(test: Check) -> list[bool]:
    return [above for above, given in ((True, test.above), (False, test.below)) if given is not None]


def _median_pair(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    ordered = sorted(pairs, key=lambda pair: pair[1])
    return ordered[len(ordered) // 2][0], median(value for _, value in pairs)


def _range_pair(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Highest minus lowest, at the moment of the later one of the two."""
    low, high = min(pairs, key=lambda pair: pair[1]), max(pairs, key=lambda pair: pair[1])
    return max(low[0], high[0]), high[1] - low[1]


_REDUCE: Mapping[str, Callable[[list[tuple[float, float]]], tuple[float, float]]] = {
    "max": lambda pairs: max(pairs, key=lambda pair: pair[1]),
    "min": lambda pairs: min(pairs, key=lambda pair: pair[1]),
    "median": _median_pair,
    "range": _range_pair,
}


def _look_during(rule: Rule, track: _Track, limit: Limit, error: float) -> Fault | None:
    """Frame by frame: past the threshold for long enough."""
    episode = _episode(rule, track, limit)
    if episode is None:
        return None
    value, peak_s = _held_within(track, episode, rule.hold_s.of(limit.severity), limit)
    return Fault(
        limit.severity, episode.start_s, episode.end_s, peak_s, track.side,
        track.test.measure, value, limit.on, error,
    )  # fmt: skip


def _episode(rule: Rule, track: _Track, limit: Limit) -> Episode | None:
    """From the first to the last time past the limit: one fault in a rep is one fault."""
    dwell = Dwell(limit, rule.hold_s.of(limit.severity))
    episodes = []
    for time_s, measured, also in zip(track.time_s, track.values, track.also, strict=True):
        value = measured.value
        if limit.severity is Severity.POOR and not also and value is not None:
            value = limit.off
        episodes.append(dwell.update(time_s, value))
    episodes.append(dwell.finish())
    found = [e for e in episodes if e is not None]
    return Episode(found[0].start_s, found[-1].end_s) if found else None


def _held_within(track: _Track, episode: Episode, hold_s: float, limit: Limit) -> tuple[float, float]:
    """The worst value that held for `hold_s`, and the moment of the worst value of all."""
    inside = [
        (t, v.value)
        for t, v in zip(track.time_s, track.values, strict=True)
        if v.value is not None and episode.start_s <= t <= episode.end_s
    ]
    ordered = sorted(inside, key=lambda pair: pair[1], reverse=limit.above)
    value = ordered[min(_frames_in(hold_s, inside), len(ordered) - 1)][1]
    # Leaving is later than entering: what held may lie between the two thresholds, never past normal.
    value = max(value, limit.on) if limit.above else min(value, limit.on)
    return value, ordered[0][0]


def _held(track: _Track, hold_s: float, above: bool) -> float:
    pairs = [(t, v.value) for t, v in zip(track.time_s, track.values, strict=True) if v.value is not None]
    ordered = sorted((value for _, value in pairs), reverse=above)
    return ordered[min(_frames_in(hold_s, pairs), len(ordered) - 1)]


def _frames_in(hold_s: float, pairs: list[tuple[float, float]]) -> int:
    if len(pairs) < 2:
        return 0
    frame_s = (pairs[-1][0] - pairs[0][0]) / (len(pairs) - 1)
    return int(hold_s / frame_s / 2) if frame_s > 0 else 0
