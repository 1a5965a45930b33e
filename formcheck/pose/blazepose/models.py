"""BlazePose lite, full and heavy as pose models, and bundles of the user's own. Registered on import."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.pose.blazepose.bundles import (
    BUNDLES,
    MODEL_NAMES,
    Bundle,
    BundleState,
    bundle_status,
    find_bundle,
    user_models_folder,
)
from formcheck.pose.fits import NETWORKS, Fits
from formcheck.pose.models import ModelStatus, PoseModel, Talk, register_model_files, register_pose_model

if TYPE_CHECKING:
    from formcheck.pose.estimator import PoseFinders

_FITS = Path(__file__).parent
# All three set the points of an arm alike: see "Errors and corrections" in models/README.md.
_SHARED = tuple((network, "full") for network in sorted(NETWORKS))


def _open(name: str) -> "PoseFinders":
    """Check the bundle and get ready; MediaPipe and the weights come with the first picture."""
    bundle = find_bundle(name)
    from formcheck.pose.blazepose.estimator import BlazePosePeople, BlazePoseTracker, begin_loading
    from formcheck.pose.estimator import PoseFinders

    known = name in MODEL_NAMES
    tracker, people = BlazePoseTracker(bundle, known=known), BlazePosePeople(bundle, known=known)
    return PoseFinders(tracker, people, lambda: begin_loading(people, tracker))


def _status(bundle: Bundle) -> ModelStatus:
    found = bundle_status(bundle)
    where = bundle.remedy if found.path is None else str(found.path)
    if found.path is not None and found.state is not BundleState.OK:
        where = f"{where} ({bundle.remedy})"
    return ModelStatus(found.state, where, bundle.size_bytes)


def _build(name: str, folder: Path | None, from_weights: Path | None, talk: Talk) -> Path:
    from formcheck.pose.blazepose.bundle_build import build_bundle

    return build_bundle(name, folder or user_models_folder(), from_weights, talk=talk)


def _of_bundle(bundle: Bundle) -> PoseModel:
    name = bundle.name
    status: Callable[[], ModelStatus] = partial(_status, bundle)
    fits = Fits(_FITS, name, _SHARED)
    return PoseModel(name, partial(_open, name), fits, status, partial(_build, name), begins_anew=True)


def _of_file(path: Path, name: str) -> PoseModel:
    """A bundle of the user's own, of which nothing is known: no fits."""
    return PoseModel(name, partial(_open, str(path)), begins_anew=True)


for _bundle in BUNDLES:
    register_pose_model(_of_bundle(_bundle))
register_model_files(".task", _of_file)
