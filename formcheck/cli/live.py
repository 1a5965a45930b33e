"""`formcheck live`: coaching before a camera."""

import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formcheck.cli.activity_option import AUTO, activity_option
from formcheck.cli.csv_option import csv_option
from formcheck.cli.fps_option import fps_option
from formcheck.cli.model_option import model_option
from formcheck.cli.notes_options import Notes, notes_options, require_browser
from formcheck.cli.say import say, show_json
from formcheck.cli.say import talk as tell
from formcheck.cli.signals import ended_by_signals
from formcheck.errors import OutputError

if TYPE_CHECKING:
    from formcheck.activities.activity import Activity
    from formcheck.advice.health import HealthNote
    from formcheck.live.live_options import Plan
    from formcheck.live.live_run import LiveRun
    from formcheck.results.result import WrittenResult
    from formcheck.sinks.context import CsvDialect
    from formcheck.sinks.speech.engine import SoundKind


@click.command(short_help="Watch a camera, and say what to change.")
@activity_option("What you do; auto finds it out after your first rep.", default=AUTO)
@click.option("--source", default="0", show_default=True, metavar="SOURCE", envvar="FORMCHECK_SOURCE",
              help="Camera number, device file, rtsp:// or http:// address, or a video file; "
              "$FORMCHECK_SOURCE keeps a password out of the list of processes.")  # fmt: skip
@click.option("-o", "--out", "folder", type=click.Path(path_type=Path), default=Path("formcheck-out"),
              show_default=True, metavar="DIR", help="Where a folder for each set is made.")  # fmt: skip
@model_option()
@click.option("--rules", "rule_files", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Override or add rules (TOML); may be given more than once.")  # fmt: skip
@click.option(
    "--profile",
    metavar="NAME",
    help="Compare with this stored calibration.  [default: the only one that fits]",
)
@click.option("--no-profile", is_flag=True, help="Use no stored calibration.")
@click.option("--voice", is_flag=True, help="Speak reps and cues, with the voice of your system.")
@click.option("--beep", is_flag=True, help="Short tones in place of words.")
@fps_option
@click.option("--headless", is_flag=True, help="No window: lines in the terminal, and what you hear.")
@click.option("--no-guide", is_flag=True, help="Judge from the first picture on, without the set-up.")
@click.option("--no-mirror", is_flag=True, help="Show the picture as others see you.")
@click.option("--record", is_flag=True, help="Store the pictures, as annotated.mp4; else none is stored.")
@click.option("--no-report", is_flag=True, help="Do not write report.html.")
@click.option("--blur-faces", is_flag=True, help="Blur faces, and all but the body, in what is written.")
@click.option("--pdf", is_flag=True, help="Also print the report as a PDF of one page, with Chromium.")
@click.option("--save-poses", is_flag=True, help="Also write the pose recording; it can be analysed again.")
@csv_option
@click.option("--no-log", is_flag=True, help="Keep nothing of it in your history.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary of the last set as JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors (and JSON).")
@notes_options
@click.pass_context
def live(
    context: click.Context,
    activity: str,
    source: str,
    folder: Path,
    model: str,
    rule_files: tuple[Path, ...],
    profile: str | None,
    no_profile: bool,
    fps: float | None,
    voice: bool,
    beep: bool,
    headless: bool,
    no_guide: bool,
    no_mirror: bool,
    record: bool,
    no_report: bool,
    blur_faces: bool,
    pdf: bool,
    notes: Notes,
    save_poses: bool,
    csv_dialect: "CsvDialect",
    no_log: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Watch a camera: counts, judges and tells while you move.

    Keys: space pause, r new set, 1-9 what you do, c calibrate, m mute, f full screen, s snapshot, h help,
    q or Esc to end. Each set leaves a folder with summary.json, reps.csv, frames.csv and report.html.
    Pictures are stored only with --record and s. The numbers of each set are kept in your history: see
    formcheck history, and --no-log.
    """
    if not str(folder).strip() or not folder.parts:
        raise click.BadParameter("must name a folder", context, param_hint="--out")
    if profile is not None and no_profile:
        raise click.UsageError("give only one of --profile and --no-profile", context)
    if voice and beep:
        raise click.UsageError("give only one of --voice and --beep", context)
    require_browser(context, pdf=pdf, report=not no_report)
    sound: SoundKind = "voice" if voice else "beep" if beep else "none"
    # Before all that takes time: what cannot work is said at once.
    from formcheck.activities.load import load_activity
    from formcheck.calibration.starting_neutral import ProfileWish
    from formcheck.calibration.store import ProfileStore
    from formcheck.cli.careful import careful
    from formcheck.live.activity_search import unknown_activity
    from formcheck.live.live_options import LiveOptions
    from formcheck.live.live_run import Connections, LiveRun
    from formcheck.pose.models import pose_model
    from formcheck.pose.subject_estimator import TrackedSubjectEstimator
    from formcheck.sinks.screen.window import Window
    from formcheck.sinks.speech.opening import open_speaker
    from formcheck.source.opening import open_device

    talk = _talker(quiet=quiet)
    if activity == AUTO and rule_files:
        raise click.UsageError("--rules needs an activity that is named with -a", context)
    first = unknown_activity() if activity == AUTO else load_activity(activity, rule_files)
    options = LiveOptions(
        folder, guided=not no_guide, sound=sound, mirror=not no_mirror, report=not no_report,
        record=record, save_poses=save_poses, csv=csv_dialect, profile=ProfileWish(profile, not no_profile),
        pdf=pdf, blur_faces=blur_faces, notes=notes.summary(),
    )  # fmt: skip
    noted = _noted(notes.athlete, talk)
    plan = _plan(careful(first, noted, rule_files), talk, noted)
    faces = any(activity.needs_faces for activity in (plan.first, *plan.candidates))
    estimator, device = TrackedSubjectEstimator(pose_model(model), faces=faces), open_device(source, fps)
    if fps is not None and device.returns:
        raise click.UsageError(
            "--fps is for a video file: what a camera gives has the time it came at", context
        )
    check_folder(folder)
    _check_opencv(talk)
    if profile is not None:
        ProfileStore().require(profile)
    _recover(folder)
    kept = _kept_in(wanted=not no_log)
    options = replace(options, log=kept is not None)
    with ExitStack() as opened:
        window = None if headless else Window()
        if window is not None:
            opened.callback(window.close)
        speaker = open_speaker(sound)
        opened.callback(speaker.close)
        results = _watched(LiveRun(plan, options, Connections(device, estimator, window, speaker, talk)))
    _show(results, as_json=as_json, quiet=quiet)
    if last := kept if results else "nothing was judged, so nothing was written":
        talk(last)
    return _lost(results, quiet=quiet)


def _lost(results: "Sequence[WrittenResult]", *, quiet: bool) -> int:
    """The exit code: 1 where something could not be written; said here where nothing else is."""
    lost = [line for result in results for line in result.written.lost]
    for line in lost if quiet else ():
        say(line)
    return int(bool(lost))


def _show(results: "Sequence[WrittenResult]", *, as_json: bool, quiet: bool) -> None:
    from formcheck.cli.look import Look
    from formcheck.cli.text import print_result

    if as_json:
        show_json(results[-1].summary.to_json() if results else "null")
    elif not quiet:
        for result in results:
            print_result(result, Look.of(sys.stdout))


def _watched(run: "LiveRun") -> "tuple[WrittenResult, ...]":
    """Watch until it ends, or is ended by a signal."""
    with ended_by_signals(lambda number: run.stop(interrupted=number != signal.SIGINT)):
        return run.run()


def _talker(*, quiet: bool) -> Callable[[str], None]:
    """Takes lines for the terminal; one that is gone, or a log on a full disk, ends no set."""

    def talk(line: str) -> None:
        if not quiet:
            tell(line)

    return talk


def _noted(athlete: str, talk: Callable[[str], None]) -> "tuple[HealthNote, ...]":
    """The notes on health that hold today, which is said."""
    from formcheck.advice.hints import before_lift
    from formcheck.cli.careful import notes_of

    noted = notes_of(athlete)
    if noted:
        talk(before_lift(noted))
    return noted


def _plan(first: "Activity", talk: Callable[[str], None], noted: "Sequence[HealthNote]" = ()) -> "Plan":
    """What the keys choose: every activity that names a key, the one that was asked for with its rules."""
    from formcheck.activities.load import load_activities
    from formcheck.cli.careful import careful
    from formcheck.live.live_options import Plan

    known, problems = load_activities()
    for problem in problems:
        talk(problem)
    known = tuple(first if activity.id == first.id else careful(activity, noted) for activity in known)
    by_key: dict[int, Activity] = {}
    for activity in (first, *known):
        if activity.key is not None and by_key.setdefault(activity.key, activity).id != activity.id:
            taken_by = by_key[activity.key].id
            talk(f"{activity.id}: the key {activity.key} is that of {taken_by}; choose another")
    return Plan(by_key, first, known)


def _check_opencv(talk: Callable[[str], None]) -> None:
    """Two that overwrite each other may work or not: whoever sees it fail should know why."""
    from formcheck.source.opencv_kind import installed_kinds, several_opencvs

    several = several_opencvs(installed_kinds())
    if several is not None:
        talk(several)


def _kept_in(*, wanted: bool) -> str | None:
    """What to say of the history once something is kept, the first time; None where nothing can be.

    Why not is said at once, and is no reason not to watch.
    """
    from formcheck.errors import HistoryError
    from formcheck.history.place import history_path
    from formcheck.history.store import open_history

    if not wanted:
        return None
    path = history_path()
    is_new = not path.exists()
    try:
        with open_history() as history:
            if history.notice:
                say(history.notice)
    except HistoryError as error:
        say(f"{error}; nothing of this run is kept in it")
        return None
    return (
        f"the numbers of each set are kept in {path}, pictures never; --no-log keeps nothing"
        if is_new
        else ""
    )


def _recover(folder: Path) -> None:
    """What an earlier run has left when it was killed; said also where nothing else is."""
    from formcheck.sinks.recovery import recover

    for one in recover(folder):
        say(one.problem or f"recovered what a run that was killed has left: {one.folder}")


def check_folder(folder: Path) -> None:
    """Find out before the set, not after it, that its results cannot be written.

    Raises:
        OutputError: If they cannot.
    """
    import tempfile

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputError(
            f"cannot write into {folder}: {error.strerror or error}; choose another folder with -o"
        ) from None
