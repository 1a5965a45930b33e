"""What stands in the picture in place of a sign."""

import pytest

from formcheck.rules.quantities import quantities


@pytest.mark.parametrize(
    ("quantity", "value", "way"),
    [
        ("trunk_inclination_deg", -27.4, "back"),
        ("trunk_inclination_deg", 12.0, "forward"),
        ("trunk_inclination_deg", -0.3, None),
        ("trunk_lean_deg", 8.0, "left"),
        ("trunk_lean_deg", -8.0, "right"),
        ("elbow_angle_deg", 152.0, None),
    ],
)
def test_a_sign_that_nobody_would_read_is_a_word(quantity: str, value: float, way: str | None) -> None:
    assert quantities()[quantity].way_of(value) == way
