"""`formcheck desk tray`: the icon beside the clock."""

import click


def register(group: click.Group) -> None:
    """Give a group this command."""
    group.add_command(tray)


@click.command()
def tray() -> int:
    """Show an icon beside the clock, with a menu to pause, snooze, calibrate and stop.

    It needs the extra "tray", and a desktop that shows such icons.
    """
    from formcheck.desktop.tray import run_tray

    return run_tray()
