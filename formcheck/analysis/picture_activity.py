"""Which activity a still picture is judged as, where none was named."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.activities.activity import Activity
from formcheck.pose.stream import estimated_poses
from formcheck.recognition.sitting import SittingWatch

if TYPE_CHECKING:
    from formcheck.pose.early_model import EarlyModel

# Somebody who stays as they are in the picture for so long, looked at so often.
_STAYS_S, _STEP_S = 4.0, 0.5
_NO_KEY = 10


def activity_of_picture(path: Path, activities: Sequence[Activity], model: "str | EarlyModel") -> Activity:
    """Sitting, where somebody seems to sit close to the camera; else the first lift.

    Of a lift one moment shows no more than its measurements, which are the same for all of them.

    Args:
        path: The picture.
        activities: What may be told; one of them at least.
        model: Name of the pose model, or the model where its loading has begun already.

    Raises:
        SourceError: If the picture cannot be read.
        ModelError: If the pose model is not there.
    """
    seats = [a for a in activities if a.signs is not None and a.signs.seated]
    lifts = sorted((a for a in activities if a.mode.has_reps), key=_by_key)
    stream = estimated_poses(path, model, faces=False)
    with stream:
        (frame,) = stream
    watch = SittingWatch(stream.info)
    for step in range(round(_STAYS_S / _STEP_S)):
        watch.see(step * _STEP_S, frame.pose)
    return (seats if watch.sits and seats else lifts or seats)[0]


def _by_key(activity: Activity) -> int:
    """The order in which the keyboard has them; who has no key comes last."""
    return _NO_KEY if activity.key is None else activity.key
