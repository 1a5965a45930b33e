"""Whether a profile fits what a camera sees now. One that does not is never used."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from formcheck.calibration.profile import OLDER_FORMAT, Profile
from formcheck.calibration.setup import EARS_DOWN, Setup
from formcheck.measurements.view import View

ELSEWHERE = "the camera stands elsewhere than when you calibrated"
# The same camera at another resolution shows the same picture; a cropped one does not.
_ASPECT = 1.02
# Leaning in by a quarter of the way is posture, more is another place of chair or camera. Who slides down and
# back in the chair gets smaller by more, and being farther away is never by itself a fault [design defaults].
_LARGER, _SMALLER = 1.35, 1.5
_SIZES = ("shoulder_width", "trunk", "neck")
# At a desk, from in front: who leans back looks narrower by 10 %; a man who did nothing else by 14 %.
_SMALLER_IN_FRONT = 1.25
# Where the ears are in the picture, in shoulder widths. No posture brings them higher, and none but slumping
# and leaning in, which bring the shoulders nearer, lowers them by so much [on rendered people: of 209 windows
# of postures 3 are refused, of chairs and cameras 10 cm higher or lower all].
_EARS_HIGHER, _EARS_LOWER, _LOWER_WHERE_WIDER = 0.15, 0.20, 2.2
# Ears that come down to the shoulders by more than this are lower for that reason.
_CLEARLY_SUNK = 0.12
# The nose over the ears, in eye distances: no posture raises it so far; and what lowers it, looking down or
# slumping, takes the ears down to the shoulders by 0.3 of it, a camera that looks from higher by 0.1 [on
# rendered people]. Of a head that is turned it says little.
_NOSE_HIGHER, _NOSE_LOWER, _EARS_STAY, _TURNED_DEG = 0.18, 0.15, 0.15, 15.0
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
    HEIGHT = "height"
    OLDER = "older"
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
        found += [_distance(profile, setup) or _height(profile, setup), _person(profile, setup)]
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
    smaller = _SMALLER_IN_FRONT if profile.camera.signs and name == "shoulder_width" else _SMALLER
    if name is None or 1 / smaller <= now[name] / before[name] <= _LARGER:
        return None
    nearer = "larger" if now[name] > before[name] else "smaller"
    times = max(now[name] / before[name], before[name] / now[name])
    return Difference(Misfit.DISTANCE, f"you are {times:.1f} times {nearer} in the picture: {ELSEWHERE}")


def _height(profile: Profile, setup: Setup) -> Difference | None:
    """How high, and how tilted, the camera looks; told of who sits, from in front."""
    before, now = profile.camera.signs, setup.signs
    if profile.kind != "lifts" and profile.format == OLDER_FORMAT and setup.view is View.FRONT:
        return Difference(
            Misfit.OLDER, "it is of an older kind, which does not say how high the camera stood"
        )
    shows = _ears_moved(profile, setup) or _seen_from(before, now)
    return None if not shows else Difference(Misfit.HEIGHT, f"{shows}: {ELSEWHERE}")


def _ears_moved(profile: Profile, setup: Setup) -> str:
    before, now = profile.camera.signs.get(EARS_DOWN), setup.signs.get(EARS_DOWN)
    width, width_now = (sizes.get("shoulder_width") for sizes in (profile.camera.sizes, setup.sizes))
    if before is None or not width or setup.view is not View.FRONT:
        return ""
    if now is None:
        return "your ears are not seen now, which would show where it is"
    # Shoulders that are out of the picture are no reason to think that they got wider.
    lower, wider = (now - before) / width, math.log(width_now / width) if width_now else 0.0
    sunk = _sunk(profile.camera.signs, setup.signs)
    if -_EARS_HIGHER <= lower <= _EARS_LOWER + _LOWER_WHERE_WIDER * max(0.0, wider) + sunk:
        return ""
    way = "lower" if lower > 0 else "higher"
    return f"your head is {way} in the picture by {abs(lower):.1f} widths of your shoulders"


def _sunk(before: Mapping[str, float], now: Mapping[str, float]) -> float:
    """How far a head has clearly come down to its shoulders, which no camera does."""
    if "ear_height" not in before or "ear_height" not in now:
        return 0.0
    return max(0.0, before["ear_height"] - now["ear_height"] - _CLEARLY_SUNK)


def _seen_from(before: Mapping[str, float], now: Mapping[str, float]) -> str:
    if not {"nose_over_ears", "ear_height", "head_turn_deg"} <= before.keys() & now.keys():
        return ""
    raised, ears = (now[name] - before[name] for name in ("nose_over_ears", "ear_height"))
    if abs(now["head_turn_deg"] - before["head_turn_deg"]) > _TURNED_DEG:
        return ""
    if raised > _NOSE_HIGHER:
        return "it looks at you from lower"
    return "it looks at you from higher" if raised < -_NOSE_LOWER and ears > _EARS_STAY * raised else ""


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
