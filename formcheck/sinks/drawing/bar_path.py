"""The way that the hands went in the present rep, which is the path of what they hold."""

import numpy as np

from formcheck.measurements.view import View
from formcheck.phases.rep import Phase
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import FloatArray, Pose
from formcheck.session.observation import Observation

_HANDS = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
_RISING = (Phase.ASCENT, Phase.TOP)
_VISIBLE = 0.5
# A longer rest than any rep: then what is left of the path is old.
_LONGEST_S = 15.0


class BarPath:
    """Follows the hands through each rep; from the side only the one that is seen best."""

    def __init__(self) -> None:
        self._paths: dict[Landmark, list[tuple[float, float]]] = {}
        self._is_up = False
        self._since_s = 0.0

    def add(self, seen: Observation) -> None:
        """Take the next moment; a path begins where a weight leaves the bottom."""
        rises = seen.phase in _RISING
        if (rises and not self._is_up) or not 0 <= seen.time_s - self._since_s < _LONGEST_S:
            self._paths, self._since_s = {}, seen.time_s
        self._is_up = rises or (self._is_up and seen.phase is Phase.DESCENT)
        if self._is_up and seen.pose is not None:
            for hand in self._followed(seen.pose, seen.view):
                x, y = (float(value) for value in seen.pose.xy_px[hand])
                self._paths.setdefault(hand, []).append((x, y))

    def _followed(self, pose: Pose, view: View) -> tuple[Landmark, ...]:
        sure = [hand for hand in _HANDS if pose.visibility[hand] >= _VISIBLE]
        known = [hand for hand in sure if np.isfinite(pose.xy_px[hand]).all()]
        if view is not View.SIDE or not known:
            return tuple(known)
        # The one that the path began with: from one hand to the other no bar goes.
        best = next(iter(self._paths), None) or max(known, key=lambda hand: float(pose.visibility[hand]))
        return (best,) if best in known else ()

    @property
    def paths_px(self) -> tuple[FloatArray, ...]:
        """(n, 2) points of each path, in pixels of the stream."""
        return tuple(np.array(path) for path in self._paths.values() if len(path) > 1)
