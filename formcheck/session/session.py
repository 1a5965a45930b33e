"""What every session is: poses in, observations out, and at the end what ended with the source."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.smoother import Smoother
from formcheck.postures.sat_well import SatWell
from formcheck.session.observation import Observation


class Session(ABC):
    """Watches one subject doing one activity.

    It reads no clock and no file; time comes with the frames. Every frame gives one observation, in order.
    After the last one comes one more where a rep or a state ended with the source: the last frame once
    more, with what ended (`Observation.is_end`).

    Args:
        smoother: Takes the jitter out of the poses; with a delay for files, without for cameras.
    """

    def __init__(self, smoother: Smoother) -> None:
        self._smoother = smoother
        self._last: Observation | None = None

    @property
    @abstractmethod
    def neutral(self) -> Neutral:
        """The neutral that changes are taken from, as far as it is known."""

    @property
    def sat_well(self) -> SatWell | None:
        """Of an activity without reps: how somebody sat while nothing was wrong, by a calibrated neutral."""
        return None

    @abstractmethod
    def _observe(self, frame: PosedFrame) -> Observation:
        """Judge one smoothed frame."""

    @abstractmethod
    def _end(self, last: Observation) -> Observation | None:
        """What ended with the source, told in the last frame's place; None if nothing did."""

    def watch(self, frames: Iterable[PosedFrame]) -> Iterator[Observation]:
        """Watch a whole source.

        All observations of a frame are given before the next frame is asked for.

        Example:
            >>> from formcheck.activities.load import load_activity
            >>> from formcheck.pose.smoothing.one_euro import OneEuroSmoother
            >>> from formcheck.session.start import start_session
            >>> from formcheck.source.frame import StreamInfo
            >>> activity, info = load_activity("desk"), StreamInfo("camera", 640, 480, 30.0)
            >>> session = start_session(activity, info, OneEuroSmoother())
            >>> [seen.time_s for seen in session.watch([PosedFrame(0, 0.0, None), PosedFrame(1, 0.5, None)])]
            [0.0, 0.5]
        """
        for frame in frames:
            yield from self.push(frame)
        yield from self.finish()

    def push(self, frame: PosedFrame) -> Iterator[Observation]:
        """Take the next frame; gives an observation for each frame that is ready."""
        for smoothed in self._smoother.push(frame):
            yield self._next(smoothed)

    def finish(self) -> Iterator[Observation]:
        """The source has ended: the frames that were held back, and what ended with them."""
        for smoothed in self._smoother.finish():
            yield self._next(smoothed)
        end = None if self._last is None else self._end(self._last)
        if end is not None:
            yield end

    def _next(self, frame: PosedFrame) -> Observation:
        self._last = self._observe(frame)
        return self._last
