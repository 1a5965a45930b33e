"""The option that says how fast a video goes which does not say so itself."""

import click

fps_option = click.option(
    "--fps",
    type=click.FloatRange(1.0, 1000.0),
    metavar="N",
    help="Pictures a second of a video that holds no times, such as a bare .h264.",
)
