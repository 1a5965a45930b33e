"""The session of a posture: no repetitions, but states that come, last and go."""

from dataclasses import replace
from typing import Final

from formcheck.activities.activity import Activity
from formcheck.cues.cue import Cue
from formcheck.cues.reminder import SHOWN_S, Reminder
from formcheck.measurements.measurer import FrameMeasurer
from formcheck.measurements.neutral import Neutral
from formcheck.phases.rep import Phase
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.postures.arrival import Arrived
from formcheck.postures.reader import ALWAYS_MEASURED, PostureReader
from formcheck.postures.sat_well import SatWell
from formcheck.rules.finding import Finding
from formcheck.rules.sample import RuleSample
from formcheck.rules.state import StateEvent
from formcheck.rules.states import StateJudge
from formcheck.session.observation import Observation
from formcheck.session.session import Session
from formcheck.source.frame import StreamInfo

# What is shown, in few words, and said.
_ARRIVED: Final = {
    Arrived.ELSEWHERE: (
        "Sitting elsewhere: learning anew",
        "You sit elsewhere than before. I learn from now; sit as you would like to sit.",
    ),
    Arrived.SOMEBODY_ELSE: (
        "Somebody else? Learning anew",
        "You may be somebody else. I learn from now; sit as you would like to sit.",
    ),
    Arrived.NOT_AS_CALIBRATED: (
        "Camera elsewhere? Calibrate (c)",
        "The camera stands elsewhere than when you calibrated. Calibrate again, or I learn from now.",
    ),
}
# Nobody seen for this long, and the screen says so.
_UNSEEN_S = 1.0


class PostureSession(Session):
    """Watches one subject sitting: see, measure, judge, learn, cue.

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
        super().__init__(smoother)
        names = tuple(dict.fromkeys((*activity.measures(), *ALWAYS_MEASURED, *measures)))
        self._measurer = FrameMeasurer(info, names, activity.mode.views)
        self._reader = PostureReader(neutral, info.pose_model, (info.width_px, info.height_px))
        self._states = StateJudge(activity.rules, info.pose_model)
        self._reminder = Reminder({rule.id: rule for rule in activity.rules})
        self._nobody = activity.mode.guide.nobody
        self._seen_s: float | None = None
        self._count = 0
        # What ended while it was not known whether the neutral is one of this camera and chair.
        self._held: list[Finding] = []

    @property
    def neutral(self) -> Neutral:
        """The neutral that changes are taken from, as far as it is known."""
        return self._reader.neutral

    @property
    def sat_well(self) -> SatWell | None:
        """How somebody sat while nothing was wrong, once that is known by a calibrated neutral."""
        return self._reader.sat_well

    def _end(self, last: Observation) -> Observation | None:
        """The states that lasted to the end."""
        self._held += [self._finding(rule, event) for rule, event in self._states.finish()]
        return last.ending(findings=tuple(self._held)) if self._held else None

    def _observe(self, frame: PosedFrame) -> Observation:
        if frame.damaged:
            frame = replace(frame, pose=None)
        seen = self._measurer.measure(frame)
        reading = self._reader.read(seen)
        is_anew = self._reader.arrived == (Arrived.NOT_AS_CALIBRATED, frame.time_s)
        if is_anew:
            self._states.forget()
            self._held.clear()
        judged = self._states.judge(
            RuleSample(frame.time_s, seen.sight.view, reading.measurements), self.neutral
        )
        self._reader.learn(calm=judged.calm)
        unproved = self._reader.is_unproved
        cue = self._reminder.update(
            frame.time_s,
            () if unproved else judged.present,
            self._notice(frame),
            judged=reading.suspended is None,
        )
        return Observation(
            index=frame.index,
            time_s=frame.time_s,
            pose=frame.pose,
            view=seen.sight.view,
            facing=seen.sight.facing,
            phase=Phase.UNKNOWN,
            rep_count=0,
            measurements=reading.measurements,
            firing={state.rule: state.side or "" for state in judged.present},
            cue=cue,
            findings=self._settled([self._finding(rule, event) for rule, event in judged.ended]),
            suspended=reading.suspended,
            states=judged.present,
            neutral=self._reader.neutral,
            is_anew=is_anew,
            is_unproved=unproved,
        )

    def _settled(self, ended: list[Finding]) -> tuple[Finding, ...]:
        """What ended, once it is known that the neutral is the right one."""
        self._held += ended
        if self._reader.is_unproved:
            return ()
        settled = tuple(self._held)
        self._held.clear()
        return settled

    def _notice(self, frame: PosedFrame) -> Cue | None:
        """What there is to say of the camera, or of nobody being seen; it comes before any posture."""
        moved_s = self._reader.camera_moved_s
        if moved_s is not None and frame.time_s - moved_s < SHOWN_S:
            spoken = "The camera seems to have moved. Please calibrate again."
            return Cue(moved_s, None, None, "Camera moved? Calibrate again", spoken, say=False)
        arrived = self._reader.arrived
        if arrived is not None and frame.time_s - arrived[1] < SHOWN_S:
            shown, spoken = _ARRIVED[arrived[0]]
            say = arrived[0] is Arrived.NOT_AS_CALIBRATED
            return Cue(arrived[1], None, None, shown, spoken, say=say)
        doubted = self._reader.doubted
        if doubted is not None and frame.time_s - doubted[1] < SHOWN_S:
            return Cue(doubted[1], None, None, "Is this how you sit?", doubted[0])
        return self._unseen(frame)

    def _unseen(self, frame: PosedFrame) -> Cue | None:
        if frame.pose is not None or self._seen_s is None:
            self._seen_s = frame.time_s if frame.pose is not None else None
            return None
        if frame.time_s - self._seen_s < _UNSEEN_S:
            return None
        return Cue(self._seen_s, None, None, self._nobody, "I can't see anybody.", say=False)

    def _finding(self, rule: str, event: StateEvent) -> Finding:
        self._count += 1
        return event.fault.as_finding(self._count, rule, alert_s=event.alert_s, stretches=event.stretches)
