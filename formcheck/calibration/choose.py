"""Which profile to use, if any: one that fits, and never one in doubt."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from formcheck.calibration.fit import Difference, Misfit, differences
from formcheck.calibration.profile import Profile
from formcheck.calibration.setup import Setup
from formcheck.calibration.store import ProfileStore
from formcheck.errors import ProfileError

_INSTEAD = "a provisional neutral is used instead"
# A profile that misfits in one of these is for another camera or activity: all such are told in one line.
_ELSEWHERE = {Misfit.KIND, Misfit.PICTURE, Misfit.VIEW}
_TOLD = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The profile to use, or None, and what to tell the user, one line each.

    Attributes:
        elsewhere: Whether none is used because the camera stands elsewhere.
    """

    profile: Profile | None = None
    warnings: tuple[str, ...] = ()
    elsewhere: bool = False


def candidates(store: ProfileStore, kind: str) -> tuple[tuple[Profile, ...], tuple[str, ...]]:
    """The sound profiles for a kind of activity, and what is wrong with the broken ones."""
    try:
        stored = tuple(store.all())
    except ProfileError as error:
        return (), (str(error),)
    sound = tuple(s.profile for s in stored if s.profile is not None and s.profile.kind == kind)
    return sound, tuple(s.complaint for s in stored if s.profile is None)


def choose_stored(
    store: ProfileStore, name: str | None, setup: Setup | None, kind: str, model: str | None
) -> Choice:
    """The profile that was asked for by name; without a name the only one of the store that fits."""
    if name is not None:
        return choose_named(store, name, setup, kind, model)
    known, complaints = candidates(store, kind)
    choice = choose(known, setup, kind, model)
    return replace(choice, warnings=(*complaints, *choice.warnings))


def choose(profiles: tuple[Profile, ...], setup: Setup | None, kind: str, model: str | None) -> Choice:
    """The only profile that fits; none if there are several, or none does."""
    if not profiles:
        return Choice()
    if setup is None:
        return Choice(warnings=(f"nobody was seen at the beginning, so no profile was chosen; {_INSTEAD}",))
    misfits = {p.name: differences(p, setup, kind, model) for p in profiles}
    fitting = [p for p in profiles if not misfits[p.name]]
    if len(fitting) == 1:
        return Choice(fitting[0])
    if fitting:
        names = ", ".join(p.name for p in fitting)
        return Choice(warnings=(f"several profiles fit ({names}): choose one with --profile; {_INSTEAD}",))
    near = {name: why for name, why in misfits.items() if not {d.what for d in why} & _ELSEWHERE}
    far = {name: why for name, why in misfits.items() if name not in near}
    if near or not far:
        moved = any(_is_moved(why) for why in near.values())
        return Choice(warnings=tuple(_refusal(name, why) for name, why in near.items()), elsewhere=moved)
    return Choice(warnings=(_refusal(*far.popitem()) if len(far) == 1 else _none_of(far),))


def _none_of(far: Mapping[str, tuple[Difference, ...]]) -> str:
    told = "; ".join(f"{name}: {why[0].text}" for name, why in [*far.items()][:_TOLD])
    more = f"; and {len(far) - _TOLD} more" if len(far) > _TOLD else ""
    return f"no profile was used ({told}{more}). {_INSTEAD.capitalize()}"


def choose_named(store: ProfileStore, name: str, setup: Setup | None, kind: str, model: str | None) -> Choice:
    """The profile that was asked for, unless it is broken or does not fit."""
    try:
        profile = store.load(name)
    except ProfileError as error:
        return Choice(warnings=(f"{error}; {_INSTEAD}",))
    if setup is None:
        return Choice(
            warnings=(f"nobody was seen at the beginning, so profile {name} was not used; {_INSTEAD}",)
        )
    why = differences(profile, setup, kind, model)
    return Choice(profile) if not why else Choice(None, (_refusal(name, why),), _is_moved(why))


def _is_moved(why: tuple[Difference, ...]) -> bool:
    return bool({difference.what for difference in why} & {Misfit.DISTANCE, Misfit.HEIGHT})


def _refusal(name: str, why: tuple[Difference, ...]) -> str:
    reasons = "; ".join(difference.text for difference in why)
    return f"profile {name} was not used: {reasons}. {_INSTEAD.capitalize()}; calibrate again for this setup"
