"""`formcheck calibrate`: store the neutral that a recorded source, or a camera, shows as a profile."""

import math
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formcheck.cli.activity_option import activity_option
from formcheck.cli.fps_option import fps_option
from formcheck.cli.model_option import model_option
from formcheck.cli.say import talk
from formcheck.cli.signals import ended_by_signals
from formcheck.cli.source_argument import AnySource

if TYPE_CHECKING:
    from formcheck.activities.activity import Activity
    from formcheck.calibration.calibrator import Calibration
    from formcheck.calibration.keep import Kept
    from formcheck.sinks.speech.engine import SoundKind


@click.command(short_help="Store your own neutral, to be compared with.")
@click.argument("sources", nargs=-1, required=True, type=AnySource(), metavar="SOURCE...",
                envvar="FORMCHECK_SOURCE")  # fmt: skip
@activity_option("What it is for; a neutral of one lift serves all lifts.", default="desk")
@click.option("--name", metavar="NAME", help="Name of the profile.  [default: such as desk-front]")
@click.option("--seconds", type=click.FloatRange(3.0, 15.0), default=10.0, show_default=True, metavar="S",
              help="How long you have to be quiet, 3 to 15.")  # fmt: skip
@model_option()
@click.option("--start", "start_s", type=click.FloatRange(min=0), metavar="S", help="Begin at this second.")
@click.option("--end", "end_s", type=click.FloatRange(min=0), metavar="S", help="End at this second.")
@fps_option
@click.option("--voice", is_flag=True, help="Camera: say what to do, and count, with your system's voice.")
@click.option("--beep", is_flag=True, help="Camera: short tones in place of words.")
@click.option("--headless", is_flag=True, help="Camera: no window, but lines in the terminal.")
@click.pass_context
def calibrate(
    context: click.Context,
    sources: "tuple[Path | str, ...]",
    activity: str,
    name: str | None,
    seconds: float,
    model: str,
    start_s: float | None,
    end_s: float | None,
    fps: float | None,
    voice: bool,
    beep: bool,
    headless: bool,
) -> None:
    """Store your neutral from a video, a pose recording, three or more still pictures, or a camera.

    Sit or stand easy and upright, look ahead, and stay so for 10 to 15 seconds: the last quiet ones count.
    The profile holds numbers, no picture; see docs/profiles.md.

    A camera is named by its number, such as 0, its device file, or an address such as rtsp://...;
    $FORMCHECK_SOURCE keeps a password out of the list of processes. A window shows what to do, and counts
    down; q ends it. In formcheck live the key c does the same.
    """
    from formcheck.activities.load import load_activity
    from formcheck.calibration.store import checked_name

    for option, time_s in (("--seconds", seconds), ("--start", start_s), ("--end", end_s)):
        if time_s is not None and not math.isfinite(time_s):
            raise click.BadParameter("must be a number of seconds", param_hint=option)
    if name is not None:
        checked_name(name)
    paths = tuple(source for source in sources if isinstance(source, Path))
    cameras = tuple(source for source in sources if isinstance(source, str))
    if cameras and (paths or len(cameras) > 1):
        raise click.UsageError("give one camera, or recorded sources alone", context)
    if cameras and (start_s, end_s) != (None, None):
        raise click.UsageError("--start and --end are for recorded sources", context)
    if cameras and fps is not None:
        raise click.UsageError("--fps is for recorded sources", context)
    if paths and (voice or beep or headless):
        raise click.UsageError("--voice, --beep and --headless are for a camera", context)
    if voice and beep:
        raise click.UsageError("give only one of --voice and --beep", context)
    wanted = load_activity(activity)
    if cameras:
        sound: SoundKind = "voice" if voice else "beep" if beep else "none"
        calibration = _before_camera(cameras[0], wanted, seconds, model, sound, headless=headless)
    else:
        from formcheck.analysis.calibrate import calibrate_sources
        from formcheck.cli.say import say
        from formcheck.source.frame import Reading

        calibration = calibrate_sources(
            paths, wanted.mode, seconds, model, start_s, end_s, reading=Reading(fps), tell=say
        )
    _show(_kept(calibration, name), calibration, recorded=bool(paths))


def _before_camera(
    source: str, activity: "Activity", seconds: float, model: str, sound: "SoundKind", *, headless: bool
) -> "Calibration":
    from formcheck.live.calibration_run import CalibrationRun
    from formcheck.live.live_run import Connections
    from formcheck.pose.models import pose_model
    from formcheck.pose.subject_estimator import TrackedSubjectEstimator
    from formcheck.sinks.screen.window import Window
    from formcheck.sinks.speech.opening import open_speaker
    from formcheck.source.opening import open_device

    estimator, device = TrackedSubjectEstimator(pose_model(model)), open_device(source)
    with ExitStack() as opened:
        window = None if headless else Window()
        if window is not None:
            opened.callback(window.close)
        speaker = open_speaker(sound)
        opened.callback(speaker.close)
        run = CalibrationRun(activity, seconds, ends=Connections(device, estimator, window, speaker, talk))
        opened.enter_context(ended_by_signals(lambda number: run.stop()))
        return run.run()


def _kept(calibration: "Calibration", name: str | None) -> "Kept":
    from datetime import UTC, datetime

    from formcheck.calibration.keep import keep_calibration
    from formcheck.calibration.store import ProfileStore

    return keep_calibration(ProfileStore(), calibration, datetime.now(UTC).replace(microsecond=0), name)


def _show(kept: "Kept", calibration: "Calibration", *, recorded: bool) -> None:
    from formcheck.cli.look import Look
    from formcheck.cli.page import Page
    from formcheck.cli.profile import write_profile

    page = Page(Look.of(sys.stdout))
    write_profile(page, kept.profile)
    page.space()
    if calibration.seconds and recorded:
        end_s = calibration.from_s + calibration.seconds
        page.line(f"Taken from {calibration.from_s:.1f} to {end_s:.1f} s: that has to be your good posture.")
        page.space()
    if kept.doubt():
        page.line(kept.doubt())
        page.space()
    if kept.words():
        words = kept.words()
        page.line(f"{words[0].upper()}{words[1:]}.")
        page.space()
    page.as_it_is(f"{'Replaced' if kept.replaced else 'Stored'} as {kept.profile.name}: {kept.path}")
    page.echo()
