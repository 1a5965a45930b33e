"""Analyses a source whose activity is not named: the poses are found once, recognised, then judged."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from formcheck import __version__
from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.analyze import analyze_source, refuse_own_input
from formcheck.analysis.recorded import folder_name
from formcheck.analysis.run import Progress, never, no_progress
from formcheck.errors import SourceError
from formcheck.files import printable, write_bytes, write_text
from formcheck.pose.recording import SUFFIX, RecordingWriter, is_recording
from formcheck.pose.stream import open_poses
from formcheck.recognition.recognizer import Recognizer
from formcheck.recognition.sets import BEFORE_SET_S, FoundSet, Recognised
from formcheck.results.known_errors import errors_summary
from formcheck.results.result import OutputFiles, WrittenResult
from formcheck.results.summary import (
    AttemptSummary,
    Coverage,
    FindingSummary,
    NotJudgedSummary,
    RepSummary,
    SetSummary,
    SourceSummary,
    Summary,
)
from formcheck.sinks.result_folder import remove_earlier
from formcheck.sinks.tables import write_reps_table
from formcheck.source.frame import StreamInfo
from formcheck.source.picture import is_picture
from formcheck.source.read_ahead import read_ahead

NONE, SEVERAL = "none", "several"

_POSES_AHEAD = 32
# A set is judged until it is surely over.
_AFTER_S = 1.5


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the first pass over a source told."""

    info: StreamInfo
    model: str | None
    coverage: Coverage
    recognised: Recognised
    interrupted: bool
    warnings: tuple[str, ...]


def analyze_auto(
    path: Path,
    folder: Path,
    activities: Sequence[Activity],
    options: AnalysisOptions,
    *,
    progress: Progress = no_progress,
    should_stop: Callable[[], bool] = never,
) -> WrittenResult:
    """Find out what a video or pose recording shows, and analyse it as that.

    One activity is analysed as if it had been named. Sets of several get a folder each within `folder`, and
    a summary of all. Of what is none of the activities only a summary is written.

    Args:
        path: The source.
        folder: Made if it is not there; files of an earlier analysis in it are replaced or removed.
        activities: What can be recognised.
        options: What to write.
        progress: Called after each frame with its time, while the poses are found.
        should_stop: Asked after each frame; when true, what was seen is written and marked.

    Raises:
        SourceError: If the source cannot be read, or is a still picture.
        ModelError: If the pose model is not there.
        OutputError: If a result cannot be written.
    """
    if is_picture(path):
        raise SourceError(f"{path}: one picture does not show what is going on; name the activity with -a")
    refuse_own_input(path, folder)
    with TemporaryDirectory(prefix="formcheck-") as scratch:
        poses = path if is_recording(path) else Path(scratch) / f"{folder_name(path)}{SUFFIX}"
        seen = _watch(path, poses, activities, options, progress, should_stop)
        known = replace(options, poses=poses, save_poses=False)
        stop_again = never if seen.interrupted else should_stop
        result = _judge(path, folder, {a.id: a for a in activities}, known, seen, stop_again)
        kept = _keep(poses, folder) if options.save_poses else None
    written = replace(result.written, poses=kept, warnings=(*seen.warnings, *result.written.warnings))
    return replace(result, written=written)


def _watch(
    path: Path,
    poses: Path,
    activities: Sequence[Activity],
    options: AnalysisOptions,
    progress: Progress,
    should_stop: Callable[[], bool],
) -> _Seen:
    """The first pass: finds the poses, writes them down, recognises."""
    frames = with_pose = 0
    end_s: float | None = None
    interrupted = False
    with open_poses(path, options.model, options.start_s, options.end_s) as stream:
        recognizer = Recognizer(activities, stream.info)
        with ExitStack() as opened:
            writer: RecordingWriter | None = None
            if poses != path:
                writer = opened.enter_context(RecordingWriter(poses, stream.info, stream.model))
            for frame in opened.enter_context(closing(read_ahead(stream, _POSES_AHEAD))):
                if writer is not None:
                    writer.write(frame)
                recognizer.push(frame)
                frames, end_s = frames + 1, frame.time_s
                with_pose += frame.pose is not None
                progress(frame.time_s, stream.info)
                if should_stop():
                    interrupted = True
                    break
        coverage = Coverage(frames=frames, with_pose=with_pose, views={}, end_s=end_s)
        recognised = recognizer.finish()
        return _Seen(stream.info, stream.model, coverage, recognised, interrupted, stream.warnings)


def _judge(
    path: Path,
    folder: Path,
    activities: dict[str, Activity],
    options: AnalysisOptions,
    seen: _Seen,
    should_stop: Callable[[], bool],
) -> WrittenResult:
    """The second pass: each activity by its own session."""
    found = seen.recognised
    seat = next((a.id for a in activities.values() if a.signs is not None and a.signs.seated), None)
    names = found.activities or ((seat,) if found.sits and seat is not None else ())
    if not names:
        return _none(path, folder, options, seen)
    if len(names) == 1 and not (found.strays & {*names}):
        sets = [_set_summary(one) for one in found.sets]
        result = analyze_source(
            path, folder, activities[names[0]], options, sets=sets, should_stop=should_stop
        )
        return _marked(result, seen)
    return _several(path, folder, activities, options, seen, should_stop)


def _several(
    path: Path,
    folder: Path,
    activities: dict[str, Activity],
    options: AnalysisOptions,
    seen: _Seen,
    should_stop: Callable[[], bool],
) -> WrittenResult:
    parts, sets = [], []
    for number, one in enumerate(seen.recognised.sets, start=1):
        name = f"set-{number}-{one.activity}"
        start_s = max(options.start_s or 0.0, one.start_s - BEFORE_SET_S)
        end_s = one.end_s + _AFTER_S
        if options.end_s is not None:
            end_s = min(end_s, options.end_s)
        part = replace(options, start_s=start_s, end_s=end_s)
        lift = activities[one.activity]
        parts.append(analyze_source(path, folder / name, lift, part, should_stop=should_stop))
        sets.append(_set_summary(one, name))
    summary = _joined(_summary(path, options, seen, SEVERAL, sets), [part.summary for part in parts])
    return replace(_written(folder, summary), parts=tuple(parts))


def _joined(summary: Summary, parts: Sequence[Summary]) -> Summary:
    """All sets in one summary; reps and findings are numbered through."""
    reps: list[RepSummary] = []
    findings: list[FindingSummary] = []
    attempts: list[AttemptSummary] = []
    not_judged: list[NotJudgedSummary] = []
    for part in parts:
        shift, ids = len(reps), {f.id: f"f{len(findings) + n}" for n, f in enumerate(part.findings, start=1)}
        reps += [
            rep.model_copy(update={"index": rep.index + shift, "findings": [ids[f] for f in rep.findings]})
            for rep in part.reps
        ]
        findings += [
            f.model_copy(update={"id": ids[f.id], "rep": None if f.rep is None else f.rep + shift})
            for f in part.findings
        ]
        attempts += part.attempts
        of_part = [rep.index for rep in part.reps]
        not_judged += [
            n.model_copy(update={"reps": [rep + shift for rep in n.reps or of_part]}) for n in part.not_judged
        ]
    return summary.model_copy(
        update={"reps": reps, "findings": findings, "attempts": attempts, "not_judged": not_judged}
    )


def _none(path: Path, folder: Path, options: AnalysisOptions, seen: _Seen) -> WrittenResult:
    return _written(folder, _summary(path, options, seen, NONE, []))


def _written(folder: Path, summary: Summary) -> WrittenResult:
    write_reps_table(summary, folder / "reps.csv")
    for name in ("report.html", "annotated.mp4", "frames.csv"):
        remove_earlier(folder / name)
    write_text(folder / "summary.json", summary.to_json())
    return WrittenResult(summary, OutputFiles(folder, folder / "summary.json", folder / "reps.csv", None))


def _summary(
    path: Path, options: AnalysisOptions, seen: _Seen, activity: str, sets: list[SetSummary]
) -> Summary:
    return Summary(
        version=__version__,
        source=SourceSummary(
            name=printable(path.name),
            kind="poses" if is_recording(path) else "video",
            width_px=seen.info.width_px,
            height_px=seen.info.height_px,
            fps=round(seen.info.fps, 3),
            start_s=options.start_s,
            end_s=options.end_s,
        ),
        activity=activity,
        model=seen.model,
        errors=errors_summary(seen.info.pose_model, seated=False),
        coverage=seen.coverage,
        reps=[],
        attempts=[],
        findings=[],
        not_judged=[],
        sets=sets,
        interrupted=seen.interrupted,
    )


def _set_summary(one: FoundSet, folder: str | None = None) -> SetSummary:
    return SetSummary(
        activity=one.activity,
        start_s=round(one.start_s, 3),
        end_s=round(one.end_s, 3),
        reps=one.reps,
        folder=folder,
    )


def _marked(result: WrittenResult, seen: _Seen) -> WrittenResult:
    """Say that the first pass was stopped: the second one saw all that it left."""
    if not seen.interrupted:
        return result
    summary = result.summary.model_copy(update={"interrupted": True})
    write_text(result.written.summary, summary.to_json())
    return replace(result, summary=summary)


def _keep(poses: Path, folder: Path) -> Path:
    kept = folder / poses.name
    if poses.resolve() != kept.resolve():
        write_bytes(kept, poses.read_bytes())
    return kept
