"""How the shoulder girdle follows the arm: clavicle, scapula, and where they carry the shoulder joint."""

from dataclasses import dataclass

import numpy as np

from renderer.geometry import Matrix, Vector, rot_x, rot_y, rot_z

SETTING_DEG, SETTING_WIDTH_DEG = 30.0, 8.0
"""The scapula sets itself up to about 30 degrees (Inman et al. 1944, J Bone Joint Surg 26:1)."""

UPWARD, TILT, EXTERNAL = 0.36, 0.18, 0.07
CLAVICLE_UP, CLAVICLE_BACK = 0.068, 0.15
"""Degrees for each degree that the arm is raised after the setting phase; see `Rhythm`."""

CLAVICLE_M, ACROMION_TO_JOINT_M = 0.152, (0.009, 0.003, -0.034)
"""Length of a clavicle, and from its outer end to the shoulder joint with the arm hanging; left side."""


@dataclass(frozen=True)
class Rhythm:
    """How far the bones of the girdle are turned on the chest, in degrees.

    With hanging arms as in Ludewig et al. (2009, J Bone Joint Surg Am 91:378): the clavicle 19 degrees back
    and 6 up, the scapula 41 inward, 5 upward and 13 tilted forward.

    Scapulohumeral rhythm: Inman et al. (1944) found two degrees at the shoulder joint for each of the scapula
    after a setting phase; McClure et al. (2001, J Shoulder Elbow Surg 10:269) 1.7, Braman et al. (2009, J
    Shoulder Elbow Surg 18:960) 2.3 on the way up. Here it is 1.8 after the setting phase, and 2.5 from
    hanging to 150 degrees. At 150 degrees the scapula has turned upward by 43 degrees (McClure 50), tilted
    back by 22 (McClure 30, Ludewig 21) and turned outward by 8 (McClure 24, Ludewig almost none); the
    clavicle has gone up by 8 (McClure 10, Ludewig 6) and back by 18 (McClure 21, Ludewig 16).

    Attributes:
        upward_deg: scapula, upward rotation.
        tilt_deg: scapula, posterior tilt.
        external_deg: scapula, external rotation.
        clavicle_up_deg: clavicle, elevation.
        clavicle_back_deg: clavicle, retraction.

    Example:
        >>> hanging, raised = rhythm_at(0.0), rhythm_at(150.0)
        >>> round(raised.upward_deg - hanging.upward_deg)
        43
    """

    upward_deg: float
    tilt_deg: float
    external_deg: float
    clavicle_up_deg: float
    clavicle_back_deg: float


def rhythm_at(elevation_deg: float) -> Rhythm:
    """Return the girdle of an arm that is raised so far against the chest (0 hanging, 180 straight up)."""
    width = SETTING_WIDTH_DEG
    beyond = width * float(np.logaddexp(0.0, (elevation_deg - SETTING_DEG) / width))
    beyond -= width * float(np.logaddexp(0.0, -SETTING_DEG / width))
    return Rhythm(
        upward_deg=5.0 + UPWARD * beyond,
        tilt_deg=-13.0 + TILT * beyond,
        external_deg=-41.0 + EXTERNAL * beyond,
        clavicle_up_deg=6.0 + CLAVICLE_UP * beyond,
        clavicle_back_deg=19.0 + CLAVICLE_BACK * beyond,
    )


def shoulder_joint(
    rest: Vector, outward: float, elevation_deg: float, shrug_deg: float = 0.0, protraction_deg: float = 0.0
) -> Vector:
    """Return where the shoulder joint is from the sternal end of the clavicle, in the axes of the chest.

    The joint moves from its place at rest as that of an average skeleton of the body's size does: of 17 cm
    from breastbone to shoulder, by 33 mm up, 18 mm back and 14 mm inward at 150 degrees.

    Args:
        rest: where it is with a hanging arm.
        outward: +1 for the left side, -1 for the right.
        elevation_deg: of the arm against the chest.
        shrug_deg: lift of the whole girdle beyond that.
        protraction_deg: girdle forward beyond that.
    """
    size = float(np.linalg.norm(rest) / np.linalg.norm(_HANGING))
    moved = size * (_average_joint(elevation_deg) - _HANGING) * [outward, 1.0, 1.0]
    return rot_z(-outward * protraction_deg) @ rot_y(-outward * shrug_deg) @ (rest + moved)


def _average_joint(elevation_deg: float) -> Vector:
    """Return where the left shoulder joint of an average skeleton is from the sternal end of the clavicle."""
    rhythm = rhythm_at(elevation_deg)
    clavicle = rot_z(rhythm.clavicle_back_deg) @ rot_y(-rhythm.clavicle_up_deg)
    turned = _scapula(rhythm) @ _scapula(rhythm_at(0.0)).T
    return clavicle @ np.array([CLAVICLE_M, 0.0, 0.0]) + turned @ np.array(ACROMION_TO_JOINT_M)


def _scapula(rhythm: Rhythm) -> Matrix:
    return rot_z(rhythm.external_deg) @ rot_y(-rhythm.upward_deg) @ rot_x(-rhythm.tilt_deg)


_HANGING = _average_joint(0.0)
