"""`formcheck desk install | uninstall`: the monitor starts with the user's session."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from formcheck.cli.say import say, show, talk

if TYPE_CHECKING:
    from formcheck.desktop.autostart import Autostart, Kind

_KINDS = {"darwin": ("launchd",), "win32": ("startup",)}.get(sys.platform, ("systemd", "desktop"))


def register(group: click.Group) -> None:
    """Give a group these commands."""
    group.add_command(install_command)
    group.add_command(uninstall_command)


@click.command("install")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option(
    "--how", type=click.Choice(_KINDS), help="How it is started.  [default: what your desktop knows]"
)
def install_command(yes: bool, how: "Kind | None") -> int:
    """Have the monitor start with your session; shows what is written before it is.

    What it does then is set in its config file: formcheck desk config.
    """
    from formcheck.desktop.autostart import install

    way = _way(how)
    show(f"This is written to {way.path}:\n")
    show(way.text)
    if way.link is not None:
        show(f"and this link is made to it:\n{way.link}\n")
    if not yes and not _agreed("Write it?"):
        return 1
    install(way)
    show("It starts with your next login.")
    if way.begin:
        show(f"To start it now: {way.begin}")
    show("To take it back: formcheck desk uninstall")
    return 0


@click.command("uninstall")
@click.option("--yes", is_flag=True, help="Do it without asking.")
def uninstall_command(yes: bool) -> int:
    """Take back what install has done."""
    from formcheck.desktop.autostart import all_kinds, is_installed, uninstall

    ways = [way for way in all_kinds(_command(), _home()) if is_installed(way)]
    if not ways:
        show("nothing is installed")
        return 0
    for way in ways:
        show(f"This is removed: {way.path}" + (f"\nand this link: {way.link}" if way.link else ""))
    if not yes and not _agreed("Remove it?"):
        return 1
    for way in ways:
        uninstall(way)
    show(f"It starts no more. One that runs is ended with: {ways[0].end}")
    return 0


def _agreed(question: str) -> bool:
    """Ask; who cannot be asked has not agreed."""
    try:
        if click.confirm(question, err=True):
            return True
        talk("nothing was done")
    except click.Abort:
        say("nothing was done: nobody answered; give --yes")
    return False


def _way(how: "Kind | None") -> "Autostart":
    from formcheck.cli.source_argument import is_address
    from formcheck.desktop.autostart import autostart
    from formcheck.monitor.config import load_config

    config = load_config()  # with one that is broken it would not start
    kind = how or _best_kind()
    return autostart(_command(), kind, _home(), offline=not is_address(config.source))


def _best_kind() -> "Kind":
    if sys.platform == "darwin":
        return "launchd"
    if sys.platform == "win32":
        return "startup"
    from formcheck.desktop.graphical_target import starts_units_of_the_screen

    return "systemd" if starts_units_of_the_screen() else "desktop"


def _command() -> tuple[str, ...]:
    """Without the folder it is started in, in which other modules may lie."""
    return (sys.executable, "-P", "-m", "formcheck", "desk")


def _home() -> Path:
    from formcheck.errors import OutputError

    try:
        return Path.home()
    except RuntimeError:
        raise OutputError("there is no home to write into; set HOME") from None
