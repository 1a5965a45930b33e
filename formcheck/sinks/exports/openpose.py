"""OpenPose's JSON: a folder with a file a frame, which holds 25 points as x, y and a score.

Format: OpenPose's documentation, "Output". There a point that was not found is three zeros.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from formcheck.files import cannot_write
from formcheck.pose.pose import PosedFrame
from formcheck.results.result import FileKind
from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.names import KEYPOINTS, MADE_BY
from formcheck.sinks.exports.points import body_25
from formcheck.sinks.exports.wanted import export_path
from formcheck.sinks.sink import Sink
from formcheck.sinks.update import Update

_DECIMALS = 3
_EMPTY = (
    "face_keypoints_2d", "hand_left_keypoints_2d", "hand_right_keypoints_2d", "pose_keypoints_3d",
    "face_keypoints_3d", "hand_left_keypoints_3d", "hand_right_keypoints_3d",
)  # fmt: skip


class OpenPoseFolder(Sink):
    """Writes openpose/frame_000000000000_keypoints.json and so on, as the model saw the poses.

    Args:
        folder: Made with the first frame.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._frames = 0
        self._written: dict[FileKind, Path] = {}

    def write(self, update: Update) -> None:
        """Take a pose, before any smoothing.

        Raises:
            OutputError: If its file cannot be written.
        """
        if update.posed is None:
            return
        path = self._folder / f"frame_{update.posed.index:012d}{KEYPOINTS}"
        try:
            if not self._frames:
                self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(_text(update.posed), encoding="utf-8")
            path.chmod(0o600)
        except OSError as error:
            raise cannot_write(path, error) from error
        self._frames += 1

    def close(self) -> None:
        """All is written."""
        if self._frames:
            self._written["openpose"] = self._folder

    def abort(self) -> None:
        """Leave no file."""
        for path in self._folder.glob(f"frame_*{KEYPOINTS}") if self._frames else ():
            path.unlink(missing_ok=True)

    @property
    def written(self) -> Mapping[FileKind, Path]:
        """The folder."""
        return self._written


def _text(frame: PosedFrame) -> str:
    people = []
    if frame.pose is not None:
        numbers = [round(number, _DECIMALS) for number in body_25(frame.pose).ravel().tolist()]
        people.append({"person_id": [-1], "pose_keypoints_2d": numbers, **{name: [] for name in _EMPTY}})
    told = {"version": 1.3, "people": people, "made_by": MADE_BY, "time_s": frame.time_s}
    return json.dumps(told, separators=(",", ":"))


def open_openpose(context: SinkContext) -> OpenPoseFolder | None:
    """The sink, where it is wanted."""
    path = export_path(context, "openpose")
    return None if path is None else OpenPoseFolder(path)
