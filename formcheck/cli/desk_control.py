"""`formcheck desk pause | resume | status | snooze | calibrate | stop`: asks the monitor that runs."""

import json
from typing import TYPE_CHECKING

import click

from formcheck.cli.duration import Duration
from formcheck.cli.say import say, show, show_json
from formcheck.errors import NotRunningError

if TYPE_CHECKING:
    from formcheck.desktop.control import Command, Reply


def register(group: click.Group) -> None:
    """Give a group these commands."""
    for command in (pause, resume, status, snooze, calibrate, stop):
        group.add_command(command)


@click.command()
@click.argument("duration", type=Duration(), required=False, metavar="[30m|1h]")
def pause(duration: float | None) -> int:
    """Switch the camera off, for a while or until it is resumed."""
    return _told("pause", duration)


@click.command()
def resume() -> int:
    """Go on after a pause, also of one for the day."""
    return _told("resume")


@click.command()
@click.argument("duration", type=Duration(), required=False, metavar="[15m|1h]")
def snooze(duration: float | None) -> int:
    """Tell nothing for a while, but go on watching."""
    return _told("snooze", duration)


@click.command("calibrate")
def calibrate() -> int:
    """Take how you sit in the next seconds for your neutral."""
    return _told("calibrate")


@click.command()
@click.option("--today", is_flag=True, help="Go on by itself tomorrow.")
def stop(today: bool) -> int:
    """End the monitor, or let it rest for today."""
    return _told("stop-today" if today else "stop")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print all there is to know, as JSON.")
def status(as_json: bool) -> int:
    """Show what the monitor does now, and how the day was so far."""
    if not as_json:
        return _told("status")
    try:
        reply = _ask("status")
    except NotRunningError as error:
        show_json(json.dumps({"state": "off"}))
        say(str(error))
        return 1
    show_json(json.dumps(reply.status, indent=2, ensure_ascii=False))
    return int(not reply.ok)


def _told(command: "Command", for_s: float | None = None) -> int:
    """Ask, and say what was answered."""
    reply = _ask(command, for_s)
    if not reply.ok:
        say(reply.text)
        return 1
    show(reply.text)
    problems = reply.status.get("problems") if command == "status" else None
    for problem in problems if isinstance(problems, (list, tuple)) else ():
        say(str(problem))
    return 0


def _ask(command: "Command", for_s: float | None = None) -> "Reply":
    from formcheck.desktop.control import Request
    from formcheck.desktop.control_client import ask

    return ask(Request(command, for_s))
