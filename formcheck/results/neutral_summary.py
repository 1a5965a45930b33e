"""What the summary says of the neutral."""

from formcheck.calibration.profile import Profile
from formcheck.measurements.neutral import Neutral
from formcheck.results.summary import NeutralSummary


def neutral_summary(neutral: Neutral, profile: Profile | None) -> NeutralSummary:
    """What the summary says of the neutral that was used last."""
    return NeutralSummary(
        origin=neutral.origin(neutral.view).value,
        view=neutral.view.value,
        profile=None if profile is None else profile.name,
        made=None if profile is None else profile.made.date().isoformat(),
    )
