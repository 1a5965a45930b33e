"""From a pose to measurements: the part of a session that every activity shares."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from formcheck.measurements.body import Body, Lengths, implausible, unusable
from formcheck.measurements.catalog import frame_quantities, measure_all
from formcheck.measurements.held_face import HeldFace
from formcheck.measurements.lengths import LengthTracker
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.networks.arm_memory import ArmMemory
from formcheck.measurements.networks.reading import first_readings
from formcheck.measurements.view import Sight, View, ViewEstimator
from formcheck.pose.pose import PosedFrame
from formcheck.source.frame import StreamInfo


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredFrame:
    """What was measured in one frame, before any judgement.

    Attributes:
        frame: The smoothed pose with its time.
        sight: From where the camera sees the subject.
        measurements: By name, such as "left_elbow_angle_deg".
        body: What they were taken of, or None where nobody was found.
    """

    frame: PosedFrame
    sight: Sight
    measurements: dict[str, Measurement]
    body: Body | None = None


class FrameMeasurer:
    """Measures one frame after the other.

    Args:
        info: Size of the pictures that the poses come from, and by which model: errors and corrections are
            those of the model.
        names: The quantities to measure; those that one body does not show are left to others.
        views: View -> the view that it counts as; of a sitter an oblique view is one from the front.
    """

    def __init__(
        self, info: StreamInfo, names: tuple[str, ...], views: Mapping[View, View] = MappingProxyType({})
    ) -> None:
        self._info = info
        self._views = views
        self._names = tuple(name for name in names if name in frame_quantities())
        self._view = ViewEstimator()
        self._lengths = LengthTracker()
        self._face = HeldFace()
        self._arms = ArmMemory()
        self._known_lengths = Lengths()

    def measure(self, frame: PosedFrame, roll_deg: float = 0.0) -> MeasuredFrame:
        """Measure the next frame.

        Args:
            frame: The pose.
            roll_deg: By how much the camera turns the picture clockwise: plane measures are taken without it.
        """
        sight = self._view.update(frame.time_s, frame.pose).counted_as(self._views)
        if frame.pose is None:
            keys = (key for name in self._names for key in frame_quantities()[name].columns())
            return MeasuredFrame(frame, sight, dict.fromkeys(keys, Measurement.missing(Reason.NO_PERSON)))
        reasons = unusable(frame.pose, self._info.width_px, self._info.height_px)
        lengths: Lengths = self._lengths.update(frame.time_s, frame.pose, reasons, sight.view)
        self._known_lengths = lengths
        reasons = implausible(frame.pose, reasons, lengths)
        picture_px = max(self._info.width_px, self._info.height_px)
        body = Body(
            pose=frame.pose,
            reasons=reasons,
            view=sight.view,
            facing=sight.facing,
            near=sight.near,
            lengths=lengths,
            square=sight.square,
            picture_px=picture_px,
            model=self._info.pose_model,
            face=self._face.update(frame.time_s, frame.pose.face),
            roll_deg=roll_deg,
            remembered=self._arms.recall(frame.time_s),
        )
        measured = MeasuredFrame(frame, sight, measure_all(body, self._names), body)
        read = first_readings(body)
        if read is not None:
            self._arms.add(frame.time_s, *read)
        return measured

    def measure_again(self, body: Body, names: tuple[str, ...]) -> dict[str, Measurement]:
        """Measure an earlier body with the lengths as they are known by now.

        How long an arm is shows only once it has been straight, which may be late in the first repetition.
        """
        return measure_all(replace(body, lengths=self._known_lengths), names)
