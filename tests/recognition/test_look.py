"""What recognition sees of an arm."""

import pytest

from formcheck.measurements.measurer import FrameMeasurer
from formcheck.pose.pose import PosedFrame
from formcheck.recognition.look import MEASURES, look_at
from tests.people import FRONT, Arm, Posture, photo


@pytest.mark.parametrize("elbow_deg", [170.0, 140.0, 100.0, 60.0])
def test_without_depth_an_elbow_is_as_bent_as_it_is_in_the_picture(elbow_deg: float) -> None:
    """The network for points without depth takes the elbows of a shrug for bent to 100 deg."""
    posture = Posture(Arm(20, elbow_deg), Arm(20, elbow_deg))
    look = look_at(FrameMeasurer(FRONT.info(), MEASURES).measure(PosedFrame(0, 0.0, photo(posture))))
    assert look is not None
    assert [arm.bend_deg for arm in look.arms.values()] == pytest.approx([elbow_deg, elbow_deg])
