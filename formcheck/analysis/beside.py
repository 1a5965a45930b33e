"""A film or recording as one of two beside each other: its set in numbers, and what shows it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.notes import logged
from formcheck.analysis.open import open_run
from formcheck.analysis.recognise import parts, recognised
from formcheck.analysis.run import AnalysisRun, Progress, no_progress
from formcheck.errors import PairError
from formcheck.history.logged import Log
from formcheck.pose.recording_name import SUFFIX
from formcheck.results.motion import Motion
from formcheck.sinks.comparison.side import Side
from formcheck.sinks.history_log import SetsSeen
from formcheck.sinks.registry import open_sinks
from formcheck.source.picture import is_picture


def side_of(
    path: Path,
    activity: Activity | Sequence[Activity],
    options: AnalysisOptions,
    folder: Path,
    progress: Progress = no_progress,
) -> Side:
    """Analyse one of two films, and keep what is shown of it.

    Args:
        path: A video or a pose recording.
        activity: The lift; or several, of which the one that it shows is found out.
        options: How it is analysed; whether there is to be a video.
        folder: Where the annotated video goes.
        progress: Called after each frame with its time.

    Raises:
        PairError: If it does not show one lift, or no rep of it.
        SourceError: If it cannot be read.
        OutputError: If the video cannot be written.
    """
    if is_picture(path):
        raise PairError(f"{path} is a still picture, which has no reps to compare: give films or recordings")
    with _opened(path, activity, options) as (run, lift):
        return _seen(path, run, lift, folder, progress)


@contextmanager
def _opened(
    path: Path, activity: Activity | Sequence[Activity], options: AnalysisOptions
) -> Iterator[tuple[AnalysisRun, Activity]]:
    if isinstance(activity, Activity):
        _require_lift(path, activity)
        with open_run(path, activity, options) as run:
            yield run, activity
        return
    with recognised(path, activity, options) as found:
        told = [part for part in parts(found, activity, options) if part.activity.reps is not None]
        names = dict.fromkeys(part.activity.id for part in told)
        if len(names) != 1:
            seen = f"{' and '.join(names)}: name one with -a" if names else "no lift that is known"
            raise PairError(f"{path} shows {seen}")
        best = max(told, key=lambda part: sum(one.reps for one in part.sets))
        with open_run(path, best.activity, best.options) as run:
            yield run, best.activity


def _require_lift(path: Path, activity: Activity) -> None:
    if activity.reps is None:
        raise PairError(f"{path}: {activity.id} has no reps to compare: give two films of one lift")


def _seen(path: Path, run: AnalysisRun, lift: Activity, folder: Path, progress: Progress) -> Side:
    motion, log = Motion(), logged(Log(), path)
    assert log is not None
    sets = SetsSeen(lift, log)
    context = replace(run.context(folder), folder=folder)
    with open_sinks(("annotated-video",), context) as sinks:
        for update in run.updates(progress):
            sinks.write(update)
            sets.write(update)
            if update.observation is not None:
                motion.write(update.observation)
    found = sets.sets()
    if not found:
        raise PairError(f"{path} shows no rep of {lift.id}: there is nothing to compare")
    record = max(found, key=lambda one: len(one.reps))
    shown = {rep.start_s for rep in record.reps}
    return Side(
        name=path.name.removesuffix(SUFFIX),
        record=record,
        figures=tuple(one for one in motion.reps() if round(one.start_s, 3) in shown),
        video=sinks.written.get("video"),
        video_offset_s=sets.start_s,
    )
