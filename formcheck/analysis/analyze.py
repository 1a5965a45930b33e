"""Analyses one recorded source and writes what was found into a folder."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.open import open_run
from formcheck.analysis.recorded import folder_name
from formcheck.analysis.run import AnalysisRun, Progress, never, no_progress
from formcheck.errors import OutputError
from formcheck.pose.recording_name import SUFFIX
from formcheck.results.result import OutputFiles, WrittenResult
from formcheck.results.summary import SetSummary, Summary
from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.names import EXPORTS
from formcheck.sinks.history_log import compared
from formcheck.sinks.output_folder import OutputFolder
from formcheck.sinks.own_files import RESULTS, SUMMARY
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.update import with_sets


def analyze_source(
    path: Path,
    folder: Path,
    activity: Activity,
    options: AnalysisOptions,
    *,
    progress: Progress = no_progress,
    should_stop: Callable[[], bool] = never,
) -> WrittenResult:
    """Analyse a video, a pose recording or a still picture and write the results into `folder`.

    Args:
        path: The source.
        folder: Made if it is not there; files of an earlier analysis in it are replaced or removed, once all
            new ones are there.
        activity: What to look for.
        options: What to write.
        progress: Called after each frame with its time.
        should_stop: Asked after each frame; when true, what was seen is written and marked.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
        ProfileError: If there is no profile of the name that was asked for.
        OutputError: If a result cannot be written, or would replace a file that is not of this program.
    """
    refuse_inputs([path], path, folder)
    with open_run(path, activity, options) as run:
        names = written_names(run.context(folder))
        with OutputFolder(folder, names, force=options.force) as output:
            result = write_into(output.waiting, run, activity, None, progress, should_stop)
    return moved(result, output)


def write_into(
    folder: Path,
    run: AnalysisRun,
    activity: Activity,
    sets: Sequence[SetSummary] | None = None,
    progress: Progress = no_progress,
    should_stop: Callable[[], bool] = never,
) -> WrittenResult:
    """Feed an opened run to its sinks, and have them write into a folder.

    Args:
        folder: Of an `OutputFolder`, where files wait.
        run: The run.
        activity: What it looks for.
        sets: What was recognised, for the summary.
        progress: Called after each frame with its time.
        should_stop: Asked after each frame.

    Raises:
        SourceError: If the source cannot be read on.
        OutputError: If a result cannot be written.
    """
    summary: Summary | None = None
    context = run.context(folder)
    with open_sinks(sink_names(), context) as sinks:
        for update in run.updates(progress, should_stop):
            told = compared(with_sets(update, sets), context)
            summary = told.outcome.summary if told.outcome else summary
            sinks.write(told)
    assert summary is not None
    return WrittenResult(summary, OutputFiles.of(folder, sinks.written, run.warnings), activity)


def moved(result: WrittenResult, output: OutputFolder) -> WrittenResult:
    """The result, with its files where they stand once they are published."""
    parts = tuple(moved(part, output) for part in result.parts)
    return replace(result, written=result.written.moved(output.final), parts=parts)


def written_names(context: SinkContext) -> tuple[str, ...]:
    """The names of the files that a session writes."""
    options, is_picture = context.options, context.kind == "picture"
    names = [SUMMARY, "frames.csv"]
    names += [] if is_picture else ["reps.csv"]
    names += ["report.html"] if options.report else []
    names += ["report.pdf"] if options.report and options.pdf else []
    names += ["annotated.jpg" if is_picture else "annotated.mp4"] if options.video else []
    names += [options.poses.name] if options.poses is not None else []
    names += [EXPORTS[name] for name in options.exports if not EXPORTS[name].endswith("/")]
    return tuple(names)


def refuse_inputs(inputs: Iterable[Path], path: Path, folder: Path) -> None:
    """Never write over what is being read.

    Args:
        inputs: All that are read.
        path: The source that is analysed.
        folder: Where its results go.

    Raises:
        OutputError: If one of the inputs would be overwritten.
    """
    results = [folder / name for name in (SUMMARY, *RESULTS, f"{folder_name(path)}{SUFFIX}")]
    for one in inputs:
        if any(_same_file(one, result) for result in results):
            raise OutputError(
                f"{one} would be overwritten by its own results; choose another folder with -o"
                if one == path
                else f"{one} would be overwritten by the results of {path}; choose another folder with -o"
            )


def _same_file(path: Path, other: Path) -> bool:
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except (OSError, RuntimeError):  # not there, or links in a circle: opening it will say so
        return False
