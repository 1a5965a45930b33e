"""From a measured frame of somebody who sits to what their body does, and whether that can be judged now.

The one door to this folder. What is compared with (the reference) has to know which frames can be judged, and
what can be judged depends on the comparison: both are settled here, frame by frame, so that a session sees
neither.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.measurer import MeasuredFrame
from formcheck.measurements.neutral import Neutral
from formcheck.pose.models import FITTED_MODEL
from formcheck.postures.arrival import Arrived
from formcheck.postures.estimator import PostureEstimator
from formcheck.postures.gate import AwayGate
from formcheck.postures.model import ESTIMATES
from formcheck.postures.quantities import HELD_MIN
from formcheck.postures.reference import SeatedReference
from formcheck.postures.sat_well import SatWell
from formcheck.postures.sideways import SHOULDER_TILT_DEG, Sideways, sideways
from formcheck.postures.stillness import HoldTimer

# What has to be measured whatever the rules look at: it tells whether somebody is turned away or sits aside.
ALWAYS_MEASURED = (
    "head_turn_deg",
    "head_roll_deg",
    "shoulder_roll_deg",
    "neck_roll_deg",
    "shoulder_width_px",
    "face_scale",
    "shoulders_x_px",
)
_HELD_ERROR_MIN = 0.1


@dataclass(frozen=True, slots=True)
class PostureReading:
    """What is known of a sitter in one frame.

    Attributes:
        measurements: Everything that was measured, and what was worked out of its changes.
        suspended: Why postures are not judged in this frame, or None while they are.
    """

    measurements: Mapping[str, Measurement]
    suspended: Reason | None


class PostureReader:
    """Reads one frame after the other, and keeps what they are compared with.

    In every frame: first `read`, then `learn` with what the rules made of it.

    Args:
        given: The calibrated neutral; without it the first seconds of sitting still serve.
        model: The pose model whose points are measured, or None where it is not known.
        size_px: Width and height of the picture.
    """

    def __init__(
        self,
        given: Neutral | None,
        model: str | None = FITTED_MODEL,
        size_px: tuple[float, float] = (math.inf, math.inf),
    ) -> None:
        self._reference = SeatedReference(given, model)
        self._gate, self._held = AwayGate(size_px), HoldTimer()
        self._estimator = PostureEstimator(model)
        self._calm, self._width_px = False, size_px[0]

    @property
    def neutral(self) -> Neutral:
        """The neutral that changes are taken from, as far as it is known."""
        return self._reference.neutral

    @property
    def camera_moved_s(self) -> float | None:
        """When the camera was last seen to have moved, or None."""
        return self._reference.moved_s

    @property
    def arrived(self) -> tuple[Arrived, float] | None:
        """What was last noticed about who sits there, and when, or None."""
        return self._reference.arrived

    @property
    def sat_well(self) -> SatWell | None:
        """How somebody sat while nothing was wrong, once that is known of a calibrated view."""
        return self._reference.sat_well

    @property
    def doubted(self) -> tuple[str, float] | None:
        """What to ask of a first minute that looks slumped, and when, or None."""
        return self._reference.doubted

    @property
    def is_unproved(self) -> bool:
        """Whether the calibrated neutral may still turn out to be none of this camera and chair."""
        return self._reference.is_unproved

    def read(self, seen: MeasuredFrame) -> PostureReading:
        """Take the next frame."""
        away = self._settle(seen)
        aside = self._aside(seen)
        measurements = {
            **seen.measurements,
            **self._estimates(seen, away),
            **aside.values(),
            HELD_MIN: self._hold(seen),
        }
        if away is not None and away is not Reason.SHOULDER_UP:
            measurements[SHOULDER_TILT_DEG] = Measurement.missing(away)
        if away is Reason.NO_NEUTRAL:
            measurements |= dict.fromkeys(aside.values(), Measurement.missing(away))
        return PostureReading(measurements, _suspended(seen, measurements, away))

    def learn(self, *, calm: bool) -> None:
        """What the rules made of the frame: whether no posture worth a word is there.

        It counts for the next frame: only calm ones show where somebody sits.
        """
        self._calm = calm

    def _settle(self, seen: MeasuredFrame) -> Reason | None:
        """Follow camera and chair; gives why nothing can be judged in this frame, or None."""
        self._reference.follow_camera(seen)
        aside = self._aside(seen)
        away = self._gate.update(seen, self.neutral, aside)
        self._reference.learn(seen, aside, judged=away is None, quiet=self._calm)
        return Reason.NO_NEUTRAL if away is None and self._reference.is_looking else away

    def _aside(self, seen: MeasuredFrame) -> Sideways:
        return sideways(seen.measurements, self.neutral, seen.sight.view, self._width_px)

    def _estimates(self, seen: MeasuredFrame, away: Reason | None) -> dict[str, Measurement]:
        """What was worked out of the changes, or why it is not while the subject does something else."""
        if away is not None:
            return dict.fromkeys(ESTIMATES, Measurement.missing(away))
        return self._estimator.update(seen.frame.time_s, seen.measurements, self.neutral, seen.sight.view)

    def _hold(self, seen: MeasuredFrame) -> Measurement:
        minutes = self._held.update(seen.frame.time_s, seen.frame.pose)
        if minutes is None:
            return Measurement.missing(Reason.NO_PERSON)
        return Measurement(minutes, _HELD_ERROR_MIN)


def _suspended(
    seen: MeasuredFrame, measurements: Mapping[str, Measurement], away: Reason | None
) -> Reason | None:
    """Why postures are not judged in this frame, or None while they are."""
    if seen.frame.pose is None:
        return Reason.NO_PERSON
    if away is not None:
        return away
    reasons = [measurements[name].reason for name in ESTIMATES]
    return None if None in reasons else reasons[0]
