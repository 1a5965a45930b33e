"""From poses to looks: which neutral, which postures, and a calibration when it is asked for. No clock."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from formcheck.activities.activity import Activity
from formcheck.calibration.starting_neutral import ProfileChooser
from formcheck.errors import CalibrationError, FormcheckError
from formcheck.guide.guidance import Guidance
from formcheck.live.calibrating import Calibrating
from formcheck.measurements.measurement import Reason
from formcheck.monitor.escalation import timed
from formcheck.monitor.look import Look
from formcheck.monitor.moment import MINUTE_S
from formcheck.monitor.settings import DeskSettings
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.postures.quantities import HELD_MIN
from formcheck.rules.quantities import takes_time
from formcheck.rules.rule import Rule
from formcheck.session.observation import Observation
from formcheck.session.session import Session
from formcheck.session.start import start_session
from formcheck.source.frame import StreamInfo

# Who is not seen from one side for so long is not waited for any more: a neutral is learned on the way.
_CHOOSE_WITHIN_S = 20.0
# A neutral that is learned on the way gets better for so long after there is a first one.
_REFINED_S = 4.0
# Who does not hold still within so long is not asked any longer: until then nothing is told [design default].
_CALIBRATE_WITHIN_S = 120.0
NOT_CALIBRATED = "not calibrated: "
_TRY_AGAIN = "Try again at any time: formcheck desk calibrate"
Choosing = Callable[[StreamInfo], ProfileChooser]


class SittingWatch:
    """Judges how somebody sits, picture by picture.

    Args:
        activity: The desk.
        settings: The times of its rules.
        chooser: Makes what finds the stored neutral that fits.
        talk: Takes a line for the terminal.

    Attributes:
        guidance: While a neutral is taken: how to sit now.
        outcome: What came of taking a neutral, if that ended with the last picture.
    """

    def __init__(
        self,
        activity: Activity,
        settings: DeskSettings,
        chooser: Choosing,
        talk: Callable[[str], None] = lambda line: None,
    ) -> None:
        rules = tuple(timed(rule, settings) for rule in activity.rules if not _is_about_time(rule))
        # Sitting still for long is told by the breaks, whose times are set in another way.
        self._activity = replace(activity, rules=rules)
        self._choosing, self._talk = chooser, talk
        self._info: StreamInfo | None = None
        self._own: ProfileChooser | None = None
        self._session: Session | None = None
        self._smoother = OneEuroSmoother()
        self._calibrating: Calibrating | None = None
        self._calibrate_by_s: float | None = None
        self._first_s = 0.0
        self._known_s: float | None = None
        self.guidance = ""
        self.outcome = ""

    @property
    def rules(self) -> Sequence[Rule]:
        """The rules, with the times that were set."""
        return self._activity.rules

    @property
    def is_calibrating(self) -> bool:
        """Whether a neutral is being taken."""
        return self._calibrating is not None

    def begin(self, info: StreamInfo) -> None:
        """A camera was opened; another picture size, and everything begins anew."""
        known = self._info
        if known is not None and (known.width_px, known.height_px) == (info.width_px, info.height_px):
            return
        self._info, self._session = info, None
        self._own = self._choosing(info)
        self._calibrating = None

    def calibrate(self) -> None:
        """Take a neutral from the pictures to come; until then nothing is judged."""
        if self._info is not None:
            self._calibrating = Calibrating(self._activity, self._info, self._info.pose_model)
            self._calibrate_by_s = None
            self.guidance = self._activity.mode.neutral.how

    def take(self, frame: PosedFrame) -> Look:
        """The next picture; `begin` comes before the first one.

        Args:
            frame: The pose, with a time that only goes on.
        """
        self.outcome = ""
        if self._calibrating is not None:
            return self._calibrate(frame, self._calibrating)
        if self._session is None and not self._choose(frame):
            return Look(present=frame.pose is not None, learning=True)
        assert self._session is not None
        (seen,) = self._session.push(frame)  # this smoother holds nothing back
        return self._look(seen)

    def _choose(self, frame: PosedFrame) -> bool:
        """Find the neutral to start with; whether that is settled."""
        assert self._own is not None
        assert self._info is not None
        if self._own.wants_to_look and not self._own.has_looked:
            if frame.pose is None:
                return False
            self._first_s = self._first_s or frame.time_s
            self._own.look(frame)
            if not self._own.has_looked and frame.time_s - self._first_s < _CHOOSE_WITHIN_S:
                return False
        given = self._own.choose()
        for warning in given.warnings:
            self._talk(warning)
        if given.profile is not None:
            self._talk(f"compared with your calibration {given.profile.name}")
        self._smoother = OneEuroSmoother()
        self._session = start_session(self._activity, self._info, self._smoother, neutral=given.neutral)
        return True

    def _calibrate(self, frame: PosedFrame, calibrating: Calibrating) -> Look:
        assert self._own is not None
        present = frame.pose is not None
        if self._calibrate_by_s is None:
            self._calibrate_by_s = frame.time_s + _CALIBRATE_WITHIN_S
        try:
            found = calibrating.update(frame)
            if isinstance(found, Guidance):
                if frame.time_s < self._calibrate_by_s:
                    left = "" if found.seconds_left is None else f" {found.seconds_left:.0f} s"
                    self.guidance = f"{found.message}{left}"
                    return Look(present=present, learning=True, notice=found.message)
                raise CalibrationError(f"{found.message.lower()}; I go on without. {_TRY_AGAIN}")
            self.outcome = self._own.keep(found)
        except FormcheckError as error:
            self.outcome = f"{NOT_CALIBRATED}{error}"
        self._talk(self.outcome)
        self._calibrating, self._session, self.guidance = None, None, ""
        return Look(present=present, learning=True)

    def _look(self, seen: Observation) -> Look:
        held = seen.measurements.get(HELD_MIN)
        held_min = None if held is None else held.value
        notice = seen.cue.text if seen.cue is not None and seen.cue.rule is None else ""
        # With a calibration of another day nothing is told, or kept, before it has proved itself.
        known = not seen.is_unproved
        return Look(
            present=seen.pose is not None,
            judged=known and seen.pose is not None and seen.counts_as_judged,
            states=seen.states if known else (),
            held_s=None if held_min is None else MINUTE_S * held_min,
            near=bool(seen.firing) or bool(seen.states),
            learning=not known or self._learns(seen),
            notice=notice if seen.pose is not None else "",
        )

    def _learns(self, seen: Observation) -> bool:
        """Whether what is compared with is being learned: at first, and when somebody has sat down."""
        if seen.suspended is Reason.NO_NEUTRAL or self._session is None or not self._session.neutral.by_view:
            self._known_s = None
            return True
        if self._session.neutral.calibrated:
            return False
        self._known_s = seen.time_s if self._known_s is None else self._known_s
        return seen.time_s - self._known_s < _REFINED_S


def _is_about_time(rule: Rule) -> bool:
    return any(takes_time(test.measure) for test in rule.tests)
