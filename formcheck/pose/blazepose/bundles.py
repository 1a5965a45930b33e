"""The pose model bundles: which there are, where they lie, and whether they are intact."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from formcheck.errors import ModelError
from formcheck.files import user_data_folder, without_tilde

DETECTOR_PART: Final = "pose_detector.tflite"
LANDMARKS_PART: Final = "pose_landmarks_detector.tflite"


class BundleSource(StrEnum):
    """How a bundle comes to a machine."""

    SHIPPED = "shipped"  # inside the package and the repository
    BUILT = "built"  # too large to ship; built by `formcheck models build`


class BundleState(StrEnum):
    """What was found of a bundle."""

    OK = "ok"
    MISSING = "missing"
    TRUNCATED = "truncated"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A pose model bundle that formcheck knows.

    Attributes:
        name: What the user calls it.
        file_name: Its file, in any of the model folders.
        size_bytes: Size of the intact file.
        sha256: Digest of the intact file, in hexadecimal.
        source: How it comes to a machine.
        what: What it is, in words.
        buildable: Whether `formcheck models build` can make it.
    """

    name: str
    file_name: str
    size_bytes: int
    sha256: str
    source: BundleSource
    what: str = "pose model"
    buildable: bool = True

    @property
    def remedy(self) -> str:
        """What the user can do when the file is missing or damaged."""
        if not self.buildable:
            return "reinstall formcheck"
        build = f"build it with: formcheck models build {self.name}"
        return f"reinstall formcheck, or {build}" if self.source is BundleSource.SHIPPED else build


@dataclass(frozen=True, slots=True)
class BundleStatus:
    """What was found of a bundle, and where.

    Attributes:
        bundle: The bundle looked for.
        state: What was found.
        path: The file that `state` speaks of; None when the bundle is missing.
    """

    bundle: Bundle
    state: BundleState
    path: Path | None

    @property
    def complaint(self) -> str:
        """One line saying what is wrong and what to do; empty when the bundle is intact."""
        name, what, remedy = self.bundle.name, self.bundle.what, self.bundle.remedy
        if self.state is BundleState.OK:
            return ""
        if self.state is BundleState.MISSING:
            return f"the {what} {name} is not on this machine; {remedy}"
        if self.state is BundleState.TRUNCATED:
            size = self.bundle.size_bytes
            return f"the {what} {self.path} is cut short (it should have {size} bytes); {remedy}"
        return f"the {what} {self.path} has been altered (its SHA-256 is not the known one); {remedy}"


BUNDLES: Final = (
    Bundle(
        name="lite",
        file_name="pose_landmarker_lite.task",
        size_bytes=5_777_048,
        sha256="b4d68ea78aaa655186bda230b1ca3d7a534290ffa374bec80560f83b89fc479d",
        source=BundleSource.SHIPPED,
    ),
    Bundle(
        name="full",
        file_name="pose_landmarker_full.task",
        size_bytes=9_397_532,
        sha256="0c39b2b2771e0c284723b625beee2354ff001d160c7092b9c97cc5e40794899b",
        source=BundleSource.SHIPPED,
    ),
    Bundle(
        name="heavy",
        file_name="pose_landmarker_heavy.task",
        size_bytes=30_663_576,
        sha256="3d753e7128dc13b036e028c995ee6723f7951408d7668ed2cb23d9034f813b90",
        source=BundleSource.BUILT,
    ),
)

MODEL_NAMES: Final = tuple(bundle.name for bundle in BUNDLES)


def known_bundle(name: str) -> Bundle:
    """Return the bundle of that name.

    Raises:
        ModelError: There is none; the message lists the names and the nearest one.
    """
    for bundle in BUNDLES:
        if bundle.name == name:
            return bundle
    raise ModelError(_unknown_name(name))


def user_models_folder() -> Path:
    """Return the folder of the user's own data where built bundles are kept (it may not exist yet)."""
    return user_data_folder() / "models"


def model_folders() -> tuple[Path, ...]:
    """Return the folders that may hold bundles, in the order in which they are searched."""
    package = Path(__file__).resolve().parents[2]
    folders = [package / "_models"]
    # Only in a checkout: beside an installed package, "models" would be somebody else's folder.
    if (package.parent / "pyproject.toml").is_file():
        folders.append(package.parent / "models")
    return (*folders, user_models_folder())


def bundle_status(bundle: Bundle, folders: Iterable[Path] | None = None) -> BundleStatus:
    """Look for a bundle and check its size and digest.

    An intact file in a later folder wins over a damaged one in an earlier folder, so that building a bundle
    mends a damaged installation.

    Args:
        bundle: The bundle to look for.
        folders: Where to look; by default `model_folders()`.

    Raises:
        ModelError: A file is there but cannot be read.
    """
    damaged = None
    for folder in model_folders() if folders is None else folders:
        path = folder / bundle.file_name
        if not path.is_file():
            continue
        status = BundleStatus(bundle, _state_of(bundle, path), path)
        if status.state is BundleState.OK:
            return status
        damaged = damaged or status
    return damaged or BundleStatus(bundle, BundleState.MISSING, None)


def find_bundle(name: str, folders: Iterable[Path] | None = None) -> Path:
    """Return the file of a pose model, checked.

    Args:
        name: One of `MODEL_NAMES`, or the path of a `.task` file of the user's own. Of the latter only the
            make-up is checked, not the content.
        folders: Where to look for a named model; by default `model_folders()`.

    Raises:
        ModelError: The name is unknown, or the file is missing, truncated, altered or not a pose bundle.
    """
    if _is_path(name):
        return _checked_user_bundle(without_tilde(Path(name)))
    status = bundle_status(known_bundle(name), folders)
    if status.path is None or status.state is not BundleState.OK:
        raise ModelError(status.complaint)
    return status.path


def _state_of(bundle: Bundle, path: Path) -> BundleState:
    import hashlib  # here: --help does without

    try:
        size = path.stat().st_size
        if size < bundle.size_bytes:
            return BundleState.TRUNCATED
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"the {bundle.what} {path} cannot be read: {error.strerror}") from error
    return BundleState.OK if digest == bundle.sha256 else BundleState.ALTERED


def _is_path(name: str) -> bool:
    return name.endswith(".task") or "/" in name or "\\" in name


def _checked_user_bundle(path: Path) -> Path:
    try:
        if not path.is_file():
            raise ModelError(f"there is no pose model bundle at {path}; give the path of a .task file")
        with zipfile.ZipFile(path) as bundle:
            missing = [part for part in (DETECTOR_PART, LANDMARKS_PART) if part not in bundle.namelist()]
    except zipfile.BadZipFile as error:
        raise ModelError(
            f"{path} is not a pose model bundle: it is no zip archive, or it is cut short"
        ) from error
    except OSError as error:
        raise ModelError(f"the pose model {path} cannot be read: {error.strerror}") from error
    if missing:
        raise ModelError(f"{path} is not a pose model bundle: it holds no {' and no '.join(missing)}")
    return path


def _unknown_name(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), MODEL_NAMES, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"unknown pose model {name!r}{hint}; known are {', '.join(MODEL_NAMES)}"
