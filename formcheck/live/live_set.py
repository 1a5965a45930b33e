"""One set before a camera: its session and its files."""

from contextlib import ExitStack
from pathlib import Path

from formcheck.activities.activity import Activity
from formcheck.calibration.starting_neutral import StartingNeutral
from formcheck.live.live_options import LiveOptions
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import SUFFIX
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.results.neutral_summary import neutral_summary
from formcheck.results.result import Result
from formcheck.results.summary import SourceKind
from formcheck.session.observation import Observation
from formcheck.session.session import Session, start_session
from formcheck.sinks.result_folder import Outputs, ResultFolder
from formcheck.sinks.video.recorded import RecordedVideo
from formcheck.source.frame import Image, StreamInfo

# When no picture was judged for longer, what lies between was not seen, and a rep in it is not a rep: as
# long as the phases wait for a signal.
_GAP_S = 0.5


class LiveSet:
    """Judges one set and writes what was found, as an analysis of a file does. Times start with the set.

    Args:
        activity: What is watched.
        info: The stream that the poses are in.
        folder: Where the files go; made with the first picture.
        options: What is written.
        kind: What the source is.
    """

    def __init__(
        self,
        activity: Activity,
        info: StreamInfo,
        folder: Path,
        options: LiveOptions,
        kind: SourceKind = "camera",
    ) -> None:
        self.folder = folder
        self._kind: SourceKind = kind
        self._info, self._options = info, options
        self._activity = activity
        self._session: Session | None = None
        self._given = StartingNeutral()
        poses = folder / f"set{SUFFIX}" if options.save_poses else None
        self._files = ResultFolder(folder, activity, info, Outputs(options.report, poses))
        self._video: RecordedVideo | None = None
        self._open = ExitStack()
        self._first: PosedFrame | None = None
        self._last: PosedFrame | None = None
        self._gaps = 0
        self._is_over = False

    @property
    def neutral(self) -> Neutral:
        """What changes are taken from."""
        return Neutral() if self._session is None else self._session.neutral

    def compare_with(self, given: StartingNeutral) -> None:
        """Compare with this neutral; to be said before the first frame."""
        self._given = given

    def push(self, frame: PosedFrame, image: Image | None = None) -> Observation | None:
        """Judge the next frame.

        Args:
            frame: The pose, in the time of the source.
            image: Its picture, for the recording that may be wanted.

        Raises:
            OutputError: If the files cannot be written.
        """
        if self._first is None:
            self._begin(frame)
        assert self._first is not None
        if self._last is not None and frame.time_s - self._last.time_s > _GAP_S:
            self._gaps += 1
            unseen_s = (self._last.time_s + _GAP_S + frame.time_s) / 2 - self._first.time_s
            self._take(PosedFrame(self._index(frame) - 1, unseen_s, None))
        self._last = frame
        time_s = frame.time_s - self._first.time_s
        observation = self._take(PosedFrame(self._index(frame), time_s, frame.pose))
        if self._video is not None and observation is not None and image is not None:
            self._video.write(image, observation)
        return observation

    def finish(self, *, interrupted: bool) -> Result | None:
        """Write the files; None where nothing was judged, and the second time.

        Raises:
            OutputError: If they cannot be written.
        """
        if self._session is None or self._is_over:
            return None
        self._is_over = True
        for observation in self._session.finish():
            self._files.write(observation)
        self._open.close()
        video = None if self._video is None else self._video.close()
        self._files.conclude(self._session.conclude())
        summary = self._files.digest.summary(
            self._info, self._options.model, kind=self._kind, interrupted=interrupted
        ).model_copy(update={"neutral": neutral_summary(self.neutral, self._given.profile)})
        shown = self._files.stick_figures() if self._options.report else {}
        written = self._files.write_whole(summary, self.neutral, shown, video, self._warnings())
        return Result(summary, written, self._activity)

    def _begin(self, frame: PosedFrame) -> None:
        self._first = frame
        self._session = start_session(
            self._activity, self._info, OneEuroSmoother(), neutral=self._given.neutral
        )
        self._open.enter_context(self._files)
        if self._options.record:
            path = self.folder / "annotated.mp4"
            self._video = RecordedVideo(path, self._info, self._files.overlay())

    def _index(self, frame: PosedFrame) -> int:
        """Counts the pictures of the set, and one for each gap."""
        assert self._first is not None
        return frame.index - self._first.index + self._gaps

    def _take(self, frame: PosedFrame) -> Observation | None:
        assert self._session is not None
        self._files.write_pose(frame)
        last = None
        for observation in self._session.push(frame):
            self._files.write(observation)
            last = observation
        return last

    def _warnings(self) -> tuple[str, ...]:
        left_out = 0 if self._video is None else self._video.left_out
        if not left_out:
            return ()
        return (f"{left_out} pictures are not in annotated.mp4: this computer could not write them in time",)
