"""Opens a recorded source of any kind to be analysed."""

from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.recorded import RecordedRun
from formcheck.analysis.run import AnalysisRun
from formcheck.analysis.still import StillRun
from formcheck.source.picture import is_picture


def open_run(path: Path, activity: Activity, options: AnalysisOptions) -> AnalysisRun:
    """Open a video, a pose recording or a still picture to be analysed.

    Args:
        path: The source.
        activity: What to look for.
        options: How it is analysed, and what is written of it.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
        ProfileError: If there is no profile of the name that was asked for.
    """
    run = StillRun if is_picture(path) else RecordedRun
    return run(path, activity, options)
