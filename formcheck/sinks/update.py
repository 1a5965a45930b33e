"""The one thing that flows into sinks, of a file as of a camera."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formcheck.activities.activity import Activity
from formcheck.guide.guidance import Guidance
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.results.summary import SetSummary, Summary
from formcheck.session.observation import Observation
from formcheck.sinks.screen.move_shown import MoveShown
from formcheck.sinks.speech.lines import Line
from formcheck.sinks.status import LiveStatus
from formcheck.source.frame import Image

_NO_STATUS = LiveStatus()


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What the whole of a session gave.

    Attributes:
        summary: The session in numbers.
        neutral: What changes were taken from.
    """

    summary: Summary
    neutral: Neutral


@dataclass(frozen=True, slots=True, eq=False)
class Update:
    """What is new in a session; a sink takes from it what it is for, and passes over the rest.

    An analysis gives each pose as it comes, each observation as it is ready, some frames later, and the
    outcome at the end. A live run gives everything of a picture in one update, also while nothing is judged,
    and the outcome at the end of a set.

    Attributes:
        observation: What is known of a frame. One that `is_end` is no new frame, but tells what ended.
        posed: The pose as the model saw it, before any smoothing.
        outcome: What the whole gave, in the last update of a session that was judged.
        image: Live: the picture.
        activity: Live: what is watched now.
        set_number: Live: which set of the run it is, from 1.
        guidance: Live: what the guide says. None: a frame that is judged late, for nobody to be guided by.
        neutral: Live: what changes are taken from now.
        line: Live: what is to be said now.
        status: Live: what the run says of itself, such as what is wrong with the camera.
        move: Live: where in a routine of neck exercises somebody is.
    """

    observation: Observation | None = None
    posed: PosedFrame | None = None
    outcome: Outcome | None = None
    image: Image | None = None
    activity: Activity | None = None
    set_number: int = 1
    guidance: Guidance | None = None
    neutral: Neutral | None = None
    line: Line | None = None
    status: LiveStatus = _NO_STATUS
    move: MoveShown | None = None

    @property
    def frame(self) -> Observation | None:
        """The observation of a new frame, for those who count or draw frames."""
        seen = self.observation
        return None if seen is None or seen.is_end else seen


def with_sets(update: Update, sets: Sequence[SetSummary] | None) -> Update:
    """The update, with the sets that were recognised in the summary of its outcome, where it has one."""
    if sets is None or update.outcome is None:
        return update
    summary = update.outcome.summary.model_copy(update={"sets": list(sets)})
    return replace(update, outcome=replace(update.outcome, summary=summary))
