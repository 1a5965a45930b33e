"""Takes a neutral before a camera, and says how to stand or sit meanwhile."""

from typing import Final

from formcheck.activities.activity import Activity
from formcheck.calibration.calibrator import USUAL_S, Calibration, Calibrator, Problem
from formcheck.guide.guidance import Guidance
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.source.frame import StreamInfo

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
    """

    def __init__(self, activity: Activity, info: StreamInfo, model: str | None) -> None:
        self._model = model
        self._smoother = OneEuroSmoother()
        self._calibrator = Calibrator(info, activity.mode)
        self._spoken = activity.mode.neutral.how

    def update(self, frame: PosedFrame) -> Guidance | Calibration:
        """What to tell at this frame, or the calibration once there is one.

        Raises:
            CalibrationError: If the quiet seconds show no neutral.
        """
        for smoothed in self._smoother.push(frame):
            self._calibrator.push(smoothed)
        left_s = USUAL_S - self._calibrator.quiet_s
        if left_s <= 0:
            return self._calibrator.result(self._model)
        problem = self._calibrator.problem
        if problem is None:
            return Guidance("hold", "Hold still", self._spoken, seconds_left=left_s)
        _, _, what_to_do = problem.value.partition("; ")
        return Guidance("adjust", _SHOWN.get(problem, "Hold still"), f"{what_to_do.capitalize()}.")
