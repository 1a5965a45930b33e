"""The group of all commands: what is no command, but a file, is analysed."""

import difflib
from pathlib import Path

import click

from formcheck.cli.source_argument import is_address

_DEFAULT = "analyze"


class CommandsOrFiles(click.Group):
    """`formcheck press.mp4` does what `formcheck analyze press.mp4` does, options included."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take it for files where that is what it looks like."""
        if args and self._are_files(ctx, args):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Say what there is where a command is not known."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self.commands, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            ctx.fail(
                f"{args[0]!r} is neither a command nor a file: {hint}"
                f"the commands are: {', '.join(sorted(self.commands))}"
            )
        return super().resolve_command(ctx, args)

    def _are_files(self, ctx: click.Context, args: list[str]) -> bool:
        first, own = args[0], {name for option in self.get_params(ctx) for name in option.opts}
        if first in self.commands or first in own:
            return False
        if first.startswith("-"):
            return any(_is_file(arg) for arg in args)
        return _is_file(first)


def _is_file(text: str) -> bool:
    """A command has neither a dot nor a slash in its name."""
    try:
        return is_address(text) or any(sign in text for sign in "./\\") or Path(text).exists()
    except (OSError, ValueError):
        return False
