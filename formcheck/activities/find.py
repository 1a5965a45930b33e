"""Where activities are found: those of the program, the user's own folders, and what was registered.

The user's folders stand in the environment variable FORMCHECK_ACTIVITIES, as in PATH. A file NAME.toml in
one of them is the activity NAME.
"""

import difflib
import os
import re
from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType

from formcheck.errors import RuleError, UnknownActivityError
from formcheck.files import TooLongError, read_bounded, without_tilde

FOLDERS_VARIABLE = "FORMCHECK_ACTIVITIES"
# Five times the longest of the program's own. Reading TOML takes the square of the depth of its keys: up to
# here a quarter of a second at most.
_LONGEST_BYTES = 64_000
_SUFFIX = ".toml"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
# Names that mean something else where an activity is asked for.
_RESERVED = frozenset({"auto", "none", "several"})

# What people call them; an activity of that very name goes first.
ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "press": "overhead-press",
        "ohp": "overhead-press",
        "row": "upright-row",
        "raise": "lateral-raise",
        "sitting": "desk",
    }
)

_registered: dict[str, Path] = {}


def activity_ids() -> tuple[str, ...]:
    """The ids of all activities that can be asked for by name, sorted."""
    return tuple(sorted({*_own(), *_of_folders(), *_registered}))


def own_activity_ids() -> tuple[str, ...]:
    """The ids of the activities that come with the program, sorted."""
    return tuple(sorted(_own()))


def register_file(path: Path) -> str:
    """Make an activity known by name in this process; gives its id, which is the file's name.

    Raises:
        RuleError: If the name cannot be an activity's, or is taken.
    """
    name = _id_of(path)
    if name in _own() or _registered.get(name, path) != path:
        raise RuleError(f"{path}: there is an activity {name!r} already; give the file another name")
    _registered[name] = path
    return name


def is_activity_path(wanted: str) -> bool:
    """Whether an activity is asked for by its file and not by its name."""
    return wanted.endswith(_SUFFIX)


def named(wanted: str) -> str:
    """The id of the activity that has this name, or for which it is short.

    Raises:
        UnknownActivityError: If there is none of that name; names the nearest one.

    Example:
        >>> named("press"), named("desk")
        ('overhead-press', 'desk')
    """
    known = activity_ids()
    if wanted in known:
        return wanted
    if ALIASES.get(wanted) in known:
        return ALIASES[wanted]
    near = difflib.get_close_matches(wanted, [*known, *ALIASES], 1)
    hint = f"did you mean {ALIASES.get(near[0], near[0])}? " if near else ""
    raise UnknownActivityError(f"unknown activity {wanted!r}: {hint}there are: {', '.join(known)}")


def activity_text(wanted: str) -> tuple[str, str, str]:
    """An activity's id, the name of its file for messages, and what the file holds.

    Args:
        wanted: Its id, a short name of it, or the path of its file.

    Raises:
        UnknownActivityError: If there is none of that name; names the nearest one.
        RuleError: If the file cannot be read.
    """
    if is_activity_path(wanted):
        path = without_tilde(Path(wanted))
        return _id_of(path), str(path), read_text(path)
    wanted = named(wanted)
    if wanted in _own():
        return wanted, f"{wanted}{_SUFFIX}", _own()[wanted].read_text(encoding="utf-8")
    path = {**_of_folders(), **_registered}[wanted]
    return wanted, str(path), read_text(path)


def read_text(path: Path) -> str:
    """A rule or activity file.

    Raises:
        RuleError: If it cannot be read, is no text, or is far too long.
    """
    try:
        return read_bounded(path, _LONGEST_BYTES).decode("utf-8").replace("\r\n", "\n")
    except TooLongError:
        raise RuleError(
            f"{path}: is far too long for a rule file (at most {_LONGEST_BYTES // 1000} kB); check the path"
        ) from None
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror or error}; check the path") from None
    except UnicodeDecodeError:
        raise RuleError(f"{path}: is not a text file; a rule file is TOML") from None


def _id_of(path: Path) -> str:
    name = path.name.removesuffix(_SUFFIX)
    if not _ID.fullmatch(name) or name in _RESERVED:
        raise RuleError(
            f"{path}: {name!r} is no name for an activity: use small letters, digits and -, "
            "such as biceps-curl.toml"
        )
    return name


def _own() -> Mapping[str, Traversable]:
    items = resources.files("formcheck.activities").iterdir()
    return {item.name.removesuffix(_SUFFIX): item for item in items if item.name.endswith(_SUFFIX)}


def _of_folders() -> Mapping[str, Path]:
    """The user's own; a file whose name cannot be an activity's, or is the program's own, is passed over."""
    found: dict[str, Path] = {}
    for folder in filter(None, os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep)):
        try:
            paths = sorted(without_tilde(Path(folder)).glob(f"*{_SUFFIX}"))
        except OSError:
            continue
        for path in paths:
            name = path.name.removesuffix(_SUFFIX)
            if _ID.fullmatch(name) and name not in _RESERVED and name not in _own():
                found.setdefault(name, path)
    return found
