"""`formcheck evaluate`: how right the results are on labelled clips."""

from pathlib import Path

import click

from formcheck.cli.activity_option import activity_option
from formcheck.cli.model_option import model_option
from formcheck.cli.say import show, show_json, talk


@click.command(short_help="Measure how right the results are on labelled clips.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="[SET]", required=False)
@click.option(
    "--pair",
    nargs=2,
    type=click.Path(path_type=Path),
    metavar="A B",
    help="Compare two films of one set, from two cameras, instead of a labelled set.",
)
@click.option(
    "--offset",
    type=float,
    metavar="S",
    help="With --pair: what the clock of B shows more than that of A, to a second.",
)
@activity_option("What the clips show.", default="overhead-press")
@click.option(
    "--exercise", default="", metavar="NAME", help="Only these clips of a set that has several kinds."
)
@click.option("--split", default="", metavar="HALF", help="Only this half of a set that is split.")
@model_option("Pose model, for videos")
@click.option("-j", "--processes", type=click.IntRange(1, 64), default=1, show_default=True,
              help="How many clips to analyse at the same time.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.option("--quiet", is_flag=True, help="No progress on the terminal.")
def evaluate(
    folder: Path | None,
    pair: tuple[Path, Path] | None,
    offset: float | None,
    activity: str,
    exercise: str,
    split: str,
    model: str,
    processes: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Measure how right the results are on a folder of labelled clips, or how far two views disagree.

    Each clip is NAME.truth.json.gz (or .json) beside NAME.poses.jsonl.gz or a video: see
    docs/truth-format.md. Prints the error of each measure from each direction, and for each rule what it
    finds and what it flags wrongly, beside a rule that always flags, with 95 % intervals over people.

    With --pair, A and B are two films or pose recordings of the same set, such as of a phone in front and
    one at the side: see docs/two-views.md.
    """
    import json

    if (folder is None) == (pair is None):
        raise click.UsageError("name a SET of labelled clips, or two films with --pair")
    if pair is not None:
        if exercise or split or processes > 1:
            raise click.UsageError("--exercise, --split and --processes are for a SET, not for --pair")
        _compare(pair, activity, model, offset, as_json=as_json)
        return
    if offset is not None:
        raise click.UsageError("--offset is for --pair")
    assert folder is not None

    from formcheck.activities.load import load_activity
    from formcheck.evaluation.clips import find_clips
    from formcheck.evaluation.evaluation import evaluate as run
    from formcheck.evaluation.table import tables

    clips = find_clips(folder, split, exercise)
    result = run(
        clips,
        load_activity(activity),
        split=split,
        model=model,
        processes=processes,
        progress=lambda name: None if quiet else talk(f"  {name}"),
    )
    if as_json:
        show_json(json.dumps(result.to_dict(), indent=1))
    else:
        show(tables(result).rstrip("\n"))


def _compare(
    pair: tuple[Path, Path], activity: str, model: str, offset: float | None, *, as_json: bool
) -> None:
    import json

    from formcheck.activities.load import load_activity
    from formcheck.evaluation.filmed import film
    from formcheck.evaluation.pair import check_activity, compare_pair
    from formcheck.evaluation.pair_table import pair_tables

    what = load_activity(activity)
    check_activity(what)
    first, second = (film(path, what, model) for path in pair)
    result = compare_pair(first, second, what, offset)
    if as_json:
        show_json(json.dumps(result.to_dict(), indent=1))
    else:
        show(pair_tables(result).rstrip("\n"))
