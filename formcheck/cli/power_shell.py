"""Completion in PowerShell, which click does not bring: the script, and what it asks for."""

import os

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class, split_arg_string

# PowerShell calls the block with what is typed; the answers stand one a line, with their help after a tab.
_SCRIPT = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $env:%(complete_var)s = "powershell_complete"
    $env:FORMCHECK_COMPLETE_LINE = $commandAst.ToString()
    $env:FORMCHECK_COMPLETE_WORD = $wordToComplete
    try {
        %(prog_name)s | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            if (-not $help) { $help = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $help)
        }
    } finally {
        Remove-Item Env:%(complete_var)s, Env:FORMCHECK_COMPLETE_LINE, Env:FORMCHECK_COMPLETE_WORD
    }
}
"""


class PowerShellComplete(ShellComplete):
    """Takes the line from the environment, and gives one answer a line."""

    name = "powershell"
    source_template = _SCRIPT

    def get_completion_args(self) -> tuple[list[str], str]:
        """What stands before the word that is being typed, and that word."""
        line = os.environ.get("FORMCHECK_COMPLETE_LINE", "")
        word = os.environ.get("FORMCHECK_COMPLETE_WORD", "")
        typed = split_arg_string(line)[1:]
        return (typed[:-1] if word and typed and typed[-1] == word else typed), word

    def format_completion(self, item: CompletionItem) -> str:
        """One answer."""
        return f"{item.value}\t{' '.join(item.help.split())}" if item.help else str(item.value)


add_completion_class(PowerShellComplete)
