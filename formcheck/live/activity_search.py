"""Finds out before a camera what somebody does: a lift after its first rep, the desk when somebody sits."""

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activity
from formcheck.phases.segmenter import LONGEST_REP_S
from formcheck.pose.pose import PosedFrame
from formcheck.pose.time_window import TimeWindow
from formcheck.recognition.recognizer import Recognizer
from formcheck.recognition.sets import BEFORE_SET_S, Recognised
from formcheck.source.frame import StreamInfo

AUTO = "auto"
# The longest rep with what comes before it, and a little for its end to be seen.
_KEPT_S = LONGEST_REP_S + BEFORE_SET_S + 2.0


def unknown_activity() -> Activity:
    """Stands for what is going to be found: framed as the lift that needs most room, measured, not judged."""
    press = load_activity("overhead-press")
    return Activity(AUTO, "What you do", press.mode, None, (), measured=press.measures())


@dataclass(frozen=True, slots=True)
class ActivityFound:
    """What somebody has begun.

    Attributes:
        activity: The activity.
        frames: Of a lift, the set so far, the newest frame last; of the desk only the newest.
    """

    activity: Activity
    frames: tuple[PosedFrame, ...]


class ActivitySearch:
    """Watches for all activities at once until one is recognised.

    Args:
        candidates: What may be recognised.
        info: The stream that the poses are in.

    Attributes:
        why_not: Why what was counted so far is none of them; "" where nothing was.
    """

    def __init__(self, candidates: Sequence[Activity], info: StreamInfo) -> None:
        self._by_id = {activity.id: activity for activity in candidates}
        self._seat = next((a for a in candidates if a.signs is not None and a.signs.seated), None)
        self._info = info
        self._recognizer = Recognizer(candidates, info)
        self._frames: TimeWindow[PosedFrame] = TimeWindow(_KEPT_S)
        self.why_not = ""

    def take(self, frame: PosedFrame, *, lifts: bool) -> ActivityFound | None:
        """The next frame; what was begun, once that is known.

        Args:
            frame: The pose.
            lifts: Whether a set may have begun; while the set-up lasts, only sitting is recognised.
        """
        if lifts:
            self._frames.add(frame.time_s, frame)
            self._recognizer.push(frame)
        else:
            self._frames.clear()
            self._recognizer.look_for_a_seat(frame)
        begun = self._recognizer.begun()
        self.why_not = begun.why_not
        if begun.sits and self._seat is not None:
            return ActivityFound(self._seat, (frame,))
        return self._lift(begun)

    def finish(self) -> ActivityFound | Recognised:
        """The source has ended: what was begun, which can be told now, or why it is nothing known."""
        seen = self._recognizer.finish()
        if seen.sits and self._seat is not None:
            return ActivityFound(self._seat, tuple(self._frames))
        return self._lift(seen) or seen

    def _lift(self, seen: Recognised) -> ActivityFound | None:
        if not seen.sets:
            return None
        first = seen.sets[0]
        kept = tuple(f for f in self._frames if f.time_s >= first.start_s - BEFORE_SET_S)
        return ActivityFound(self._by_id[first.activity], kept)
