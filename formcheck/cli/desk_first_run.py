"""The first run of the desk monitor: how to sit, which camera, and whether to calibrate now."""

import click

from formcheck.cli.say import talk
from formcheck.errors import FormcheckError

# Drawn by hand; the same as a picture is docs/desk-setup.svg.
DRAWING = r"""
        camera, at the height of your eyes
           |
         __o__            .--.
        |     |          ( oo )   ears over the shoulders
        |     |  50-80cm  \__/
        |_____| <------>  _||_    shoulders low and level
        ___|___          /|  |\
     ==================== |  |/== forearms on the desk
        |                 |__|
        |                _/  |    hips right back in the chair
        |               |__  |
                           | |    feet flat on the floor
"""
_HOW = (
    "Sit as you would like to sit, look at the screen, and keep head and both shoulders in the picture.",
    "Light from the front is better than from a window behind you.",
)


def first_run(source: str, *, choose: bool) -> tuple[str, bool]:
    """Lead through the first run; gives the source, and whether to calibrate now.

    Args:
        source: What is watched if nobody chooses.
        choose: Whether to ask which camera, where there are several.
    """
    talk(DRAWING)
    for line in _HOW:
        talk(line)
    talk("")
    if choose:
        source = _camera(source)
    question = "Calibrate now? It takes ten quiet seconds"
    return source, click.confirm(question, default=True, err=True)


def _camera(source: str) -> str:
    """Which camera, where there are several."""
    from formcheck.source.camera import list_cameras

    cameras = list_cameras()
    if not cameras:
        talk("No camera is there yet: plug one in, and I go on by myself.")
    if len(cameras) < 2:
        return source
    for camera in cameras:
        talk(f"  {camera.index}  {camera.name}")
    known = click.Choice([str(camera.index) for camera in cameras])
    chosen: str = click.prompt("Which camera", type=known, default=str(cameras[0].index), err=True)
    if chosen != source:
        _keep(chosen)
    return chosen


def _keep(source: str) -> None:
    """Watch with the same camera the next time."""
    from formcheck.monitor.config import keep_source

    try:
        talk(f'kept as source = "{source}" in {keep_source(source)}')
    except (FormcheckError, OSError) as error:
        talk(f"not kept for the next time: {error}")
