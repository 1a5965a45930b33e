"""What is true of a rep where a rule looks, and not in the rest of it."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.evaluation.labels import Labels
from formcheck.evaluation.outcomes import truth_of

PRESS = load_activity("overhead-press")
TILT = PRESS.rule("overhead-press.forearm-tilt")
# Up and down again, the hands in trunk lengths over the shoulders.
HANDS = [0.0, 0.2, 0.5, 0.9, 1.0, 0.9, 0.5, 0.2, 0.0]


def labels(tilt_deg: list[float], size: float, hands: list[float] = HANDS) -> Labels:
    """A truth file of one rep whose left forearm leans so far out."""
    curves = {"left_forearm_tilt_deg": tilt_deg, "right_forearm_tilt_deg": [1.0] * len(tilt_deg)}
    return Labels.model_validate(
        {
            "format": "formcheck.truth/1",
            "time_s": [frame / 4 for frame in range(len(tilt_deg))],
            "angles": curves,
            "ratios": {"wrists_over_shoulders_ratio": hands} if hands else {},
            "reps": [{"number": 1, "start_s": 0, "end_s": 2, "sizes": {"forearm_tilt": size}}],
        }
    )


@pytest.mark.parametrize(
    ("tilt_deg", "size", "true_deg"),
    [
        # A wide grip leans straight arms outwards: at the top, where stacked forearms are not asked for.
        ([2, 2, 5, 16, 18, 16, 5, 2, 2], 18.0, 5.0),
        ([2, 17, 14, 9, 4, 4, 3, 2, 2], 17.0, 17.0),
        # The arm that does not lift may lean as it likes: the file has the size of the one that does.
        ([40, 40, 40, 40, 40, 40, 40, 40, 40], 3.0, 3.0),
    ],
)
def test_forearms_are_held_against_the_lower_half_of_the_way(
    tilt_deg: list[float], size: float, true_deg: float
) -> None:
    known = labels(tilt_deg, size)
    truth = truth_of(TILT, PRESS.truth, known, known.full_reps[0])
    assert truth.size == pytest.approx(true_deg)
    assert truth.is_fault == (true_deg > 10)


def test_without_curves_the_size_of_the_whole_rep_counts() -> None:
    known = labels([2.0] * 9, 18.0, hands=[])
    assert truth_of(TILT, PRESS.truth, known, known.full_reps[0]).size == pytest.approx(18.0)
