"""The thread that judges: takes the newest picture, finds the pose, and leaves what is known to be shown."""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from formcheck.pose.pose import PosedFrame
from formcheck.pose.subject_estimator import SubjectPoseEstimator
from formcheck.sinks.update import Update
from formcheck.source.frame import Frame, Image
from formcheck.source.health import Trouble
from formcheck.source.live_source import Arrival, LiveSource
from formcheck.source.newest import Newest

_POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Timing:
    """When things happened to one frame, in seconds of the monotonic clock.

    Attributes:
        came_s: It came from the device.
        taken_s: The judging thread took it.
        seen_s: The pose model was done with it.
        judged_s: It was judged.
    """

    came_s: float
    taken_s: float
    seen_s: float
    judged_s: float


@dataclass(frozen=True, slots=True, eq=False)
class ShownFrame:
    """One judged frame, ready to be shown.

    Attributes:
        frame: The picture.
        judged: What is known of it, and the picture.
        timing: What it went through.
    """

    frame: Frame
    judged: Update
    timing: Timing


class Watcher(Protocol):
    """What makes something of each pose, such as the coach."""

    paused: bool

    @property
    def needs_faces(self) -> bool:
        """Whether it has to be known which way the face looks."""
        ...

    def take(self, posed: PosedFrame, light: float | None = None, image: Image | None = None) -> Update:
        """The next frame."""
        ...

    def rest(self, image: Image | None = None) -> Update:
        """A frame while it is paused."""
        ...

    def wait(self, time_s: float, trouble: Trouble, image: Image | None = None) -> Update:
        """Nothing can be seen now."""
        ...


W = TypeVar("W", bound=Watcher)


class Worker(Generic[W]):
    """Runs the pose model and the coach, or another watcher, in a thread of their own.

    Args:
        estimator: Finds the poses; loaded, used and freed by the thread.
        on_judged: Hears that a frame was judged; called from the thread, and must not wait.
        clock: The monotonic clock.

    Attributes:
        shown: The newest judged frame.
        is_left: Whether nobody waits for the thread any more.
    """

    def __init__(
        self,
        estimator: SubjectPoseEstimator,
        on_judged: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._estimator, self._on_judged, self._clock = estimator, on_judged, clock
        self.shown: Newest[ShownFrame] = Newest()
        self.is_left = False
        self._commands: queue.SimpleQueue[Callable[[W], None]] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._ready, self._warm = threading.Event(), threading.Event()
        self._work: tuple[LiveSource, W] | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="judge", daemon=True)
        self._thread.start()

    def begin(self, source: LiveSource, coach: W) -> None:
        """Judge this source from now on; until then the thread has loaded the model."""
        self._work = source, coach
        self._ready.set()

    def wait_until_warm(self) -> None:
        """Wait until the model is loaded, or could not be."""
        self._warm.wait()

    def post(self, command: Callable[[W], None]) -> None:
        """Have something done to the coach between two frames, by the thread that owns it."""
        self._commands.put(command)

    @property
    def is_running(self) -> bool:
        """Whether more may come. False at the end of a file, and after an error."""
        return self._thread.is_alive()

    def close(self) -> None:
        """End the thread, and wait for it.

        Raises:
            FormcheckError: What it died of, if it did.
        """
        if self.is_left:
            return
        self._stopped.set()
        self._ready.set()
        self._thread.join()
        error, self._error = self._error, None
        if error is not None:
            raise error

    def leave(self) -> None:
        """End the thread, but do not wait for it: the process is about to end."""
        self.is_left = True
        self._stopped.set()
        self._ready.set()

    def _run(self) -> None:
        try:
            with self._estimator:
                self._estimator.warm_up()
                self._warm.set()
                self._ready.wait()
                if self._work is not None:
                    self._judge_on(*self._work)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the owner must hear of it
            self._error = error
        finally:
            self._warm.set()
            self.shown.close()

    def _judge_on(self, source: LiveSource, coach: W) -> None:
        last: Arrival | None = None
        while not self._stopped.is_set():
            self._run_commands(coach)
            arrival = source.next(_POLL_S)
            trouble = source.trouble
            last = arrival or last
            if trouble is not None and last is not None:
                self._wait(coach, last, trouble)
            elif arrival is not None:
                self._take(source, coach, arrival)
            elif source.ended:
                break
        self._run_commands(coach)

    def _take(self, source: LiveSource, coach: W, arrival: Arrival) -> None:
        taken_s = self._clock()
        frame = arrival.frame
        self._estimator.read_faces(coach.needs_faces)
        posed = self._estimator.estimate(frame, source.info) if not coach.paused else None
        seen_s = self._clock()
        judged = coach.rest(frame.image) if posed is None else coach.take(posed, arrival.light, frame.image)
        self._leave(ShownFrame(frame, judged, Timing(arrival.came_s, taken_s, seen_s, self._clock())))

    def _wait(self, coach: W, last: Arrival, trouble: Trouble) -> None:
        """Nothing is judged; the last picture stays on the screen."""
        now_s = self._clock()
        judged = coach.wait(last.frame.time_s + now_s - last.came_s, trouble, last.frame.image)
        self._leave(ShownFrame(last.frame, judged, Timing(now_s, now_s, now_s, now_s)))

    def _leave(self, shown: ShownFrame) -> None:
        self._on_judged()
        self.shown.put(shown)

    def _run_commands(self, coach: W) -> None:
        while not self._commands.empty():
            self._commands.get()(coach)
