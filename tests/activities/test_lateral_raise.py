"""Lateral raises of stick figures, the lift that is made of one file only."""

from dataclasses import replace

import pytest

from formcheck.activities.load import load_activity
from tests.people import (  # fmt: skip
    FRONT,
    LEFT_SIDE,
    Arm,
    Camera,
    Motion,
    Posture,
    film,
    film_set,
    height_at,
    press_set,
    route,
    watch,
)

RAISE = load_activity("lateral-raise")


def raises(tops: list[float], down_s: float = 1.5, lag_deg: float = 0.0) -> tuple[Motion, float]:
    """Straight arms to the given elevations and down again."""
    reps = [leg for top in tops for leg in ((1.0, top), (0.3, top), (down_s, 8.0), (0.5, 8.0))]
    path = route(8.0, (1.2, 8.0), *reps)

    def motion(time_s: float) -> Posture:
        raised = height_at(path, time_s)
        behind = lag_deg * (raised - 8.0) / 80.0
        return replace(Posture(), left=Arm(raised, 175.0), right=Arm(raised - behind, 175.0))

    return motion, path[-1][0]


@pytest.mark.parametrize("camera", [FRONT, LEFT_SIDE, Camera(35)])
@pytest.mark.parametrize("tops", [[88.0] * 3, [88.0, 70.0], [88.0, 110.0]])
def test_reps_are_counted(camera, tops) -> None:
    assert len(watch(RAISE, film(*raises(tops), camera), camera).reps) == len(tops)


def test_a_press_is_no_raise() -> None:
    assert watch(RAISE, film_set(press_set(3))).count == 0


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"tops": [88.0] * 2}, {}),
        ({"tops": [108.0] * 2}, {"too-high": "caution"}),
        ({"tops": [130.0] * 2}, {"too-high": "poor"}),
        ({"tops": [88.0] * 2, "lag_deg": 20.0}, {"uneven": "poor"}),
        ({"tops": [88.0] * 2, "down_s": 0.3}, {"fast-lowering": "poor"}),
    ],
)
def test_its_three_rules(how, expected) -> None:
    assert watch(RAISE, film(*raises(**how))).found() == expected
