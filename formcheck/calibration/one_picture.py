"""What one picture is compared with: it has no quiet seconds in which places could be learned."""

from collections.abc import Mapping
from dataclasses import replace

from formcheck.calibration.profile import Profile
from formcheck.calibration.setup import EARS_DOWN, Setup
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View

# No posture but leaning back makes the shoulders look narrower by more, and it is harmless; a chair or camera
# that stands 6 cm farther does [on rendered people].
_NARROWER = 0.93


def in_one_picture(neutral: Neutral, profile: Profile, setup: Setup) -> Neutral:
    """The neutral of a profile for a single picture that it fits, from in front.

    The ears are expected where they were when it was calibrated: a camera that stands elsewhere does not fit.
    Who looks smaller sits farther away, and is compared by what no distance changes.

    Args:
        neutral: The profile's, in pixels of the picture.
        profile: The profile.
        setup: How the subject stands in the picture.
    """
    known, ears = neutral.by_view.get(View.FRONT), profile.camera.signs.get(EARS_DOWN)
    if setup.view is not View.FRONT or known is None or ears is None:
        return neutral
    changed: Mapping[str, float] = {**known, "ears_y_px": ears * setup.height_px, **_width(known, setup)}
    return replace(neutral, by_view={**neutral.by_view, View.FRONT: changed})


def _width(known: Mapping[str, float], setup: Setup) -> Mapping[str, float]:
    before_px, share = known.get("shoulder_width_px"), setup.sizes.get("shoulder_width")
    if before_px is None or share is None or share * setup.height_px >= _NARROWER * before_px:
        return {}
    return {"shoulder_width_px": share * setup.height_px}
