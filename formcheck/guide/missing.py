"""Which part of the body the activity needs and the camera has not seen for a second."""

from dataclasses import dataclass

from formcheck.activities.activity import Activity
from formcheck.measurements.body import unusable
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import Sight, View
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import Pose
from formcheck.source.frame import StreamInfo

MISSING_S = 1.0
# A wrist is what people call a hand here: it is the hand that holds the weight.
_WORDS = {"wrist": "hand"}
# From these views the far side of the body hides behind the near one.
_ONE_SIDED = (View.SIDE, View.OBLIQUE)


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A part of the body that is needed and not seen.

    Attributes:
        part: Such as "elbow".
        side: "left", "right", or "" for both.
        is_outside: It is out of the picture, not hidden.
    """

    part: str
    side: str
    is_outside: bool

    @property
    def message(self) -> str:
        """At most four words for the screen."""
        if self.part == "eye":
            return "Can't see your face"
        return f"Can't see {self.side or 'your'} {self._word}"

    @property
    def spoken(self) -> str:
        """A sentence, with what helps."""
        if self.part == "eye":
            return "I can't see your face."
        be = "are" if not self.side else "is"
        if self.is_outside:
            return f"Your {self._both} {be} out of the picture. Move away from the camera."
        return f"I can't see your {self._both}."

    @property
    def _word(self) -> str:
        return _WORDS.get(self.part, self.part) + ("" if self.side else "s")

    @property
    def _both(self) -> str:
        return f"{self.side} {self._word}".strip()


class MissingParts:
    """Follows the parts of the body that an activity's signal needs.

    Args:
        activity: Says which.
        info: Size of the pictures.
    """

    def __init__(self, activity: Activity, info: StreamInfo) -> None:
        self._info = info
        framing = activity.mode.framing
        self._parts = framing.parts
        # Before a webcam one eye and one shoulder tell where both are.
        self._one_is_enough = framing.shows == "face and shoulders"
        self._seen_s: dict[tuple[str, str], float] = {}

    def update(self, time_s: float, pose: Pose | None, sight: Sight) -> tuple[MissingPart, ...]:
        """What has been missing for more than a second, the part nearest to the trunk first.

        While nobody is seen at all, nothing in particular is missing.
        """
        if pose is None:
            self._seen_s.clear()
            return ()
        reasons = unusable(pose, self._info.width_px, self._info.height_px)
        missing = [self._of_part(part, time_s, reasons, sight) for part in self._parts]
        return tuple(part for part in missing if part is not None)

    def _of_part(
        self, part: str, time_s: float, reasons: tuple[Reason | None, ...], sight: Sight
    ) -> MissingPart | None:
        gone = []
        for side in ("left", "right"):
            if reasons[_point(side, part)] is None:
                self._seen_s[side, part] = time_s
            elif time_s - self._seen_s.setdefault((side, part), time_s) > MISSING_S:
                gone.append(side)
        one_is_enough = sight.view in _ONE_SIDED or self._one_is_enough
        if not gone or (one_is_enough and len(gone) < 2):
            return None
        outside = all(reasons[_point(side, part)] is Reason.OUT_OF_PICTURE for side in gone)
        return MissingPart(part, gone[0] if len(gone) == 1 else "", outside)


def _point(side: str, part: str) -> Landmark:
    return Landmark[f"{side}_{part}".upper()]
