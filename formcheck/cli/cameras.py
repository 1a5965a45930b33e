"""`formcheck cameras`: which cameras this computer has."""

import click

from formcheck.cli.say import show, talk


@click.command()
def cameras() -> None:
    """List the cameras of this computer."""
    from formcheck.source.camera import list_cameras

    found = list_cameras()
    for entry in found:
        show("  ".join(part for part in (f"{entry.index:>2}", entry.path, entry.name) if part))
    if not found:
        talk(
            "there is no camera: plug one in, or give formcheck live --source an rtsp:// or http:// address "
            "or a video file"
        )
