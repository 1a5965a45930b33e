"""Takes a neutral before a camera from end to end: the main thread shows, another one looks."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from formcheck.activities.activity import Activity
from formcheck.calibration.calibrator import USUAL_S, Calibration
from formcheck.errors import CalibrationError
from formcheck.live.calibration_watch import CalibrationWatch
from formcheck.live.live_run import Connections
from formcheck.live.worker import Worker
from formcheck.sinks.context import SinkContext, SinkOptions
from formcheck.sinks.registry import open_sinks, sink_names
from formcheck.sinks.screen.keys import COMMANDS
from formcheck.sinks.sink import Sink
from formcheck.sinks.speech.lines import Line
from formcheck.source.live_source import LiveSource

_TICK_S = 0.02
# So long "Done" is shown and said.
_SHOWN_S = 1.2


class CalibrationRun:
    """One run of `formcheck calibrate` before a camera or stream.

    Args:
        activity: What the neutral is for.
        seconds: How long somebody has to be quiet.
        ends: What it is connected to.
        mirror: Whether the window is a mirror.

    Example:
        ends = Connections(open_device("0"), TrackedSubjectEstimator(pose_model("full")), None, Silence())
        calibration = CalibrationRun(load_activity("desk"), ends=ends).run()
    """

    def __init__(
        self, activity: Activity, seconds: float = USUAL_S, *, ends: Connections, mirror: bool = True
    ) -> None:
        self._activity, self._seconds, self._ends, self._mirror = activity, seconds, ends, mirror
        self._stopped = False

    def stop(self) -> None:
        """End the run without a neutral; may be called from a signal handler."""
        self._stopped = True

    def run(self) -> Calibration:
        """Look until the quiet seconds are there.

        Raises:
            CalibrationError: If the source ended, or the user did, before.
            SourceError: If the source cannot be opened.
            ModelError: If the pose model cannot be loaded.
        """
        ends = self._ends
        worker = Worker[CalibrationWatch](ends.estimator, clock=ends.clock)
        if not ends.device.returns:
            worker.wait_until_warm()
        with closing(worker), LiveSource(ends.device, ends.clock) as source:
            info = replace(source.info, pose_model=ends.estimator.model)
            ends.talk(f"{info.name}: {info.width_px} x {info.height_px}")
            watch = CalibrationWatch(
                self._activity, info, info.pose_model, self._seconds, ends.talk, self._sayer()
            )
            options = SinkOptions(surface=ends.surface, mirror=self._mirror)
            context = SinkContext(self._activity, info, info.pose_model, options=options)
            worker.begin(source, watch)
            with open_sinks(sink_names(on_screen=True), context) as screen:
                self._show_on(worker, screen, watch)
            worker.close()
        if self._stopped and watch.calibration is None:
            raise CalibrationError("stopped before your neutral was taken; nothing was stored")
        return watch.result()

    def _show_on(self, worker: Worker[CalibrationWatch], screen: Sink, watch: CalibrationWatch) -> None:
        """Until there is a neutral, and it was shown, or the source or the user ends it."""
        done_s: float | None = None
        clock = self._ends.clock
        while not self._stopped:
            shown = worker.shown.take(_TICK_S)
            if shown is not None:
                screen.write(shown.judged)
                self._ends.on_shown(shown, clock())
            for key in self._ends.surface.pressed() if self._ends.surface else ():
                if COMMANDS.get(key) == "quit":
                    self.stop()
            if watch.calibration is not None:
                done_s = clock() if done_s is None else done_s
                if clock() - done_s >= _SHOWN_S:
                    return
            if shown is None and not worker.is_running:
                return

    def _sayer(self) -> Callable[[Line], None]:
        ends = self._ends
        return lambda line: ends.speaker.say(line.text, ends.clock(), line.sound)
