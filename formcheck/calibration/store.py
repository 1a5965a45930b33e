"""Profiles in the user's data folder, one file each."""

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from formcheck.calibration.profile import FORMAT, OLDER_FORMAT, Profile
from formcheck.errors import OutputError, ProfileError
from formcheck.files import user_data_folder, without_tilde, write_text

# Where profiles are kept instead of the user's data folder.
FOLDER_VARIABLE = "FORMCHECK_PROFILES"
_SUFFIX = ".json"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
# Of what a file says, in an error.
_LONGEST_WORD = 80
_VERSION = re.compile(r"[0-9]{1,9}")
# Names that Windows keeps for devices.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")
_LARGEST_BYTES = 1_000_000
_ROOT = 0
_OTHERS_MAY_WRITE, _OTHERS_MAY_READ = stat.S_IWGRP | stat.S_IWOTH, stat.S_IRGRP | stat.S_IROTH


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the profile folder: the profile, or what is wrong with it."""

    name: str
    profile: Profile | None
    complaint: str = ""


def profiles_folder() -> Path:
    """The folder that profiles are kept in (it may not exist yet)."""
    given = os.environ.get(FOLDER_VARIABLE, "").strip()
    if given:
        return without_tilde(Path(given))
    return user_data_folder() / "profiles"


def checked_name(name: str) -> str:
    """A name that can be a file's on every system.

    Raises:
        ProfileError: If it cannot.
    """
    if not _NAME.fullmatch(name) or _RESERVED.fullmatch(name):
        raise ProfileError(
            f"{name!r} is no name for a profile: up to 40 small letters, digits, - and _, such as desk-front"
        )
    return name


class ProfileStore:
    """The profiles of one folder; by default the user's."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or profiles_folder()

    def path(self, name: str) -> Path:
        """Where a profile of this name lies, or would.

        Raises:
            ProfileError: If it cannot be a name.
        """
        return self.folder / f"{checked_name(name)}{_SUFFIX}"

    def names(self) -> tuple[str, ...]:
        """The names of all files that are named like profiles, sorted.

        Raises:
            ProfileError: If the folder cannot be read.
        """
        try:
            found = [path for path in self.folder.iterdir() if path.suffix == _SUFFIX]
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise ProfileError(
                f"the profile folder {self.folder} cannot be read: {error.strerror or error}"
            ) from error
        return tuple(sorted(path.stem for path in found if _NAME.fullmatch(path.stem)))

    def require(self, name: str) -> None:
        """Nothing, if there is a file of that name.

        Raises:
            ProfileError: If there is none; names those that there are.
        """
        self.path(name)
        if name not in self.names():
            raise ProfileError(self._unknown(name))

    def all(self) -> Iterator[Stored]:
        """Every profile, sound or not, by name.

        Raises:
            ProfileError: If the folder cannot be read.
        """
        for name in self.names():
            try:
                yield Stored(name, self.load(name))
            except ProfileError as error:
                yield Stored(name, None, str(error))

    def load(self, name: str) -> Profile:
        """A profile by its name. What others may read is made private again.

        Raises:
            ProfileError: If it is not there, cannot be read, could be changed by others, is broken or of
                another version.
        """
        path = self.path(name)
        try:
            text = _read(path)
        except FileNotFoundError:
            if path.is_symlink():
                raise ProfileError(
                    f"the profile {path} is a link to nothing; delete it, or calibrate again"
                ) from None
            raise ProfileError(self._unknown(name)) from None
        _check_permissions(path)
        return _parsed(path, text)

    def save(self, profile: Profile) -> Path:
        """Write a profile, whole or not at all, readable by the user alone. Replaces one of the same name.

        Raises:
            ProfileError: If its name cannot be a file's.
            OutputError: If it cannot be written.
        """
        path = self.path(profile.name)
        try:
            write_text(path, profile.to_json())
        except OutputError as error:
            reason = error.__cause__
            why = reason.strerror if isinstance(reason, OSError) else None
            raise OutputError(
                f"cannot write the profile {path}: {why or reason}. Free space, make the folder writable, "
                f"or set {FOLDER_VARIABLE}"
            ) from error
        return path

    def delete(self, name: str) -> Path:
        """Remove a profile, also a broken one.

        Raises:
            ProfileError: If it is not there or cannot be removed.
        """
        path = self.path(name)
        try:
            path.unlink()
        except FileNotFoundError:
            raise ProfileError(self._unknown(name)) from None
        except OSError as error:
            raise ProfileError(f"cannot remove the profile {path}: {error.strerror or error}") from error
        return path

    def _unknown(self, name: str) -> str:
        from difflib import get_close_matches

        names = self.names()
        near = get_close_matches(name, names, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        known = (
            f"there are {', '.join(names)}"
            if names
            else "there is none yet: make one with formcheck calibrate"
        )
        return f"no profile is named {name!r}{hint}; {known}"


def _read(path: Path) -> str:
    try:
        known = path.stat()
        if not stat.S_ISREG(known.st_mode) and not stat.S_ISDIR(known.st_mode):
            # Opening a pipe or a device would wait, or read, for ever.
            raise ProfileError(f"the profile {path} is no regular file; delete it, or calibrate again")
        if known.st_size > _LARGEST_BYTES:
            raise ProfileError(f"the profile {path} is far too large to be one; calibrate again")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ProfileError(f"the profile {path} is broken: it is no text; calibrate again") from None
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ProfileError(
            f"the profile {path} cannot be read: {error.strerror or error}; "
            "make it yours and readable (chmod 600), or calibrate again"
        ) from error


def _check_permissions(path: Path) -> None:
    if os.name != "posix":
        return
    known = path.stat()
    mode, own = known.st_mode, os.geteuid()
    if own != _ROOT and known.st_uid not in (own, _ROOT):
        raise ProfileError(
            f"the profile {path} belongs to somebody else, so it is not used; delete it, or calibrate again"
        )
    if mode & _OTHERS_MAY_WRITE:
        raise ProfileError(
            f"the profile {path} can be changed by others (mode {stat.S_IMODE(mode):o}), so it is not used; "
            "calibrate again, or make it private (chmod 600)"
        )
    if mode & _OTHERS_MAY_READ:
        with suppress(OSError):
            path.chmod(0o600)


def _parsed(path: Path, text: str) -> Profile:
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half a character is JSON, but cannot be shown
    except (ValueError, RecursionError):
        raise ProfileError(f"the profile {path} is broken: it is no JSON; calibrate again") from None
    version = data.get("format") if isinstance(data, dict) else None
    prefix, _, number = FORMAT.partition("/")
    if not isinstance(version, str) or not version.startswith(f"{prefix}/"):
        raise ProfileError(f"{path} is no profile ({FORMAT}); delete it, or calibrate again")
    if version not in (FORMAT, OLDER_FORMAT):
        other = version.removeprefix(f"{prefix}/")
        newer = _VERSION.fullmatch(other) is not None and int(other) > int(number)
        remedy = "update formcheck, or calibrate again" if newer else "calibrate again"
        age = "a newer" if newer else "an older"
        shown = version[:_LONGEST_WORD]
        raise ProfileError(f"the profile {path} is of {age} version ({shown}); {remedy}")
    try:
        return Profile.model_validate({**data, "name": path.stem})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))[:_LONGEST_WORD] or "neutral"
        what = first["msg"].removeprefix("Value error, ")
        raise ProfileError(f"the profile {path} is broken: {where}: {what}; calibrate again") from None
