"""Stores a calibration; one that is taken again of the same person and camera adds to what was known."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from formcheck.calibration.calibrator import Calibration
from formcheck.calibration.fit import differences
from formcheck.calibration.profile import Profile, profile_of
from formcheck.calibration.store import ProfileStore
from formcheck.errors import ProfileError
from formcheck.postures.slump_doubt import slump_doubt


@dataclass(frozen=True, slots=True)
class Kept:
    """What was stored.

    Attributes:
        profile: As it is in the file.
        path: The file.
        replaced: Whether a file of that name was there.
        why: Why nothing of the file that was there is kept; "" if it is, or there was none.
    """

    profile: Profile
    path: Path
    replaced: bool
    why: str = ""

    def doubt(self) -> str:
        """What to ask of a neutral that looks slumped; "" of one that does not."""
        view = self.profile.camera.view
        medians = {name: rest.median for name, rest in self.profile.neutral[view].items()}
        return "" if self.profile.kind == "lifts" else slump_doubt(view, medians)

    def words(self) -> str:
        """What to tell of it, without the name and the file.

        Example: "its 3 sessions together say how much you differ from day to day".
        """
        if self.profile.sessions:
            count = len(self.profile.sessions) + 1
            return f"its {count} sessions together say how much you differ from day to day"
        return f"begun anew, as {self.why}" if self.why else ""


def keep_calibration(
    store: ProfileStore, calibration: Calibration, made: datetime, name: str | None = None
) -> Kept:
    """Store a calibration as a profile.

    Where a profile of that name is of the same person before the same camera, its sessions are remembered:
    their neutrals say how much somebody differs from day to day, which moves limits out.

    Args:
        store: Where profiles are.
        calibration: What was taken.
        made: When.
        name: The profile's name; None: after what it is for and the view, such as desk-front.

    Raises:
        ProfileError: If the name cannot be a file's.
        OutputError: If it cannot be written.
    """
    name = name or f"{calibration.kind}-{calibration.setup.view}"
    profile = profile_of(calibration, name, made)
    replaced = name in store.names()
    why = ""
    if replaced:
        profile, why = _continued(store, profile)
    return Kept(profile, store.save(profile), replaced, why)


def _continued(store: ProfileStore, profile: Profile) -> tuple[Profile, str]:
    try:
        before = store.load(profile.name)
    except ProfileError:
        return profile, "the earlier one cannot be used"
    why = differences(before, profile.setup(), profile.kind, profile.model)
    if why:
        return profile, f"the earlier one does not fit: {why[0].text}"
    return profile.after(before), ""
