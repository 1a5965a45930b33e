"""`formcheck doctor`: is everything there that an analysis needs?"""

from typing import Literal

import click

from formcheck.cli.say import show
from formcheck.errors import MissingLibraryError


@click.command()
@click.option("--quiet", is_flag=True, help="Say nothing when all is well.")
def doctor(quiet: bool) -> None:
    """Check that this computer has all that formcheck needs.

    Names what is missing and the command that installs it. Sound is only for `formcheck live`: without it all
    is still well.
    """
    from formcheck.source.opencv_kind import installed_kinds, no_windows, several_opencvs
    from formcheck.system_libraries import explain_missing_libraries

    with explain_missing_libraries():
        import cv2

        from formcheck.source.codecs import av
    _check_model()
    if (several := several_opencvs(installed_kinds())) is not None:
        raise MissingLibraryError(several)
    if not quiet:
        show(f"fine: OpenCV {cv2.__version__}, PyAV {av.__version__}, the pose model runs")
        show(f"live: {no_windows(cv2.getBuildInformation()) or 'can open a window'}")
        show(f"live --voice: {_said_by('voice')}")
        show(f"live --beep: {_said_by('beep')}")


def _said_by(kind: Literal["voice", "beep"]) -> str:
    """The command that is heard, or what to install."""
    from formcheck.sinks.speech.beep import player_command
    from formcheck.sinks.speech.engine import SpeakerError
    from formcheck.sinks.speech.voice import voice_command

    try:
        command = voice_command() if kind == "voice" else player_command()
    except SpeakerError as error:
        return str(error)
    return command[0] if command else "Python itself"


def _check_model() -> None:
    from formcheck.pose.models import DEFAULT_MODEL, pose_model
    from formcheck.pose.subject_estimator import TrackedSubjectEstimator

    with TrackedSubjectEstimator(pose_model(DEFAULT_MODEL), faces=True) as estimator:
        estimator.warm_up()
