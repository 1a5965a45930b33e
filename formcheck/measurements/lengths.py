"""The subject's own lengths in the picture: what other values are measured in."""

from formcheck.measurements.body import Lengths
from formcheck.measurements.geometry import Point, distance_px
from formcheck.measurements.measurement import Reason
from formcheck.measurements.rolling import Rolling
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose

_WINDOW_S = 5.0
# Shoulder-to-wrist over trunk length: 0.332 H over 0.288 H (Drillis and Contini, in Winter).
_ARM_PER_TRUNK = 1.15
# A limb is at its longest when it lies across the line of sight; the longest tenth is noise.
_LONGEST_SHARE = 90
# Pointing at the camera from the first frame, it would look shorter than any is; in trunk lengths.
_SHORTEST_LIMB = 0.42
# The same over the shoulder width between the joints of a front view, 0.62 of the trunk on rendered people.
_ARM_PER_SHOULDERS = 1.8
_UPPER_ARMS = ((L.LEFT_SHOULDER, L.LEFT_ELBOW), (L.RIGHT_SHOULDER, L.RIGHT_ELBOW))
_FOREARMS = ((L.LEFT_ELBOW, L.LEFT_WRIST), (L.RIGHT_ELBOW, L.RIGHT_WRIST))


class LengthTracker:
    """Keeps the lengths that other values are measured in: medians of the last 5 s, so they do not jump."""

    def __init__(self) -> None:
        self._trunks, self._widths = Rolling(_WINDOW_S), Rolling(_WINDOW_S)
        self._limbs = {limb: Rolling(_WINDOW_S) for limb in (*_UPPER_ARMS, *_FOREARMS)}

    def update(self, time_s: float, pose: Pose, reasons: tuple[Reason | None, ...], view: View) -> Lengths:
        """The lengths as known at this frame."""
        xy: list[Point] = pose.xy_px.tolist()
        shoulders, hips = (L.LEFT_SHOULDER, L.RIGHT_SHOULDER), (L.LEFT_HIP, L.RIGHT_HIP)
        # In the picture at least: that the far hip is hidden does not move the middle much.
        if _known(reasons, shoulders) and _known(reasons, hips):
            self._trunks.add(time_s, pose.trunk_px)
        if view is View.FRONT and _known(reasons, shoulders):
            self._widths.add(time_s, distance_px(xy[shoulders[0]], xy[shoulders[1]]))
        trunk_px, shoulders_px = _median(self._trunks), _median(self._widths)
        upper_arm_px = self._longest(time_s, xy, reasons, _UPPER_ARMS, trunk_px)
        forearm_px = self._longest(time_s, xy, reasons, _FOREARMS, trunk_px)
        if trunk_px is not None:
            return Lengths(trunk_px, shoulders_px, trunk_px * _ARM_PER_TRUNK, upper_arm_px, forearm_px)
        arm_px = None if shoulders_px is None else shoulders_px * _ARM_PER_SHOULDERS
        return Lengths(trunk_px, shoulders_px, arm_px, upper_arm_px, forearm_px)

    def _longest(
        self,
        time_s: float,
        xy: list[Point],
        reasons: tuple[Reason | None, ...],
        limbs: tuple[tuple[L, L], tuple[L, L]],
        trunk_px: float | None,
    ) -> float | None:
        """The length of the longer of a left and a right limb."""
        found = []
        for limb in limbs:
            window = self._limbs[limb]
            if reasons[limb[0]] is None and reasons[limb[1]] is None:
                window.add(time_s, distance_px(xy[limb[0]], xy[limb[1]]))
            if window:
                found.append(window.percentile(_LONGEST_SHARE))
        longest_px = max(found, default=None)
        if longest_px is None or trunk_px is None:
            return longest_px
        return max(longest_px, _SHORTEST_LIMB * trunk_px)


def _known(reasons: tuple[Reason | None, ...], points: tuple[L, ...]) -> bool:
    return all(reasons[p] in (None, Reason.NOT_VISIBLE) for p in points)


def _median(window: Rolling) -> float | None:
    return window.median if window else None
