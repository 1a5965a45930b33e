"""Sound files of each kind that is attacked, small ones: what is damaged starts from them."""

import gzip
import json
import tempfile
from datetime import date, datetime
from functools import cache
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from benchmarks.made_history import a_year
from formcheck.activities.load import load_activity
from formcheck.history.store import open_history
from formcheck.monitor.config import template
from formcheck.source.codecs import VideoFrame, VideoStream, av

_ROOT = Path(__file__).parent.parent.parent
RECORDINGS = _ROOT / "benchmarks" / "recordings"
LIFT, DESK = "dev-press-000-good-good-front", "dev-desk-008-forward_head-caution-front"
_FRAMES = 45
_PICTURES = 8
RULE = b"""\
[[rule]]
id = "no-lockout"
tests = [{ measure = "elbow_angle_deg", reduce = "max", below = { caution = 165, poor = 155 } }]

[[rule]]
id = "wide-grip"
enabled = false

[[rule]]
id = "slow-lowering"
title = "Lowered very slowly"
when = "rep"
views = ["front", "side"]
tests = [{ measure = "eccentric_time_s", above = { caution = 4.0 } }]
cue = "Lower a bit faster"
spoken = "You can lower it a little faster."
advice = "One to four seconds on the way down is plenty."
source = { tag = "coach", text = "My own preference." }
"""
SMALL_SET = b'{"format": "formcheck.set/1", "scenes": [{"name": "a", "split": "test", "exercise": "press"}]}'
SMALL_TRUTH = json.dumps({"format": "formcheck.truth/1", "reps": []})
STILLS = ("jpg", "png", "webp")
FILMS = {"mp4": "mpeg4", "avi": "mjpeg", "mkv": "mpeg4", "ts": "mpeg2video", "mov": "mjpeg"}


@cache
def excerpt(name: str) -> bytes:
    path = RECORDINGS / f"{name}.poses.jsonl.gz"
    with gzip.open(path) as file:
        return gzip.compress(b"".join(file.readline() for _ in range(_FRAMES + 1)))


@cache
def profile() -> bytes:
    """A profile as `formcheck calibrate` writes it."""
    from formcheck.analysis.calibrate import calibrate_sources
    from formcheck.calibration.profile import profile_of

    desk = load_activity("desk")
    calibration = calibrate_sources([RECORDINGS / f"{DESK}.poses.jsonl.gz"], desk.mode, seconds=2.0)
    return profile_of(calibration, "me", datetime(2026, 1, 1)).to_json().encode()


def listed() -> bytes:
    """The beginning of the recorded set's own list."""
    manifest = json.loads((RECORDINGS / "set.json").read_text(encoding="utf-8"))
    return json.dumps({**manifest, "scenes": manifest["scenes"][:12]}).encode()


def scenes() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((_ROOT / "renderer/scenes").glob("*.toml")))


@cache
def film(ending: str) -> bytes:
    """A film of a few small pictures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x.{ending}"
        with av.open(str(path), "w") as out:
            stream = out.add_stream(FILMS[ending], rate=10)
            assert isinstance(stream, VideoStream)
            stream.width, stream.height = 64, 48
            stream.pix_fmt = "yuvj420p" if FILMS[ending] == "mjpeg" else "yuv420p"
            for index in range(_PICTURES):
                picture = np.full((48, 64, 3), 30 * index, np.uint8)
                picture[10:20, 5 * index : 5 * index + 8] = 255
                out.mux(stream.encode(VideoFrame.from_ndarray(picture, "rgb24")))
            out.mux(stream.encode())
        return path.read_bytes()


@cache
def picture(ending: str) -> bytes:
    picture = np.indices((48, 64)).sum(0).astype(np.uint8) * 2
    done, data = cv2.imencode(f".{ending}", np.dstack([picture] * 3))
    assert done
    return data.tobytes()


def config() -> bytes:
    """The config file of the desk monitor with every key set."""
    lines = template().splitlines()
    return "\n".join(line.removeprefix("# ") if " = " in line else line for line in lines).encode()


@cache
def history_file() -> bytes:
    """A small history."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        with open_history(path) as history:
            history.add_all(islice(a_year(date(2026, 1, 2), days=1, hours_a_day=1, sets_a_day=2), 80))
        return path.read_bytes()


@cache
def history_export() -> bytes:
    """The same history as it is exported."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        path.write_bytes(history_file())
        with open_history(path) as history:
            texts = history.texts()
    kinds = {kind: [json.loads(text) for text in found[:3]] for kind, found in texts.items()}
    return json.dumps({"format": "formcheck.history/1", **kinds}).encode()


MESSAGES = (
    b'{"command":"pause","for_s":1800.0}\n',
    b'{"ok":true,"text":"paused","status":{"state":"paused","until_s":1.0}}\n',
)


def openpose() -> bytes:
    """A frame of OpenPose's."""
    points = [value for index in range(25) for value in (40.0 * index, 30.0 * index, 0.9)]
    return json.dumps({"version": 1.3, "people": [{"pose_keypoints_2d": points}]}).encode()


def coco() -> bytes:
    """Two pictures with a person each, as COCO's annotations."""
    people = [
        {"image_id": image, "category_id": 1, "keypoints": [*range(100, 151)], "score": 0.9, "id": image}
        for image in (1, 2)
    ]
    images = [{"id": image, "file_name": f"{image}.jpg", "width": 640, "height": 480} for image in (1, 2)]
    return json.dumps({"images": images, "annotations": people}).encode()


def trc() -> bytes:
    """Two frames of a body's main points, as motion capture writes them."""
    names = ("RShoulder", "LShoulder", "RElbow", "LElbow", "RWrist", "LWrist", "RHip", "LHip")
    head = (
        "PathFileType\t4\t(X/Y/Z)\tx.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits",
        f"30\t30\t2\t{len(names)}\tm",
        "Frame#\tTime\t" + "\t\t\t".join(names),
        "\t\t" + "\t".join(f"{axis}{index + 1}" for index in range(len(names)) for axis in "XYZ"),
        "",
    )
    cells = [f"{0.1 * index:.3f}\t{1.5 - 0.1 * index:.3f}\t0.0" for index in range(len(names))]
    rows = [f"{frame + 1}\t{frame / 30:.4f}\t" + "\t".join(cells) for frame in range(2)]
    return "\n".join((*head, *rows, "")).encode()
