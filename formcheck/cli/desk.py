"""`formcheck desk`: the all-day desk monitor."""

import click

from formcheck.cli import desk_config, desk_control, desk_install


@click.group()
def desk() -> None:
    """Watch how you sit, all day."""


for _part in (desk_control, desk_config, desk_install):
    _part.register(desk)
