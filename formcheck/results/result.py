"""What was found, and where it was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from formcheck.activities.activity import Activity
from formcheck.results.summary import Summary

FileKind = Literal["summary", "reps", "frames", "video", "picture", "report", "pdf", "poses"]


@dataclass(frozen=True, slots=True)
class OutputFiles:
    """Where the results of one source are; None for what was not asked for or is not possible.

    Attributes:
        warnings: What went wrong without stopping the analysis, one line each.
    """

    folder: Path
    summary: Path
    reps: Path | None
    frames: Path | None
    video: Path | None = None
    picture: Path | None = None
    report: Path | None = None
    pdf: Path | None = None
    poses: Path | None = None
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, folder: Path, written: Mapping[FileKind, Path], warnings: tuple[str, ...] = ()
    ) -> "OutputFiles":
        """From the files that were written, of which the summary is one."""
        return cls(
            folder=folder,
            summary=written["summary"],
            reps=written.get("reps"),
            frames=written.get("frames"),
            video=written.get("video"),
            picture=written.get("picture"),
            report=written.get("report"),
            pdf=written.get("pdf"),
            poses=written.get("poses"),
            warnings=warnings,
        )


@dataclass(frozen=True, slots=True)
class WrittenResult:
    """What was found, and where it was written.

    Attributes:
        activity: What was watched; None where several activities were recognised, or none.
        parts: Where several lifts were recognised, the results of each set.
    """

    summary: Summary
    written: OutputFiles
    activity: Activity | None = None
    parts: tuple["WrittenResult", ...] = ()
