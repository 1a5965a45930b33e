"""Analyses one recorded source and writes what was found into a folder."""

from collections.abc import Callable, Sequence
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.open import open_run
from formcheck.analysis.recorded import folder_name
from formcheck.analysis.run import Progress, never, no_progress
from formcheck.errors import OutputError
from formcheck.pose.recording import SUFFIX
from formcheck.results.result import OutputFiles, WrittenResult
from formcheck.results.summary import SetSummary, Summary
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.update import with_sets


def analyze_source(
    path: Path,
    folder: Path,
    activity: Activity,
    options: AnalysisOptions,
    *,
    sets: Sequence[SetSummary] | None = None,
    progress: Progress = no_progress,
    should_stop: Callable[[], bool] = never,
) -> WrittenResult:
    """Analyse a video, a pose recording or a still picture and write the results into `folder`.

    Args:
        path: The source.
        folder: Made if it is not there; files of an earlier analysis in it are replaced or removed.
        activity: What to look for.
        options: What to write.
        sets: What was recognised, for the summary.
        progress: Called after each frame with its time.
        should_stop: Asked after each frame; when true, what was seen is written and marked.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
        ProfileError: If there is no profile of the name that was asked for.
        OutputError: If a result cannot be written.
    """
    refuse_own_input(path, folder)
    summary: Summary | None = None
    with open_run(path, activity, options) as run:
        with open_sinks(sink_names(), run.context(folder)) as sinks:
            for update in run.updates(progress, should_stop):
                told = with_sets(update, sets)
                summary = told.outcome.summary if told.outcome else summary
                sinks.write(told)
        assert summary is not None
        return WrittenResult(summary, OutputFiles.of(folder, sinks.written, run.warnings), activity)


def refuse_own_input(path: Path, folder: Path) -> None:
    """Never write over what is being read.

    Raises:
        OutputError: If the source would be overwritten by its own results.
    """
    names = ["annotated.mp4", "annotated.jpg", "report.html", "summary.json", f"{folder_name(path)}{SUFFIX}"]
    if any(_same_file(path, folder / name) for name in names):
        raise OutputError(f"{path} would be overwritten by its own results; choose another folder with -o")


def _same_file(path: Path, other: Path) -> bool:
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except (OSError, RuntimeError):  # not there, or links in a circle: opening it will say so
        return False
