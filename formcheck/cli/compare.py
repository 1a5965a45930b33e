"""`formcheck compare`: two films, recordings or sets of the history, of one lift, beside each other."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formcheck.cli.activity_option import AUTO, activity_option
from formcheck.cli.model_option import model_option
from formcheck.cli.say import say
from formcheck.cores import cores
from formcheck.errors import HistoryError

if TYPE_CHECKING:
    from formcheck.activities.activity import Activity
    from formcheck.analysis.analysis_options import AnalysisOptions
    from formcheck.sinks.comparison.side import Side


@click.command(short_help="Lay two sets of one lift beside each other.")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@activity_option("What they show.", default=AUTO)
@click.option("-o", "--out", "page", type=click.Path(path_type=Path, dir_okay=False),
              default=Path("formcheck-compare.html"), show_default=True, metavar="FILE",
              help="Where the page goes.")  # fmt: skip
@model_option()
@click.option("--no-video", is_flag=True, help="Stick figures in place of the pictures.")
@click.option("--blur-faces", is_flag=True, help="Blur faces, and all but the body, in the pictures.")
@click.option("--force", is_flag=True, help="Replace a file that formcheck has not written.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def compare(
    first: str,
    second: str,
    activity: str,
    page: Path,
    model: str,
    no_video: bool,
    blur_faces: bool,
    force: bool,
    quiet: bool,
) -> None:
    """Show what changed from A to B, by more than the measurement can err.

    A and B are films, pose recordings (*.poses.jsonl.gz), or numbers of sets as formcheck history lists them.
    The page plays both in step, by the phase of the rep.
    """
    from tempfile import TemporaryDirectory

    from formcheck.analysis.analysis_options import AnalysisOptions
    from formcheck.sinks.comparison.page import write_comparison
    from formcheck.sinks.own_page import refuse_page_of_others

    refuse_page_of_others(page, force=force)
    wanted = _activities(activity)
    options = AnalysisOptions(model, video=not no_video, report=False, blur_faces=blur_faces, at_once=cores())
    with TemporaryDirectory(prefix="formcheck-") as scratch:
        folders = [Path(scratch) / name for name in ("a", "b")]
        for folder in folders:
            folder.mkdir()
        sides = [
            _side(named, wanted, options, folder)
            for named, folder in zip((first, second), folders, strict=True)
        ]
        found = write_comparison(sides[0], sides[1], page)
    if not quiet:
        _print(found.caution, found.sentences, page)


def _activities(activity: str) -> "Activity | tuple[Activity, ...]":
    from formcheck.activities.load import load_activities, load_activity

    if activity != AUTO:
        return load_activity(activity)
    sound, problems = load_activities()
    for problem in problems:
        say(problem)
    return sound


def _side(
    named: str, wanted: "Activity | tuple[Activity, ...]", options: "AnalysisOptions", folder: Path
) -> "Side":
    """A set of the history by its number, or a film."""
    from formcheck.analysis.beside import side_of
    from formcheck.sinks.comparison.side import Side

    number = named.removeprefix("#")
    if not number.isdecimal() or Path(named).exists():
        return side_of(Path(named), wanted, options, folder)
    from formcheck.cli.history import opened

    with opened() as kept:
        record = kept.full_set(int(number))
    if record is None:
        raise HistoryError(f"there is no set {number} in the history: formcheck history lists them")
    return Side(f"set {number}", record)


def _print(caution: str, sentences: tuple[str, ...], page: Path) -> None:
    from formcheck.cli.look import Look
    from formcheck.cli.page import Page

    shown = Page(Look.of(sys.stdout))
    if caution:
        shown.line((caution, "caution"), hang=2)
    for sentence in sentences:
        shown.line("- ", sentence, hang=2)
    shown.space()
    shown.as_it_is(f"Page: {page}")
    shown.echo()
