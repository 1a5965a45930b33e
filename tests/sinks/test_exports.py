"""What is exported says the same to other programs' readers as our own tables say."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import c3d
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from formcheck.api import analyze
from formcheck.cli.app import run
from formcheck.pose.landmarks import Landmark
from formcheck.pose.pose import visibility_of
from formcheck.pose.recording import PoseRecording
from formcheck.sinks.exports.names import EXPORTS
from formcheck.sinks.exports.points import MARKERS, score_of
from formcheck.sinks.own_files import is_ours
from tests.cli.recordings import LAYBACK, frames_of, header, write_lines

# That there are no force plates is no problem of a reader's.
pytestmark = pytest.mark.filterwarnings("ignore:No analog data found")

HEIGHT_PX = 960
ALL = ",".join(EXPORTS)
# Frames in which nobody is found, and a point that is missing everywhere.
NOBODY, MISSING = range(40, 43), Landmark.LEFT_HEEL


@dataclass(frozen=True)
class Exported:
    source: Path
    folder: Path
    poses: np.ndarray
    """(frames, 33, 2): the smoothed points in pixels."""
    raw: np.ndarray
    times_s: np.ndarray

    def __truediv__(self, name: str) -> Path:
        return self.folder / EXPORTS[name]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    frames = frames_of(LAYBACK, 0, 8, every=2)
    for frame in frames:
        if frame["frame"] in NOBODY:
            frame["points"] = None
        else:
            frame["points"][MISSING] = None
            if frame["frame"] > 60:
                frame["points"][-1] = None  # the last of them all
    return write_lines(
        tmp_path_factory.mktemp("source") / "press.poses.jsonl.gz", [header(fps=15.0), *frames]
    )


def exported(source: Path, out: Path, *options: str) -> Exported:
    arguments = ["analyze", str(source), "-a", "press", "-o", str(out), "--quiet", "--no-report"]
    assert run([*arguments, "--export", ALL, *options]) == 0
    seen = analyze(source).observations
    empty = np.full((33, 2), np.nan)
    poses = np.array([empty if one.pose is None else one.pose.xy_px for one in seen])
    with PoseRecording(source) as recording:
        raw = np.array([empty if frame.pose is None else frame.pose.xy_px for frame in recording])
    return Exported(source, out / "press", poses, raw, np.array([one.time_s for one in seen]))


@pytest.fixture(scope="module")
def in_px(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return exported(source, tmp_path_factory.mktemp("px"))


@pytest.fixture(scope="module")
def in_m(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    return exported(source, tmp_path_factory.mktemp("m"), "--height", "178")


def read_trc(path: Path) -> tuple[dict[str, str], list[str], pd.DataFrame]:
    """A reader of its own, after the description of the format."""
    lines = path.read_text().splitlines()
    known = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=True))
    names = [cell for cell in lines[3].split("\t")[2:] if cell]
    cells = [line.split("\t")[:-1] for line in lines[5:] if line.strip()]
    table = pd.DataFrame([[float(cell) if cell else np.nan for cell in row] for row in cells])
    return known | {"about": lines[0]}, names, table


def in_space(poses_px: np.ndarray, scale: float) -> np.ndarray:
    return np.stack([poses_px[..., 0], HEIGHT_PX - poses_px[..., 1]], axis=-1) * scale


def test_trc_holds_the_smoothed_points_in_the_plane_of_the_picture(in_px: Exported) -> None:
    known, names, table = read_trc(in_px / "trc")
    assert "one camera" in known["about"]
    assert known["Units"] == "px"
    assert (int(known["NumFrames"]), int(known["NumMarkers"])) == (len(in_px.poses), 33)
    assert tuple(names) == MARKERS
    assert table.shape == (len(in_px.poses), 2 + 3 * 33)
    assert len({*names}) == 33
    np.testing.assert_allclose(table[1], in_px.times_s, atol=1e-6)
    points = table.iloc[:, 2:].to_numpy().reshape(len(table), 33, 3)
    np.testing.assert_allclose(points[..., :2], in_space(in_px.poses, 1.0), atol=0.006)
    assert set(points[..., 2][np.isfinite(points[..., 2])]) == {0.0}


def test_lengths_are_those_of_a_person_of_that_height(in_m: Exported) -> None:
    known, names, table = read_trc(in_m / "trc")
    assert known["Units"] == "m"
    points = table.iloc[:, 2:].to_numpy().reshape(len(table), 33, 3)
    at = {name: points[:, i, :2] for i, name in enumerate(names)}
    trunk_m = np.linalg.norm((at["LShoulder"] + at["RShoulder"] - at["LHip"] - at["RHip"]) / 2, axis=1)
    assert np.nanmedian(trunk_m) == pytest.approx(0.288 * 1.78, rel=0.01)
    standing_m = np.nanmedian(at["Nose"][:, 1] - at["LAnkle"][:, 1])
    assert 1.4 < standing_m < 1.8


def test_what_is_missing_is_missing_and_never_zero(in_px: Exported) -> None:
    _, names, table = read_trc(in_px / "trc")
    points = table.iloc[:, 2:].to_numpy().reshape(len(table), 33, 3)
    assert np.isnan(points[:, names.index("LHeel")]).all()
    assert np.isnan(in_px.raw[list(NOBODY)]).all()
    wide = pd.read_csv(in_px / "csv-wide")
    assert wide["left_heel_x_px"].isna().all()
    coco = json.loads((in_px / "coco").read_text())
    assert not {a["image_id"] for a in coco["annotations"]} & {*NOBODY}
    for frame in NOBODY:
        (path,) = (in_px / "openpose").glob(f"*{frame:012d}_keypoints.json")
        assert json.loads(path.read_text())["people"] == []
    with (in_px / "c3d").open("rb") as file:
        frames = [points for _, points, _ in c3d.Reader(file).read_frames()]
    heel = MARKERS.index("LHeel")
    assert {frame[heel, 3] for frame in frames} == {-1.0}


def test_mot_holds_the_angles_of_the_table(in_px: Exported) -> None:
    lines = (in_px / "mot").read_text().splitlines()
    end = lines.index("endheader")
    known = dict(line.split("=") for line in lines[:end] if "=" in line)
    assert known["inDegrees"] == "yes"
    assert any("one camera" in line for line in lines[:end])
    table = pd.read_csv(in_px / "mot", sep="\t", skiprows=end + 1)
    assert (int(known["nRows"]), int(known["nColumns"])) == table.shape
    ours = pd.read_csv(in_px.folder / "frames.csv")
    assert list(table)[1:] == [name for name in ours if name.endswith("_deg") and ours[name].notna().any()]
    assert table.notna().any().all()
    for name in list(table)[1:]:
        np.testing.assert_allclose(table[name], ours[name], atol=1e-4)


@pytest.mark.parametrize(("fixture", "unit", "factor"), [("in_px", "px", 1.0), ("in_m", "mm", None)])
def test_c3d_is_read_by_a_library_that_has_not_written_it(
    fixture: str, unit: str, factor: float | None, request: pytest.FixtureRequest
) -> None:
    done: Exported = request.getfixturevalue(fixture)
    with (done / "c3d").open("rb") as file:
        reader = c3d.Reader(file)
        assert reader.point_rate == 15.0
        assert [label.strip() for label in reader.point_labels] == list(MARKERS)
        assert reader.get("POINT.UNITS").string_value.strip() == unit
        assert "one camera" in reader.get("MANUFACTURER.SOFTWARE").string_value
        frames = np.array([points[:, :3] for _, points, _ in reader.read_frames()])
    assert len(frames) == len(done.poses)
    expected = in_space(done.poses, 1.0)
    there = np.isfinite(expected)
    scale = factor or float(np.median(frames[..., :2][there] / expected[there]))
    np.testing.assert_allclose(frames[..., :2][there], expected[there] * scale, rtol=1e-3, atol=0.5)


def test_openpose_and_coco_hold_the_points_as_the_model_saw_them(in_px: Exported) -> None:
    paths = sorted((in_px / "openpose").iterdir())
    assert len(paths) == len(in_px.raw)
    people = json.loads(paths[0].read_text())["people"]
    rows = np.array(people[0]["pose_keypoints_2d"]).reshape(25, 3)
    wrist, neck, toe = rows[4], rows[1], rows[20]
    np.testing.assert_allclose(wrist[:2], in_px.raw[0, Landmark.RIGHT_WRIST], atol=0.01)
    shoulders = in_px.raw[0, [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]]
    np.testing.assert_allclose(neck[:2], shoulders.mean(axis=0), atol=0.01)
    assert (wrist[2], toe.tolist()) == (1.0, [0, 0, 0])
    data = json.loads((in_px / "coco").read_text())
    assert data["categories"][0]["keypoints"][9] == "left_wrist"
    assert [image["id"] for image in data["images"]] == list(range(len(in_px.raw)))
    first = data["annotations"][0]
    keypoints = np.array(first["keypoints"]).reshape(17, 3)
    np.testing.assert_allclose(keypoints[9, :2], in_px.raw[0, Landmark.LEFT_WRIST], atol=0.01)
    assert first["num_keypoints"] == 17
    left, top, width, height = first["bbox"]
    assert left + width == pytest.approx(keypoints[:, 0].max())
    assert top + height == pytest.approx(keypoints[:, 1].max())


def test_wide_tables_are_the_frames_and_the_points(in_px: Exported) -> None:
    ours, wide = pd.read_csv(in_px.folder / "frames.csv"), pd.read_csv(in_px / "csv-wide")
    table = pq.read_table(in_px / "parquet").to_pandas()
    assert list(wide) == list(table)
    assert list(wide)[: len(list(ours))] == list(ours)
    points = wide[["right_wrist_x_px", "right_wrist_y_px"]].to_numpy()
    np.testing.assert_allclose(points, in_px.poses[:, Landmark.RIGHT_WRIST], atol=1e-3)
    assert table["pose"].dtype == bool
    assert table["time_s"].dtype == float
    for name in wide.select_dtypes("number"):
        if name != "pose":
            np.testing.assert_allclose(table[name].astype(float), wide[name], atol=1e-3)


def test_a_later_run_leaves_nothing_of_an_earlier_export(source: Path, tmp_path: Path) -> None:
    exported(source, tmp_path)
    folder = tmp_path / "press"
    assert all(is_ours(path) for path in folder.rglob("*") if path.is_file())
    own = folder / "openpose" / "notes.txt"
    own.write_text("mine")
    arguments = ["analyze", str(source), "-a", "press", "-o", str(tmp_path), "--quiet", "--no-report"]
    assert run([*arguments, "--export", "trc"]) == 0
    left = sorted(path.name for path in folder.rglob("*") if path.is_file())
    assert left == ["frames.csv", "notes.txt", "points.trc", "reps.csv", "summary.json"]


def test_files_of_others_are_not_replaced(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "press").mkdir()
    (tmp_path / "press" / "points.trc").write_text("of a motion capture system")
    arguments = ["analyze", str(source), "-a", "press", "-o", str(tmp_path), "--quiet", "--no-report"]
    assert run([*arguments, "--export", "trc"]) == 1
    assert "was not written by formcheck" in capsys.readouterr().err


def test_an_unknown_format_is_one_line(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["analyze", str(source), "--export", "trc,bvh"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "bvh" in said[0]
    assert ALL in said[0]


def test_the_semicolon_dialect_is_that_of_wide_tables_too(source: Path, tmp_path: Path) -> None:
    exported(source, tmp_path, "--csv-dialect", "semicolon")
    with (tmp_path / "press" / "wide.csv").open(newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert "," in rows[1][rows[0].index("right_wrist_x_px")]
    assert is_ours(tmp_path / "press" / "wide.csv")


@pytest.mark.parametrize("visibility", [0.0, 0.2, 0.5, 0.7, 1.0])
def test_a_score_is_read_back_as_the_visibility_that_it_was(visibility: float) -> None:
    assert visibility_of(score_of(visibility)) == pytest.approx(visibility)
