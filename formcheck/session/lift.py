"""The session of a lift: repetitions, and what every rule says of each."""

from collections import Counter
from dataclasses import replace

from formcheck.activities.activity import Activity, arm_signs
from formcheck.cues.arbiter import CueArbiter
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.measurer import FrameMeasurer, MeasuredFrame
from formcheck.measurements.networks.arm import OUTPUTS as ARM_OUTPUTS
from formcheck.measurements.neutral import Neutral, NeutralTracker
from formcheck.measurements.stance import StanceWatch
from formcheck.measurements.view import View
from formcheck.phases.arms import RepCounter
from formcheck.phases.level import LevelWatch
from formcheck.phases.load import HANDS_APART, LoadWatch
from formcheck.phases.lowering import lowered_by_both_hands
from formcheck.phases.quantities import CONCENTRIC_S, ECCENTRIC_S
from formcheck.phases.rep import TURN, Attempt, Phase, Rep
from formcheck.phases.roll import RollWatch
from formcheck.phases.seat import SeatWatch
from formcheck.phases.segmenter import LONGEST_REP_S, PhaseState
from formcheck.phases.walking import WalkWatch
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.pose.time_window import TimeWindow
from formcheck.rules.contradictions import without_contradictions
from formcheck.rules.finding import Finding, Verdict
from formcheck.rules.judge import judge, seen_from
from formcheck.rules.misled import is_misled, without_misled
from formcheck.rules.own_best import OwnBest
from formcheck.rules.repeats import Repeats
from formcheck.rules.sample import RuleSample
from formcheck.rules.tilt import for_tilted_camera
from formcheck.rules.watch import Firing, RuleWatch
from formcheck.session.observation import JudgedRep, Observation
from formcheck.session.session import Session
from formcheck.source.frame import StreamInfo

# Samples are kept this long before the rep they may belong to.
_MEMORY_S = 3.0
_DAMAGED = Measurement.missing(Reason.DAMAGED)
_DAMAGED_SHARE = 0.2
_NO_TIMES = dict.fromkeys((CONCENTRIC_S, ECCENTRIC_S), Measurement.missing(Reason.NO_CLOCK))


class LiftSession(Session):
    """Watches one subject doing repetitions.

    Args:
        activity: What to watch, and how it is judged.
        info: Size and rate of the pictures that the poses come from.
        smoother: Takes the jitter out; with a delay for files, without for cameras.
        measures: Measures to take beside those that the activity needs.
        neutral: The subject's calibrated neutral; without it one is learned on the way.
    """

    def __init__(
        self,
        activity: Activity,
        info: StreamInfo,
        smoother: Smoother,
        measures: tuple[str, ...] = (),
        neutral: Neutral | None = None,
    ) -> None:
        assert activity.reps is not None
        super().__init__(smoother)
        signs = arm_signs(activity)
        self._activity = activity
        self._info, self._given = info, neutral
        needed = (*activity.measures(), *measures, *(sign.measure for sign in signs), HANDS_APART)
        self._measures = tuple(dict.fromkeys(needed))
        self._measurer = self._new_measurer()
        self._again = _of_whole_reps(activity)
        self._hanging = activity.reps.hanging
        self._counter = RepCounter(activity.reps, 1 / info.fps, signs)
        self._stance, self._walk = StanceWatch(), WalkWatch()
        self._neutral_tracker = NeutralTracker(neutral)
        self._watches = [RuleWatch(rule) for rule in activity.rules if rule.when == "during"]
        self._arbiter = CueArbiter({rule.id: rule for rule in activity.rules}, _best_view(activity))
        self._samples: TimeWindow[RuleSample] = TimeWindow(LONGEST_REP_S)
        self._neutral = self._neutral_tracker.neutral
        self._repeats = Repeats()
        self._own_best = OwnBest()
        self._level, self._roll, self._load = LevelWatch(info), RollWatch(info), self._new_load()
        self._seat = SeatWatch()
        self._minds_seat = any(rule.standing for rule in activity.rules)
        self._minds_tilt = any(test.tilt_margin for rule in activity.rules for test in rule.tests)
        self._finding_count = 0

    @property
    def neutral(self) -> Neutral:
        """The neutral that changes were taken from, as far as it is known."""
        return self._neutral

    def _new_measurer(self) -> FrameMeasurer:
        return FrameMeasurer(self._info, self._measures, self._activity.mode.views)

    def _new_load(self) -> LoadWatch:
        return LoadWatch(overhead=self._activity.reps is not None and self._activity.reps.overhead)

    def _observe(self, frame: PosedFrame) -> Observation:
        cut_off = self._start_anew() if frame.cut else None
        observation = self._look(frame)
        return observation if cut_off is None else observation.after(*cut_off)

    def _start_anew(self) -> tuple[tuple[JudgedRep, ...], tuple[Attempt, ...]]:
        """The film was cut: what was going on is over, and nothing is compared with what was before."""
        state = self._counter.cut()
        judged = tuple(self._judge(rep) for rep in state.reps)
        self._measurer = self._new_measurer()
        self._stance, self._walk = StanceWatch(), WalkWatch()
        self._own_best = OwnBest()
        self._neutral_tracker = NeutralTracker(self._given)
        self._neutral = self._neutral_tracker.neutral
        self._level, self._roll, self._load = LevelWatch(self._info), RollWatch(self._info), self._new_load()
        self._seat = SeatWatch()
        return judged, state.attempts

    def _look(self, frame: PosedFrame) -> Observation:
        seen = self._measurer.measure(frame, self._roll.roll_deg or 0.0)
        walks = self._walk.update(frame.time_s, frame.pose)
        state = self._counter.update(
            frame.time_s, seen.measurements, seen.sight.view, body=seen.body, walks=walks
        )
        sample = RuleSample(frame.time_s, seen.sight.view, seen.measurements, seen.body)
        if frame.damaged:
            missing = dict.fromkeys(seen.measurements, _DAMAGED)
            sample = RuleSample(frame.time_s, seen.sight.view, missing, damaged=True)
        self._remember(sample, state)
        if not frame.damaged:
            self._learn_neutral(seen, state)
        load, seated = self._load.so_far, self._seat.so_far
        watches = [watch for watch in self._watches if watch.rule.is_about(load, seated)]
        seen_now = (watch.update(sample, state, self._neutral, self._own_best) for watch in watches)
        there = [fault for fault in seen_now if fault is not None]
        misled = {w.rule.id for w in watches if is_misled(w.rule, {fault.rule for fault in there})}
        firing = [fault for fault in there if fault.rule not in misled]
        return self._conclude(seen, state, tuple(firing))

    def _end(self, last: Observation) -> Observation | None:
        """The rep that was going on, such as one whose weight is not down yet."""
        state = self._counter.finish()
        if not (state.reps or state.attempts):
            return None
        judged = tuple(self._judge(rep) for rep in state.reps)
        findings = tuple(finding for rep in judged for finding in rep.findings)
        return last.ending(reps=judged, attempts=state.attempts, findings=findings)

    def _remember(self, sample: RuleSample, state: PhaseState) -> None:
        self._samples.add(sample.time_s, sample)
        if state.phase in (Phase.UNKNOWN, Phase.SETUP, Phase.BOTTOM) and not state.reps:
            since_s = self._counter.one_arm_since_s
            kept_s = sample.time_s - _MEMORY_S
            self._samples.forget_before(kept_s if since_s is None else min(kept_s, since_s - _MEMORY_S))

    def _learn_neutral(self, seen: MeasuredFrame, state: PhaseState) -> None:
        upright = self._stance.update(seen.frame.time_s, seen.frame.pose)
        # Who lets the bar hang before the first rep stands in the neutral.
        hangs = self._hanging and state.phase is Phase.BOTTOM and state.rep_count == 0
        stands = upright and (state.phase is Phase.SETUP or hangs) and state.still
        stands = stands and not self._counter.one_arm_lifts
        pose = seen.frame.pose
        racked = upright and state.phase is Phase.BOTTOM and state.rep_count == 0
        if pose is not None and (stands or racked):
            self._roll.update(seen.frame.time_s, pose, seen.sight.view)
        if self._minds_tilt and stands and pose is not None and seen.sight.view is View.FRONT:
            self._level.update(seen.frame.time_s, pose)
        self._neutral = self._neutral_tracker.update(
            seen.frame.time_s,
            seen.sight.view,
            seen.measurements,
            standing=stands,
            at_bottom=state.phase is Phase.BOTTOM and self._counter.arms_level,
        )

    def _learn_from(self, rep: Rep, samples: tuple[RuleSample, ...]) -> None:
        """Where nobody was seen ready, the rep's own bottom has to serve, however short it was."""
        spans = (*rep.intervals.get(Phase.BOTTOM, ()), *rep.intervals.get(TURN, ()))
        for sample in samples:
            if sample.view not in self._neutral.by_view and any(a <= sample.time_s <= b for a, b in spans):
                self._neutral = self._neutral_tracker.update(
                    sample.time_s, sample.view, sample.measurements, standing=False, at_bottom=True
                )

    def _conclude(self, seen: MeasuredFrame, state: PhaseState, firing: tuple[Firing, ...]) -> Observation:
        judged = tuple(self._judge(rep) for rep in state.reps)
        findings = tuple(finding for rep in judged for finding in rep.findings)
        cue = self._arbiter.update(
            seen.frame.time_s,
            seen=seen.frame.pose is not None,
            rep=_current_rep(state),
            firing=firing,
            settled=findings,
            rep_ended=bool(judged),
            judged=frozenset(rule for rep in judged for rule, v in rep.verdicts.items() if v.judged),
            blind=not any(rep.shows_the_body for rep in judged),
        )
        return Observation(
            index=seen.frame.index,
            time_s=seen.frame.time_s,
            pose=seen.frame.pose,
            view=seen.sight.view,
            facing=seen.sight.facing,
            phase=state.phase,
            rep_count=state.rep_count,
            measurements=seen.measurements,
            firing={f.rule: f.side or "" for f in firing},
            cue=cue,
            reps=judged,
            attempts=state.attempts,
            findings=findings,
            looks_down=self._level.looks_down,
            roll_deg=self._roll.roll_deg,
            neutral=self._neutral,
        )

    def _reviewed(self, rep: Rep) -> tuple[RuleSample, ...]:
        """The samples, the arms in those at the top and at the turn measured with what is known by now."""
        turns = [i for part in (Phase.TOP, TURN) for i in rep.intervals.get(part, ())]

        def reviewed(sample: RuleSample) -> RuleSample:
            if sample.body is None or not any(low <= sample.time_s <= high for low, high in turns):
                return sample
            again = self._measurer.measure_again(sample.body, self._again)
            return replace(sample, measurements={**sample.measurements, **again})

        samples = tuple(self._samples)
        return tuple(map(reviewed, samples)) if self._again else samples

    def _judge(self, rep: Rep) -> JudgedRep:
        samples = self._reviewed(rep)
        view = seen_from(rep, samples) or View.UNKNOWN
        bodies = [(sample.time_s, sample.body) for sample in samples if sample.body is not None]
        rep = replace(rep, load=self._load.of(rep, _hands_apart(samples)))
        if self._minds_seat:
            rep = replace(rep, seated=self._seat.of(rep, bodies))
        rep = lowered_by_both_hands(rep, bodies)
        if not self._info.times_known:
            rep = replace(rep, measurements={**rep.measurements, **_NO_TIMES})
        if _is_damaged(rep, samples):
            rep = replace(rep, measurements=dict.fromkeys(rep.measurements, _DAMAGED))
        self._learn_from(rep, samples)
        stated = self._activity.rules
        rules = [for_tilted_camera(rule) for rule in stated] if self._level.looks_down else stated
        single = {rule.id: judge(rule, rep, samples, self._neutral) for rule in rules}
        agreed = without_misled(rules, without_contradictions(rules, single))
        verdicts: dict[str, Verdict] = {}
        findings: list[Finding] = []
        for rule in rules:
            verdict = self._own_best.settle(rule, agreed[rule.id], view)
            verdict = self._repeats.settle(rule, rep.index, verdict)
            verdicts[rule.id] = verdict
            if verdict.fault is not None:
                self._finding_count += 1
                findings.append(verdict.fault.as_finding(self._finding_count, rule.id, rep=rep.index))
        return JudgedRep(rep, verdicts, tuple(findings))


def _is_damaged(rep: Rep, samples: tuple[RuleSample, ...]) -> bool:
    """Whether so much of a rep is damaged that its times and its range are as well."""
    within = [sample for sample in samples if rep.start_s <= sample.time_s <= rep.end_s]
    return sum(sample.damaged for sample in within) > _DAMAGED_SHARE * len(within)


def _of_whole_reps(activity: Activity) -> tuple[str, ...]:
    """What is measured again at the end of a rep: arms, for rules that judge the rep as a whole."""
    tests = (test for rule in activity.rules if rule.when == "rep" for test in rule.tests)
    return tuple(dict.fromkeys(test.measure for test in tests if test.measure in ARM_OUTPUTS))


def _current_rep(state: PhaseState) -> int:
    """Number of the rep that is going on, or that ended just now; the next one's between reps."""
    if state.reps or state.phase in (Phase.TOP, Phase.DESCENT):
        return state.rep_count
    return state.rep_count + 1


def _hands_apart(samples: tuple[RuleSample, ...]) -> list[tuple[float, float]]:
    """Time and distance of the hands, where it was measured."""
    measured = ((sample.time_s, sample.measurements[HANDS_APART].value) for sample in samples)
    return [(time_s, value) for time_s, value in measured if value is not None]


def _best_view(activity: Activity) -> str:
    """How to film so that most rules can be judged."""
    views = Counter(view for rule in activity.faults() for view in rule.views).most_common(1)
    return activity.mode.how_to_film((views[0][0],)) if views else ""
