"""`formcheck calibrate`: store the neutral that a recorded source shows as a profile."""

import math
import sys
from pathlib import Path

import click

from formcheck.cli.activity_option import activity_option
from formcheck.cli.fps_option import fps_option
from formcheck.cli.model_option import model_option
from formcheck.cli.source_argument import RecordedSource


@click.command(short_help="Store your own neutral, to be compared with.")
@click.argument("sources", nargs=-1, required=True, type=RecordedSource(), metavar="SOURCE...")
@activity_option("What it is for; a neutral of one lift serves all lifts.", default="desk")
@click.option("--name", metavar="NAME", help="Name of the profile.  [default: such as desk-front]")
@click.option("--seconds", type=click.FloatRange(3.0, 15.0), default=10.0, show_default=True, metavar="S",
              help="How long you have to be quiet, 3 to 15.")  # fmt: skip
@model_option()
@click.option("--start", "start_s", type=click.FloatRange(min=0), metavar="S", help="Begin at this second.")
@click.option("--end", "end_s", type=click.FloatRange(min=0), metavar="S", help="End at this second.")
@fps_option
def calibrate(
    sources: tuple[Path, ...],
    activity: str,
    name: str | None,
    seconds: float,
    model: str,
    start_s: float | None,
    end_s: float | None,
    fps: float | None,
) -> None:
    """Store your neutral from a video, a pose recording, or three or more still pictures.

    Sit or stand easy and upright, look ahead, and stay so for 10 to 15 seconds: the last quiet ones count.
    The profile holds numbers, no picture; see docs/profiles.md.

    Before a camera: press c in formcheck live.
    """
    from datetime import UTC, datetime

    from formcheck.activities.load import load_activity
    from formcheck.analysis.calibrate import calibrate_sources
    from formcheck.calibration.keep import keep_calibration
    from formcheck.calibration.store import ProfileStore, checked_name
    from formcheck.cli.look import Look
    from formcheck.cli.page import Page
    from formcheck.cli.profile import write_profile
    from formcheck.cli.say import say
    from formcheck.source.frame import Reading

    for option, time_s in (("--seconds", seconds), ("--start", start_s), ("--end", end_s)):
        if time_s is not None and not math.isfinite(time_s):
            raise click.BadParameter("must be a number of seconds", param_hint=option)
    if name is not None:
        checked_name(name)
    calibration = calibrate_sources(
        sources, load_activity(activity).mode, seconds, model, start_s, end_s, reading=Reading(fps), tell=say
    )
    kept = keep_calibration(ProfileStore(), calibration, datetime.now(UTC).replace(microsecond=0), name)
    page = Page(Look.of(sys.stdout))
    write_profile(page, kept.profile)
    page.space()
    if calibration.seconds:
        end_s = calibration.from_s + calibration.seconds
        page.line(f"Taken from {calibration.from_s:.1f} to {end_s:.1f} s: that has to be your good posture.")
        page.space()
    if kept.words():
        words = kept.words()
        page.line(f"{words[0].upper()}{words[1:]}.")
        page.space()
    page.as_it_is(f"{'Replaced' if kept.replaced else 'Stored'} as {kept.profile.name}: {kept.path}")
    page.echo()
