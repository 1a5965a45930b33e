"""The option --model, which is the same for every command that has it."""

from collections.abc import Callable
from typing import Any

import click

from formcheck.pose.models import DEFAULT_MODEL, model_suffixes, pose_model_names


def model_option(about: str = "Pose model") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the option --model, with the models that there are in its help.

    Args:
        about: What it is for.
    """
    names = ", ".join(pose_model_names())
    files = " or ".join(model_suffixes())
    return click.option(
        "--model", default=DEFAULT_MODEL, show_default=True, help=f"{about}: {names}, or a {files} file."
    )
