"""Whether a session is exported, and where to."""

from pathlib import Path

from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.names import EXPORTS


def export_path(context: SinkContext, name: str) -> Path | None:
    """The file of an export, or its folder; None where it is not wanted."""
    if context.folder is None or name not in context.options.exports:
        return None
    return context.folder / EXPORTS[name]
