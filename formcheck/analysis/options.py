from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class AnalysisOptions:
    """How a recorded source is analysed, and what is written.

    Attributes:
        model: Name of a pose model, or a path to one.
        start_s, end_s: Part of the source to look at.
        video: Write annotated.mp4.
        report: Write report.html.
        save_poses: Write the pose recording.
    """

    model: str = "full"
    start_s: float | None = None
    end_s: float | None = None
    video: bool = True
    report: bool = True
    save_poses: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """Where the results of one source are; None for what was not asked for or is not possible.

    Attributes:
        warnings: What went wrong without stopping the analysis, one line each.
    """

    folder: Path
    summary: Path
    reps: Path
    frames: Path
    video: Path | None = None
    report: Path | None = None
    poses: Path | None = None
    warnings: tuple[str, ...] = ()
