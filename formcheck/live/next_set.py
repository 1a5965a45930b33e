"""Notices without a key that a set is over, and that somebody stands ready for the next one."""

from typing import Literal

from formcheck.activities.activity import Activity
from formcheck.guide.framing import framing_advice
from formcheck.guide.stillness import Stillness
from formcheck.measurements.view import Sight
from formcheck.phases.rep import Phase
from formcheck.pose.pose import Pose
from formcheck.session.observation import Observation
from formcheck.source.frame import StreamInfo

# A shorter pause belongs to the set: who breathes between two heavy reps takes up to so long. A weight that
# is held at the start of a rep is no rest, however long [design defaults].
REST_S, READY_S = 10.0, 2.0
Rest = Literal["in the set", "resting", "ready"]


class NextSet:
    """Follows one set of a lift.

    Args:
        activity: What is lifted.
        info: Size of the pictures.
    """

    def __init__(self, activity: Activity, info: StreamInfo) -> None:
        self._activity, self._info = activity, info
        rests = {Phase.SETUP, Phase.UNKNOWN}
        # Where reps start from arms that hang, hanging arms are at rest.
        hangs = activity.reps is not None and activity.reps.hanging
        self._resting_phases = rests | ({Phase.BOTTOM} if hangs else set())
        self._stillness = Stillness()
        self._rests_since_s: float | None = None
        self._still_since_s: float | None = None

    def update(self, seen: Observation, pose: Pose | None, sight: Sight) -> Rest:
        """Where the set stands after the next moment.

        Args:
            seen: What is known of it.
            pose: The subject as the model saw it, or None.
            sight: From where the camera sees them.
        """
        time_s = seen.time_s
        still = self._stillness.update(time_s, pose)
        if seen.rep_count == 0 or seen.phase not in self._resting_phases:
            self._rests_since_s = self._still_since_s = None
            return "in the set"
        if self._rests_since_s is None:
            self._rests_since_s = time_s
        if time_s - self._rests_since_s < REST_S:
            return "in the set"
        if not still or pose is None or framing_advice(self._activity, self._info, pose, sight, 0.0):
            self._still_since_s = None
        elif self._still_since_s is None:
            self._still_since_s = time_s
        if self._still_since_s is None or time_s - self._still_since_s < READY_S:
            return "resting"
        return "ready"
