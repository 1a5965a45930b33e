"""Everything that is known at one frame: what a session gives, and sinks receive."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from formcheck.cues.cue import Cue
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.quantity import Kind
from formcheck.measurements.view import Facing, View
from formcheck.phases.rep import Attempt, Phase, Rep
from formcheck.pose.pose import Pose
from formcheck.rules.finding import Finding, Verdict
from formcheck.rules.quantities import quantities
from formcheck.rules.state import StateNow

_UNKNOWN = Neutral()


@dataclass(frozen=True, slots=True, eq=False)
class JudgedRep:
    """A rep that is over, with what every rule says of it.

    Attributes:
        rep: The rep.
        verdicts: By rule id.
        findings: The faults among them.
    """

    rep: Rep
    verdicts: Mapping[str, Verdict]
    findings: tuple[Finding, ...]

    @property
    def checks(self) -> dict[str, bool]:
        """Rule id -> whether it could be judged; those of times and range, which need no view, aside."""
        return {
            rule: verdict.judged
            for rule, verdict in self.verdicts.items()
            if quantities()[verdict.measure].kind is not Kind.REP
        }

    @property
    def shows_the_body(self) -> bool:
        """Whether any of its checks could be made."""
        return any(self.checks.values())


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """Everything that is known at one frame.

    Where something ends with the source, the last frame is told once more, with `is_end`: it is no new frame.
    Who counts or draws frames passes over it; who wants to know what ended takes `reps`, `attempts` and
    `findings` from it as from any other.

    Attributes:
        index: Index of the picture in its stream.
        time_s: Timestamp of the picture.
        pose: The subject's smoothed pose, or None.
        view: From where the camera sees the subject.
        facing: Which way the subject looks in the picture, in a side or oblique view.
        phase: Phase of the repetition.
        rep_count: Reps counted so far.
        measurements: By name, such as "left_elbow_angle_deg".
        firing: Rule id -> the side that is at fault ("left", "right" or ""), for faults present now.
        cue: What to show now, or None.
        reps: Reps that ended with this frame.
        attempts: Attempts that ended with this frame.
        findings: Findings that were settled with this frame.
        looks_down: Whether the camera seems to look down on the subject; None where that cannot be told or
            does not matter.
        roll_deg: By how much the camera turns the picture clockwise, which was taken out of the measurements;
            None where it cannot be told.
        states: Of an activity without reps: the states that are present, and which of them are `due`.
        suspended: Of an activity without reps: why its states are not judged in this frame, or None.
        neutral: What changes are taken from, as far as it is known at this frame.
        is_end: The last frame once more, with what ended with the source; no new frame.
        is_anew: Of an activity without reps: whether what was judged before this frame was compared with the
            neutral of another camera or chair, and counts for nothing.
        is_unproved: Of an activity without reps: whether the neutral, of another day, may still turn out to
            be that of another camera or chair, so that nothing is told yet.
    """

    index: int
    time_s: float
    pose: Pose | None
    view: View
    facing: Facing
    phase: Phase
    rep_count: int
    measurements: Mapping[str, Measurement]
    firing: Mapping[str, str]
    cue: Cue | None
    reps: tuple[JudgedRep, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    findings: tuple[Finding, ...] = ()
    suspended: Reason | None = None
    looks_down: bool | None = None
    roll_deg: float | None = None
    states: tuple[StateNow, ...] = ()
    neutral: Neutral = _UNKNOWN
    is_end: bool = False
    is_anew: bool = False
    is_unproved: bool = False

    @property
    def counts_as_judged(self) -> bool:
        """Of an activity without reps: whether the frame is time that was judged.

        A tilted or turned head is judged also while what it would upset is not.
        """
        return self.pose is not None and (self.suspended is None or bool(self.firing))

    def after(self, reps: tuple[JudgedRep, ...], attempts: tuple[Attempt, ...]) -> "Observation":
        """The same with what ended before this frame, because the film was cut there."""
        findings = tuple(finding for rep in reps for finding in rep.findings)
        return replace(
            self,
            reps=(*reps, *self.reps),
            attempts=(*attempts, *self.attempts),
            findings=(*findings, *self.findings),
        )

    def ending(
        self,
        *,
        reps: tuple[JudgedRep, ...] = (),
        attempts: tuple[Attempt, ...] = (),
        findings: tuple[Finding, ...] = (),
    ) -> "Observation":
        """The same frame once more, with what ended with the source."""
        return replace(self, reps=reps, attempts=attempts, findings=findings, is_end=True)
