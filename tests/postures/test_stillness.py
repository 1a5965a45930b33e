"""Whether somebody who sits holds still, and since when they have been sitting as they do."""

import numpy as np
import pytest

from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose
from formcheck.postures.stillness import HoldTimer, SteadyWatch
from tests.people import NECK, photo
from tests.seats import UPRIGHT, Seat

# From the shoulders to the ears, which is what ways are measured in, in widths of the shoulders.
WIDTH = 0.62
NECKS = NECK / WIDTH
STILL, UNSEEN = UPRIGHT.photo(), photo(missing=list(L))


def moved(necks: float) -> Pose:
    return Seat(aside=necks * NECKS).photo()


@pytest.mark.parametrize(
    ("poses", "is_steady"),
    [
        ([STILL] * 6, True),
        ([STILL, moved(0.1)] * 3, True),
        ([STILL, moved(0.19)] * 3, True),
        ([STILL, moved(0.21)] * 3, False),
        ([moved(0.05 * step) for step in range(6)], False),  # slowly, but on and on
        ([moved(1.0), *[STILL] * 6], True),  # longer than half a second ago
        ([moved(1.0), *[STILL] * 4], False),
        ([STILL] * 5 + [None], False),
        ([STILL] * 5 + [UNSEEN], False),
        ([moved(1.0), None, STILL], True),  # what was before a gap is forgotten
    ],
    ids=["still", "breathes", "sways", "moves", "drifts", "came to rest", "just came to rest", "gone",
         "without a head", "back"],
)  # fmt: skip
def test_who_holds_still_for_half_a_second_is_steady(poses: list[Pose | None], is_steady: bool) -> None:
    watch = SteadyWatch()
    assert [watch.update(number / 10, pose) for number, pose in enumerate(poses)][-1] is is_steady


def test_the_distance_from_the_camera_does_not_matter() -> None:
    """Twice as near, everything moves twice as far in the picture."""

    def steady(scale: float, necks: float) -> bool:
        watch = SteadyWatch()
        poses = [STILL, moved(necks)]
        scaled = [Pose(np.concatenate([pose.points[:, :2] * scale, pose.points[:, 2:]], 1)) for pose in poses]
        return [watch.update(number / 10, pose) for number, pose in enumerate(scaled)][-1]

    for necks, is_steady in ((0.15, True), (0.25, False)):
        assert {steady(scale, necks) for scale in (0.5, 1.0, 2.0)} == {is_steady}


@pytest.mark.parametrize(
    ("minutes", "held_min"),
    [
        ([(STILL, 3.0)], 3.0),
        ([(STILL, 3.0), (moved(0.3), 2.0)], 5.0),  # a little aside
        ([(STILL, 3.0), (moved(0.4), 2.0)], 2.0),
        ([(STILL, 3.0), (moved(0.4), 2 / 60), (STILL, 2.0)], 5.0),  # a gesture
        ([(STILL, 3.0), (moved(0.4), 3 / 60), (STILL, 2.0)], 2.0),
        ([(STILL, 3.0), (None, 4 / 60), (STILL, 2.0)], 5.0),  # out of sight
        ([(STILL, 3.0), (None, 6 / 60), (STILL, 2.0)], 2.0),  # got up
        ([(STILL, 3.0), (UNSEEN, 4 / 60), (STILL, 2.0)], 5.0),
    ],
    ids=["one posture", "sways", "shifts", "gesture", "shifts and back", "unseen", "away", "head unseen"],
)
def test_a_shift_of_posture_begins_the_time_anew(
    minutes: list[tuple[Pose | None, float]], held_min: float
) -> None:
    timer = HoldTimer()
    poses = [pose for pose, length in minutes for _ in range(round(120 * length))]
    found = [timer.update(number / 2, pose) for number, pose in enumerate(poses)]
    assert found[-1] == pytest.approx(held_min, abs=0.1)


def test_while_nobody_is_seen_the_time_is_not_known() -> None:
    timer = HoldTimer()
    assert timer.update(0.0, None) is None
    assert timer.update(1.0, STILL) == 0.0
    assert timer.update(2.0, UNSEEN) is None
