"""What was fitted on a pose model: the errors of what is measured with it, and corrections. Files of data."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from formcheck.errors import ModelError


class Fit(StrEnum):
    """One thing that can be fitted; also the middle of its file's name."""

    ERRORS = "errors"  # typical error of each measure, by view
    ARM_NETWORK = "arm_network"  # angles of the arms from any view
    FLAT_ARM_NETWORK = "flat_arm_network"  # the same from points without depth
    ARM_MEMORY_NETWORK = "arm_memory_network"  # what these two correct by what was read before
    FLAT_ARM_MEMORY_NETWORK = "flat_arm_memory_network"
    POSTURE_NETWORK = "posture_network"  # trunk and head from any view
    LEG_NETWORK = "leg_network"  # knees from any view
    HAND_NETWORK = "hand_network"  # how far apart and how far ahead both hands are, from any view
    SEAT_NETWORK = "seat_network"  # whether somebody sits
    DESK_MODEL = "desk_model"  # postures of somebody who sits, with their errors


NETWORKS = frozenset(
    {
        *(Fit.ARM_NETWORK, Fit.FLAT_ARM_NETWORK, Fit.ARM_MEMORY_NETWORK, Fit.FLAT_ARM_MEMORY_NETWORK),
        *(Fit.POSTURE_NETWORK, Fit.LEG_NETWORK, Fit.HAND_NETWORK, Fit.SEAT_NETWORK),
    }
)


@dataclass(frozen=True, slots=True, eq=False)
class Fits:
    """The fits of one pose model: files such as `NAME.errors.toml` and `NAME.arm_network.npz`.

    Any of them may be missing. To add one, put it into the folder.

    Attributes:
        folder: Where the files are.
        name: What their names begin with.
        shared: What was fitted on another model of the folder and measured to hold for this one too, with the
            other's name. A file of its own goes first.
    """

    folder: Path
    name: str
    shared: tuple[tuple[Fit, str], ...] = ()

    def path(self, what: Fit) -> Path:
        """Where the file of a fit is, or would be; looked up once, since it is asked for in every frame."""
        return _path(self, what)

    def has(self, what: Fit) -> bool:
        """Whether there is such a fit; looked up once."""
        return _has(self, what)

    def read(self, what: Fit) -> dict[str, Any]:
        """The numbers of a fit that is a TOML file.

        Raises:
            ModelError: If the file is not there, or is broken.
        """
        import tomllib  # here: --help does without

        path = self.path(what)
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(f"the fit {path} cannot be read: {error}; make it again") from error


@cache
def _path(fits: Fits, what: Fit) -> Path:
    ending = f"{what}.{'npz' if what in NETWORKS else 'toml'}"
    own = fits.folder / f"{fits.name}.{ending}"
    other = next((name for fit, name in fits.shared if fit is what), None)
    return own if other is None or own.is_file() else fits.folder / f"{other}.{ending}"


@cache
def _has(fits: Fits, what: Fit) -> bool:
    return fits.path(what).is_file()
