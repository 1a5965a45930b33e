"""What a source seems to show where the activity that was asked for was not found in it."""

from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activities
from formcheck.pose.pose import PosedFrame
from formcheck.recognition.recognizer import Recognizer
from formcheck.results.extent import is_too_little
from formcheck.results.summary import LikelySummary, Summary
from formcheck.source.frame import StreamInfo

# A few minutes are enough to tell.
_MOST_FRAMES = 9000


class LikelyActivity:
    """Keeps the poses until the first rep is counted; if none is, they tell what else there is.

    Args:
        asked: The activity that was asked for.
        info: The stream that the poses are in.
    """

    def __init__(self, asked: Activity, info: StreamInfo) -> None:
        self._asked, self._info = asked, info
        self._kept: list[PosedFrame] = []
        self._found = False

    def take(self, frame: PosedFrame) -> None:
        """The next frame."""
        if not self._found and len(self._kept) < _MOST_FRAMES:
            self._kept.append(frame)

    def found(self) -> None:
        """What was asked for is there."""
        self._found = True
        self._kept.clear()

    def tell(self, summary: Summary) -> LikelySummary | None:
        """What was seen instead; None where there is no need to say it, or nothing to say."""
        if self._found or not summary.coverage.with_pose or not _is_missed(summary):
            return None
        activities, _ = load_activities()
        recognizer = Recognizer(activities, self._info)
        for frame in self._kept:
            recognizer.push(frame)
        seen = recognizer.finish()
        seat = next((a.id for a in activities if a.signs is not None and a.signs.seated), None)
        names = seen.activities or ((seat,) if seen.sits and seat is not None else ())
        others = [name for name in names if name != self._asked.id]
        if others:
            return LikelySummary(activity=others[0], why="")
        return LikelySummary(activity=None, why=seen.why_not) if seen.why_not and not names else None


def _is_missed(summary: Summary) -> bool:
    if summary.posture is not None:
        return is_too_little(summary.posture)
    return not summary.reps and not summary.attempts
