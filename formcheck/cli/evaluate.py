"""`formcheck evaluate`: how right the results are on labelled clips."""

from pathlib import Path

import click

from formcheck.cli.model_option import model_option


@click.command(short_help="Measure how right the results are on labelled clips.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="SET")
@click.option("-a", "--activity", default="overhead-press", show_default=True, help="What the clips show.")
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
    folder: Path,
    activity: str,
    exercise: str,
    split: str,
    model: str,
    processes: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Measure how right the results are on a folder of labelled clips.

    Each clip is NAME.truth.json.gz (or .json) beside NAME.poses.jsonl.gz or a video: see
    docs/truth-format.md. Prints the error of each measure per view, and for each rule what it finds and
    what it flags wrongly, beside a rule that always flags.
    """
    import json

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
        progress=lambda name: None if quiet else click.echo(f"  {name}", err=True),
    )
    click.echo(json.dumps(result.to_dict(), indent=1) if as_json else tables(result), nl=as_json)
