"""`formcheck doctor`: is everything there that an analysis needs?"""

import click


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def doctor(quiet: bool) -> None:
    """Check that this computer has all that formcheck needs.

    Names what is missing and the command that installs it.
    """
    from formcheck.pose.runtime import explain_missing_libraries

    with explain_missing_libraries():
        import cv2  # isort: skip  # before av: in the other order the windows of OpenCV hang
        import av
    _check_model()
    if not quiet:
        click.echo(f"fine: OpenCV {cv2.__version__}, PyAV {av.__version__}, the pose model runs")


def _check_model() -> None:
    import numpy as np

    from formcheck.pose.blazepose import BlazePoseTracker
    from formcheck.pose.bundles import find_bundle

    with BlazePoseTracker(find_bundle("lite")) as tracker:
        tracker.estimate(np.zeros((64, 64, 3), np.uint8))
