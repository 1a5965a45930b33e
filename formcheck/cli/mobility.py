"""`formcheck mobility`: neck exercises, shown, said, counted and checked by the camera."""

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formcheck.cli.model_option import model_option
from formcheck.cli.say import say, show_json, talk
from formcheck.cli.signals import ended_by_signals
from formcheck.cli.source_argument import RecordedSource
from formcheck.errors import HistoryError, OutputError, UnknownActivityError

if TYPE_CHECKING:
    from formcheck.activities.activity import Activity
    from formcheck.analysis.mobility import Bests
    from formcheck.live.move_coach import Routine
    from formcheck.results.mobility import MobilityResult
    from formcheck.sinks.speech.engine import SoundKind

_ALL = "tuck,tilt,rotation,shoulder-roll"


@dataclass(frozen=True, slots=True)
class _Ends:
    """What a live run is connected to, as it was asked for."""

    source: str
    sound: "SoundKind"
    model: str
    headless: bool
    mirror: bool
    quiet: bool


@click.command(short_help="Neck exercises, counted and checked by the camera.")
@click.argument("film", required=False, type=RecordedSource(), metavar="[FILE]")
@click.option("--routine", default=_ALL, show_default=True, metavar="LIST",
              help="Which exercises, in this order, with commas between.")  # fmt: skip
@click.option("--source", default="0", show_default=True, metavar="SOURCE", envvar="FORMCHECK_SOURCE",
              help="Live: camera number, device file, address, or a video file that is played.")  # fmt: skip
@click.option("--hold", "hold_s", type=click.FloatRange(1.0, 60.0), metavar="S",
              help="Seconds that each is to be held.  [default: as each exercise says]")  # fmt: skip
@click.option("--reps", type=click.IntRange(1, 50), metavar="N",
              help="How many of each, on each side.  [default: as each exercise says]")  # fmt: skip
@click.option("-o", "--out", "folder", type=click.Path(path_type=Path), default=Path("formcheck-out"),
              show_default=True, metavar="DIR", help="Where a folder with summary.json is made.")  # fmt: skip
@click.option("--athlete", default="", metavar="NAME", help="Whose ranges are remembered.")
@click.option("--log/--no-log", default=None,
              help="Remember it in the history.  [default: live yes, of a file no]")  # fmt: skip
@click.option("--voice", is_flag=True, help="Live: say it aloud.")
@click.option("--beep", is_flag=True, help="Live: short tones in place of words.")
@click.option("--headless", is_flag=True, help="Live: no window.")
@click.option("--no-guide", is_flag=True, help="Live: begin without the set-up.")
@click.option("--no-mirror", is_flag=True, help="Live: show the picture as others see you.")
@model_option()
@click.option("--force", is_flag=True, help="Replace a summary that formcheck has not written.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors (and JSON).")
@click.pass_context
def mobility(
    context: click.Context,
    film: Path | None,
    routine: str,
    source: str,
    hold_s: float | None,
    reps: int | None,
    folder: Path,
    athlete: str,
    log: bool | None,
    voice: bool,
    beep: bool,
    headless: bool,
    no_guide: bool,
    no_mirror: bool,
    model: str,
    force: bool,
    as_json: bool,
    quiet: bool,
) -> int:
    """Chin tuck, side tilt, rotation and shoulder roll: shown, said, counted, and checked by the camera.

    With FILE it looks for them in a film or a pose recording; without, before a camera. Stop on pain,
    dizziness, numbness or tingling.

    Keys: n next exercise, space pause, m mute, f full screen, q or Esc to end.
    """
    if voice and beep:
        raise click.UsageError("give only one of --voice and --beep", context)
    if not str(folder).strip() or not folder.parts:
        raise click.BadParameter("must name a folder", context, param_hint="--out")
    from formcheck.live.move_coach import Routine

    chosen = _routine(routine, context)
    known = {} if log is False else _known_ranges(athlete)
    sound: SoundKind = "voice" if voice else "beep" if beep else "none"
    started = datetime.now().astimezone()
    _check_folder(folder)
    if film is not None:
        result = _of_film(film, chosen, model, hold_s, known)
        target = folder / f"{_stem(film)}-mobility"
    else:
        ends = _Ends(source, sound, model, headless, not no_mirror, quiet or as_json)
        gentle = _is_gentle(athlete, quiet=quiet)
        result = _live(Routine(chosen, hold_s, reps, known, guided=not no_guide, gentle=gentle), ends)
        target = folder / f"mobility-{_now()}"
    _write(target, result, force=force)
    named = routine != _ALL or film is None
    _show(result, target, named=named, as_json=as_json, quiet=quiet)
    if log or (log is None and film is None):
        _remember(result, started, athlete)
    return 0


def _routine(text: str, context: click.Context) -> "tuple[Activity, ...]":
    """The exercises that a list names.

    Raises:
        click.BadParameter: If one is not known, or none is named.
    """
    from formcheck.activities.moves import load_move

    names = [name.strip() for name in text.split(",") if name.strip()]
    try:
        chosen = tuple(load_move(name) for name in dict.fromkeys(names))
    except UnknownActivityError as error:
        raise click.BadParameter(str(error), context, param_hint="--routine") from None
    if not chosen:
        raise click.BadParameter("must name an exercise, such as tuck", context, param_hint="--routine")
    return chosen


def _of_film(
    film: Path, chosen: "tuple[Activity, ...]", model: str, hold_s: float | None, known: "Bests"
) -> "MobilityResult":
    from formcheck.analysis.mobility import look_for_exercises

    stopped: list[int] = []
    with ended_by_signals(stopped.append):
        result = look_for_exercises(
            film, chosen, model, hold_s=hold_s, best=known, should_stop=lambda: bool(stopped)
        )
    if stopped:
        say("interrupted; what was seen until then is told")
    return result


def _stem(film: Path) -> str:
    from formcheck.analysis.recorded import folder_name

    return folder_name(film)


def _write(folder: Path, result: "MobilityResult", *, force: bool) -> None:
    """The summary, unless it would replace a file that is not one.

    Raises:
        OutputError: If it cannot be written, or would.
    """
    from formcheck.files import write_text
    from formcheck.results.mobility import is_mobility_summary

    path = folder / "summary.json"
    if path.exists() and not force and not is_mobility_summary(path):
        raise OutputError(
            f"{path} was not written by formcheck mobility; choose another folder, or give --force"
        )
    write_text(path, result.to_json())


def _show(result: "MobilityResult", folder: Path, *, named: bool, as_json: bool, quiet: bool) -> None:
    from formcheck.cli.look import Look
    from formcheck.cli.mobility_text import print_mobility

    if as_json:
        show_json(result.to_json())
    elif not quiet:
        print_mobility(result, Look.of(sys.stdout), named=named)
        talk(f"written: {folder / 'summary.json'}")


def _is_gentle(athlete: str, *, quiet: bool) -> bool:
    """Whether a note on health asks for less, which is said."""
    from formcheck.cli.careful import notes_of

    gentle = bool({"neck-pain", "arthritis"} & {*notes_of(athlete)})
    if gentle and not quiet:
        talk("With your notes on health: half as many, and only as far as it is comfortable.")
    return gentle


def _live(routine: "Routine", asked: _Ends) -> "MobilityResult":
    from formcheck.live.lent_camera import LentCamera
    from formcheck.live.move_run import MoveEnds, MoveRun
    from formcheck.pose.models import pose_model
    from formcheck.pose.subject_estimator import TrackedSubjectEstimator
    from formcheck.sinks.screen.window import Window
    from formcheck.sinks.speech.opening import open_speaker
    from formcheck.source.opening import open_device
    from formcheck.source.paced_file import PacedFile

    estimator = TrackedSubjectEstimator(pose_model(asked.model), faces=True)
    device = open_device(asked.source)
    with ExitStack() as opened:
        window = None if asked.headless else Window()
        if window is not None:
            opened.callback(window.close)
        speaker = open_speaker(asked.sound)
        opened.callback(speaker.close)
        say_so = (lambda line: None) if asked.quiet else talk
        if not isinstance(device, PacedFile):
            device = opened.enter_context(LentCamera(say_so)).device(device)
        run = MoveRun(
            routine, MoveEnds(device, estimator, window, speaker, say_so, asked.sound, asked.mirror)
        )
        with ended_by_signals(lambda number: run.stop()):
            return run.run()


def _check_folder(folder: Path) -> None:
    """Find out before, not after, that the summary cannot be written.

    Raises:
        OutputError: If it cannot.
    """
    from formcheck.cli.live import check_folder

    check_folder(folder)


def _now() -> str:
    return f"{datetime.now():%Y%m%d-%H%M%S}"


def _known_ranges(athlete: str) -> "Bests":
    """Exercise -> side -> the best range in the history; none where there is none, or it cannot be read."""
    from formcheck.cli.history import opened
    from formcheck.history.mobility import best_ranges
    from formcheck.history.wanted import Wanted

    try:
        with opened() as kept:
            return best_ranges(kept.mobility(Wanted(athlete=athlete)))
    except HistoryError as error:
        say(str(error))
        return {}


def _remember(result: "MobilityResult", started: datetime, athlete: str) -> None:
    """Write what was done into the history; where it cannot be, that is said, and no result is lost.

    Raises:
        HistoryError: If it cannot be written; the summary is there by then.
    """
    from formcheck.cli.history import opened
    from formcheck.history.mobility import mobility_sets

    offset = started.utcoffset()
    minutes = 0 if offset is None else round(offset.total_seconds() / 60)
    records = mobility_sets(result, started.timestamp(), minutes, athlete)
    if records:
        with opened(reading=False) as kept:
            kept.add_all(records)
