"""The session of a neck exercise: movements that are held, and what every rule says of each."""

from collections.abc import Mapping
from dataclasses import replace

from formcheck.activities.activity import Activity
from formcheck.activities.moves import settings_of
from formcheck.cues.move_cues import MoveCues
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.measurer import FrameMeasurer
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.moves.follower import MoveFollower, MoveState
from formcheck.moves.quantities import HOLD_S, REACH_PERCENT
from formcheck.moves.reader import STILL_S, MoveReader
from formcheck.moves.steady import Steady
from formcheck.phases.quantities import RANGE
from formcheck.phases.rep import Phase, Rep
from formcheck.phases.segmenter import PhaseState
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.pose.time_window import TimeWindow
from formcheck.rules.finding import Finding, Verdict
from formcheck.rules.judge import judge
from formcheck.rules.own_best import OwnBest
from formcheck.rules.sample import RuleSample
from formcheck.rules.watch import Firing, RuleWatch
from formcheck.session.observation import JudgedRep, Observation
from formcheck.session.session import Session
from formcheck.source.frame import StreamInfo

_NOTHING = Neutral()
# Between two movements the start is learned anew only where the signal is this near to it.
_AT_REST = 0.4
# And this near where it does not come nearer: who sits down a little otherwise rests there.
_ELSEWHERE = 0.75
# And where it has kept still, within this share of what counts: who begins slowly is not at rest.
_CALM = 0.3


class MobilitySession(Session):
    """Watches one subject doing one neck exercise.

    Args:
        activity: The exercise.
        info: Size and rate of the pictures that the poses come from.
        smoother: Takes the jitter out; with a delay for files, without for cameras.
        best: Side -> the best range that is known of the subject, in the unit of the signal.
        hold_s: How long it is to be held; as the exercise says if left out.

    Attributes:
        hold_s: How long it is to be held.
        state: Where in the exercise the subject is.
    """

    def __init__(
        self,
        activity: Activity,
        info: StreamInfo,
        smoother: Smoother,
        best: Mapping[str, float] | None = None,
        hold_s: float | None = None,
    ) -> None:
        super().__init__(smoother)
        self._activity, self._settings = activity, settings_of(activity)
        self.hold_s = self._settings.hold_s if hold_s is None else hold_s
        self._measurer = FrameMeasurer(info, (), activity.mode.views)
        self._reader, self._steady = MoveReader(), dict[View, Steady]()
        self._follower = MoveFollower(self._settings, dict(best or {}))
        self._watches = [RuleWatch(rule) for rule in activity.rules if rule.when == "during"]
        self._cues = MoveCues(activity.rules, self._settings, self.hold_s)
        self._samples: TimeWindow[RuleSample] = TimeWindow(self._settings.longest_s)
        self._lately: TimeWindow[float] = TimeWindow(STILL_S, whole=True)
        self._own_best = OwnBest()
        self._finding_count = 0
        self.state = MoveState(Phase.UNKNOWN)

    @property
    def neutral(self) -> Neutral:
        """None that could be stored: the start is learned anew in each session."""
        return _NOTHING

    @property
    def best(self) -> dict[str, float]:
        """Side -> the best range so far."""
        return self._follower.best

    def is_ready(self, view: View) -> bool:
        """Whether the start is known from where the camera sees the subject."""
        return self._reader.ready(view)

    def _observe(self, frame: PosedFrame) -> Observation:
        seen = self._measurer.measure(frame)
        view = seen.sight.view
        measured: Mapping[str, Measurement] = self._reader.read(seen)
        if self._settings.held:
            measured = self._steadied(frame.time_s, view, measured)
        state = self._follower.update(frame.time_s, measured, view)
        signal = self._settings.signals.get(view)
        self._rest(frame.time_s, state, view, None if signal is None else measured[signal.measure].value)
        self.state = state
        sample = RuleSample(frame.time_s, view, measured)
        self._samples.add(frame.time_s, sample)
        reps = () if state.done is None or state.done.rep is None else (self._judged(state.done.rep),)
        attempts = () if state.done is None or state.done.attempt is None else (state.done.attempt,)
        firing = self._firing(sample, state)
        return Observation(
            index=frame.index,
            time_s=frame.time_s,
            pose=frame.pose,
            view=view,
            facing=seen.sight.facing,
            phase=state.phase,
            rep_count=self._follower.count,
            measurements=measured,
            firing={fault.rule: fault.side or "" for fault in firing},
            cue=self._cues.update(frame.time_s, state, firing, clean=self._is_clean(reps)),
            reps=reps,
            attempts=attempts,
            findings=tuple(finding for rep in reps for finding in rep.findings),
        )

    def _end(self, last: Observation) -> Observation | None:
        done = self._follower.finish()
        if done is None:
            return None
        reps = () if done.rep is None else (self._judged(done.rep),)
        attempts = () if done.attempt is None else (done.attempt,)
        return last.ending(
            reps=reps, attempts=attempts, findings=tuple(f for rep in reps for f in rep.findings)
        )

    def _rest(self, time_s: float, state: MoveState, view: View, value: float | None) -> None:
        """Who rests between two movements sets the start of the next one."""
        signal = self._settings.signals.get(view)
        if signal is None or value is None or state.done is not None or state.phase is Phase.TOP:
            self._lately.clear()
            return
        self._lately.add(time_s, value)
        values = list(self._lately)
        near = _AT_REST if state.phase is Phase.BOTTOM else _ELSEWHERE
        calm = max(values) - min(values) < _CALM * signal.count and abs(values[-1]) < near * signal.count
        if calm and self._lately.span_s >= STILL_S and self._reader.rest():
            self._follower.drop()
            self._steady.clear()
            self._lately.clear()

    def _steadied(
        self, time_s: float, view: View, measured: Mapping[str, Measurement]
    ) -> Mapping[str, Measurement]:
        signal = self._settings.signals.get(view)
        if signal is None:
            return measured
        return self._steady.setdefault(view, Steady(signal.steady_s)).update(time_s, measured)

    def _firing(self, sample: RuleSample, state: MoveState) -> tuple[Firing, ...]:
        phases = PhaseState(state.phase, lower_half=False, rep_count=self._follower.count, still=False)
        seen = (watch.update(sample, phases, _NOTHING, self._own_best) for watch in self._watches)
        return tuple(fault for fault in seen if fault is not None)

    def _is_clean(self, reps: tuple[JudgedRep, ...]) -> bool:
        """Whether there is something to praise: held long enough, all of it judged, and nothing found."""
        if not reps or reps[0].findings or not all(v.judged for v in reps[0].verdicts.values()):
            return False
        held = reps[0].rep.measurements[HOLD_S].value
        return not self._settings.held or (held is not None and held >= self.hold_s)

    def _judged(self, rep: Rep) -> JudgedRep:
        samples = tuple(s for s in self._samples if rep.start_s <= s.time_s <= rep.end_s)
        verdicts = {rule.id: judge(rule, rep, samples, _NOTHING) for rule in self._activity.rules}
        rep = self._sized(rep, verdicts)
        findings: list[Finding] = []
        for rule_id, verdict in verdicts.items():
            if verdict.fault is not None:
                self._finding_count += 1
                findings.append(verdict.fault.as_finding(self._finding_count, rule_id, rep=rep.index))
        return JudgedRep(rep, verdicts, tuple(findings))

    def _sized(self, rep: Rep, verdicts: Mapping[str, Verdict]) -> Rep:
        """The rep without a range where a fault spoils it; else its range may be the best so far."""
        broken = {rule.rpartition(".")[2] for rule, verdict in verdicts.items() if verdict.fault is not None}
        if broken & {*self._settings.not_sized_with}:
            missing = dict.fromkeys((RANGE, REACH_PERCENT), Measurement.missing(Reason.UNSURE))
            return replace(rep, measurements={**rep.measurements, **missing})
        self._follower.remember(rep)
        return rep
