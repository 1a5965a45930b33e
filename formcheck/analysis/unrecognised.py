"""What is none of the activities: its poses are measured, and nothing is judged."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.activities.mode import ModeName, mode_of
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.recognise import NONE, Seen, overview
from formcheck.analysis.recorded import RecordedRun
from formcheck.measurements.neutral import Neutral
from formcheck.results.summary import Summary


class UnrecognisedRun(RecordedRun):
    """Measures a source that shows none of the activities; see `AnalysisRun`.

    Args:
        path: The source.
        activities: What it was tried to recognise: what the lifts among them are judged by is measured.
        options: Where its poses are, and what is written.
        whole: The summary of the source, which says why it is none of them.

    Raises:
        SourceError: If the source cannot be read.
    """

    def __init__(
        self, path: Path, activities: Iterable[Activity], options: AnalysisOptions, whole: Summary
    ) -> None:
        super().__init__(path, nothing_known(activities), options)
        self._whole = whole
        self._likely.found()  # what else it may be was looked for before

    @property
    def activity(self) -> Activity:
        """What stands for it."""
        return self._activity

    def _summary(self, neutral: Neutral) -> Summary:
        seen = super()._summary(neutral)
        return self._whole.model_copy(update={"coverage": seen.coverage, "notes": seen.notes})


def unrecognised_run(
    path: Path, activities: Iterable[Activity], options: AnalysisOptions, seen: Seen
) -> UnrecognisedRun:
    """Open a source again in which none of the activities was recognised.

    Args:
        path: The source.
        activities: What it was tried to recognise.
        options: How it was looked at.
        seen: What the first pass told.

    Raises:
        SourceError: If the source cannot be read again.
    """
    # A report is about what was judged.
    known = replace(
        options, poses=seen.poses, save_poses=False, reading=seen.info.reading, report=False, neutral_s=None
    )
    return UnrecognisedRun(path, activities, known, overview(path, options, seen, ()))


def nothing_known(activities: Iterable[Activity]) -> Activity:
    """Stands for what is none of the activities: it has the measures of all lifts, no rep and no rule."""
    lifts = [activity for activity in activities if activity.mode.has_reps]
    measured = dict.fromkeys(name for lift in lifts for name in lift.measures())
    return Activity(NONE, "Not recognised", mode_of(ModeName.LIFT, NONE), None, (), measured=tuple(measured))
