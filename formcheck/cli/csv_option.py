"""The option that says how tables are written."""

import click

csv_option = click.option(
    "--csv-dialect",
    type=click.Choice(["plain", "semicolon"]),
    default="plain",
    show_default=True,
    help="Tables with commas and decimal points, or with semicolons and decimal commas.",
)
