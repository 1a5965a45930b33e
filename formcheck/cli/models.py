"""`formcheck models`: which pose models are on this machine, and how to get the others."""

from pathlib import Path

import click

from formcheck.cli.say import show, talk
from formcheck.errors import ModelError
from formcheck.pose.models import ModelStatus, pose_model, pose_model_names

_FOLDER = click.Path(file_okay=False, path_type=Path)
_EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_CAN_BE_BUILT = tuple(name for name in pose_model_names() if pose_model(name).build is not None)


@click.group()
def models() -> None:
    """Show or build the pose models."""


@models.command("list")
def list_models() -> None:
    """List the pose models and where they are."""
    rows = [("name", "size", "state", "where")]
    rows += [_row(name, pose_model(name).status()) for name in pose_model_names()]
    for name, size, state, where in rows:
        show(f"{name:<6}  {size:>8}  {state:<9}  {where}")


@models.command("build")
@click.argument("name", metavar="|".join(_CAN_BE_BUILT))
@click.option(
    "--to", "folder", type=_FOLDER, metavar="DIR", help="Where to put it.  [default: your data folder]"
)
@click.option(
    "--from-weights",
    type=_EXISTING_FOLDER,
    metavar="DIR",
    help="A folder that holds the .tflite files, instead of fetching them.",
)
def build_model(name: str, folder: Path | None, from_weights: Path | None) -> None:
    """Build a pose model from its published weights.

    The weights are fetched with your own npm and pip (77 MB in all, removed afterwards). Both they and the
    model built are checked against known digests.
    """
    build = pose_model(name).build
    if build is None:
        raise ModelError(f"the pose model {name} is not built; those that are: {', '.join(_CAN_BE_BUILT)}")
    show(str(build(folder, from_weights, talk)))


def _row(name: str, status: ModelStatus) -> tuple[str, str, str, str]:
    size = "" if status.size_bytes is None else f"{status.size_bytes / 1e6:.1f} MB"
    return name, size, status.state, status.where
