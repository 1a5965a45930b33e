"""Whether a profile fits what a camera sees now. One that does not is never used."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from formcheck.calibration.profile import Profile
from formcheck.calibration.setup import Setup
from formcheck.measurements.view import View

# The same camera at another resolution shows the same picture; a cropped one does not.
_ASPECT = 1.02
# Leaning in by a quarter of the way is posture, more is another place of chair or camera. Who slides down and
# back in the chair gets smaller by more, and being farther away is never by itself a fault [design defaults].
_LARGER, _SMALLER = 1.35, 1.5
_SIZES = ("shoulder_width", "trunk", "neck")
# On rendered people at a desk, the end of a video against its beginning differs by more in 2 of 48, whatever
# they do by then; two people differ by more in 18 % of the pairs. More cannot be had from two ratios.
_PROPORTION = 1.10
# One picture's ratios jump [design default].
_PROPORTION_OF_ONE = 1.15


class Misfit(StrEnum):
    """What differs."""

    KIND = "kind"
    MODEL = "model"
    PICTURE = "picture"
    VIEW = "view"
    DISTANCE = "distance"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Difference:
    """One reason why a profile does not fit.

    Attributes:
        what: What differs.
        text: For people.
    """

    what: Misfit
    text: str


def differences(profile: Profile, setup: Setup, kind: str, model: str | None) -> tuple[Difference, ...]:
    """Why a profile does not fit; empty if it does."""
    found = [
        _kind(profile, kind),
        _model(profile, model),
        _picture(profile, setup),
        _view(profile.camera.view, setup.view),
    ]
    if found[-1] is None:
        found += [_distance(profile, setup), _person(profile, setup)]
    return tuple(difference for difference in found if difference is not None)


def _kind(profile: Profile, kind: str) -> Difference | None:
    if profile.kind == kind:
        return None
    return Difference(Misfit.KIND, f"it is for {kind_text(profile.kind)}, not for {kind_text(kind)}")


def kind_text(kind: str) -> str:
    """What neutrals of a kind are for, in words."""
    return "lifts" if kind == "lifts" else f"the {kind.replace('-', ' ')}"


def _model(profile: Profile, model: str | None) -> Difference | None:
    if profile.model is None or model is None or profile.model == model:
        return None
    return Difference(Misfit.MODEL, f"it was made with the pose model {profile.model}, this is {model}")


def _picture(profile: Profile, setup: Setup) -> Difference | None:
    camera = profile.camera
    ratio = (camera.width_px / camera.height_px) / (setup.width_px / setup.height_px)
    if 1 / _ASPECT <= ratio <= _ASPECT:
        return None
    return Difference(
        Misfit.PICTURE,
        f"its picture is {camera.width_px}x{camera.height_px}, this one {setup.width_px}x{setup.height_px}",
    )


def _view(calibrated: View, seen: View) -> Difference | None:
    if calibrated is seen:
        return None
    return Difference(Misfit.VIEW, f"it sees you from the {calibrated}, this shows the {seen} view")


def _distance(profile: Profile, setup: Setup) -> Difference | None:
    before, now = profile.camera.sizes, setup.sizes
    name = next((name for name in _SIZES if name in before and name in now), None)
    if name is None or 1 / _SMALLER <= now[name] / before[name] <= _LARGER:
        return None
    nearer = "larger" if now[name] > before[name] else "smaller"
    times = max(now[name] / before[name], before[name] / now[name])
    return Difference(
        Misfit.DISTANCE, f"you are {times:.1f} times {nearer} in the picture: the camera stands elsewhere"
    )


def _person(profile: Profile, setup: Setup) -> Difference | None:
    off = _furthest(profile.proportions, setup.proportions)
    if off <= (_PROPORTION_OF_ONE if setup.frames == 1 else _PROPORTION):
        return None
    return Difference(
        Misfit.PERSON,
        f"the body's proportions differ by {100 * (off - 1):.0f} %: this may be another person's profile",
    )


def _furthest(before: Mapping[str, float], now: Mapping[str, float]) -> float:
    ratios = [now[name] / before[name] for name in before.keys() & now.keys()]
    return max((max(ratio, 1 / ratio) for ratio in ratios), default=1.0)
