"""The files of one session: tables while it runs, report and summary when it is over."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from formcheck.activities.activity import Activity, rule_measures, views_by_column
from formcheck.errors import OutputError
from formcheck.files import write_text
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import RecordingWriter
from formcheck.results.curves import Curves
from formcheck.results.digest import Digest
from formcheck.results.known_errors import without_errors
from formcheck.results.moments import Moments
from formcheck.results.result import OutputFiles
from formcheck.results.summary import Summary
from formcheck.session.observation import Observation
from formcheck.sinks.drawing.angle_marks import marks_for
from formcheck.sinks.drawing.overlay import Overlay
from formcheck.sinks.drawing.stills import stick_figure
from formcheck.sinks.report.data import ReportData
from formcheck.sinks.report.page import write_report
from formcheck.sinks.tables import FramesTable, write_reps_table
from formcheck.source.frame import StreamInfo


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is written beside summary and tables.

    Attributes:
        report: Write report.html.
        poses: Where the pose recording goes, or None for none.
    """

    report: bool = True
    poses: Path | None = None


class ResultFolder:
    """A sink that writes one session into a folder.

    Inside its `with`, observations are taken; after it, `write_whole` writes what is made of all of them.
    After an exception inside the `with` nothing is left of the tables.

    Args:
        folder: Made if it is not there; files of an earlier session in it are replaced or removed.
        activity: What was watched.
        info: The stream that the poses are in.
        wanted: What to write.
    """

    def __init__(self, folder: Path, activity: Activity, info: StreamInfo, wanted: Outputs) -> None:
        self._folder, self._activity, self._info = folder, activity, info
        self._wanted = wanted
        self._keys = activity.columns()
        self._rule_measures = {rule.id: rule_measures(rule) for rule in activity.rules}
        self.digest = Digest(activity)
        self._curves = Curves(activity)
        self._moments = Moments()
        self._open = ExitStack()
        self._recording: RecordingWriter | None = None

    def __enter__(self) -> Self:
        with ExitStack() as opening:
            self._table = opening.enter_context(FramesTable(self._folder / "frames.csv", self._keys))
            if self._wanted.poses is not None:
                # Points of another layout are written in ours: then they are no model's own any more.
                writer = RecordingWriter(self._wanted.poses, self._info, self._info.pose_model)
                self._recording = opening.enter_context(writer)
            self._open = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.__exit__(kind, error, trace)

    def write_pose(self, frame: PosedFrame) -> None:
        """Take a pose as the model saw it, before any smoothing."""
        if self._recording is not None:
            self._recording.write(frame)

    def write(self, observation: Observation) -> None:
        """Take what is known of one frame."""
        self._table.write(observation)
        self.digest.write(observation)
        self._curves.write(observation)
        self._moments.write(observation)

    def conclude(self, last: Observation | None) -> None:
        """Take what ended with the source."""
        if last is not None:
            self.digest.conclude(last)
            self._moments.conclude(last)

    def moments(self) -> dict[str, Observation]:
        """Finding id -> how its worst moment looked."""
        return self._moments.by_finding()

    def stick_figures(self) -> dict[str, bytes]:
        """Finding id -> the body at its worst moment, as a JPEG without any picture of the person."""
        overlay = self.overlay()
        return {name: stick_figure(seen, self._info, overlay) for name, seen in self.moments().items()}

    def overlay(self) -> Overlay:
        """What draws observations of this session into pictures; one for each thread."""
        views = views_by_column(self._activity)
        states = {rule.id: rule.title for rule in self._activity.rules}
        return Overlay(
            self._info,
            marks_for(self._keys),
            self._rule_measures,
            judged_from=views,
            states=None if self._activity.mode.has_reps else states,
        )

    def write_whole(
        self,
        summary: Summary,
        neutral: Neutral,
        pictures: Mapping[str, bytes],
        video: Path | None = None,
        warnings: tuple[str, ...] = (),
    ) -> OutputFiles:
        """Write what is made of the whole: report, table and, last, the summary.

        Pictures of an earlier session that this one does not replace would contradict it, so they go. An
        earlier pose recording stays: it is what was seen, not what was made of it.

        Args:
            summary: The whole in numbers.
            neutral: What changes were taken from.
            pictures: Finding id -> JPEG, for the report.
            video: The annotated video, where there is one.
            warnings: Passed on.
        """
        folder = self._folder
        report = folder / "report.html" if self._wanted.report else None
        if report is not None:
            plots, start_s = self._curves.plots(neutral), self._curves.start_s
            plots = plots if summary.errors.known else without_errors(plots)
            write_report(ReportData(summary, plots, pictures, video, start_s), report)
        write_reps_table(summary, folder / "reps.csv")
        write_text(folder / "summary.json", summary.to_json())
        for name, path in (("report.html", report), ("annotated.mp4", video), ("annotated.jpg", None)):
            if path is None:
                remove_earlier(folder / name)
        return OutputFiles(
            folder=folder,
            summary=folder / "summary.json",
            reps=folder / "reps.csv",
            frames=folder / "frames.csv",
            video=video,
            report=report,
            poses=self._wanted.poses,
            warnings=warnings,
        )


def remove_earlier(path: Path) -> None:
    """Remove a file of an earlier session, if it is there.

    Raises:
        OutputError: If it cannot be removed.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"cannot remove {path} of an earlier session: {reason}") from error
