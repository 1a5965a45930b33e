"""What the networks read of one body: angles with their errors, worked out once a frame."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from formcheck.measurements.body import Body, Lengths
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.networks.arm import OUTPUTS as ARM_OUTPUTS
from formcheck.measurements.networks.arm import arm_inputs, within_joint
from formcheck.measurements.networks.arm_memory import second_look, settled, tells
from formcheck.measurements.networks.flat_arm import flat_arm_inputs
from formcheck.measurements.networks.hands import OUTPUTS as HAND_OUTPUTS
from formcheck.measurements.networks.hands import hands_both_ways
from formcheck.measurements.networks.legs import OUTPUTS as LEG_OUTPUTS
from formcheck.measurements.networks.legs import legs_both_ways
from formcheck.measurements.networks.network import Network, network_of
from formcheck.measurements.networks.posture import OUTPUTS, SIGNS, both_ways, face_row
from formcheck.measurements.networks.seat import OUTPUTS as SEAT_OUTPUTS
from formcheck.pose.fits import Fit, Fits
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.models import assumed_fits, own_fits
from formcheck.pose.pose import VISIBILITY, FloatArray, Z

T = TypeVar("T")
Reading = Mapping[str, Measurement]

# Without these the networks know nothing; that one is hidden behind the body does not matter to them.
_TRUNK = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP)
_ARMS = (L.LEFT_ELBOW, L.RIGHT_ELBOW, L.LEFT_WRIST, L.RIGHT_WRIST)
_LEGS = (L.LEFT_KNEE, L.RIGHT_KNEE, L.LEFT_ANKLE, L.RIGHT_ANKLE)
_HEAD = (L.NOSE, L.LEFT_EYE, L.RIGHT_EYE, L.LEFT_EAR, L.RIGHT_EAR, L.MOUTH_LEFT, L.MOUTH_RIGHT)
# As they are called in `Body.known`.
_ARMS_READ, _ARMS_FIRST = "arms", "arms by themselves"
_SIDES = ("left", "right")
_ARM_OF = {
    "left": (L.LEFT_ELBOW, L.LEFT_WRIST),
    "right": (L.RIGHT_ELBOW, L.RIGHT_WRIST),
}
_GONE = (Reason.OUT_OF_PICTURE, Reason.NOT_RECORDED)


def arm_reading(body: Body, side: str) -> Reading | None:
    """Elbow angle, arm elevation and forearm tilt of one arm, from whatever view.

    Where points or depth are missing that the model's own network needs, or where it has none, the network
    for points without depth is asked. That one needs trunk and arm alone, and serves any model's points.

    Args:
        body: The body.
        side: "left" or "right".

    Returns:
        None where points are missing, or where they look like nothing that was learned: plane geometry is
        left.
    """
    arms: Mapping[str, Reading] = _once(body, _ARMS_READ, lambda: _read_arms(body))
    return arms.get(side)


def first_readings(body: Body) -> tuple[FloatArray, FloatArray] | None:
    """What both arms read by themselves, where a measure has asked for it.

    Returns:
        (2, 3) angles and (2, 3) those of plane geometry, left first, as `ArmMemory` takes them.
    """
    first: Mapping[str, _First] = body.known.get(_ARMS_FIRST, {})
    if len(first) < len(_SIDES):
        return None
    return _stacked([first[side].values for side in _SIDES]), _stacked([first[side].seen for side in _SIDES])


def sees_depth(body: Body) -> bool:
    """Whether arms are read by a network that sees the depth that the body's pose model guesses."""
    return own_fits(body.model, Fit.ARM_NETWORK) is not None and _all_there(body, (*_TRUNK, *_ARMS))


def posture_reading(body: Body) -> Reading | None:
    """Trunk and head, as changes from the person's own neutral: by themselves they mean little.

    Returns:
        None as for `arm_reading`.
    """
    return _once(body, "posture", lambda: _read_posture(body))


def legs_reading(body: Body) -> Reading | None:
    """The bend of the knees, as a change from the person's own neutral: by itself it means little.

    Returns:
        None as for `arm_reading`, and where the picture ends above the feet.
    """
    return _once(body, "legs", lambda: _read_trunk_and_legs(body, Fit.LEG_NETWORK, LEG_OUTPUTS))


def hands_reading(body: Body) -> Reading | None:
    """How far apart both hands are, how far ahead, and how high, for a weight that both hold.

    Returns:
        None as for `arm_reading`.
    """
    return _once(body, "hands", lambda: _read_hands(body))


def seat_reading(body: Body) -> Reading | None:
    """Whether somebody sits: 1, or 0 for who stands.

    Returns:
        None as for `legs_reading`.
    """
    return _once(body, "seat", lambda: _read_trunk_and_legs(body, Fit.SEAT_NETWORK, SEAT_OUTPUTS))


def _once(body: Body, what: str, read: Callable[[], T]) -> T:
    if what not in body.known:
        body.known[what] = read()
    known: T = body.known[what]
    return known


@dataclass(frozen=True, slots=True, eq=False)
class _First:
    """What an arm reads by itself.

    Attributes:
        values, errors, seen: (3,) angles in degrees, how wrong they may be, and those of plane geometry.
        fits: What the network is one of, which may also hold the one that looks again.
        again: The kind of that one.
    """

    values: FloatArray
    errors: FloatArray
    seen: FloatArray
    fits: Fits
    again: Fit


def _read_arms(body: Body) -> Mapping[str, Reading]:
    """Those of the arms that can be read; looked at again where something is remembered of both."""
    first = _first_look(body)
    body.known[_ARMS_FIRST] = first
    found = {side: (read.values, read.errors) for side, read in first.items()}
    if len(first) == len(_SIDES) and body.remembered is not None:
        found.update(_looked_again(body, first, body.remembered))
    return {
        side: {
            name: Measurement(value, error)
            for name, value, error in zip(ARM_OUTPUTS, values.tolist(), errors.tolist(), strict=True)
        }
        for side, (values, errors) in found.items()
    }


def _looked_again(
    body: Body, first: Mapping[str, _First], remembered: FloatArray
) -> Mapping[str, tuple[FloatArray, FloatArray]]:
    both, lengths = [first[side] for side in _SIDES], _lengths(body.lengths)
    fits, again = both[0].fits, both[0].again
    enough = tells(remembered[None])[0]
    if lengths is None or both[1].again is not again or not fits.has(again) or not enough.any():
        return {}
    values, errors, seen = (
        _stacked([getattr(one, what) for one in both]) for what in ("values", "errors", "seen")
    )
    trunk, upper, fore = lengths
    limbs = np.column_stack([upper / trunk, fore / trunk])
    inputs = second_look(values[None], errors[None], seen[None], remembered[None], limbs)[0]
    network = network_of(fits, again)
    known = network.knows(inputs) & enough
    angles, stated = settled(values, errors, *network.predict(inputs))
    return {side: (angles[n], stated[n]) for n, side in enumerate(_SIDES) if known[n]}


def _first_look(body: Body) -> Mapping[str, _First]:
    """Those of the arms that can be read, each by itself; in one go, for a call costs more than a row."""
    lengths = _lengths(body.lengths)
    if lengths is None:
        return {}
    fits = own_fits(body.model, Fit.ARM_NETWORK)
    if fits is not None and _all_there(body, (*_TRUNK, *_ARMS)):
        both = [arm_inputs(_points(body), *lengths, side) for side in _SIDES]
        if all(np.isfinite(inputs).all() for inputs, _ in both):
            return _angles(fits, (Fit.ARM_NETWORK, Fit.ARM_MEMORY_NETWORK), _SIDES, both)
    sides = [side for side in _SIDES if _in_picture(body, (*_TRUNK, *_ARM_OF[side]))]
    fits = assumed_fits(body.model, Fit.FLAT_ARM_NETWORK)
    both = [flat_arm_inputs(_points(body), *lengths, side) for side in sides]
    return _angles(fits, (Fit.FLAT_ARM_NETWORK, Fit.FLAT_ARM_MEMORY_NETWORK), sides, both)


def _angles(
    fits: Fits,
    kinds: tuple[Fit, Fit],
    sides: Sequence[str],
    shown: Sequence[tuple[FloatArray, FloatArray]],
) -> Mapping[str, _First]:
    """What a network makes of arms that it knows.

    Args:
        fits: Whose the network is.
        kinds: The network, and the one that may look again.
        sides: Of the arms.
        shown: (1, n) inputs and (1, 3) angles of plane geometry of each.
    """
    if not sides:
        return {}
    network = network_of(fits, kinds[0])
    inputs, seen = (np.concatenate(column) for column in zip(*shown, strict=True))
    known = network.knows(inputs)
    correction, errors = network.predict(inputs)
    values = within_joint(seen + correction)
    return {
        side: _First(values[n], errors[n], seen[n], fits, kinds[1])
        for n, side in enumerate(sides)
        if known[n]
    }


def _stacked(rows: Sequence[FloatArray]) -> FloatArray:
    return np.stack(rows)


def _read_posture(body: Body) -> Reading | None:
    fits, lengths = own_fits(body.model, Fit.POSTURE_NETWORK), _lengths(body.lengths)
    if fits is None or lengths is None or not _all_there(body, (*_TRUNK, *_ARMS, *_HEAD)):
        return None
    ways = both_ways(_points(body), lengths[0], face_row(body.face))
    if not all(np.isfinite(way).all() for way in ways):
        return None
    network, inputs = network_of(fits, Fit.POSTURE_NETWORK), np.concatenate(ways)
    if not network.knows(inputs).all():
        return None
    values, errors = network.predict(inputs)
    value, error = (values[0] + values[1] * SIGNS) / 2, errors.mean(axis=0)
    return {name: Measurement(float(value[n]), float(error[n])) for n, name in enumerate(OUTPUTS)}


def _read_trunk_and_legs(body: Body, what: Fit, outputs: tuple[str, ...]) -> Reading | None:
    fits, trunk_px = own_fits(body.model, what), body.lengths.trunk_px
    if fits is None or not trunk_px or trunk_px < 1.0 or not _all_there(body, (*_TRUNK, *_LEGS)):
        return None
    return _alike_both_ways(
        network_of(fits, what), legs_both_ways(_points(body), np.array([trunk_px])), outputs
    )


def _read_hands(body: Body) -> Reading | None:
    fits, lengths = own_fits(body.model, Fit.HAND_NETWORK), _lengths(body.lengths)
    if fits is None or lengths is None or not _all_there(body, (*_TRUNK, *_ARMS)):
        return None
    ways = hands_both_ways(_points(body), *lengths)
    return _alike_both_ways(network_of(fits, Fit.HAND_NETWORK), ways, HAND_OUTPUTS)


def _alike_both_ways(
    network: Network, ways: tuple[FloatArray, FloatArray], outputs: tuple[str, ...]
) -> Reading | None:
    """The mean of what is read directly and in a mirror, of values that are the same in both."""
    inputs = np.concatenate(ways)
    if not np.isfinite(inputs).all() or not network.knows(inputs).all():
        return None
    value, error = (of_both.mean(axis=0) for of_both in network.predict(inputs))
    return {name: Measurement(float(value[n]), float(error[n])) for n, name in enumerate(outputs)}


def _points(body: Body) -> FloatArray:
    return body.pose.points[None, :, : VISIBILITY + 1]


def _lengths(lengths: Lengths) -> tuple[FloatArray, FloatArray, FloatArray] | None:
    found = (lengths.trunk_px, lengths.upper_arm_px, lengths.forearm_px)
    if any(length is None or length < 1.0 for length in found):
        return None
    trunk, upper, fore = (np.array([length]) for length in found)
    return trunk, upper, fore


def _all_there(body: Body, points: tuple[L, ...]) -> bool:
    """Whether all points are in the picture, with a depth."""
    depth = body.pose.points[:, Z]
    return _in_picture(body, points) and bool(depth[[*_TRUNK, *_ARMS]].any())


def _in_picture(body: Body, points: tuple[L, ...]) -> bool:
    return all(body.reasons[point] not in _GONE for point in points)
