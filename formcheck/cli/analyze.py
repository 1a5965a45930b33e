"""`formcheck analyze`: recorded videos, pose recordings and still pictures."""

import math
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formcheck.cli.activity_option import AUTO, activity_option
from formcheck.cli.batch_options import BatchOptions, Printed, batch_options
from formcheck.cli.csv_option import csv_option
from formcheck.cli.export_option import export_option
from formcheck.cli.fps_option import fps_option
from formcheck.cli.model_option import model_option
from formcheck.cli.notes_options import Notes, notes_options, require_browser
from formcheck.cli.say import say
from formcheck.cli.source_argument import RecordedSource, ResultsFolder

if TYPE_CHECKING:
    from formcheck.activities.activity import Activity
    from formcheck.batch.sources import Location
    from formcheck.pose.early_model import EarlyModel
    from formcheck.sinks.context import CsvDialect

_SHORTEST_NEUTRAL_S = 1.0
# What is smaller shows nobody: more likely it is broken, which is said sooner without a model.
_SMALLEST_BYTES = 5_000


def _span(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> tuple[float, float] | None:
    """Read two times in seconds, A:B."""
    if value is None:
        return None
    try:
        start_s, end_s = (float(part) for part in value.split(":"))
    except ValueError:
        raise click.BadParameter("must be two times in seconds, such as 0:3", context, parameter) from None
    if not 0 <= start_s < end_s < math.inf:
        raise click.BadParameter("must end after it begins, and not begin before 0", context, parameter)
    if end_s - start_s < _SHORTEST_NEUTRAL_S:
        raise click.BadParameter(f"must be {_SHORTEST_NEUTRAL_S:g} s long or more", context, parameter)
    return start_s, end_s


@click.command(short_help="Analyse recorded videos and pictures.")
@click.argument("videos", nargs=-1, required=True, type=RecordedSource(storage=True), metavar="VIDEO...")
@activity_option("What the video shows.", default=AUTO)
@click.option("-o", "--out", "folder", type=ResultsFolder(), default=Path("formcheck-out"),
              show_default=True, metavar="DIR", help="Where DIR/<name of the video>/ is made.")  # fmt: skip
@batch_options
@model_option()
@click.option("--start", "start_s", type=float, metavar="S", help="Begin at this second.")
@click.option("--end", "end_s", type=float, metavar="S", help="End at this second.")
@fps_option
@click.option("--stride", type=click.IntRange(1, 1000), default=1, metavar="N",
              help="Look at every Nth picture only.")  # fmt: skip
@click.option("--max-fps", type=click.FloatRange(1.0, 1000.0), metavar="F",
              help="Look at so many pictures a second at most; 10 are enough to count.")  # fmt: skip
@click.option("--rules", "rule_files", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Override or add rules (TOML); may be given more than once.")  # fmt: skip
@click.option("--variant", default="", metavar="NAME",
              help="The activity with other limits, such as shoulder-history of upright-row.")  # fmt: skip
@click.option(
    "--profile",
    metavar="NAME",
    help="Compare with this stored calibration.  [default: the only one that fits]",
)
@click.option("--no-profile", is_flag=True, help="Use no stored calibration.")
@click.option("--neutral", "neutral_s", callback=_span, metavar="A:B",
              help="Take your neutral from this part of the video itself, such as 0:3.")  # fmt: skip
@click.option("--no-video", is_flag=True, help="Do not write annotated.mp4.")
@click.option("--no-report", is_flag=True, help="Do not write report.html.")
@click.option("--blur-faces", is_flag=True, help="Blur faces, and all but the body, in what is written.")
@click.option("--pdf", is_flag=True, help="Also print the report as a PDF of one page, with Chromium.")
@click.option("--save-poses", is_flag=True, help="Also write the pose recording; it can be analysed again.")
@csv_option
@click.option("--log", "is_logged", is_flag=True,
              help="Keep the numbers in your history; see formcheck history.")  # fmt: skip
@export_option
@click.option("--force", is_flag=True, help="Replace files that formcheck has not written.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors (and JSON).")
@click.option("--fail-on", type=click.Choice(["caution", "poor"]), metavar="SEVERITY",
              help="Exit 1 if there is a finding of this severity or worse: caution, poor.")  # fmt: skip
@notes_options
@click.pass_context
def analyze(
    context: click.Context,
    videos: tuple["Location", ...],
    activity: str,
    folder: "Location",
    batch: BatchOptions,
    model: str,
    start_s: float | None,
    end_s: float | None,
    fps: float | None,
    stride: int,
    max_fps: float | None,
    rule_files: tuple[Path, ...],
    variant: str,
    profile: str | None,
    no_profile: bool,
    neutral_s: tuple[float, float] | None,
    no_video: bool,
    no_report: bool,
    blur_faces: bool,
    pdf: bool,
    notes: Notes,
    save_poses: bool,
    csv_dialect: "CsvDialect",
    is_logged: bool,
    exports: tuple[str, ...],
    force: bool,
    as_json: bool,
    quiet: bool,
    fail_on: str | None,
) -> int:
    """Analyse recorded videos, pose recordings (*.poses.jsonl.gz) or still pictures (jpg, png, webp).

    VIDEO may be a folder, which means all films in it, or a pattern such as 'clips/**/*.mp4'.

    What is done in a video is found out; what you name with -a is looked for. The word analyze may be left
    out: formcheck press.mp4.

    For each it writes summary.json, reps.csv, frames.csv, annotated.mp4 and report.html. A still picture is
    one moment: it gives summary.json, frames.csv and annotated.jpg.
    """
    for name, time_s in (("--start", start_s), ("--end", end_s)):
        if time_s is not None and not math.isfinite(time_s):
            raise click.BadParameter("must be a number of seconds", context, param_hint=name)
    if isinstance(folder, Path) and (not str(folder).strip() or not folder.parts):
        raise click.BadParameter("must name a folder", context, param_hint="--out")
    if start_s is not None and start_s < 0:
        raise click.BadParameter("must not be negative", context, param_hint="--start")
    if end_s is not None and end_s <= (start_s or 0.0):
        raise click.BadParameter("must be after the start", context, param_hint="--end")
    if sum((profile is not None, no_profile, neutral_s is not None)) > 1:
        raise click.UsageError("give only one of --profile, --no-profile and --neutral", context)

    early = _early_model(context, videos, model)
    # The model loads while these do.
    from formcheck.activities.load import load_activity
    from formcheck.analysis.analysis_options import AnalysisOptions
    from formcheck.calibration.starting_neutral import ProfileWish
    from formcheck.calibration.store import ProfileStore
    from formcheck.cli.many import analyze_named
    from formcheck.history.logged import Log
    from formcheck.source.frame import Reading
    from formcheck.source.thinning import Thinning

    options = AnalysisOptions(
        model,
        start_s,
        end_s,
        not no_video,
        not no_report,
        save_poses,
        ProfileWish(profile, not no_profile),
        neutral_s,
        Reading(fps, thinning=Thinning(stride, max_fps)),
        pdf,
        blur_faces,
        notes.summary(),
        force=force,
        csv=csv_dialect,
        log=Log(variant=variant) if is_logged else None,
        exports=exports,
        early=early,
    )
    require_browser(context, pdf=pdf, report=not no_report)
    if activity == AUTO and (rule_files or variant):
        option = "--rules" if rule_files else "--variant"
        raise click.UsageError(f"{option} is for one activity: name it with -a instead of {AUTO}", context)
    wanted = _all_sound() if activity == AUTO else load_activity(activity, rule_files, variant)
    wanted = wanted if variant else _with_notes(wanted, notes.athlete, rule_files, quiet=quiet)
    if profile is not None:
        ProfileStore().require(profile)  # also where nothing is recognised that would ask for it
    _look_at_history(wanted=is_logged)
    printed = Printed(quiet=quiet, as_json=as_json, fail_on=fail_on)
    return analyze_named(videos, folder, wanted, options, rule_files, batch, printed)


def _early_model(context: click.Context, videos: tuple["Location", ...], model: str) -> "EarlyModel | None":
    """The pose model, which loads while the program does, where one film or picture is named."""
    from formcheck.pose.early_model import EarlyModel
    from formcheck.pose.recording_name import is_recording

    if len(videos) != 1 or not isinstance(videos[0], Path) or is_recording(videos[0]):
        return None
    try:
        found = videos[0].stat()
    except (OSError, ValueError):
        return None  # whoever reads it says so
    needs_it = stat.S_ISREG(found.st_mode) and found.st_size >= _SMALLEST_BYTES
    return context.with_resource(EarlyModel(model)) if needs_it else None


def _look_at_history(*, wanted: bool) -> None:
    """What is wrong with the history is said before all that takes time."""
    from formcheck.history.store import open_history

    if wanted:
        with open_history() as history:
            if history.notice:
                say(history.notice)


def _with_notes(
    wanted: "Activity | tuple[Activity, ...]", athlete: str, rule_files: tuple[Path, ...], *, quiet: bool
) -> "Activity | tuple[Activity, ...]":
    """With the lower limits that notes on health ask for, which is said."""
    from formcheck.advice.hints import before_lift
    from formcheck.cli.careful import careful, notes_of

    noted = notes_of(athlete)
    if not noted:
        return wanted
    if not quiet:
        say(before_lift(noted))
    if isinstance(wanted, tuple):
        return tuple(careful(one, noted) for one in wanted)
    return careful(wanted, noted, rule_files)


def _all_sound() -> "tuple[Activity, ...]":
    """What may be recognised; a broken file is said, and breaks none of the others."""
    from formcheck.activities.load import load_activities

    sound, problems = load_activities()
    for problem in problems:
        say(problem)
    return sound
