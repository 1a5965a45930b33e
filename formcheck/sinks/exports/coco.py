"""COCO's JSON for keypoints: pictures, and a person with 17 points in each. https://cocodataset.org/#format-data."""

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.files import atomic_path, cannot_write, printable, scratch_file
from formcheck.pose.landmarks import COCO_17
from formcheck.pose.pose import PosedFrame
from formcheck.sinks.context import SinkContext
from formcheck.sinks.exports.names import MADE_BY
from formcheck.sinks.exports.points import COCO_NAMES, coco_17
from formcheck.sinks.exports.wanted import export_path
from formcheck.sinks.exports.whole_file import WholeFile
from formcheck.sinks.update import Update
from formcheck.version import VERSION

_DECIMALS = 2
_SCORE_DECIMALS = 3
# From this score on a point counts as seen; below it is labelled, but hidden.
_SEEN = 0.3
_SKELETON = (
    (16, 14), (14, 12), (17, 15), (15, 13), (12, 13), (6, 12), (7, 13), (6, 7), (6, 8), (7, 9), (8, 10),
    (9, 11), (2, 3), (1, 2), (1, 3), (2, 4), (3, 5), (4, 6), (5, 7),
)  # fmt: skip


class CocoFile(WholeFile):
    """Writes points.coco.json, as the model saw the poses. Times and scores stand under keys of their own.

    Args:
        path: The file.
        context: The session.

    Raises:
        OutputError: If it cannot be written.
    """

    def __init__(self, path: Path, context: SinkContext) -> None:
        super().__init__("coco", path)
        self._info = context.info
        self._name = printable(Path(context.info.name).name)
        self._frames = self._people = 0

    def write(self, update: Update) -> None:
        """Take a pose, before any smoothing.

        Raises:
            OutputError: If it cannot be written.
        """
        if update.posed is None:
            return
        try:
            self._begin()
            self._add(update.posed)
        except OSError as error:
            raise cannot_write(self._path, error) from error

    def close(self) -> None:
        """Finish the file.

        Raises:
            OutputError: If it cannot be finished.
        """
        if self._open is None:
            return
        try:
            self._file.write(b'\n],"annotations":[')
            self._annotations.seek(0)
            while data := self._annotations.read(1 << 20):
                self._file.write(data)
            self._file.write(b"\n]}\n")
        except OSError as error:
            self.abort()
            raise cannot_write(self._path, error) from error
        super().close()

    def _begin(self) -> None:
        if self._open is not None:
            return
        with ExitStack() as opening:
            self._annotations = opening.enter_context(scratch_file())
            temporary = opening.enter_context(atomic_path(self._path))
            self._file = opening.enter_context(temporary.open("wb"))
            self._open = opening.pop_all()
        info = {"description": self._name, "made_by": f"{MADE_BY} {VERSION}", "fps": self._info.fps}
        category = {
            "id": 1,
            "name": "person",
            "supercategory": "person",
            "keypoints": COCO_NAMES,
            "skeleton": _SKELETON,
        }
        head = f'{{"info":{_json(info)},"licenses":[],"categories":[{_json(category)}],"images":['
        self._file.write(head.encode())

    def _add(self, frame: PosedFrame) -> None:
        image = {
            "id": frame.index, "file_name": f"{self._name}#{frame.index}", "width": self._info.width_px,
            "height": self._info.height_px, "time_s": frame.time_s,
        }  # fmt: skip
        self._file.write(("," if self._frames else "").encode() + b"\n" + _json(image).encode())
        self._frames += 1
        if frame.pose is None:
            return
        annotation = _annotation(coco_17(frame.pose), self._people + 1, frame.index)
        self._annotations.write(("," if self._people else "").encode() + b"\n" + _json(annotation).encode())
        self._people += 1


def _annotation(rows: "np.ndarray[Any, Any]", number: int, image: int) -> dict[str, Any]:
    found = rows[:, 2] > 0
    numbers: list[float] = []
    for x, y, score in rows.tolist():
        numbers += [round(x, _DECIMALS), round(y, _DECIMALS), 0 if score <= 0 else 2 if score >= _SEEN else 1]
    if found.any():
        (left, top), (right, bottom) = rows[found, :2].min(axis=0), rows[found, :2].max(axis=0)
    else:
        left = top = right = bottom = 0.0
    box = [round(float(side), _DECIMALS) for side in (left, top, right - left, bottom - top)]
    return {
        "id": number, "image_id": image, "category_id": 1, "iscrowd": 0, "num_keypoints": int(found.sum()),
        "keypoints": numbers, "bbox": box, "area": round(box[2] * box[3], _DECIMALS),
        "score": round(float(rows[:, 2].sum()) / len(COCO_17), _SCORE_DECIMALS),
        "keypoint_scores": [round(score, _SCORE_DECIMALS) for score in rows[:, 2].tolist()],
    }  # fmt: skip


def _json(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"))


def open_coco(context: SinkContext) -> CocoFile | None:
    """The sink, where it is wanted."""
    path = export_path(context, "coco")
    return None if path is None else CocoFile(path, context)
