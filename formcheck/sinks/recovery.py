"""What a set before a camera left when its process was killed, made into results."""

import csv
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from formcheck.errors import FormcheckError, OutputError
from formcheck.files import UNFINISHED, TooLongError, read_bounded, write_bytes
from formcheck.locks import if_left
from formcheck.pose.recording import PoseRecording, RecordingWriter
from formcheck.results.summary import Coverage, Summary
from formcheck.sinks.context import CsvDialect
from formcheck.sinks.output_folder import SO_FAR, publish_left
from formcheck.sinks.own_files import SUMMARY
from formcheck.sinks.tables import write_reps_table
from formcheck.sinks.video.remux import write_whole
from formcheck.source.codecs import av

_LARGEST_SUMMARY_BYTES = 50_000_000
_LONGEST_ROW = 100_000


@dataclass(frozen=True, slots=True)
class Recovered:
    """One set that was recovered.

    Attributes:
        folder: Where its files stand now.
        files: Their names.
        problem: What went wrong, or "".
    """

    folder: Path
    files: tuple[str, ...]
    problem: str = ""


def recover(folder: Path) -> Iterator[Recovered]:
    """Finish what killed runs have left in the folders of results within a folder.

    Of a set before a camera: its table up to the last whole line, its video up to the last whole second, its
    poses up to the last whole frame, and its summary as it was a few seconds, half a minute at most, before
    the end. Of an analysis that was whole already its results; of any other nothing, as it can be repeated.
    What another process is still writing is left alone.

    Args:
        folder: As was given with -o.

    Raises:
        OutputError: If the folder cannot be read.
    """
    try:
        folders = sorted({left.parent for left in folder.glob(f"*/{UNFINISHED}*") if left.is_dir()})
    except OSError as error:
        raise OutputError(f"cannot read {folder}: {error.strerror or error}") from error
    for one in folders:
        with if_left(one) as is_left:
            if is_left:
                yield from _recover_in(one)


def _recover_in(folder: Path) -> Iterator[Recovered]:
    for left in sorted(folder.glob(f"{UNFINISHED}*")):
        try:
            if (left / SO_FAR).exists():
                _finish_set(left)
            if (left / SUMMARY).exists():
                yield Recovered(folder, publish_left(folder, left))
        except (FormcheckError, OSError, av.FFmpegError) as error:
            yield Recovered(folder, (), " ".join(str(error).split()))
            continue
        shutil.rmtree(left, ignore_errors=True)
    with suppress(OSError):  # there is something in it
        folder.rmdir()


def _finish_set(left: Path) -> None:
    """Give everything that was begun its name, in the folder where it waits."""
    coverage = _finish_frames(left)
    _finish_video(left)
    _finish_poses(left)
    if not (left / SUMMARY).exists():
        summary = _summary(left / SO_FAR)
        if coverage is not None:
            summary = summary.model_copy(update={"coverage": _joined(summary.coverage, coverage)})
        write_reps_table(summary, left / "reps.csv", _dialect(left))
        write_bytes(left / SUMMARY, summary.to_json().encode())
    (left / SO_FAR).unlink()


def _summary(path: Path) -> Summary:
    try:
        data = read_bounded(path, _LARGEST_SUMMARY_BYTES)
        return Summary.model_validate_json(data).model_copy(update={"interrupted": True})
    except (ValidationError, TooLongError) as error:
        raise OutputError(f"{path} cannot be read: {error}") from None


def _finish_frames(left: Path) -> Coverage | None:
    """frames.csv up to its last whole line, and what it says of how much was seen."""
    begun = next(iter(left.glob(f"{UNFINISHED}frames-*.csv")), None)
    path = left / "frames.csv"
    if begun is not None:
        _end_at_last_line(begun)
        begun.rename(path)
    if not path.exists():
        return None
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter=";" if _dialect(left) == "semicolon" else ",")
        frames, seen, views, end_s = 0, 0, Counter[str](), 0.0
        for row in rows:
            frames += 1
            end_s = float(row["time_s"].replace(",", "."))
            if row["pose"] == "1":
                seen += 1
                views[row["view"]] += 1
    shares = {view: round(count / seen, 4) for view, count in views.most_common()}
    return Coverage(frames=frames, with_pose=seen, views=shares, end_s=round(end_s, 3))


def _end_at_last_line(path: Path) -> None:
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        start = max(0, size - _LONGEST_ROW)
        file.seek(start)
        file.truncate(start + file.read().rfind(b"\n") + 1)


def _joined(known: Coverage, counted: Coverage) -> Coverage:
    """The table goes on after the summary was kept, so it is what counts."""
    update = {name: getattr(counted, name) for name in ("frames", "with_pose", "views", "end_s")}
    return known.model_copy(update=update)


def _dialect(left: Path) -> CsvDialect:
    path = left / "frames.csv"
    if not path.exists():
        return "plain"
    with path.open("rb") as file:
        return "semicolon" if file.readline(4096).startswith(b"time_s;") else "plain"


def _finish_video(left: Path) -> None:
    begun = next(iter(left.glob(f"{UNFINISHED}annotated-*.mp4")), None)
    if begun is None or (left / "annotated.mp4").exists():
        return
    whole = left / f"{UNFINISHED}whole.mp4"
    try:
        has_pictures = write_whole(begun, whole)
    except av.FFmpegError:  # not even its beginning is there
        return
    if has_pictures:
        whole.chmod(0o600)
        whole.replace(left / "annotated.mp4")


def _finish_poses(left: Path) -> None:
    for begun in left.glob(f"{UNFINISHED}*.poses.jsonl-*.gz"):
        path = left / f"{begun.name.removeprefix(UNFINISHED).rpartition('.poses.jsonl-')[0]}.poses.jsonl.gz"
        # Under its own name, by which it is known for a recording.
        named = begun.rename(left / f"{UNFINISHED}left.poses.jsonl.gz")
        with suppress(FormcheckError), PoseRecording(named) as recording:  # without a frame there is none
            frames = iter(recording)
            first = next(frames, None)
            if first is None:
                continue
            with RecordingWriter(path, recording.info, recording.model) as writer:
                writer.write(first)
                for frame in frames:
                    writer.write(frame)
