"""Finds out what a source shows: its poses are found once, and say what is to be analysed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.recorded import folder_name
from formcheck.analysis.run import Progress, never, no_progress
from formcheck.errors import OutputError, SourceError
from formcheck.files import printable
from formcheck.pose.recording import RecordingWriter
from formcheck.pose.recording_name import SUFFIX, is_recording
from formcheck.pose.stream import PoseStream, open_poses
from formcheck.recognition.recognizer import Recognizer
from formcheck.recognition.sets import BEFORE_SET_S, FoundSet, Recognised
from formcheck.results.known_errors import errors_summary
from formcheck.results.not_recognised import not_recognised
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
from formcheck.source.frame import StreamInfo
from formcheck.source.picture import is_picture
from formcheck.source.read_ahead import read_ahead
from formcheck.version import VERSION

AUTO, NONE, SEVERAL = "auto", "none", "several"

_POSES_AHEAD = 32
# A set is judged until it is surely over.
_AFTER_S = 1.5


@dataclass(frozen=True, slots=True)
class Seen:
    """What a first pass over a source told.

    Attributes:
        poses: The recording that holds the source's poses, so that nobody has to find them again.
        info: The source's stream.
        model: The pose model, or None where it is unknown.
        coverage: How much could be seen.
        recognised: The sets.
        interrupted: Whether it was stopped before the end.
        warnings: What went wrong without stopping it.
    """

    poses: Path
    info: StreamInfo
    model: str | None
    coverage: Coverage
    recognised: Recognised
    interrupted: bool
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a source that one activity is to be judged in.

    Attributes:
        activity: Which.
        options: How; they tell the part, and where its poses are.
        sets: What was recognised in it.
        name: The name of its folder among those of the other parts; "" where it is the only one.
    """

    activity: Activity
    options: AnalysisOptions
    sets: tuple[SetSummary, ...]
    name: str = ""


@contextmanager
def recognised(
    path: Path,
    activities: Sequence[Activity],
    options: AnalysisOptions,
    progress: Progress = no_progress,
    should_stop: Callable[[], bool] = never,
) -> Iterator[Seen]:
    """A first pass over a source. What it gives holds until the block is left.

    Args:
        path: A video or a pose recording.
        activities: What can be recognised.
        options: The model, and the part to look at.
        progress: Called after each frame with its time.
        should_stop: Asked after each frame; when true, the source is taken to end there.

    Raises:
        SourceError: If the source cannot be read, or is a still picture.
        ModelError: If the pose model is not there.
    """
    if is_picture(path):
        raise SourceError(f"{path}: one picture does not show what is going on; name the activity")
    with _scratch_folder() as scratch, ExitStack() as opened:
        poses = path if is_recording(path) else Path(scratch) / f"{folder_name(path)}{SUFFIX}"
        faces = any(activity.needs_faces for activity in activities)
        stream = opened.enter_context(
            open_poses(
                path,
                options.early or options.model,
                options.start_s,
                options.end_s,
                faces=faces,
                reading=options.reading,
                at_once=options.at_once,
            )
        )
        writer: RecordingWriter | None = None
        if poses != path:
            writer = opened.enter_context(RecordingWriter(poses, stream.info, stream.model))
        seen = _watch(stream, poses, writer, Recognizer(activities, stream.info), progress, should_stop)
        opened.close()  # the recording is whole from here on
        yield seen


@contextmanager
def _scratch_folder() -> Iterator[str]:
    try:
        folder = TemporaryDirectory(prefix="formcheck-")
    except OSError as error:
        why = error.strerror or error
        raise OutputError(f"there is no folder for temporary files: {why}; set TMPDIR to one") from error
    with folder as path:
        yield path


def _watch(
    stream: PoseStream,
    poses: Path,
    writer: RecordingWriter | None,
    recognizer: Recognizer,
    progress: Progress,
    should_stop: Callable[[], bool],
) -> Seen:
    frames = with_pose = 0
    end_s: float | None = None
    interrupted = False
    with closing(read_ahead(stream, _POSES_AHEAD)) as ahead:
        for frame in ahead:
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
    found = recognizer.finish()
    return Seen(poses, stream.info, stream.model, coverage, found, interrupted, stream.warnings)


def parts(seen: Seen, activities: Sequence[Activity], options: AnalysisOptions) -> tuple[Part, ...]:
    """What is to be judged: the whole source as one activity, each set by itself, or nothing."""
    found, by_id = seen.recognised, {activity.id: activity for activity in activities}
    seat = next((a.id for a in activities if a.signs is not None and a.signs.seated), None)
    names = found.activities or ((seat,) if found.sits and seat is not None else ())
    known = replace(options, poses=seen.poses, save_poses=False, reading=seen.info.reading)
    if not names:
        return ()
    if len(names) == 1 and not (found.strays & {*names}):
        return (Part(by_id[names[0]], known, tuple(_set_summary(one) for one in found.sets)),)
    return tuple(_part(number, one, by_id, known) for number, one in enumerate(found.sets, start=1))


def _part(number: int, one: FoundSet, activities: Mapping[str, Activity], options: AnalysisOptions) -> Part:
    name = f"set-{number}-{one.activity}"
    start_s = max(options.start_s or 0.0, one.start_s - BEFORE_SET_S)
    end_s = one.end_s + _AFTER_S
    if options.end_s is not None:
        end_s = min(end_s, options.end_s)
    part = replace(options, start_s=start_s, end_s=end_s)
    return Part(activities[one.activity], part, (_set_summary(one, name),), name)


def overview(path: Path, options: AnalysisOptions, seen: Seen, told: Sequence[Part]) -> Summary:
    """The summary of a source that is nothing known, or of all sets before they are judged."""
    return Summary(
        version=VERSION,
        source=SourceSummary(
            name=printable(path.name),
            kind="poses" if is_recording(path) else "video",
            width_px=seen.info.width_px,
            height_px=seen.info.height_px,
            fps=round(seen.info.fps, 3),
            start_s=options.start_s,
            end_s=options.end_s,
            looked_at=seen.info.reading.thinning.words or None,
        ),
        activity=SEVERAL if told else NONE,
        model=seen.model,
        errors=errors_summary(seen.info.pose_model, seated=False),
        coverage=seen.coverage,
        reps=[],
        attempts=[],
        findings=[],
        not_judged=[],
        sets=[one for part in told for one in part.sets],
        not_recognised=not_recognised(seen.recognised, options.start_s or 0.0, seen.coverage.end_s or 0.0),
        interrupted=seen.interrupted,
    )


def joined(whole: Summary, sets: Sequence[Summary]) -> Summary:
    """All sets in one summary; reps and findings are numbered through."""
    reps: list[RepSummary] = []
    findings: list[FindingSummary] = []
    attempts: list[AttemptSummary] = []
    not_judged: list[NotJudgedSummary] = []
    for part in sets:
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
    (load,) = loads if len(loads := {part.load for part in sets}) == 1 else (None,)
    lists = {"reps": reps, "findings": findings, "attempts": attempts, "not_judged": not_judged}
    return whole.model_copy(update={**lists, "load": load})


def _set_summary(one: FoundSet, folder: str | None = None) -> SetSummary:
    return SetSummary(
        activity=one.activity,
        start_s=round(one.start_s, 3),
        end_s=round(one.end_s, 3),
        reps=one.reps,
        folder=folder,
    )
