"""Poses that other programs have found become recordings that are analysed as any other."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.pose.landmarks import COCO_17, Landmark
from formcheck.pose.recording import PoseRecording
from tests.cli.bad_input import check_refused
from tests.cli.conftest import Call, files_in
from tests.cli.recordings import LAYBACK, frames_of, header, recorded, write_lines

FPS = 15.0
SPORTS2D = {
    "Hip": None, "RHip": Landmark.RIGHT_HIP, "RKnee": Landmark.RIGHT_KNEE, "RAnkle": Landmark.RIGHT_ANKLE,
    "RBigToe": Landmark.RIGHT_FOOT_INDEX, "RSmallToe": None, "RHeel": Landmark.RIGHT_HEEL,
    "LHip": Landmark.LEFT_HIP, "LKnee": Landmark.LEFT_KNEE, "LAnkle": Landmark.LEFT_ANKLE, "Neck": None,
    "LBigToe": Landmark.LEFT_FOOT_INDEX, "LSmallToe": None, "LHeel": Landmark.LEFT_HEEL, "Head": None,
    "Nose": Landmark.NOSE, "RShoulder": Landmark.RIGHT_SHOULDER, "RElbow": Landmark.RIGHT_ELBOW,
    "RWrist": Landmark.RIGHT_WRIST, "LShoulder": Landmark.LEFT_SHOULDER, "LElbow": Landmark.LEFT_ELBOW,
    "LWrist": Landmark.LEFT_WRIST,
}  # fmt: skip


def points_px() -> np.ndarray:
    """(frames, 33, 2): a press that leans back."""
    return np.array([frame["points"] for frame in frames_of(LAYBACK, 0, 8, every=2)])[..., :2]


def coco_18(points: np.ndarray, score: float = 0.8) -> list[float]:
    """One person as OpenPose wrote it before it had 25 points."""
    order = (0, None, 12, 14, 16, 11, 13, 15, 24, 26, 28, 23, 25, 27, 5, 2, 8, 7)
    rows = [[0.0, 0.0, 0.0] if i is None else [*points[i].tolist(), score] for i in order]
    return [number for row in rows for number in row]


def write_openpose(folder: Path, frames: list[list[list[float]]]) -> Path:
    folder.mkdir(parents=True)
    for number, people in enumerate(frames):
        told = {"version": 1.3, "people": [{"pose_keypoints_2d": person} for person in people]}
        (folder / f"clip_{number:012d}_keypoints.json").write_text(json.dumps(told))
    return folder


def write_sports2d(path: Path, points: np.ndarray, missing: str = "LHeel") -> Path:
    """In metres, y up, as that program writes them."""
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{FPS:g}\t{FPS:g}\t{len(points)}\t{len(SPORTS2D)}\tm\t{FPS:g}\t0\t{len(points)}",
        "Frame#\tTime\t" + "\t\t\t".join(SPORTS2D) + "\t\t\t",
        "\t\t" + "\t".join(f"X{i}\tY{i}\tZ{i}" for i in range(1, len(SPORTS2D) + 1)) + "\t",
    ]
    for number, frame in enumerate(points):
        cells = [str(number), str(number / FPS)]
        for name, landmark in SPORTS2D.items():
            x, y = frame[Landmark.NOSE if landmark is None else landmark]
            cells += ["", "", ""] if name == missing else [str(x * 0.002), str(1.9 - y * 0.002), "0.0"]
        lines.append("\t".join(cells))
    path.write_text("\n".join(lines) + "\n")
    return path


def poses_of(path: Path) -> list[Any]:
    with PoseRecording(path) as recording:
        return list(recording)


def test_a_folder_of_openpose(formcheck: Call, tmp_path: Path) -> None:
    points = points_px()
    source = write_openpose(tmp_path / "json", [[coco_18(frame)] for frame in points])
    out = tmp_path / "press.poses.jsonl.gz"
    done = formcheck("import", source, "--fps", FPS, "-o", out)
    assert (done.code, done.err) == (0, "")
    frames = poses_of(out)
    assert [frame.time_s for frame in frames] == pytest.approx(
        [i / FPS for i in range(len(points))], abs=1e-6
    )
    wrists = np.array([frame.pose.xy_px[Landmark.LEFT_WRIST] for frame in frames])
    np.testing.assert_allclose(wrists, points[:, Landmark.LEFT_WRIST])
    assert formcheck("analyze", out, "-a", "press", "-o", tmp_path / "out", "--quiet").code == 0
    summary = json.loads((tmp_path / "out" / "press" / "summary.json").read_text())
    assert len(summary["reps"]) == 2
    assert "overhead-press.layback" in {finding["rule"] for finding in summary["findings"]}
    assert summary["errors"]["known"] is False


def test_a_point_at_zero_is_missing_and_so_is_a_person(formcheck: Call, tmp_path: Path) -> None:
    people = [[coco_18(frame)] for frame in points_px()[:4]]
    people[1] = []
    people[2][0][12:15] = [0.0, 0.0, 0.0]  # the right elbow's place is 9, the right wrist's 12
    out = tmp_path / "a.poses.jsonl.gz"
    assert formcheck("import", write_openpose(tmp_path / "json", people), "--fps", 30, "-o", out).code == 0
    frames = poses_of(out)
    assert frames[1].pose is None
    assert np.isnan(frames[2].pose.points[Landmark.RIGHT_WRIST]).all()
    assert np.isfinite(frames[2].pose.xy_px[Landmark.RIGHT_ELBOW]).all()
    assert all(np.isnan(frame.pose.points[Landmark.LEFT_HEEL]).all() for frame in frames if frame.pose)


def test_of_several_people_the_one_who_was_followed_is_kept(formcheck: Call, tmp_path: Path) -> None:
    subject = points_px()[:30]
    other = subject * 0.5 + (300, 400)
    people = []
    for number, (first, second) in enumerate(zip(subject, other, strict=True)):
        both = [coco_18(first), coco_18(second)]
        people.append([both[1]] if number in (10, 11) else both[:: -1 if number % 2 else 1])
    out = tmp_path / "a.poses.jsonl.gz"
    assert formcheck("import", write_openpose(tmp_path / "json", people), "--fps", 15, "-o", out).code == 0
    frames = poses_of(out)
    assert [frame.index for frame in frames if frame.pose is None] == [10, 11]
    for frame in frames:
        if frame.pose is not None:
            assert frame.pose.xy_px[Landmark.NOSE] == pytest.approx(subject[frame.index, Landmark.NOSE])


def test_shares_of_a_picture_need_its_size(formcheck: Call, tmp_path: Path) -> None:
    points = points_px()[:3]
    source = write_openpose(tmp_path / "json", [[coco_18(frame / (540, 960))] for frame in points])
    out = tmp_path / "a.poses.jsonl.gz"
    check_refused(formcheck("import", source, "--fps", 15, "-o", out), "--size")
    assert formcheck("import", source, "--fps", 15, "--size", "540x960", "-o", out).code == 0
    assert poses_of(out)[0].pose.xy_px[Landmark.NOSE] == pytest.approx(points[0, Landmark.NOSE], abs=0.01)


@pytest.mark.parametrize("whole", [True, False], ids=["data set", "results"])
def test_keypoints_of_coco(formcheck: Call, tmp_path: Path, whole: bool) -> None:
    points = points_px()
    annotations = []
    for number, frame in enumerate(points):
        rows = [[*frame[landmark].tolist(), 2 if whole else 0.9] for landmark in COCO_17]
        rows[3] = [0, 0, 0]  # the left ear
        annotations.append(
            {"image_id": 100 + number, "category_id": 1, "keypoints": [n for row in rows for n in row]}
        )
    images = [
        {"id": 100 + i, "file_name": f"{i}.jpg", "width": 540, "height": 960} for i in range(len(points))
    ]
    data = {"images": images, "annotations": annotations} if whole else annotations
    source = tmp_path / "keypoints.json"
    source.write_text(json.dumps(data))
    assert formcheck("import", source, "--fps", FPS).code == 0
    frames = poses_of(tmp_path / "keypoints.poses.jsonl.gz")
    assert [frame.index for frame in frames] == list(range(len(points)))
    assert np.isnan(frames[0].pose.points[Landmark.LEFT_EAR]).all()
    wrists = np.array([frame.pose.xy_px[Landmark.RIGHT_WRIST] for frame in frames])
    np.testing.assert_allclose(wrists, points[:, Landmark.RIGHT_WRIST])
    with PoseRecording(tmp_path / "keypoints.poses.jsonl.gz") as recording:
        size = recording.info.width_px, recording.info.height_px
    assert size == (540, 960) if whole else size[1] >= np.nanmax(points[..., 1])


def test_points_of_sports2d_in_metres(formcheck: Call, tmp_path: Path) -> None:
    source = write_sports2d(tmp_path / "demo_m_person00.trc", points_px())
    done = formcheck("import", source)
    assert (done.code, done.err) == (0, "")
    out = tmp_path / "demo_m_person00.poses.jsonl.gz"
    first = poses_of(out)[0].pose
    assert np.isnan(first.points[Landmark.LEFT_HEEL]).all()
    assert first.xy_px[Landmark.LEFT_SHOULDER][1] < first.xy_px[Landmark.LEFT_HIP][1]
    assert formcheck("analyze", out, "-a", "press", "-o", tmp_path / "out", "--quiet").code == 0
    (folder,) = (tmp_path / "out").iterdir()
    summary = json.loads((folder / "summary.json").read_text())
    assert len(summary["reps"]) == 2
    assert set(summary["coverage"]["views"]) == {"side"}
    # It has no ears, so that it is not known which way somebody looks.
    assert "overhead-press.layback" in {entry["rule"] for entry in summary["not_judged"]}


def test_a_frame_without_anybody_and_absurd_places_are_missing(formcheck: Call, tmp_path: Path) -> None:
    points = points_px()
    points[3] = np.nan
    points[5] = 1e300
    source = write_sports2d(tmp_path / "gaps.trc", points)
    source.write_text(source.read_text().replace("nan", ""))
    done = formcheck("import", source)
    assert (done.code, done.err) == (0, "")
    poses = [frame.pose for frame in poses_of(tmp_path / "gaps.poses.jsonl.gz")]
    assert [index for index, pose in enumerate(poses) if pose is None] == [3, 5]


def test_a_file_without_anybody_is_one_line(formcheck: Call, tmp_path: Path) -> None:
    source = write_sports2d(tmp_path / "nobody.trc", np.full((4, 33, 2), 1e300))
    check_refused(formcheck("import", source), "nobody is found")


@pytest.mark.parametrize("kind", ["openpose", "coco", "trc"])
def test_what_was_exported_is_read_back(formcheck: Call, tmp_path: Path, kind: str) -> None:
    source = recorded(tmp_path / "press.poses.jsonl.gz", LAYBACK, 0, 8)
    arguments = ("-a", "press", "-o", tmp_path / "out", "--no-report", "--quiet")
    assert formcheck("analyze", source, *arguments, "--export", kind).code == 0
    folder = tmp_path / "out" / "press"
    names = {"openpose": "openpose", "coco": "points.coco.json", "trc": "points.trc"}
    out = tmp_path / "again.poses.jsonl.gz"
    assert formcheck("import", folder / names[kind], "-o", out).code == 0
    before, after = poses_of(source), poses_of(out)
    assert [frame.time_s for frame in after] == pytest.approx([frame.time_s for frame in before], abs=1e-5)
    moved_px = [
        a.pose.xy_px[Landmark.LEFT_WRIST] - b.pose.xy_px[Landmark.LEFT_WRIST]
        for a, b in zip(after, before, strict=True)
    ]
    assert np.ptp(moved_px, axis=0).max() < (20 if kind == "trc" else 0.02)  # TRC holds smoothed points


BAD = {
    "nothing.json": (b"[]", "nobody"),
    "cut.json": (b'{"annotations": [', "cut off"),
    "other.json": (b'{"a": 1}', "COCO"),
    "empty.trc": (b"", "no TRC"),
    "markers.trc": (b"PathFileType\n\n1\n" + b"Frame#\tTime\tC7\n\t\tX1\n\n1\t0\t1\t1\t1\n", "known by name"),
    "film.mp4": (b"x", "--format"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_recording_of_poses_is_one_line(formcheck: Call, tmp_path: Path, name: str) -> None:
    data, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    check_refused(formcheck("import", tmp_path / name, "--fps", 30), words)
    assert files_in(tmp_path) == [name]


def test_bad_folders_are_one_line(formcheck: Call, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    check_refused(formcheck("import", tmp_path / "empty", "--fps", 30), "no frames")
    check_refused(formcheck("import", tmp_path / "gone"), "no such file")
    source = write_openpose(tmp_path / "json", [[coco_18(points_px()[0])]])
    check_refused(formcheck("import", source), "--fps")
    (source / "clip_000000000001_keypoints.json").write_text('{"people": [{"pose_keypoints_2d": "x"}]}')
    check_refused(formcheck("import", source, "--fps", 30), "no frame of OpenPose")
    (source / "clip_000000000001_keypoints.json").write_text('{"people": [{"pose_keypoints_2d": [1,2,3]}]}')
    check_refused(formcheck("import", source, "--fps", 30), "points a person")


def test_a_file_that_is_there_is_replaced_only_when_it_is_named(formcheck: Call, tmp_path: Path) -> None:
    source = write_sports2d(tmp_path / "a.trc", points_px()[:5])
    own = write_lines(tmp_path / "a.poses.jsonl.gz", [header()])
    before = own.read_bytes()
    check_refused(formcheck("import", source), "-o", 2)
    assert own.read_bytes() == before
    assert formcheck("import", source, "-o", own).code == 0
    assert len(poses_of(own)) == 5
