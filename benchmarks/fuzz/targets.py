"""What is attacked: each kind of file, sound examples of it, and how formcheck reads it."""

import gzip
import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np

from benchmarks.fuzz.mutations import BYTES, TEXT, Mutation, packed
from formcheck.activities.load import check_file, load_activity
from formcheck.calibration.store import ProfileStore
from formcheck.cli.app import run
from formcheck.evaluation.clips import find_clips
from formcheck.evaluation.labels import read_labels
from formcheck.pose.recording import PoseRecording
from formcheck.source.codecs import VideoFrame, VideoStream, av, cv2
from formcheck.source.picture import PictureFile
from formcheck.source.video import VideoFile
from renderer.clips.scene_file import read_scene

_ROOT = Path(__file__).parent.parent.parent
_RECORDINGS = _ROOT / "benchmarks" / "recordings"
_LIFT, _DESK = "dev-press-000-good-good-front", "dev-desk-008-forward_head-caution-front"
_FRAMES = 45
_PICTURES = 8


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of input.

    Attributes:
        name: Such as "recording".
        file_name: What the damaged file is called: the ending tells formcheck what it is.
        examples: Sound files to start from.
        read: Reads the file. It may raise formcheck's own errors, and nothing else.
        mutations: What is done to the examples.
        share: How often it is chosen, beside the others.
    """

    name: str
    file_name: str
    examples: tuple[bytes, ...]
    read: Callable[[Path], None]
    mutations: tuple[Mutation, ...]
    share: int


class CommandError(Exception):
    """A command did not end as one may: exit 0, 1 or 2 with one clear line."""


def targets() -> tuple[Target, ...]:
    """All targets; `share` is chosen so that each costs about as much time as another."""
    recordings = (_excerpt(_LIFT), _excerpt(_DESK))
    rules = tuple(path.read_bytes() for path in sorted((_ROOT / "formcheck/activities").glob("*.toml")))
    truths = tuple((_RECORDINGS / f"{name}.truth.json.gz").read_bytes() for name in (_LIFT, _DESK))
    plain = tuple(gzip.decompress(data) for data in recordings)
    packed_text = (*map(packed, TEXT), *BYTES)
    return (
        Target("recording", "x.poses.jsonl", plain, _read_recording, TEXT, 8),
        Target("packed recording", "x.poses.jsonl.gz", recordings, _read_recording, packed_text, 4),
        Target("rules", "rules.toml", (_RULE,), _check_rules, TEXT, 8),
        Target("activity", "mine.toml", rules, _check_activity, TEXT, 1),
        Target("profile", "me.json", (_profile(),), _read_profile, TEXT, 40),
        Target("truth", "x.truth.json.gz", truths, _read_truth, packed_text, 6),
        Target("set", "set.json", (_SMALL_SET, _listed()), _read_set, TEXT, 40),
        Target("scene", "scene.toml", _scenes(), _read_scene, TEXT, 40),
        *(Target(f"video .{end}", f"x.{end}", (_film(end),), _read_video, BYTES, 2) for end in _FILMS),
        *(
            Target(f"picture .{end}", f"x.{end}", (_picture(end),), _read_picture, BYTES, 8)
            for end in _STILLS
        ),
        Target("analysed lift", "x.poses.jsonl", plain[:1], partial(_analyse, "overhead-press"), TEXT, 1),
        Target("analysed desk", "x.poses.jsonl", plain[1:], partial(_analyse, "desk"), TEXT, 1),
        Target("analysed with rules", "rules.toml", (_RULE,), partial(_analyse_with, plain[0]), TEXT, 1),
    )


def _read_recording(path: Path) -> None:
    with PoseRecording(path) as stream:
        _ = stream.info
        for _ in stream:
            pass


def _check_rules(path: Path) -> None:
    check_file(path, "overhead-press")
    load_activity("overhead-press", [path])


def _check_activity(path: Path) -> None:
    load_activity(path)


def _read_profile(path: Path) -> None:
    path.chmod(0o600)
    ProfileStore(path.parent).load(path.stem)


def _read_truth(path: Path) -> None:
    read_labels(path)


def _read_set(path: Path) -> None:
    folder = path.parent
    (folder / "a.truth.json").write_text(_SMALL_TRUTH)
    (folder / "a.poses.jsonl").write_text("")
    for _ in find_clips(folder):
        pass


def _read_scene(path: Path) -> None:
    read_scene(path)


def _read_video(path: Path) -> None:
    with VideoFile(path) as film:
        for _ in film:
            pass


def _read_picture(path: Path) -> None:
    with PictureFile(path) as still:
        for _ in still:
            pass


def _analyse(activity: str, path: Path) -> None:
    _command(["analyze", str(path), "-a", activity, "-o", str(path.parent / "out")])


def _analyse_with(recording: bytes, path: Path) -> None:
    film = path.with_name("x.poses.jsonl")
    film.write_bytes(recording)
    out = str(path.parent / "out")
    _command(["analyze", str(film), "-a", "overhead-press", "--rules", str(path), "-o", out])


def _command(arguments: list[str]) -> None:
    """Run a command in this process and hold it to what is promised of every command."""
    from contextlib import redirect_stderr, redirect_stdout

    out, said = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(said):
        code = run(arguments)
    printed = out.getvalue() + said.getvalue()
    if "unforeseen" in printed or code not in (0, 1, 2):
        raise CommandError(f"exit {code}: {printed.splitlines()[-1] if printed else 'nothing'}")
    if any(ord(letter) < 32 and letter not in "\n\r\t" for letter in printed):
        raise CommandError("a control character is printed")
    if code and not said.getvalue().strip():
        raise CommandError(f"exit {code} without a word")
    folder = Path(arguments[arguments.index("-o") + 1])
    for table in folder.rglob("*.csv"):
        words = set(table.read_text(encoding="utf-8").lower().replace("\n", ",").split(","))
        if words & {"nan", "inf", "-inf"}:
            raise CommandError(f"{table.name} holds nan or inf")


_RULE = b"""\
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
_SMALL_SET = b'{"format": "formcheck.set/1", "scenes": [{"name": "a", "split": "test", "exercise": "press"}]}'
_SMALL_TRUTH = json.dumps({"format": "formcheck.truth/1", "reps": []})
_STILLS = ("jpg", "png", "webp")
_FILMS = {"mp4": "mpeg4", "avi": "mjpeg", "mkv": "mpeg4", "ts": "mpeg2video", "mov": "mjpeg"}


@cache
def _excerpt(name: str) -> bytes:
    path = _RECORDINGS / f"{name}.poses.jsonl.gz"
    with gzip.open(path) as file:
        return gzip.compress(b"".join(file.readline() for _ in range(_FRAMES + 1)))


@cache
def _profile() -> bytes:
    """A profile as `formcheck calibrate` writes it."""
    from datetime import datetime

    from formcheck.analysis.calibrate import calibrate_sources
    from formcheck.calibration.profile import profile_of

    desk = load_activity("desk")
    calibration = calibrate_sources([_RECORDINGS / f"{_DESK}.poses.jsonl.gz"], desk.mode, seconds=2.0)
    return profile_of(calibration, "me", datetime(2026, 1, 1)).to_json().encode()


def _listed() -> bytes:
    """The beginning of the recorded set's own list."""
    manifest = json.loads((_RECORDINGS / "set.json").read_text(encoding="utf-8"))
    return json.dumps({**manifest, "scenes": manifest["scenes"][:12]}).encode()


def _scenes() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted((_ROOT / "renderer/scenes").glob("*.toml")))


@cache
def _film(ending: str) -> bytes:
    """A film of a few small pictures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"x.{ending}"
        with av.open(str(path), "w") as out:
            stream = out.add_stream(_FILMS[ending], rate=10)
            assert isinstance(stream, VideoStream)
            stream.width, stream.height = 64, 48
            stream.pix_fmt = "yuvj420p" if _FILMS[ending] == "mjpeg" else "yuv420p"
            for index in range(_PICTURES):
                picture = np.full((48, 64, 3), 30 * index, np.uint8)
                picture[10:20, 5 * index : 5 * index + 8] = 255
                out.mux(stream.encode(VideoFrame.from_ndarray(picture, "rgb24")))
            out.mux(stream.encode())
        return path.read_bytes()


@cache
def _picture(ending: str) -> bytes:
    picture = np.indices((48, 64)).sum(0).astype(np.uint8) * 2
    done, data = cv2.imencode(f".{ending}", np.dstack([picture] * 3))
    assert done
    return data.tobytes()
