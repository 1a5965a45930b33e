"""The shoulder girdle follows the arm as published measurements say."""

import numpy as np
import pytest

from renderer.people.girdle import rhythm_at, shoulder_joint

REST_M = np.array([0.16, 0.006, -0.03])


def gone_deg(name, elevation_deg):
    return getattr(rhythm_at(elevation_deg), name) - getattr(rhythm_at(0.0), name)


def shoulder_to_scapula(low_deg, high_deg):
    """Degrees at the shoulder joint for each degree of the scapula, between two elevations of the arm."""
    scapula = gone_deg("upward_deg", high_deg) - gone_deg("upward_deg", low_deg)
    return (high_deg - low_deg - scapula) / scapula


def test_the_scapula_hardly_turns_while_it_sets_itself():
    assert gone_deg("upward_deg", 30) < 3
    assert gone_deg("upward_deg", 15) < 0.5


@pytest.mark.parametrize(("low_deg", "high_deg", "ratio"), [(0, 150, 2.4), (60, 150, 1.8), (90, 150, 1.8)])
def test_the_shoulder_joint_turns_about_two_degrees_for_each_of_the_scapula(low_deg, high_deg, ratio):
    assert shoulder_to_scapula(low_deg, high_deg) == pytest.approx(ratio, abs=0.15)


@pytest.mark.parametrize(
    ("name", "least_deg", "most_deg"),
    [
        ("upward_deg", 39, 50),
        ("tilt_deg", 19, 30),
        ("external_deg", 0, 24),
        ("clavicle_up_deg", 6, 10),
        ("clavicle_back_deg", 16, 21),
    ],
)
def test_a_raised_arm_turns_the_bones_as_far_as_was_measured_in_people(name, least_deg, most_deg):
    assert least_deg <= gone_deg(name, 150) <= most_deg


@pytest.mark.parametrize("outward", [1.0, -1.0])
def test_a_raised_arm_carries_the_shoulder_joint_up_back_and_inward(outward):
    rest = REST_M * [outward, 1, 1]
    x, y, z = 1000 * (shoulder_joint(rest, outward, 150.0) - rest) * [outward, 1, 1]
    assert (x, y, z) == pytest.approx((-14, 18, 33), abs=4)
    assert np.allclose(shoulder_joint(rest, outward, 0.0), rest)


def test_a_shrug_lifts_and_protraction_goes_forward():
    assert shoulder_joint(REST_M, 1.0, 0.0, shrug_deg=10)[2] > REST_M[2] + 0.02
    assert shoulder_joint(REST_M, 1.0, 0.0, protraction_deg=10)[1] < REST_M[1] - 0.02
