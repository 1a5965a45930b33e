"""An analysis that is kept in memory: looked at first, and written only if that is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.analyze import refuse_inputs, written_names
from formcheck.analysis.auto import write_overview
from formcheck.analysis.open import open_run
from formcheck.analysis.picture_activity import activity_of_picture
from formcheck.analysis.recognise import joined, overview, parts, recognised
from formcheck.analysis.recorded import folder_name
from formcheck.analysis.run import AnalysisRun, Progress, no_progress
from formcheck.analysis.unrecognised import unrecognised_run
from formcheck.pose.recording_name import SUFFIX
from formcheck.results.frame_columns import Columns, What, as_table, frame_columns
from formcheck.results.result import OutputFiles
from formcheck.results.summary import FindingSummary, NotJudgedSummary, RepSummary, SetSummary, Summary
from formcheck.results.verdict import verdict
from formcheck.session.observation import Observation
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.output_folder import OutputFolder
from formcheck.sinks.own_files import SUMMARY
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.update import Update, with_sets
from formcheck.source.picture import is_picture


@dataclass(frozen=True, repr=False)
class Result:
    """What was found in one source.

    It keeps what is known of each frame, some 15 kB of it: ten minutes of video are 300 MB.

    Attributes:
        summary: Everything that summary.json holds.
        activity: What was watched; None where several activities were recognised, or none.
        warnings: What went wrong without stopping the analysis, one line each.
        parts: Where several activities were recognised, the result of each set.

    Example:
        >>> from formcheck.api import analyze
        >>> result = analyze("press.poses.jsonl.gz")
        >>> result.verdict
        '4 reps. Leaning back on reps 2 and 4; no fault in the other checks that could be made.'
        >>> [rep.measurements["eccentric_time_s"].value for rep in result.reps]
        [1.52, 1.407, 1.432, 1.439]
        >>> int(result.frames["trunk_inclination_deg"].min())
        -28
    """

    summary: Summary
    activity: Activity | None
    warnings: tuple[str, ...] = ()
    parts: tuple["Result", ...] = ()
    _updates: tuple[Update, ...] = ()
    _context: SinkContext | None = None
    _source: Path = Path()
    _folder: str = ""

    def __repr__(self) -> str:
        return f"<Result of {self.summary.source.name}: {self.verdict}>"

    @property
    def verdict(self) -> str:
        """The whole source in a line."""
        return verdict(self.summary)

    @property
    def reps(self) -> tuple[RepSummary, ...]:
        """The counted repetitions."""
        return tuple(self.summary.reps)

    @property
    def findings(self) -> tuple[FindingSummary, ...]:
        """The faults."""
        return tuple(self.summary.findings)

    @property
    def not_judged(self) -> tuple[NotJudgedSummary, ...]:
        """The rules that could not be judged, each with the reason and what to do about it."""
        return tuple(self.summary.not_judged)

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """What is known of each frame, in order; of several parts one after the other."""
        own = (update.frame for update in self._updates)
        seen = tuple(frame for frame in own if frame is not None)
        return seen + tuple(frame for part in self.parts for frame in part.observations)

    @property
    def frames(self) -> Columns:
        """The measurements frame by frame, NaN where there is none: a column each, units in the names.

        A pandas DataFrame where pandas is installed, else a dictionary of numpy arrays.
        """
        return self._table("value")

    @property
    def errors(self) -> Columns:
        """The typical errors of `frames`, in the same columns; NaN where no value or no error is known."""
        return self._table("error")

    @property
    def reasons(self) -> Columns:
        """Why values of `frames` are missing, in the same columns; "" where they are not."""
        return self._table("reason")

    def write(
        self,
        folder: str | Path,
        *,
        video: bool = True,
        report: bool = True,
        poses: bool = False,
        blur_faces: bool = False,
        force: bool = False,
    ) -> OutputFiles:
        """Write the files that `formcheck analyze` writes.

        Args:
            folder: Made if it is not there; files of an earlier analysis in it are replaced or removed.
            video: Write annotated.mp4 (of a still picture annotated.jpg); the source is read again for it.
            report: Write report.html.
            poses: Write the pose recording.
            blur_faces: Blur the faces in all pictures that are written.
            force: Replace files of these names even where formcheck has not written them.

        Raises:
            OutputError: If a result cannot be written, or would replace a file that is not of formcheck.
            SourceError: If the source is not there any more.
        """
        with OutputFolder(Path(folder), force=force) as output:
            files = self._write_into(
                output, output.waiting, video=video, report=report, poses=poses, blur_faces=blur_faces
            )
        return files.moved(output.final)

    def _write_into(
        self, output: OutputFolder, folder: Path, *, video: bool, report: bool, poses: bool, blur_faces: bool
    ) -> OutputFiles:
        if self._context is None:
            wanted = {"video": video, "report": report, "poses": poses, "blur_faces": blur_faces}
            for part in self.parts:
                part._write_into(output, folder / part._folder, **wanted)
            output.refuse([SUMMARY, "reps.csv"])
            return write_overview(folder, self.summary).written
        refuse_inputs([self._source], self._source, output.final(folder))
        options = SinkOptions(
            report=report,
            poses=folder / f"{folder_name(self._source)}{SUFFIX}" if poses else None,
            video=video and self._context.source is not None,
            blur_faces=blur_faces,
        )
        context = replace(self._context, folder=folder, options=options)
        output.refuse([str(Path(self._folder) / name) for name in written_names(context)])
        with open_sinks(sink_names(), context) as sinks:
            for update in self._updates:
                sinks.write(update)
        return OutputFiles.of(folder, sinks.written, self.warnings)

    def _table(self, what: What) -> Columns:
        hidden = what == "error" and not self.summary.errors.known
        columns = frame_columns(self.observations, self._names(), "value" if hidden else what)
        if hidden:
            columns |= {name: columns[name] * float("nan") for name in self._names()}
        return as_table(columns)

    def _names(self) -> tuple[str, ...]:
        if self.activity is not None and self.summary.moment is None:
            return self.activity.columns()
        return tuple(dict.fromkeys(name for seen in self.observations for name in seen.measurements))


def analyze_kept(
    path: Path,
    activity: Activity,
    options: AnalysisOptions,
    *,
    sets: Sequence[SetSummary] | None = None,
    folder: str = "",
    progress: Progress = no_progress,
) -> Result:
    """Analyse a video, a pose recording or a still picture, and write nothing.

    Args:
        path: The source.
        activity: What to look for.
        options: How.
        sets: What was recognised, for the summary.
        folder: What the folder of the result is called among those of other parts.
        progress: Called after each frame with its time.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
        ProfileError: If there is no profile of the name that was asked for.
    """
    # What is written later is read again: no pictures are kept for it.
    with open_run(path, activity, replace(options, video=False)) as run:
        return _kept(run, path, activity, sets, folder, progress)


def _kept(
    run: AnalysisRun,
    path: Path,
    activity: Activity,
    sets: Sequence[SetSummary] | None = None,
    folder: str = "",
    progress: Progress = no_progress,
) -> Result:
    updates = tuple(with_sets(update, sets) for update in run.updates(progress))
    outcome = updates[-1].outcome
    assert outcome is not None
    return Result(outcome.summary, activity, run.warnings, (), updates, run.context(None), path, folder)


def analyze_recognised(
    path: Path, activities: Sequence[Activity], options: AnalysisOptions, progress: Progress = no_progress
) -> Result:
    """Find out what a video, a recording or a picture shows, analyse it as that, and write nothing.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
    """
    if is_picture(path):
        return analyze_kept(path, activity_of_picture(path, activities, options.model), options)
    with recognised(path, activities, options, progress) as seen:
        told = parts(seen, activities, options)
        if len(told) == 1 and not told[0].name:
            (part,) = told
            result = analyze_kept(path, part.activity, part.options, sets=part.sets)
            return replace(result, warnings=(*seen.warnings, *result.warnings))
        if not told:
            with unrecognised_run(path, activities, options, seen) as run:
                result = _kept(run, path, run.activity)
            return replace(result, activity=None, warnings=(*seen.warnings, *result.warnings))
        judged = tuple(analyze_kept(path, part.activity, part.options, folder=part.name) for part in told)
        whole = joined(overview(path, options, seen, told), [part.summary for part in judged])
        return Result(whole, None, seen.warnings, judged)
