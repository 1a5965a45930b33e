"""Calibrates on recorded sources: a video, a pose recording, or several still pictures."""

from collections.abc import Callable, Sequence
from pathlib import Path

from formcheck.activities.mode import Mode
from formcheck.calibration.calibrator import (
    FEWEST_STILLS,
    USUAL_S,
    Calibration,
    calibrate_from,
    calibrate_from_stills,
)
from formcheck.errors import CalibrationError
from formcheck.pose.models import DEFAULT_MODEL
from formcheck.pose.pose import Pose
from formcheck.pose.stream import open_poses
from formcheck.source.frame import AS_IT_SAYS, Reading, StreamInfo
from formcheck.source.picture import is_picture


def calibrate_sources(
    paths: Sequence[Path],
    mode: Mode,
    seconds: float = USUAL_S,
    model: str = DEFAULT_MODEL,
    start_s: float | None = None,
    end_s: float | None = None,
    *,
    reading: Reading = AS_IT_SAYS,
    tell: Callable[[str], None] = lambda line: None,
) -> Calibration:
    """Take the neutral from one video or recording, or from several pictures.

    Args:
        paths: The sources.
        mode: Of the activity that it is for.
        seconds: How long one has to be quiet.
        model: The pose model.
        start_s: Leave out what is before this time.
        end_s: Leave out what is from this time on.
        reading: What a video does not say itself.
        tell: Hears what went wrong without ending it, a line each.

    Raises:
        CalibrationError: If they show no neutral; says why and what to do.
        SourceError: If one cannot be read.
        ModelError: If the pose model is not there.
    """
    if all(is_picture(path) for path in paths):
        return _from_stills(paths, mode, model, tell)
    if len(paths) > 1:
        raise CalibrationError("calibrate on one video or recording, or on still pictures alone")
    with open_poses(paths[0], model, start_s, end_s, reading=reading) as stream:
        try:
            return calibrate_from(stream, mode, seconds)
        finally:
            for line in stream.warnings:
                tell(line)


def _from_stills(paths: Sequence[Path], mode: Mode, model: str, tell: Callable[[str], None]) -> Calibration:
    if len(paths) < FEWEST_STILLS:
        raise CalibrationError(f"{FEWEST_STILLS} still pictures or more are needed; five or more are better")
    poses: list[Pose | None] = []
    first: StreamInfo | None = None
    for path in paths:
        # One stream each: pictures are no film, nobody is followed from one to the next.
        with open_poses(path, model) as stream:
            info = stream.info
            first = first or info
            if (info.width_px, info.height_px) != (first.width_px, first.height_px):
                raise CalibrationError(
                    f"{path} is {info.width_px}x{info.height_px}, the first picture "
                    f"{first.width_px}x{first.height_px}; use pictures of one camera"
                )
            poses += [frame.pose for frame in stream]
            for line in stream.warnings:
                tell(line)
    assert first is not None
    return calibrate_from_stills(poses, first, mode, model)
