"""The file with the weights of the face mesh."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from formcheck.errors import ModelError
from formcheck.pose.blazepose.bundles import Bundle, BundleSource, BundleState, bundle_status

# From the wheel of mediapipe 0.10.21, mediapipe/modules/face_landmark/face_landmark.tflite, Apache-2.0.
FACE_MESH: Final = Bundle(
    name="mesh",
    file_name="face_landmark.tflite",
    size_bytes=1_242_398,
    sha256="1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    source=BundleSource.SHIPPED,
    what="face model",
    buildable=False,
)


def find_face_mesh(folders: Iterable[Path] | None = None) -> Path:
    """The file, checked.

    Args:
        folders: Where to look; by default where the pose models are.

    Raises:
        ModelError: If it is missing, cut short or altered.
    """
    status = bundle_status(FACE_MESH, folders)
    if status.path is None or status.state is not BundleState.OK:
        raise ModelError(status.complaint)
    return status.path
