"""What was found, and where it was written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from formcheck.activities.activity import Activity
from formcheck.results.summary import Summary

ExportKind = Literal["trc", "mot", "c3d", "openpose", "coco", "csv-wide", "parquet"]
FileKind = Literal["summary", "reps", "frames", "video", "picture", "report", "pdf", "poses"] | ExportKind
_OWN_FIELDS = frozenset({"summary", "reps", "frames", "video", "picture", "report", "pdf", "poses"})


@dataclass(frozen=True, slots=True)
class OutputFiles:
    """Where the results of one source are; None for what was not asked for or is not possible.

    Attributes:
        exports: The session in other formats; of OpenPose's it is a folder.
        warnings: What went wrong without stopping the analysis, one line each.
        lost: Before a camera: what could not be written, one line each; the rest is there.
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
    exports: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

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
            exports=tuple(path for kind, path in written.items() if kind not in _OWN_FIELDS),
            warnings=warnings,
        )

    def moved(self, to: Callable[[Path], Path]) -> "OutputFiles":
        """The same files at other places."""

        def moved(path: Path | None) -> Path | None:
            return None if path is None else to(path)

        return replace(
            self,
            folder=to(self.folder),
            summary=to(self.summary),
            reps=moved(self.reps),
            frames=moved(self.frames),
            video=moved(self.video),
            picture=moved(self.picture),
            report=moved(self.report),
            pdf=moved(self.pdf),
            poses=moved(self.poses),
            exports=tuple(map(to, self.exports)),
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
