"""Analyses a source whose activity is not named, and writes what was found into a folder."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.analyze import analyze_source, moved, refuse_inputs, write_into, written_names
from formcheck.analysis.open import open_run
from formcheck.analysis.picture_activity import activity_of_picture
from formcheck.analysis.recognise import Part, Seen, joined, overview, parts, recognised
from formcheck.analysis.run import Progress, never, no_progress
from formcheck.analysis.unrecognised import unrecognised_run
from formcheck.files import write_bytes, write_text
from formcheck.results.result import OutputFiles, WrittenResult
from formcheck.results.summary import Summary
from formcheck.sinks.context import CsvDialect
from formcheck.sinks.output_folder import OutputFolder
from formcheck.sinks.own_files import SUMMARY
from formcheck.sinks.tables import write_reps_table
from formcheck.source.picture import is_picture

_ALWAYS = ("reps.csv",)


def analyze_auto(
    path: Path,
    folder: Path,
    activities: Sequence[Activity],
    options: AnalysisOptions,
    *,
    progress: Progress = no_progress,
    should_stop: Callable[[], bool] = never,
) -> WrittenResult:
    """Find out what a video, a pose recording or a still picture shows, and analyse it as that.

    One activity is analysed as if it had been named. Sets of several get a folder each within `folder`, and
    a summary of all. Of what is none of the activities it is written what was measured, without a report.

    Args:
        path: The source.
        folder: Made if it is not there; files of an earlier analysis in it are replaced or removed.
        activities: What can be recognised.
        options: What to write.
        progress: Called after each frame with its time, while the poses are found.
        should_stop: Asked after each frame; when true, what was seen is written and marked.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
        OutputError: If a result cannot be written.
    """
    refuse_inputs([path], path, folder)
    if is_picture(path):
        activity = activity_of_picture(path, activities, options.early or options.model)
        return analyze_source(path, folder, activity, options, progress=progress)
    with recognised(path, activities, options, progress, should_stop) as seen:
        told = parts(seen, activities, options)
        stop_again = never if seen.interrupted else should_stop
        with OutputFolder(folder, (SUMMARY, *_ALWAYS), force=options.force) as output:
            judged = [_judge(path, output, part, seen, stop_again) for part in told]
            if len(judged) == 1 and not told[0].name:
                result = judged[0]
            elif not told:
                result = _measure(path, output, activities, options, seen, stop_again)
            else:
                whole = joined(overview(path, options, seen, told), [part.summary for part in judged])
                written = write_overview(output.waiting, whole, options.csv)
                result = replace(written, parts=tuple(judged))
            kept = _keep(seen.poses, output) if options.save_poses else None
    result = moved(result, output)
    files = replace(result.written, poses=kept, warnings=(*seen.warnings, *result.written.warnings))
    return replace(result, written=files)


def _judge(
    path: Path, output: OutputFolder, part: Part, seen: Seen, should_stop: Callable[[], bool]
) -> WrittenResult:
    """The second pass: each activity by its own session."""
    folder = output.waiting / part.name
    with open_run(path, part.activity, part.options) as run:
        output.refuse(
            [f"{part.name}/{name}" if part.name else name for name in written_names(run.context(folder))]
        )
        sets = None if part.name else part.sets
        result = write_into(folder, run, part.activity, sets, should_stop=should_stop)
    return result if part.name else _marked(result, seen)


def _measure(
    path: Path,
    output: OutputFolder,
    activities: Sequence[Activity],
    options: AnalysisOptions,
    seen: Seen,
    should_stop: Callable[[], bool],
) -> WrittenResult:
    """The second pass over what is none of the activities."""
    with unrecognised_run(path, activities, options, seen) as run:
        output.refuse(written_names(run.context(output.waiting)))
        result = write_into(output.waiting, run, run.activity, should_stop=should_stop)
    return replace(_marked(result, seen), activity=None)


def write_overview(folder: Path, summary: Summary, csv: CsvDialect = "plain") -> WrittenResult:
    """Write a summary that has no frames of its own.

    Raises:
        OutputError: If it cannot be written.
    """
    write_reps_table(summary, folder / "reps.csv", csv)
    write_text(folder / SUMMARY, summary.to_json())
    return WrittenResult(summary, OutputFiles(folder, folder / SUMMARY, folder / "reps.csv", None))


def _marked(result: WrittenResult, seen: Seen) -> WrittenResult:
    """Say that the first pass was stopped: the second one saw all that it left."""
    if not seen.interrupted:
        return result
    summary = result.summary.model_copy(update={"interrupted": True})
    write_text(result.written.summary, summary.to_json())
    return replace(result, summary=summary)


def _keep(poses: Path, output: OutputFolder) -> Path:
    kept = output.folder / poses.name
    if poses.resolve() != kept.resolve():
        output.refuse([poses.name])
        write_bytes(output.waiting / poses.name, poses.read_bytes())
    return kept
