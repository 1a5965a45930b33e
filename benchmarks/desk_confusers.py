"""What looks like a posture and is none: chair, camera, person or clothes change, and everybody sits well.

    python -m benchmarks.desk_confusers SET [--split test] [--scenes 132] [--json]

Every scene is one person of the set who sits upright, plays on and on, and goes on sitting upright after
something happened: the chair was moved by 5 to 15 cm in one of six directions, while sitting or in a break;
the camera was nudged, panned, tilted, rolled or zoomed; somebody else sat down; the person came back in other
clothes. Moves are those of the points, whose distance to the camera is known of rendered people; other
people, other clothes and some of the moves of the chair are other recordings. Half of the scenes begin with a
calibrated neutral, half learn one.

What counts is the time from 20 s after it happened on.
"""

import argparse
import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import Figure, show
from formcheck.activities.load import load_activity
from formcheck.errors import FormcheckError
from formcheck.evaluation.clips import Clip, find_clips
from formcheck.evaluation.relocated import Relocation, relocated
from formcheck.evaluation.seated_neutral import seated_neutral
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.start import start_session
from formcheck.source.frame import StreamInfo

_FPS = 6.0
_BEFORE_S, _BREAK_S, _SETTLES_S, _AFTER_S = 20.0, 15.0, 20.0, 80.0
_TREMBLE = 0.0005
_STATIC = "desk.static"
_CHAIR = {
    f"chair {name} {round(100 * way_m)} cm": Relocation(**{axis: sign * way_m})
    for way_m in (0.05, 0.10, 0.15)
    for name, axis, sign in (
        ("nearer", "away_m", -1), ("farther", "away_m", 1), ("higher", "up_m", 1), ("lower", "up_m", -1),
        ("left", "right_m", -1), ("right", "right_m", 1),
    )
}  # fmt: skip
_CAMERA = {
    "camera nudged": Relocation(pan_deg=2.0, tilt_deg=-1.5, roll_deg=1.0),
    "camera panned": Relocation(pan_deg=7.0),
    "camera tilted up": Relocation(tilt_deg=5.0),
    "camera tilted down": Relocation(tilt_deg=-5.0),
    "camera rolled": Relocation(roll_deg=4.0),
    "camera zoomed in": Relocation(zoom=1.2),
    "camera zoomed out": Relocation(zoom=0.85),
    "camera shifted": Relocation(right_m=0.04, up_m=-0.03),
}
_NO_MOVE = Relocation()
_SWAPPED, _REDRESSED, _PLACED = "somebody else", "other clothes", "chair, rendered"
# What the recordings of the same person elsewhere are called.
_ELSEWHERE = ("nearer", "farther", "higher", "lower", "aside")


@dataclass(frozen=True, slots=True)
class Shown:
    """One recording of a person of the set.

    Attributes:
        frames: Of the time in which nothing is wrong.
    """

    body: int
    topic: str
    frames: tuple[PosedFrame, ...]
    info: StreamInfo
    camera: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """Somebody who sits well before and after something happened."""

    what: str
    before: Shown
    after: Shown
    move: Relocation = _NO_MOVE
    over_s: float = 0.0
    break_s: float = 0.0
    is_calibrated: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What was said of a scene.

    Attributes:
        counted_s, false_s: The time that counts, and how much of it a posture was named in.
        named: How often each was.
        alerts: Postures that were told after it happened.
    """

    what: str
    body: int
    counted_s: float
    false_s: float
    named: Counter[str]
    alerts: int


def scenes(people: Sequence[Sequence[Shown]], count: int) -> Iterator[Scene]:
    """So many scenes, every kind and every person in turn."""
    kinds = cycle([*_CHAIR, *_CAMERA, *[_SWAPPED, _REDRESSED, _PLACED, "break"] * 3])
    order = cycle(range(len(people)))
    for number, (what, who) in enumerate(islice(zip(kinds, order, strict=False), count)):
        known = people[who]
        home = next((s for s in known if s.topic == "home"), known[0])
        calibrated = number % 2 == 0
        elsewhere = [s for s in known if s.topic in _ELSEWHERE]
        others = max(1, len(people) - 1)
        other = people[(who + 1 + number // len(people) % others) % len(people)][0]
        redressed = next((s for s in known if s.topic == "redressed"), None)
        if what in _CAMERA:
            over_s = 0.0 if number % 3 else 2.0
            yield Scene(what, home, home, _CAMERA[what], over_s, is_calibrated=calibrated)
        elif what == _SWAPPED and other.info == home.info:
            yield Scene(what, home, other, break_s=_BREAK_S, is_calibrated=calibrated)
        elif what == _REDRESSED and redressed is not None:
            yield Scene(what, home, redressed, break_s=_BREAK_S, is_calibrated=calibrated)
        elif what == _PLACED and elsewhere:
            after = elsewhere[number % len(elsewhere)]
            yield Scene(f"{what}: {after.topic}", home, after, over_s=1.5, is_calibrated=calibrated)
        else:
            name = what if what in _CHAIR else [*_CHAIR][(5 * number + 2) % len(_CHAIR)]
            break_s = 0.0 if what in _CHAIR else _BREAK_S
            label = name if what in _CHAIR else f"break, {name}"
            yield Scene(label, home, home, _CHAIR[name], 1.5, break_s, calibrated)


def seen(scene: Scene) -> Seen:
    """Play a scene, and count what is said."""
    desk = load_activity("desk")
    frames, happened_s = _film(scene)
    info = replace(scene.before.info, fps=_FPS)
    neutral = seated_neutral(frames[: round(3 * _FPS)], info, desk.mode, 0.0, 3.0)
    session = start_session(desk, info, ZeroPhaseSmoother(), neutral=neutral if scene.is_calibrated else None)
    named: Counter[str] = Counter()
    counted = false = alerts = 0
    for observation in session.watch(frames):
        late = [f for f in observation.findings if f.alert_s is not None and f.alert_s > happened_s]
        alerts += sum(f.rule != _STATIC for f in late)
        if observation.is_end or observation.time_s < happened_s + _SETTLES_S:
            continue
        firing = [rule for rule in observation.firing if rule != _STATIC]
        counted, false = counted + 1, false + bool(firing)
        named.update(firing)
    return Seen(scene.what, scene.before.body, counted / _FPS, false / _FPS, named, alerts)


def _film(scene: Scene) -> tuple[list[PosedFrame], float]:
    """The frames, and when it had happened."""
    before, after = _on_and_on(scene.before, 1), _on_and_on(scene.after, 2)
    poses: list[Pose | None] = [next(before) for _ in range(round(_BEFORE_S * _FPS))]
    if scene.break_s:
        poses += [None] * round(scene.break_s * _FPS)
    else:
        steps = round(scene.over_s * _FPS)
        poses += [_moved(next(before), next(after), scene, (n + 1) / (steps + 1)) for n in range(steps)]
    happened_s = len(poses) / _FPS
    poses += [_moved(None, next(after), scene, 1.0) for _ in range(round(_AFTER_S * _FPS))]
    return [PosedFrame(i, i / _FPS, pose) for i, pose in enumerate(poses)], happened_s


def _moved(before: Pose | None, after: Pose, scene: Scene, share: float) -> Pose:
    """On the way to where it stands then."""
    there = relocated(after, scene.after.info, scene.after.camera, scene.move)
    if before is None:
        return there
    return Pose((1 - share) * before.points + share * there.points)


def _on_and_on(shown: Shown, seed: int) -> Iterator[Pose]:
    """Forwards and backwards in turn, at this benchmark's rate, with a tremble of its own each time."""
    rng = np.random.default_rng([shown.body, seed])
    step = max(1, round(shown.info.fps / _FPS))
    frames = shown.frames[::step]
    tremble_px = _TREMBLE * max(shown.info.width_px, shown.info.height_px)
    for frame in cycle([*frames, *frames[-2:0:-1]]):
        assert frame.pose is not None
        points = frame.pose.points.copy()
        points[:, :2] += rng.normal(0, tremble_px, points[:, :2].shape)
        yield Pose(points)


def people_of(folder: Path, split: str) -> list[list[Shown]]:
    """Every person of a half who is seen from in front, with all recordings of them sitting well."""
    about = {s["name"]: s for s in json.loads((folder / "set.json").read_text(encoding="utf-8"))["scenes"]}
    found: dict[int, list[Shown]] = {}
    for exercise in ("sitters", "desk"):
        for clip in _clips(folder, split, exercise):
            row = about[clip.name]
            is_own = row["topic"] in ("home", "redressed", *_ELSEWHERE)
            if row["view"] != "front" or (found.get(row["body"]) and not is_own):
                continue
            shown = _shown(clip, row)
            if shown is not None:
                found.setdefault(row["body"], []).append(shown)
    return [found[body] for body in sorted(found)]


def _clips(folder: Path, split: str, exercise: str) -> Iterator[Clip]:
    try:
        yield from find_clips(folder, split, exercise)
    except FormcheckError:
        return


def _shown(clip: Clip, row: Mapping[str, Any]) -> Shown | None:
    truth = json.loads(gzip.decompress(clip.source.with_name(f"{clip.name}.truth.json.gz").read_bytes()))
    with PoseRecording(clip.source) as stream:
        frames, info = [*stream], stream.info
    start_s, end_s = (0.0, frames[-1].time_s) if row["grade"] == "good" else truth["neutral_s"]
    inside = tuple(f for f in frames if start_s <= f.time_s <= end_s - 0.1 and f.pose is not None)
    if len(inside) < info.fps or (row["grade"] == "good" and row["topic"] not in _SITTING):
        return None
    return Shown(row["body"], row["topic"], inside, info, truth["scene"]["camera"])


_SITTING = ("home", "redressed", *_ELSEWHERE, "busy_typing", "busy_mousing")


def main() -> int:
    """Measure and print; 1 if more is said than promised."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="SET")
    parser.add_argument("--split", default="test")
    parser.add_argument("--scenes", type=int, default=132)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    people = people_of(arguments.folder, arguments.split)
    if not people:
        print("nobody sits well in this set", file=sys.stderr)
        return 1
    with ProcessPoolExecutor(arguments.processes) as pool:
        found = [*pool.map(seen, scenes(people, arguments.scenes))]
    for one in found:
        if one.false_s or one.alerts:
            print(
                f"{one.what}, {one.body}: {one.false_s:.0f} s, {one.alerts} told, {dict(one.named)}",
                file=sys.stderr,
            )
    return show(_figures(found), as_json=arguments.json)


def _figures(found: Sequence[Seen]) -> list[Figure]:
    counted_s, false_s = (sum(getattr(one, name) for one in found) for name in ("counted_s", "false_s"))
    return [
        Figure("people", len({one.body for one in found}), ""),
        Figure("scenes", len(found), ""),
        Figure(
            "time with a posture named, from 20 s on", 100 * false_s / max(counted_s, 1e-9), "%", bound=2.0
        ),
        Figure("scenes with a posture named", sum(one.false_s > 0 for one in found), ""),
        Figure("postures told (alerts)", sum(one.alerts for one in found), "", bound=0.0),
    ]


if __name__ == "__main__":
    sys.exit(main())
