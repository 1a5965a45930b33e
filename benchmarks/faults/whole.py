"""Whether everything in a folder that has its final name is whole, and belongs to one run."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from formcheck.calibration.store import ProfileStore
from formcheck.errors import FormcheckError
from formcheck.pose.recording import PoseRecording
from formcheck.source.video import VideoFile


def leftovers(folder: Path) -> tuple[str, ...]:
    """The names of temporary files: they begin with a dot."""
    return tuple(sorted(path.name for path in folder.rglob(".*") if path.is_file()))


def defects(folder: Path) -> Iterator[str]:
    """What is wrong in a folder of results or profiles, a line each."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            check = next((check for ending, check in _CHECKS.items() if path.name.endswith(ending)), None)
            try:
                wrong = "" if check is None else check(path)
            except (FormcheckError, ValueError, OSError) as error:
                wrong = f"{type(error).__name__}: {error}"
            if wrong:
                yield f"{path.name}: {wrong}"
    for path in sorted(folder.rglob("summary.json")):
        yield from _mixed(path)


def _json(path: Path) -> str:
    data = json.loads(path.read_text(encoding="utf-8"))
    if data.get("format", "").startswith("formcheck.profile/"):
        ProfileStore(path.parent).load(path.stem)
    return ""


def _csv(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if not text.endswith("\n"):
        return "its last line is cut off"
    rows = [*csv.reader(text.splitlines())]
    return "" if len({len(row) for row in rows}) == 1 else "its rows are of different lengths"


def _html(path: Path) -> str:
    return "" if path.read_text(encoding="utf-8").rstrip().endswith("</html>") else "is cut off"


def _film(path: Path) -> str:
    with VideoFile(path) as film:
        pictures = sum(1 for _ in film)
        return f"a warning: {film.warnings[0]}" if film.warnings else "" if pictures else "holds no picture"


def _recording(path: Path) -> str:
    with PoseRecording(path) as stream:
        for _ in stream:
            pass
        return stream.warnings[0] if stream.warnings else ""


_CHECKS: dict[str, Callable[[Path], str]] = {
    ".poses.jsonl.gz": _recording,
    ".json": _json,
    ".csv": _csv,
    ".html": _html,
    ".mp4": _film,
}


def _mixed(summary: Path) -> Iterator[str]:
    """Whether files are of two runs: those that are compared are of different lengths."""
    frames = json.loads(summary.read_text(encoding="utf-8"))["coverage"]["frames"]
    table, film = summary.with_name("frames.csv"), summary.with_name("annotated.mp4")
    if table.exists():
        rows = len(table.read_text(encoding="utf-8").splitlines()) - 1
        if rows != frames:
            yield f"summary.json tells of {frames} frames, frames.csv of {rows}"
    if film.exists() and summary.parent.name.startswith("film"):
        with VideoFile(film) as pictures:
            shown = sum(1 for _ in pictures)
        if shown < frames:
            yield f"summary.json tells of {frames} frames, annotated.mp4 shows {shown}"
