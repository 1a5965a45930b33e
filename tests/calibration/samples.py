from datetime import UTC, datetime

from formcheck.calibration.calibrator import Calibration
from formcheck.calibration.profile import Profile, profile_of
from formcheck.calibration.setup import Setup
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View

MADE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SETUP = Setup(640, 480, View.FRONT, {"shoulder_width": 0.4, "neck": 0.2}, {"shoulder_width_per_ears": 2.7})


def calibration(
    setup: Setup = SETUP,
    kind: str = "desk",
    model: str | None = "full",
    medians: dict[str, float] | None = None,
    spreads: dict[str, float] | None = None,
) -> Calibration:
    medians = {"trunk_lean_deg": 1.5} if medians is None else medians
    spreads = dict.fromkeys(medians, 0.25) if spreads is None else spreads
    view = setup.view
    neutral = Neutral(view, {view: medians}, {view: spreads}, frozenset({view}))
    return Calibration(kind, neutral, setup, 12.0, 360, model)


def profile(name: str = "desk-front", **how) -> Profile:
    return profile_of(calibration(**how), name, MADE)
