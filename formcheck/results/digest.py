"""Collects observations into the summary."""

from collections import Counter, defaultdict
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.activities.mode import Situation
from formcheck.files import printable
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.quantity import Kind
from formcheck.measurements.view import View
from formcheck.phases.load import most_frequent
from formcheck.phases.rep import Attempt
from formcheck.results.bar_speed import BarSpeed, with_loss
from formcheck.results.known_errors import errors_summary, without_unknown_errors
from formcheck.results.not_judged import Filmed, not_judged_entry, off_entry
from formcheck.results.posture_tally import PostureTotals
from formcheck.results.summary import (
    AttemptSummary,
    Coverage,
    FindingSummary,
    MeasurementSummary,
    NotJudgedSummary,
    RepSummary,
    SourceKind,
    SourceOfThreshold,
    SourceSummary,
    SpeedSummary,
    Summary,
)
from formcheck.rules.finding import Finding
from formcheck.rules.quantities import quantities, quantity_of
from formcheck.rules.rule import Rule
from formcheck.session.observation import JudgedRep, Observation
from formcheck.source.frame import StreamInfo
from formcheck.version import VERSION

# Reasons that say nothing is wrong with the filming.
_NOT_THE_CAMERA = frozenset({Reason.FIRST_REPS})


class Digest:
    """Remembers what the summary needs, and no frame."""

    def __init__(self, activity: Activity) -> None:
        self._activity = activity
        self._views: Counter[View] = Counter()
        self._frames = 0
        self._with_pose = 0
        self._end_s: float | None = None
        self._looks_down: bool | None = None
        self._roll_deg: float | None = None
        self._reps: list[JudgedRep] = []
        self._speed = BarSpeed()
        self._speeds: dict[int, SpeedSummary | None] = {}
        self._attempts: list[Attempt] = []
        self._states: list[Finding] = []
        self._judged: set[str] = set()
        self._missing: defaultdict[str, Counter[Reason]] = defaultdict(Counter)
        self._posture = None if activity.mode.has_reps else PostureTotals(activity)

    def write(self, observation: Observation) -> None:
        """Take one frame into account, and what ended with it."""
        self._speed.add(observation)
        self._reps.extend(observation.reps)
        for one in observation.reps:
            self._speeds[one.rep.index] = self._speed.of_rep(one.rep)
        self._attempts.extend(observation.attempts)
        if self._posture is not None:
            self._states.extend(observation.findings)
        if observation.is_end:
            return
        self._frames += 1
        self._end_s = observation.time_s
        if observation.looks_down is not None:
            self._looks_down = observation.looks_down
        if observation.roll_deg is not None:
            self._roll_deg = observation.roll_deg
        if observation.pose is not None:
            self._with_pose += 1
            self._views[observation.view] += 1
        if self._posture is not None:
            self._posture.write(observation)
            self._look_for_values(observation)

    @property
    def findings(self) -> list[Finding]:
        """All findings so far, in order of time."""
        in_reps = [finding for rep in self._reps for finding in rep.findings]
        return [*in_reps, *sorted(self._states, key=lambda finding: finding.start_s)]

    def summary(
        self,
        info: StreamInfo,
        model: str | None,
        *,
        kind: SourceKind,
        interrupted: bool,
        start_s: float | None = None,
        end_s: float | None = None,
        calibrated: bool = False,
    ) -> Summary:
        """The summary of everything so far."""
        filmed = Filmed.of(
            self._views,
            self._situations(kind=kind, calibrated=calibrated, stopped=interrupted or end_s is not None),
        )
        summary = Summary(
            version=VERSION,
            source=SourceSummary(
                name=printable(info.name if kind == "camera" else Path(info.name).name),
                kind=kind,
                width_px=info.width_px,
                height_px=info.height_px,
                fps=round(info.fps, 3),
                start_s=start_s,
                end_s=end_s,
                looked_at=info.reading.thinning.words or None,
            ),
            activity=self._activity.id,
            model=model,
            errors=errors_summary(info.pose_model, seated=self._posture is not None),
            coverage=Coverage(
                frames=self._frames,
                with_pose=self._with_pose,
                end_s=None if self._end_s is None else round(self._end_s, 3),
                views={view.value: round(n / self._with_pose, 4) for view, n in self._views.most_common()},
                looks_down=self._looks_down,
                roll_deg=None if self._roll_deg is None else round(self._roll_deg, 1),
            ),
            load=most_frequent(Counter(load for one in self._reps if (load := one.rep.load) is not None)),
            reps=with_loss([self._rep(rep) for rep in self._reps]),
            attempts=[
                AttemptSummary(
                    start_s=round(a.start_s, 3),
                    peak_s=round(a.peak_s, 3),
                    end_s=round(a.end_s, 3),
                    reached_percent=round(a.reached_percent, 1),
                )
                for a in self._attempts
            ],
            findings=[self.finding_summary(finding) for finding in self.findings],
            not_judged=[
                *(self._not_judged(filmed) if self._posture is None else self._states_not_judged(filmed)),
                *map(off_entry, self._activity.off),
            ],
            posture=self._posture.summary() if self._posture and self._frames > 1 else None,
            interrupted=interrupted,
        )
        return without_unknown_errors(summary)

    def _situations(self, *, kind: SourceKind, calibrated: bool, stopped: bool) -> tuple[Situation, ...]:
        holds: dict[Situation, bool] = {
            "picture": kind == "picture",
            "calibrated": calibrated,
            "stopped": stopped,
            "repeated": len(self._reps) > 1,
        }
        return tuple(name for name, so in holds.items() if so)

    def _rep(self, judged: JudgedRep) -> RepSummary:
        rep = judged.rep
        measurements = {
            name: measurement_summary(measured, self._activity.unit_of(name))
            for name, measured in rep.measurements.items()
        }
        for rule in self._activity.rules:
            verdict = judged.verdicts[rule.id]
            if quantities()[verdict.measure].kind is Kind.REP:
                continue  # a value of the whole rep: it is in the table under its own name
            # A rule with several tests has a name for each, so that a name has one unit.
            first = verdict.measure == rule.tests[0].measure
            name = rule.short_id if first else f"{rule.short_id}:{verdict.measure}"
            measurements[name] = measurement_summary(verdict.value, self._activity.unit_of(verdict.measure))
        return RepSummary(
            index=rep.index,
            start_s=round(rep.start_s, 3),
            top_s=round(rep.top_s, 3),
            end_s=round(rep.end_s, 3),
            complete=rep.complete,
            side=rep.side,
            load=rep.load,
            measurements=measurements,
            findings=[finding.id for finding in judged.findings],
            speed=self._speeds.get(rep.index),
        )

    def finding_summary(self, finding: Finding) -> FindingSummary:
        """A finding with the words of its rule."""
        rule = self._activity.rule(finding.rule)
        return FindingSummary(
            id=finding.id,
            rule=finding.rule,
            title=rule.title,
            severity=finding.severity.value,
            start_s=round(finding.start_s, 3),
            end_s=round(finding.end_s, 3),
            peak_s=round(finding.peak_s, 3),
            rep=finding.rep,
            side=finding.side,
            direction=quantities()[finding.measure].pole_of(finding.value),
            measure=finding.measure,
            value=round(finding.value, 3),
            threshold=finding.threshold,
            unit=self._activity.unit_of(finding.measure),
            error=round(finding.error, 3),
            uncertain=finding.uncertain,
            alert_s=None if finding.alert_s is None else round(finding.alert_s, 3),
            stretches=[(round(start_s, 3), round(end_s, 3)) for start_s, end_s in finding.stretches],
            cue=rule.cue,
            advice=rule.advice,
            source=SourceOfThreshold(tag=rule.source.tag.value, text=rule.source.text),
        )

    def _states_not_judged(self, filmed: Filmed) -> list[NotJudgedSummary]:
        """The states that could not be judged in a single frame, and why."""
        return [
            not_judged_entry(rule, self._why_never(rule), [], self._activity.mode, filmed)
            for rule in self._activity.faults()
            if rule.id not in self._judged
        ]

    def _why_never(self, rule: Rule) -> Reason:
        """The most frequent reason, of the frames that the rule could have been judged in."""
        if not self._with_pose:
            return Reason.NO_PERSON
        reasons = self._missing[rule.id]
        return reasons.most_common(1)[0][0] if reasons else Reason.WRONG_VIEW

    def _look_for_values(self, observation: Observation) -> None:
        """Which states can be judged in this frame, and why the others cannot."""
        for rule in self._activity.rules:
            if observation.pose is None or observation.view not in rule.views:
                continue
            reasons = [reason for test in rule.tests for reason in _missing(test.measure, observation)]
            if None in reasons:
                self._judged.add(rule.id)
            else:
                self._missing[rule.id].update(reason for reason in reasons if reason is not None)

    def _not_judged(self, filmed: Filmed) -> list[NotJudgedSummary]:
        mode = self._activity.mode
        entries = []
        for rule in self._activity.rules:
            missing: dict[Reason, list[int]] = defaultdict(list)
            for judged in self._reps:
                reason = judged.verdicts[rule.id].value.reason
                if reason is not None and reason not in _NOT_THE_CAMERA:
                    missing[reason].append(judged.rep.index)
            for reason, reps in missing.items():
                everywhere = len(reps) == len(self._reps)
                entries.append(not_judged_entry(rule, reason, [] if everywhere else reps, mode, filmed))
            if not self._reps:
                reason = Reason.NO_PERSON if not self._with_pose else Reason.NO_REP
                entries.append(not_judged_entry(rule, reason, [], mode, filmed))
        return entries


def _missing(measure: str, observation: Observation) -> list[Reason | None]:
    """Why a quantity has no value in a frame, on each side; None where it has one."""
    found = (observation.measurements.get(column) for column in quantities()[measure].columns())
    return [measured.reason for measured in found if measured is not None]


def unit_of_column(column: str) -> str:
    """The unit of what an observation holds under a name, such as "left_elbow_angle_deg"."""
    known = quantity_of(column)
    return "" if known is None else known.unit


def measurement_summary(measured: Measurement, unit: str) -> MeasurementSummary:
    """A measurement for the summary."""
    if measured.value is None:
        return MeasurementSummary(value=None, error=None, unit=unit, reason=str(measured.reason))
    return MeasurementSummary(value=round(measured.value, 3), error=round(measured.error, 3), unit=unit)
