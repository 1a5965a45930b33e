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
        profile: Name of the profile to take the neutral from; without one, the only one that fits is taken.
        profiles: Whether to look for a profile at all.
        neutral_s: Part of the source, from and to, that shows the neutral; then no profile is looked for.
        poses: A recording of the source's poses, made before; the pose model is not run again.
    """

    model: str = "full"
    start_s: float | None = None
    end_s: float | None = None
    video: bool = True
    report: bool = True
    save_poses: bool = False
    profile: str | None = None
    profiles: bool = True
    neutral_s: tuple[float, float] | None = None
    poses: Path | None = None
