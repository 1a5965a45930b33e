"""The front door for Python: analyse a source, watch one frame by frame, add an activity, a model, a sink.

Everything here is also in `formcheck` itself: `import formcheck; formcheck.analyze("press.mp4")`.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activities, load_activity, register_activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.calibrate import calibrate_sources
from formcheck.analysis.recognise import AUTO
from formcheck.analysis.result import Result, analyze_kept, analyze_recognised
from formcheck.analysis.run import Progress, no_progress
from formcheck.batch.outcomes import Outcomes, do_batch
from formcheck.batch.prepare import prepare
from formcheck.batch.sources import Location, find_sources
from formcheck.batch.storage import storage_url
from formcheck.batch.task import Done
from formcheck.calibration.calibrator import USUAL_S, Calibration
from formcheck.calibration.starting_neutral import ProfileWish
from formcheck.cores import cores
from formcheck.errors import (
    AlreadyRunningError,
    CalibrationError,
    ClusterError,
    ConfigError,
    ControlError,
    DisplayError,
    FolderTakenError,
    FormcheckError,
    HealthNotesError,
    HistoryError,
    LabelError,
    MissingLibraryError,
    ModelError,
    NotAVideoError,
    NotRunningError,
    OutputError,
    PairError,
    ProfileError,
    RecordingError,
    RuleError,
    SourceError,
    UnknownActivityError,
)
from formcheck.evaluation.filmed import Filmed, film
from formcheck.evaluation.pair import Pair, compare_pair
from formcheck.history.store import History, open_history
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.neutral import Neutral
from formcheck.pose import stream
from formcheck.pose.models import DEFAULT_MODEL, PoseModel, pose_model, register_pose_model
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.stream import PoseStream
from formcheck.pose.subject_estimator import TrackedSubjectEstimator
from formcheck.results.summary import NotesSummary, Summary
from formcheck.rules.finding import Finding
from formcheck.session import start
from formcheck.session.observation import Observation
from formcheck.session.session import Session
from formcheck.sinks.registry import register_sink
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update
from formcheck.source.frame import Frame, Reading, StreamInfo
from formcheck.source.thinning import Thinning
from formcheck.version import VERSION

__version__ = VERSION

__all__ = [
    "Activity",
    "AlreadyRunningError",
    "Calibration",
    "CalibrationError",
    "ClusterError",
    "ConfigError",
    "ControlError",
    "DisplayError",
    "Done",
    "Finding",
    "FolderTakenError",
    "FormcheckError",
    "Frame",
    "HealthNotesError",
    "History",
    "HistoryError",
    "LabelError",
    "Measurement",
    "MissingLibraryError",
    "ModelError",
    "Neutral",
    "NotAVideoError",
    "NotRunningError",
    "Observation",
    "Outcomes",
    "OutputError",
    "Pair",
    "PairError",
    "Pose",
    "PoseModel",
    "PoseStream",
    "PosedFrame",
    "ProfileError",
    "RecordingError",
    "Result",
    "RuleError",
    "Session",
    "Sink",
    "SourceError",
    "StreamInfo",
    "Summary",
    "UnknownActivityError",
    "Update",
    "__version__",
    "analyze",
    "analyze_many",
    "calibrate",
    "compare_views",
    "load_activities",
    "load_activity",
    "open_history",
    "open_model",
    "open_poses",
    "register_activity",
    "register_pose_model",
    "register_sink",
    "start_session",
]


def analyze(  # noqa: PLR0913 - as many as the command has options
    path: str | Path,
    activity: str | Activity = "overhead-press",
    *,
    model: str = DEFAULT_MODEL,
    start_s: float | None = None,
    end_s: float | None = None,
    rules: Iterable[str | Path] = (),
    variant: str = "",
    profile: str | None = None,
    neutral_s: tuple[float, float] | None = None,
    fps: float | None = None,
    stride: int = 1,
    max_fps: float | None = None,
    jobs: int | None = None,
    progress: Progress = no_progress,
) -> Result:
    """Analyse a video, a pose recording or a still picture. Nothing is written: see `Result.write`.

    Args:
        path: The source.
        activity: What it shows: an activity, its id, the path of its file, or "auto" to find it out.
        model: Name of a pose model, or a path to one.
        start_s: Leave out what is before this time.
        end_s: Leave out what is from this time on.
        rules: Rule files; their rules count in place of the activity's own.
        variant: One of the activity's variants, or "" for none.
        profile: Name of a stored calibration. None: none is used, and nothing but the arguments decides what
            comes out. (On the command line, the one that fits is used without being asked for.)
        neutral_s: Part of the source, from and to, that shows the subject's neutral.
        fps: Pictures a second of a video that holds no times, such as a bare .h264.
        stride: Look at every so many-th picture of a video only.
        max_fps: Look at so many pictures a second at most; 10 are enough to count.
        jobs: How many parts of a long video are worked at at a time; None: as many as there are cores. What
            comes out does not depend on it.
        progress: Called after each frame with its time and what is known of the stream.

    Raises:
        SourceError: If the source cannot be read.
        ModelError: If the pose model is not there.
        UnknownActivityError: If there is no such activity.
        RuleError: If an activity or rule file is wrong.
        ProfileError: If there is no such profile.
        CalibrationError: If `neutral_s` shows no neutral.
        ValueError: If arguments contradict each other.

    Example:
        >>> result = analyze("press.poses.jsonl.gz")
        >>> len(result.reps), result.activity.title
        (4, 'Overhead press')
    """
    if profile is not None and neutral_s is not None:
        raise ValueError("give profile or neutral_s, not both")
    for name, time_s in (("start_s", start_s), ("end_s", end_s)):
        if time_s is not None and not 0 <= time_s < float("inf"):
            raise ValueError(f"{name} must be a number of seconds from the start, not {time_s}")
    if end_s is not None and end_s <= (start_s or 0.0):
        raise ValueError("end_s must be after start_s")
    if fps is not None and not 0 < fps < float("inf"):
        raise ValueError(f"fps must be a number above 0, not {fps}")
    reading = Reading(fps, thinning=_thinning(stride, max_fps))
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs must be 1 or more, not {jobs}")
    files = tuple(rules)
    wish = ProfileWish(profile, any=profile is not None)
    options = AnalysisOptions(
        model, start_s, end_s,
        profile=wish, neutral_s=neutral_s, reading=reading, notes=NotesSummary(), at_once=jobs or cores(),
    )  # fmt: skip
    if activity == AUTO:
        if variant or files:
            raise ValueError(f"rules and variant are for one activity: name it instead of {AUTO!r}")
        return analyze_recognised(Path(path), load_activities()[0], options, progress)
    return analyze_kept(Path(path), _activity(activity, files, variant), options, progress=progress)


def _thinning(stride: int, max_fps: float | None) -> Thinning:
    if stride < 1:
        raise ValueError(f"stride must be 1 or more, not {stride}")
    if max_fps is not None and not 1 <= max_fps < float("inf"):
        raise ValueError(f"max_fps must be 1 or more, not {max_fps}")
    return Thinning(stride, max_fps)


def analyze_many(  # noqa: PLR0913 - as many as the command has options
    sources: Iterable[str | Path],
    out: str | Path,
    activity: str | Activity = AUTO,
    *,
    executor: Executor | None = None,
    jobs: int | None = None,
    resume: bool = False,
    model: str = DEFAULT_MODEL,
    rules: Iterable[str | Path] = (),
    variant: str = "",
    video: bool = True,
    report: bool = True,
    poses: bool = False,
    blur_faces: bool = False,
    exports: Iterable[str] = (),
    height_cm: float | None = None,
    stride: int = 1,
    max_fps: float | None = None,
    told: Callable[[Done], None] = lambda done: None,
) -> Outcomes:
    """Analyse many sources, and write the results of each and an index of all.

    Args:
        sources: Files, folders with films and recordings in them, patterns such as "clips/**/*.mp4", or
            addresses of shared storage that `fsspec` knows.
        out: Where the results go; also an address.
        activity: What they show: an activity, its id, the path of its file, or "auto" to find it out.
        executor: Who does it, such as that of a cluster; it has to do each task in a process that does no
            other one at the time. None: processes of this computer. Programs that start any have to have
            `if __name__ == "__main__":` around what they do.
        jobs: How many sources at a time; None: the cores; of an executor: how many tasks it is given before
            one is done.
        resume: Leave results as they are where they were made of the same source in the same way.
        model: Name of a pose model, or a path to one.
        rules: Rule files; their rules count in place of the activity's own.
        variant: One of the activity's variants, or "" for none.
        video: Write annotated.mp4.
        report: Write report.html.
        poses: Write the pose recordings.
        blur_faces: Blur the faces in all pictures that are written.
        exports: Other formats that are written, such as "trc"; see docs/exports.md.
        height_cm: How tall the people are, for the exports.
        stride: Look at every so many-th picture of the videos only.
        max_fps: Look at so many pictures a second at most.
        told: Called with each source that is done.

    Raises:
        ModelError: If the pose model is not there.
        OutputError: If the index cannot be written, or results would replace what is read.
        UnknownActivityError: If there is no such activity.
        RuleError: If an activity or rule file is wrong.
        ValueError: If arguments contradict each other.

    Example:
        >>> done = analyze_many(["press.poses.jsonl.gz"], "results", "overhead-press", jobs=1)
        >>> done.done[0].state, done.failed
        ('done', ())
    """
    if jobs is not None and jobs < 1:
        raise ValueError(f"jobs must be 1 or more, not {jobs}")
    reading = Reading(thinning=_thinning(stride, max_fps))
    files = tuple(rules)
    if activity == AUTO and (variant or files):
        raise ValueError(f"rules and variant are for one activity: name it instead of {AUTO!r}")
    wanted = load_activities()[0] if activity == AUTO else _activity(activity, files, variant)
    options = AnalysisOptions(
        model,
        video=video,
        report=report,
        save_poses=poses,
        profile=ProfileWish(any=False),
        reading=reading,
        blur_faces=blur_faces,
        notes=NotesSummary(height_cm=height_cm),
        exports=tuple(exports),
    )
    place = _location(out)
    found = find_sources(map(_location, sources), place)
    batch = prepare(found, place, wanted, options, resume=resume, also_read=[Path(file) for file in files])
    return do_batch(batch, executor, jobs, told)


def compare_views(
    first: str | Path | Result,
    second: str | Path | Result,
    activity: str | Activity = "overhead-press",
    *,
    model: str = DEFAULT_MODEL,
    offset_s: float | None = None,
) -> Pair:
    """How far two cameras disagree on one set. Their clocks are brought together by the movement itself.

    Args:
        first: A video, a pose recording, the folder of an analysis with its poses, or a result of `analyze`.
        second: The same of the other camera.
        activity: The lift that both show; results have to be of it.
        model: Name of a pose model, or a path to one; for videos.
        offset_s: What the second clock shows more than the first, to a second; None to find it.

    Raises:
        PairError: If they do not show the same set, or not one that can be compared.
        SourceError: If a source cannot be read.
        ModelError: If the pose model is not there.
        UnknownActivityError: If there is no such activity.

    Example:
        >>> pair = compare_views("press.poses.jsonl.gz", "press.poses.jsonl.gz")
        >>> round(abs(pair.alignment.offset_s), 2), len(pair.reps)
        (0.0, 4)
    """
    what = _activity(activity)
    return compare_pair(_filmed(first, what, model), _filmed(second, what, model), what, offset_s)


def open_poses(
    path: str | Path,
    model: str = DEFAULT_MODEL,
    *,
    start_s: float | None = None,
    end_s: float | None = None,
    faces: bool = True,
) -> PoseStream:
    """The subject's pose, frame by frame, of a video, a pose recording or a still picture.

    Args:
        path: The source.
        model: Name of a pose model, or a path to one; a recording needs none.
        start_s: Leave out what is before this time.
        end_s: Leave out what is from this time on.
        faces: Whether to find out which way the face looks as well, which rules on the head ask for.

    Raises:
        SourceError: If it cannot be read.
        ModelError: If the pose model is not there.

    Example:
        >>> with open_poses("press.poses.jsonl.gz") as poses:
        ...     print(poses.info.fps, next(iter(poses)).pose is not None)
        15.0 True
    """
    return stream.open_poses(Path(path), model, start_s, end_s, faces=faces)


def open_model(model: str = DEFAULT_MODEL, *, faces: bool = True) -> TrackedSubjectEstimator:
    """A pose model for pictures of your own, such as those of a camera; to be used in a `with`.

    Args:
        model: Name of a pose model, or a path to one.
        faces: Whether to find out which way the face looks as well, which rules on the head ask for.

    Raises:
        ModelError: If there is no such model, or it is not on this machine or damaged.
    """
    return TrackedSubjectEstimator(pose_model(model), faces=faces)


def start_session(
    activity: str | Activity,
    info: StreamInfo,
    *,
    live: bool = False,
    neutral: Neutral | None = None,
    measures: Iterable[str] = (),
) -> Session:
    """A session to be fed with poses, frame by frame. It reads no clock: times come with the poses.

    Args:
        activity: What to watch: an activity, its id, or the path of its file.
        info: Size and rate of the pictures that the poses come from.
        live: Observations come at once, with smoothing that has no future; else 0.3 s later, and smoother.
        neutral: The subject's own neutral; without one it is learned on the way.
        measures: Quantities to measure beside those that the activity needs.

    Raises:
        UnknownActivityError: If there is no such activity.
        RuleError: If its file is wrong.

    Example:
        >>> with open_poses("press.poses.jsonl.gz") as poses:
        ...     session = start_session("overhead-press", poses.info)
        ...     for seen in session.watch(poses):
        ...         for rep in seen.reps:
        ...             print(rep.rep.index, [finding.rule for finding in rep.findings])
        1 []
        2 ['overhead-press.layback']
        3 []
        4 ['overhead-press.layback']
    """
    smoother = OneEuroSmoother() if live else ZeroPhaseSmoother()
    return start.start_session(_activity(activity), info, smoother, tuple(measures), neutral)


def calibrate(
    *paths: str | Path,
    activity: str | Activity = "desk",
    seconds: float = USUAL_S,
    model: str = DEFAULT_MODEL,
    start_s: float | None = None,
    end_s: float | None = None,
) -> Calibration:
    """Take a person's neutral from one video or recording, or from several still pictures. Nothing is stored.

    Args:
        paths: The source or sources.
        activity: What the neutral is for.
        seconds: How many quiet seconds are wanted.
        model: Name of a pose model, or a path to one.
        start_s: Leave out what is before this time.
        end_s: Leave out what is from this time on.

    Raises:
        CalibrationError: If they show no neutral; says why and what to do.
        SourceError: If one cannot be read.
        ModelError: If the pose model is not there.
        UnknownActivityError: If there is no such activity.
    """
    mode = _activity(activity).mode
    return calibrate_sources([Path(path) for path in paths], mode, seconds, model, start_s, end_s)


def _activity(activity: str | Activity, rules: Iterable[str | Path] = (), variant: str = "") -> Activity:
    if isinstance(activity, Activity):
        if variant or tuple(rules):
            raise ValueError("rules and variant are for an activity's name: give them to load_activity")
        return activity
    return load_activity(activity, [Path(path) for path in rules], variant)


def _filmed(source: str | Path | Result, activity: Activity, model: str) -> Filmed:
    if not isinstance(source, Result):
        return film(Path(source), activity, model)
    name = source.summary.source.name
    if source.activity is None or source.activity.id != activity.id:
        what = "no single activity" if source.activity is None else source.activity.title.lower()
        raise PairError(f"{name}: was analysed as {what}, not as {activity.title.lower()}")
    return Filmed(name, source.observations)


def _location(place: str | Path) -> Location:
    return storage_url(str(place)) or Path(place)
