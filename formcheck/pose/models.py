"""The pose models by name: with what poses can be found, and how one more is added.

A model is added with one call of `register_pose_model`. Analysis, live coaching, calibration, evaluation and
the commands then know it by its name. BlazePose registers itself in `formcheck.pose.blazepose.models`.
Nothing heavy is imported here: a model brings its libraries when it is opened.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from formcheck.errors import ModelError
from formcheck.files import without_tilde
from formcheck.pose.fits import Fit, Fits

if TYPE_CHECKING:
    from formcheck.pose.estimator import PoseFinders

DEFAULT_MODEL: Final = "full"
# Its fits are complete. Where a model has none of its own, rules work with these.
FITTED_MODEL: Final = "full"

# Importing one of these registers the models that come with the program.
_BUILT_IN: Final = ("formcheck.pose.blazepose.models",)

Talk = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """What there is of a model on this machine.

    Attributes:
        state: In a word, such as "ok" or "missing".
        where: Its file, or what to do to get it.
        size_bytes: Size of the intact file, or None where there is none.
    """

    state: str = "ok"
    where: str = "needs no file"
    size_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class PoseModel:
    """A way to find the points of a body in pictures.

    Attributes:
        name: What it is called on the command line and in results; of a file: its path.
        open: Gives the two estimators. It says at once what is missing or damaged (`ModelError`); what takes
            time, such as loading weights, may wait for the first picture.
        fits: What was fitted on this very model, or None. Errors that were not are not printed.
        status: What there is of it on this machine.
        build: Makes its file in a folder, from published weights or a folder with them, and gives the path;
            None where there is nothing to build. Told with lines of progress.
        begins_anew: Whether what `open` gives knows nothing of what was opened before, and several can be at
            work at a time, each in a thread. Only then are films found in parts, on several cores.
    """

    name: str
    open: Callable[[], "PoseFinders"]
    fits: Fits | None = None
    status: Callable[[], ModelStatus] = ModelStatus
    build: Callable[[Path | None, Path | None, Talk], Path] | None = None
    begins_anew: bool = False


_models: dict[str, PoseModel] = {}
_readers: dict[str, Callable[[Path, str], PoseModel]] = {}


def register_pose_model(model: PoseModel) -> None:
    """Make a model known by its name.

    Raises:
        ValueError: If the name is empty, looks like a path, or is taken.

    Example:
        >>> from formcheck.pose.estimator import PoseFinders
        >>> register_pose_model(PoseModel("mine", open=lambda: PoseFinders(MyTracker(), MyPeople())))
        >>> "mine" in pose_model_names()
        True
        >>> forget_pose_model("mine")
    """
    if not model.name.strip() or _is_path(model.name):
        raise ValueError(f"{model.name!r} is no name for a pose model: it is empty or looks like a path")
    if model.name in _models:
        raise ValueError(f"there is a pose model {model.name!r} already")
    _models[model.name] = model


def register_model_files(suffix: str, read: Callable[[Path, str], PoseModel]) -> None:
    """Make models known that users have as files.

    Args:
        suffix: The end of their names, such as ".task".
        read: Gives the model of a file, from its path and what the user called it.

    Raises:
        ValueError: If the suffix is taken.
    """
    if suffix in _readers:
        raise ValueError(f"files that end with {suffix!r} are read already")
    _readers[suffix] = read


def forget_pose_model(name: str) -> None:
    """Undo `register_pose_model`."""
    del _models[name]


def pose_model(name: str) -> PoseModel:
    """The model of that name, or of that file.

    Args:
        name: One of `pose_model_names`, or a path to a model of the user's own.

    Raises:
        ModelError: If there is no such model; names the nearest one.
    """
    if _is_path(name):
        path = without_tilde(Path(name))
        read = next((read for suffix, read in _readers.items() if name.endswith(suffix)), None)
        if read is None:
            raise ModelError(f"{path} is no pose model; give the path of a {' or '.join(_readers)} file")
        return read(path, name)
    check_model_name(name)
    return _known()[name]


def check_model_name(name: str) -> None:
    """Say whether a name is that of a model, without looking for the model itself. Paths pass.

    Raises:
        ModelError: If there is no such model; names the nearest one.
    """
    if _is_path(name) or name in _known():
        return
    from difflib import get_close_matches  # here: --help does without

    near = get_close_matches(name.lower(), _known(), n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    raise ModelError(f"unknown pose model {name!r}{hint}; known are {', '.join(_known())}")


def pose_model_names() -> tuple[str, ...]:
    """The names of all models, in the order in which they were registered."""
    return tuple(_known())


def model_suffixes() -> tuple[str, ...]:
    """How the names of models end that users have as files."""
    _load_built_in()
    return tuple(_readers)


def own_fits(model: str | None, what: Fit) -> Fits | None:
    """The fits of a model, if one of that kind is among them.

    Args:
        model: Name of the model; of an unknown one, of a file, and for None there are none.
        what: The kind.
    """
    known = None if model is None else _known().get(model)
    fits = None if known is None else known.fits
    return fits if fits is not None and fits.has(what) else None


def assumed_fits(model: str | None, what: Fit) -> Fits:
    """The fits to work with: the model's own, else those of `FITTED_MODEL`."""
    own = own_fits(model, what) or own_fits(FITTED_MODEL, what)
    assert own is not None, f"{FITTED_MODEL} has no {what}"
    return own


def _known() -> Mapping[str, PoseModel]:
    _load_built_in()
    return _models


@cache
def _load_built_in() -> None:
    for module in _BUILT_IN:
        import_module(module)


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or name.endswith(model_suffixes())
