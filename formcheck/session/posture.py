"""The session of a posture: no repetitions, but states that come, last and go."""

from collections.abc import Iterator

from formcheck.activities.activity import Activity
from formcheck.cues.cue import Cue
from formcheck.cues.reminder import SHOWN_S, Reminder
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.measurer import FrameMeasurer, MeasuredFrame
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.phases.rep import Phase
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.postures.estimator import PostureEstimator
from formcheck.postures.gate import AwayGate
from formcheck.postures.model import ESTIMATES
from formcheck.postures.quantities import HELD_MIN
from formcheck.postures.reference import SeatedReference
from formcheck.postures.sideways import SHOULDER_TILT_DEG, sideways
from formcheck.postures.stillness import HoldTimer
from formcheck.rules.family import FamilyTimes, pick
from formcheck.rules.finding import Finding
from formcheck.rules.sample import RuleSample
from formcheck.rules.state import Claim, StateEvent, StateNow, StateWatch
from formcheck.session.observation import Observation
from formcheck.source.frame import StreamInfo

# What the gate looks at, whatever the rules need.
_GATE = (
    "head_turn_deg",
    "head_roll_deg",
    "shoulder_roll_deg",
    "shoulder_width_px",
    "face_scale",
    "shoulders_x_px",
)
# A posture this near to its threshold is worth a word.
_NEAR = 0.5
# Nobody seen for this long, and the screen says so.
_UNSEEN_S = 1.0


class PostureSession:
    """Watches one subject sitting.

    Args:
        activity: What to watch, and how it is judged; without reps.
        info: Size and rate of the pictures that the poses come from.
        smoother: Takes the jitter out; with a delay for files, without for cameras.
        measures: Measures to take beside those that the activity needs.
        neutral: The subject's calibrated neutral; without it the first seconds of sitting still serve.
    """

    def __init__(
        self,
        activity: Activity,
        info: StreamInfo,
        smoother: Smoother,
        measures: tuple[str, ...] = (),
        neutral: Neutral | None = None,
    ) -> None:
        self._smoother = smoother
        self._measurer = FrameMeasurer(
            info, tuple(dict.fromkeys((*activity.measures(), *_GATE, *measures))), seated=True
        )
        self._watches = {rule.id: StateWatch(rule) for rule in activity.rules}
        self._families = {rule.id: rule.family for rule in activity.rules}
        self._family_times = FamilyTimes(
            {rule.id: "" if rule.harmless else rule.family for rule in activity.rules}
        )
        self._reminder = Reminder({rule.id: rule for rule in activity.rules})
        self._reference = SeatedReference(neutral)
        self._gate, self._held = AwayGate(), HoldTimer()
        self._estimator = PostureEstimator()
        self._quiet = False
        self._seen_s: float | None = None
        self._count = 0
        self._last: Observation | None = None

    @property
    def neutral(self) -> Neutral:
        """The neutral that changes are taken from, as far as it is known."""
        return self._reference.neutral

    def push(self, frame: PosedFrame) -> Iterator[Observation]:
        """Take the next frame; gives an observation for each frame that is ready."""
        for smoothed in self._smoother.push(frame):
            yield self._observe(smoothed)

    def finish(self) -> Iterator[Observation]:
        """The source has ended: the frames that were held back."""
        for smoothed in self._smoother.finish():
            yield self._observe(smoothed)

    def conclude(self) -> Observation | None:
        """After `finish`: the states that lasted to the end, seen at the last frame again."""
        ended = ((rule, watch.finish()) for rule, watch in self._watches.items() if not watch.rule.harmless)
        events = [(rule, event) for rule, event in ended if event is not None]
        if self._last is None or not events:
            return None
        last = self._last
        return Observation(
            index=last.index, time_s=last.time_s, pose=last.pose, view=last.view, facing=last.facing,
            phase=last.phase, rep_count=0, measurements=last.measurements, firing=last.firing, cue=None,
            findings=tuple(self._finding(rule, event) for rule, event in events), suspended=last.suspended,
        )  # fmt: skip

    def _observe(self, frame: PosedFrame) -> Observation:
        seen = self._measurer.measure(frame)
        view = seen.sight.view
        self._reference.follow_camera(seen)
        aside = sideways(seen.measurements, self.neutral, view)
        away = self._gate.update(seen, self.neutral, aside)
        self._reference.learn(seen, aside, judged=away is None, quiet=self._quiet)
        aside = sideways(seen.measurements, self.neutral, view)
        measurements = {
            **seen.measurements,
            **self._estimates(seen, away),
            **aside.values(),
            HELD_MIN: self._hold(seen),
        }
        if away is not None and away is not Reason.SHOULDER_UP:
            measurements[SHOULDER_TILT_DEG] = Measurement.missing(away)
        states, events = self._judge(RuleSample(frame.time_s, view, measurements))
        suspended = _suspended(seen, measurements, away)
        notice = self._notice(frame)
        observation = Observation(
            index=frame.index,
            time_s=frame.time_s,
            pose=frame.pose,
            view=view,
            facing=seen.sight.facing,
            phase=Phase.UNKNOWN,
            rep_count=0,
            measurements=measurements,
            firing={state.rule: state.side or "" for state in states},
            cue=self._reminder.update(frame.time_s, states, notice, judged=suspended is None),
            findings=tuple(self._finding(rule, event) for rule, event in events),
            suspended=suspended,
        )
        self._last = observation
        return observation

    def _estimates(self, seen: MeasuredFrame, away: Reason | None) -> dict[str, Measurement]:
        """What was worked out from the changes, or why it is not while the subject does something else."""
        if away is not None:
            return dict.fromkeys(ESTIMATES, Measurement.missing(away))
        return self._estimator.update(seen.frame.time_s, seen.measurements, self.neutral, seen.sight.view)

    def _hold(self, seen: MeasuredFrame) -> Measurement:
        minutes = self._held.update(seen.frame.time_s, seen.frame.pose)
        return Measurement.missing(Reason.NO_PERSON) if minutes is None else Measurement(minutes, 0.1)

    def _judge(self, sample: RuleSample) -> tuple[list[StateNow], list[tuple[str, StateEvent]]]:
        claims = {rule: watch.look(sample, self.neutral) for rule, watch in self._watches.items()}
        self._quiet = all(self._is_quiet(rule, claim, sample.view) for rule, claim in claims.items())
        running = frozenset(rule for rule, watch in self._watches.items() if watch.running)
        chosen = pick(claims, self._families, running)
        since_s = self._family_times.update(sample.time_s, claims)
        states, events = [], []
        for rule, watch in self._watches.items():
            claim = claims[rule] if rule in chosen else None
            now, event = watch.update(sample.time_s, claim, since_s.get(self._families[rule]))
            if watch.rule.harmless:
                continue
            if now is not None:
                states.append(now)
            if event is not None:
                events.append((rule, event))
        return states, events

    def _is_quiet(self, rule_id: str, claim: Claim, view: View) -> bool:
        """Whether a rule has nothing to say; where a posture is not known it may have."""
        rule = self._watches[rule_id].rule
        measures = {test.measure for test in rule.tests}
        if view not in rule.views or HELD_MIN in measures:
            return True
        if claim.excess is None:
            return not measures & ESTIMATES.keys()
        return claim.excess < _NEAR

    def _notice(self, frame: PosedFrame) -> Cue | None:
        moved_s = self._reference.moved_s
        if moved_s is not None and frame.time_s - moved_s < SHOWN_S:
            spoken = "The camera seems to have moved. Please calibrate again."
            return Cue(moved_s, None, None, "Camera moved? Calibrate again", spoken, say=False)
        return self._unseen(frame)

    def _unseen(self, frame: PosedFrame) -> Cue | None:
        if frame.pose is not None or self._seen_s is None:
            self._seen_s = frame.time_s if frame.pose is not None else None
            return None
        if frame.time_s - self._seen_s < _UNSEEN_S:
            return None
        return Cue(self._seen_s, None, None, "Nobody at the desk", "I can't see anybody.", say=False)

    def _finding(self, rule: str, event: StateEvent) -> Finding:
        self._count += 1
        return event.fault.as_finding(self._count, rule, alert_s=event.alert_s)


def _suspended(
    seen: MeasuredFrame, measurements: dict[str, Measurement], away: Reason | None
) -> Reason | None:
    """Why postures are not judged in this frame, or None while they are."""
    if seen.frame.pose is None:
        return Reason.NO_PERSON
    if away is not None:
        return away
    reasons = [measurements[name].reason for name in ESTIMATES]
    return None if None in reasons else reasons[0]
