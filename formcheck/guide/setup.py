"""Brings somebody into the picture before the first rep, counts down, and says what goes out of sight."""

import math

from formcheck.activities.activity import Activity
from formcheck.guide.framing import MORE_LIGHT, STEP_IN, Advice, framing_advice
from formcheck.guide.guidance import Guidance
from formcheck.guide.judged_from import (
    best_view,
    is_worth_turning,
    note_on_view,
)
from formcheck.guide.missing import MissingParts
from formcheck.guide.stillness import Stillness
from formcheck.measurements.view import Sight, View
from formcheck.pose.pose import Pose
from formcheck.source.frame import StreamInfo

HOLD_S, COUNTDOWN_S = 2.0, 3.0
# A single bad frame neither stops the hold nor changes what is said.
_PATIENCE_S = 0.4
# What may be missing, in trunk lengths, once the framing was good: breathing and swaying stop nothing.
_SLACK = 0.1
# Mean brightness of the picture, 0..1; in between nothing changes [a design default].
_DARK, _BRIGHT = 0.12, 0.15
# Somebody may not be able to turn: they are asked for this long, and then taken as they stand.
_ASK_TO_TURN_S = 6.0
# Who moves when the countdown is over is asked to stand still for so long; then the set starts all the same.
_ASK_TO_STAND_S = 3.0
_FACE = Advice("Face the camera", "Turn to face the camera.")
_SIDE_ON = Advice("Turn side-on", "Turn sideways to the camera.")


class SetupGuide:
    """Watches the framing until it has been good for two seconds, then counts down to a still stance.

    Once ready it stays so until `restart`, and tells what has been out of sight for a second.

    Args:
        activity: What is going to be done.
        info: Size of the pictures that the poses are in.
    """

    def __init__(self, activity: Activity, info: StreamInfo) -> None:
        self._activity = activity
        self._info = info
        self.restart()

    def restart(self) -> None:
        """A new set: look at the framing once more."""
        self._missing = MissingParts(self._activity, self._info)
        self._is_ready = False
        self._is_dark = False
        self._asked_to_turn_s: float | None = None
        self._good_since_s: float | None = None
        self._bad_since_s: float | None = None
        self._advice = STEP_IN
        self._stillness = Stillness()

    def update(self, time_s: float, pose: Pose | None, sight: Sight, light: float | None) -> Guidance:
        """What to tell at this frame.

        Args:
            time_s: Time of the frame, rising.
            pose: The subject, in pixels of the unmirrored picture, or None.
            sight: From where the camera sees them.
            light: Mean brightness of the picture, 0..1, or None where not known.
        """
        sight = sight.counted_as(self._activity.mode.views)
        if self._is_ready:
            return self._during_set(time_s, pose, sight)
        still = self._stillness.update(time_s, pose)
        advice = self._needed(time_s, pose, sight, light)
        if advice is None:
            self._bad_since_s = None
            if self._good_since_s is None:
                self._good_since_s = time_s
        else:
            self._complain(time_s, advice)
        if self._good_since_s is None:
            return _told(self._advice)
        return self._holding(time_s - self._good_since_s, sight, still=still)

    def _during_set(self, time_s: float, pose: Pose | None, sight: Sight) -> Guidance:
        missing = self._missing.update(time_s, pose, sight)
        return Guidance("ready", missing[0].message, missing[0].spoken) if missing else Guidance("ready")

    def _needed(self, time_s: float, pose: Pose | None, sight: Sight, light: float | None) -> Advice | None:
        if light is not None:
            self._is_dark = light < (_BRIGHT if self._is_dark else _DARK)
        if self._is_dark:
            return MORE_LIGHT
        if pose is None:
            return STEP_IN
        slack = 0.0 if self._good_since_s is None else _SLACK
        advice = framing_advice(self._activity, self._info, pose, sight, slack)
        return advice or self._turn(time_s, sight)

    def _turn(self, time_s: float, sight: Sight) -> Advice | None:
        """Asked for once the rest is good, for a while, and not of who reaches for the weight by then."""
        if self._good_since_s is not None or not is_worth_turning(self._activity, sight.view):
            return None
        if self._asked_to_turn_s is None:
            self._asked_to_turn_s = time_s
        if time_s - self._asked_to_turn_s > _ASK_TO_TURN_S:
            return None
        return _FACE if best_view(self._activity) is View.FRONT else _SIDE_ON

    def _complain(self, time_s: float, advice: Advice) -> None:
        if self._bad_since_s is None:
            self._bad_since_s = time_s
        if self._good_since_s is None or time_s - self._bad_since_s > _PATIENCE_S:
            self._good_since_s = None
            self._advice = advice

    def _holding(self, good_s: float, sight: Sight, *, still: bool) -> Guidance:
        note, words = note_on_view(self._activity, sight.view), self._activity.mode.guide
        if good_s < HOLD_S:
            message = words.hold
            return Guidance("hold", message, f"{note}. {message}." if note else f"{message}.", note=note)
        left_s = HOLD_S + COUNTDOWN_S - good_s
        if left_s > 0:
            return Guidance("countdown", "Get ready", str(math.ceil(left_s)), seconds_left=left_s, note=note)
        if words.waits_until_still and not still and left_s > -_ASK_TO_STAND_S:
            return Guidance("hold", words.hold, f"{words.hold}.", note=note)
        self._is_ready = True
        return Guidance("ready", "", "Go.")


def _told(advice: Advice) -> Guidance:
    return Guidance("looking" if advice is STEP_IN else "adjust", advice.message, advice.spoken, advice.arrow)
