"""Range loss: reps are compared with the first three that were seen alike."""

import pytest

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View
from formcheck.phases.quantities import RANGE, RANGE_LOSS_PERCENT
from formcheck.phases.range_loss import RangeLoss
from formcheck.phases.rep import Rep

FRONT, BACK, OBLIQUE = [View.FRONT] * 10, [View.BACK] * 10, [View.OBLIQUE] * 10
TO_AND_FRO = [View.FRONT, View.OBLIQUE] * 5
MISSING = Measurement.missing(Reason.TOP_NOT_SEEN)


def losses(*seen: tuple[float | None, list[View]], sides: tuple[str | None, ...] = ()) -> list[float | None]:
    """The loss of each rep in percent, of reps with these ranges and views."""
    loss = RangeLoss()
    found = []
    for index, (height, views) in enumerate(seen):
        measured = MISSING if height is None else Measurement(height, 0.05)
        side = sides[index] if sides else None
        rep = loss.of(Rep(index + 1, 0, 1, 2, measurements={RANGE: measured}, side=side), views)
        value = rep.measurements[RANGE_LOSS_PERCENT].value
        found.append(None if value is None else round(value))
    return found


CASES = {
    "the first three are the measure": (
        [(1.0, FRONT), (0.95, FRONT), (0.9, FRONT), (0.95, FRONT), (0.76, FRONT)],
        [None, None, None, 0, 20],
    ),
    "another view starts anew": (
        [(1.1, BACK), (1.1, BACK), (1.1, BACK), *[(0.8, FRONT)] * 3, (0.6, FRONT)],
        [None] * 6 + [25],
    ),
    "back in the first view": ([(1.0, FRONT)] * 3 + [(1.3, BACK), (0.8, FRONT)], [None] * 4 + [20]),
    "at the border of two views": (
        [(1.0, FRONT), (1.0, TO_AND_FRO), (1.0, FRONT), (0.8, TO_AND_FRO)],
        [None, None, None, 20],
    ),
    "turned round, which is seen late": (
        [(1.1, BACK), (1.1, BACK), (1.1, BACK), (0.8, BACK[:6] + FRONT[:4]), (0.8, FRONT), (0.8, FRONT)],
        [None] * 6,
    ),
    "without its top": ([(1.0, FRONT)] * 3 + [(None, FRONT), (0.7, FRONT)], [None] * 4 + [30]),
}


@pytest.mark.parametrize("name", CASES)
def test_reps_are_compared_with_those_seen_alike(name) -> None:
    seen, expected = CASES[name]
    assert losses(*seen) == expected


def test_each_arm_is_compared_with_itself() -> None:
    seen = [(height, FRONT) for height in (1.0, 0.7) * 4]
    assert losses(*seen, sides=("left", "right") * 4) == [None] * 6 + [0, 0]
