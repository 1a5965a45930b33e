"""Takes a neutral before a camera, and says how to stand or sit meanwhile."""

import math
from typing import Final

from formcheck.activities.activity import Activity
from formcheck.calibration.calibrator import USUAL_S, Calibration, Calibrator, Problem
from formcheck.guide.guidance import Guidance
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.source.frame import StreamInfo

# What is to be done is told for so long; then the last seconds are counted aloud.
_TOLD_S, _ALOUD = 3.0, 5
_ROUNDING_S = 1e-6
_COUNTED: Final = {3.0: "three", 5.0: "five", 10.0: "ten", 15.0: "fifteen"}
# At most four words each; the problem itself says more.
_SHOWN: Final = {
    Problem.NO_PERSON: "Step into the picture",
    Problem.NOT_FRAMED: "Head and shoulders free",
    Problem.CUT_OFF: "Move back",
    Problem.NO_HIPS: "Step back",
    Problem.WRONG_VIEW: "Face it or turn",
    Problem.TURNED: "Look straight ahead",
    Problem.MOVING: "Hold still",
    Problem.NOT_STANDING: "Stand upright",
    Problem.HANDS_UP: "Arms down",
}


class Calibrating:
    """Takes the subject's neutral before a camera: ten quiet seconds, with the smoothing of the sets to come.

    Args:
        activity: What it is for.
        info: The stream that the poses are in.
        model: Name of the pose model, or None where unknown.
        seconds: How long they have to be quiet.
    """

    def __init__(
        self, activity: Activity, info: StreamInfo, model: str | None, seconds: float = USUAL_S
    ) -> None:
        self._model, self._seconds = model, seconds
        self._smoother = OneEuroSmoother()
        self._calibrator = Calibrator(info, activity.mode, seconds)
        needs, length = activity.mode.neutral, f"{_COUNTED.get(seconds, f'{seconds:g}')} seconds"
        self._shown, self._spoken = f"{needs.shown}, {length}", f"{needs.how}, for {length}."

    def update(self, frame: PosedFrame) -> Guidance | Calibration:
        """What to tell at this frame, or the calibration once there is one.

        Raises:
            CalibrationError: If the quiet seconds show no neutral.
        """
        for smoothed in self._smoother.push(frame):
            self._calibrator.push(smoothed)
        left_s = self._seconds - self._calibrator.quiet_s
        if left_s <= _ROUNDING_S:
            return self.result()
        problem = self._calibrator.problem
        if problem is not None:
            _, _, what_to_do = problem.value.partition("; ")
            return Guidance("adjust", _SHOWN.get(problem, "Hold still"), f"{what_to_do.capitalize()}.")
        if self._calibrator.quiet_s < _TOLD_S:
            return Guidance("hold", self._shown, self._spoken, seconds_left=left_s)
        left = math.ceil(left_s - _ROUNDING_S)
        return Guidance("countdown", self._shown, str(left) if left <= _ALOUD else "", seconds_left=left_s)

    def result(self) -> Calibration:
        """The neutral of the last quiet seconds.

        Raises:
            CalibrationError: If they show none, or there were none; says why and what to do.
        """
        return self._calibrator.result(self._model)
