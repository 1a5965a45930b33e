"""`formcheck desk config show | edit | check`: what is set for the desk monitor."""

import json
import os
import sys
from pathlib import Path

import click

from formcheck.cli.say import say, show, show_json, talk
from formcheck.errors import ConfigError


def register(group: click.Group) -> None:
    """Give a group these commands."""
    group.add_command(config)


@click.group()
def config() -> None:
    """Show, change and check what is set for the desk monitor."""


@config.command("show")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show_config(as_json: bool) -> None:
    """Show everything that can be set, with what holds now."""
    from formcheck.monitor.config import DeskConfig, config_path, load_config, toml_value

    known, path = load_config(), config_path()
    if as_json:
        show_json(json.dumps(known.model_dump(), indent=2, ensure_ascii=False))
        return
    show(f"# {path}" if path.exists() else f"# {path} is not there: all is as it comes")
    defaults = DeskConfig()
    for key, value in known.model_dump().items():
        changed = "" if value == getattr(defaults, key) else "  # changed"
        show(f"{key} = {toml_value(value)}{changed}")


@config.command("check")
@click.argument("file", type=click.Path(path_type=Path), required=False)
def check(file: Path | None) -> None:
    """Say what is wrong with the config file, or with another one."""
    from formcheck.monitor.config import config_path, load_config

    load_config(file)
    path = file or config_path()
    show(f"{path}: all is well" if path.exists() else f"{path} is not there: all is as it comes")


@config.command("edit")
def edit() -> int:
    """Open the config file in your editor, made with all keys where it is not there yet."""
    from formcheck.monitor.config import config_path, load_config

    path = config_path()
    if not path.exists():
        _make(path)
    if not _has_editor():
        show(f"{path}")
        talk("no editor was found: open it with one of yours, then: formcheck desk config check")
        return 0
    try:
        click.edit(filename=str(path))
    except click.ClickException as error:
        say(f"the editor failed ({error.format_message()}); the file is {path}")
        return 1
    try:
        load_config()
    except ConfigError as error:
        say(f"{error}; the monitor does not start with it")
        return 2
    show(f"{path}: all is well; it holds from the next start of formcheck desk")
    return 0


def _make(path: Path) -> None:
    from formcheck.files import write_text
    from formcheck.monitor.config import template

    write_text(path, template())


def _has_editor() -> bool:
    """Whether an editor was chosen, or one could be shown."""
    return bool(os.environ.get("VISUAL") or os.environ.get("EDITOR")) or (
        sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    )
