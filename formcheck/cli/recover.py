"""`formcheck recover`: what a set before a camera left when it was killed."""

from pathlib import Path

import click

from formcheck.cli.say import say, show


@click.command(short_help="Finish what a killed run has left.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="[DIR]", default=Path("formcheck-out"))
def recover(folder: Path) -> int:
    """Make results of what a `formcheck live` that was killed has left in DIR, the folder of -o.

    Its table, its video and its poses are kept up to the end, its summary up to the last rep or finding, or
    half a minute before the end. The next `formcheck live` into the same folder does this by itself.
    """
    from formcheck.sinks.recovery import recover as recovered

    if not folder.is_dir():
        raise click.UsageError(f"{folder} is not a folder; name the one that was given with -o")
    sets = tuple(recovered(folder))
    for one in sets:
        if one.problem:
            say(f"{one.folder}: {one.problem}")
        else:
            show(f"recovered {one.folder}: {', '.join(one.files)}")
    if not sets:
        show(f"nothing in {folder} was left unfinished")
    return int(any(one.problem for one in sets))
