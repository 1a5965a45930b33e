"""`formcheck import`: pose recordings of other programs."""

import re
from pathlib import Path

import click

from formcheck.cli.say import show

_SIZE = re.compile(r"(\d{1,5})x(\d{1,5})")


def _size(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    found = _SIZE.fullmatch(value.lower())
    if found is None or not int(found[1]) or not int(found[2]):
        raise click.BadParameter("must be width and height in pixels, such as 1920x1080", context, parameter)
    return int(found[1]), int(found[2])


@click.command("import", short_help="Read poses that another program has found.")
@click.argument("source", type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), metavar="FILE",
              help="The recording, *.poses.jsonl.gz.  [default: beside the source]")  # fmt: skip
@click.option("--format", "kind", type=click.Choice(["openpose", "coco", "trc"]),
              help="What the source is.  [default: told by its name]")  # fmt: skip
@click.option("--fps", type=click.FloatRange(0.1, 10_000), metavar="N",
              help="Pictures a second, where the source holds no times.")  # fmt: skip
@click.option("--size", callback=_size, metavar="WxH", help="Size of the pictures, where it is not told.")
def import_poses(
    source: Path, out: Path | None, kind: str | None, fps: float | None, size: tuple[int, int] | None
) -> None:
    """Make a pose recording of what another program has found, to be analysed as any other.

    SOURCE is a folder of OpenPose's JSON, a file of COCO's keypoints (.json), or a TRC file, as Sports2D
    writes them. A point that is missing there is missing here.
    """
    from formcheck.pose.imports.imported import ImportOptions, write_imported
    from formcheck.pose.imports.read import read_poses_of_others
    from formcheck.pose.recording_name import SUFFIX

    options = ImportOptions(fps, size)
    target = out or source.with_name(f"{source.name if source.is_dir() else source.stem}{SUFFIX}")
    if not target.name.endswith(SUFFIX):
        raise click.BadParameter(f"must end in {SUFFIX}", param_hint="--out")
    if target.exists() and out is None:
        raise click.UsageError(f"{target} is there already; choose another name with -o")
    frames = write_imported(read_poses_of_others(source, options, kind), options, target)
    show(f"{target}: {frames} frames; analyse it with: formcheck analyze {target}")
