"""Which files this program has written: told by what is in them, not by their names."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final

from formcheck.errors import RecordingError
from formcheck.pose.recording import PoseRecording
from formcheck.pose.recording_name import is_recording
from formcheck.sinks.exports.names import EXPORTS, KEYPOINTS, is_our_export
from formcheck.sinks.own_page import is_our_page
from formcheck.source.codecs import av

SUMMARY: Final = "summary.json"
# Of a batch: what the results were made of, and a small picture of them for its index.
RECORD: Final = "run.json"
THUMBNAIL: Final = "thumbnail.jpg"
# What a run replaces or removes, besides its summary.
RESULTS: Final = (
    RECORD, THUMBNAIL, "frames.csv", "reps.csv", "report.html", "report.pdf", "annotated.mp4",
    "annotated.jpg", *(name for name in EXPORTS.values() if not name.endswith("/")),
)  # fmt: skip
# What is written into videos and pictures, and looked for.
MARK: Final = "formcheck"
_HEAD_BYTES = 4096
_PDF_COMMENT = b"%" + MARK.encode() + b"\n"
_MARK_SEGMENT = b"\xff\xfe" + (len(MARK) + 2).to_bytes(2, "big") + MARK.encode()


def is_ours(path: Path) -> bool:
    """Whether this program has written a file of results; what is not there is not."""
    if path.is_symlink() or not path.is_file():
        return False
    look = _LOOKS.get(path.name) or (_is_recording if is_recording(path) else is_our_export)
    try:
        return look(path)
    except (OSError, ValueError):
        return False


def our_keypoints(folder: Path) -> Iterator[Path]:
    """The files of frames that this program has written into a folder of results, as OpenPose does."""
    place = folder / EXPORTS["openpose"]
    if not place.is_symlink():
        yield from (path for path in place.glob(f"*{KEYPOINTS}") if is_ours(path))


def marked_jpeg(data: bytes) -> bytes:
    """A JPEG with a comment that says who made it, after the segment that has to be the first."""
    first = data[:4] == b"\xff\xd8\xff\xe0"
    at = 4 + int.from_bytes(data[4:6], "big") if first else 2
    return data[:at] + _MARK_SEGMENT + data[at:]


def marked_pdf(data: bytes) -> bytes:
    """A PDF with a comment that says who made it, after its end; whoever changes the file writes after it."""
    return data.rstrip() + b"\n" + _PDF_COMMENT


def _is_summary(path: Path) -> bool:
    data = json.loads(path.read_bytes())
    return isinstance(data, dict) and {"version", "activity", "coverage", "findings"} <= data.keys()


def _is_record(path: Path) -> bool:
    return b'"format": "formcheck.run/' in _head(path)


def _is_frames(path: Path) -> bool:
    return _head(path).replace(b";", b",").startswith(b"time_s,frame,")


def _is_reps(path: Path) -> bool:
    return _head(path).replace(b";", b",").startswith(b"start_s,rep,top_s,end_s,")


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - len(_PDF_COMMENT)))
        return file.read() == _PDF_COMMENT


def _is_video(path: Path) -> bool:
    try:
        with closing(av.open(str(path), metadata_errors="replace")) as video:
            return video.metadata.get("comment") == MARK
    except av.FFmpegError:
        return False


def _is_jpeg(path: Path) -> bool:
    return _MARK_SEGMENT in _head(path)


def _is_recording(path: Path) -> bool:
    try:
        with PoseRecording(path):
            return True
    except RecordingError:
        return False


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


_LOOKS: Final[Mapping[str, Callable[[Path], bool]]] = {
    SUMMARY: _is_summary,
    RECORD: _is_record,
    THUMBNAIL: _is_jpeg,
    "frames.csv": _is_frames,
    "reps.csv": _is_reps,
    "report.html": is_our_page,
    "report.pdf": _is_pdf,
    "annotated.mp4": _is_video,
    "annotated.jpg": _is_jpeg,
}
