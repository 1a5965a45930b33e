"""`formcheck completion`: the script that makes a shell complete commands, options and their values."""

import click
from click.shell_completion import get_completion_class

from formcheck.cli import power_shell

COMPLETE_VARIABLE = "_FORMCHECK_COMPLETE"
_SHELLS = ("bash", "zsh", "fish", power_shell.PowerShellComplete.name)


@click.command(short_help="Print the script that completes with Tab.")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script by which a shell completes commands, options and activities with Tab.

    \b
    bash:        add to ~/.bashrc   eval "$(formcheck completion bash)"
    zsh:         add to ~/.zshrc    eval "$(formcheck completion zsh)"
    fish:        formcheck completion fish > ~/.config/fish/completions/formcheck.fish
    PowerShell:  add to $PROFILE    formcheck completion powershell | Out-String | Invoke-Expression
    """  # noqa: D301 - click reads the sign itself: the lines that follow stay as they are
    known = get_completion_class(shell)
    assert known is not None
    click.echo(known(context.find_root().command, {}, "formcheck", COMPLETE_VARIABLE).source())
