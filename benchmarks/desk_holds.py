"""Postures that are held for a minute: whether they keep one name, and whether it is theirs.

    python -m benchmarks.desk_holds SET [--split test] [--json]

Of every posture that somebody of the set holds at a desk, the moments in which it is held are played forwards
and backwards for a minute, with a tremble of their own, after eight seconds of the same person sitting well.
What counts begins three seconds after the posture does. A name that comes, goes or becomes another one is a
change; that one comes at first is none.
"""

import argparse
import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice, pairwise
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, show
from formcheck.activities.load import load_activity
from formcheck.evaluation.clips import Clip, find_clips
from formcheck.evaluation.resampling import estimate
from formcheck.evaluation.seated_neutral import seated_neutral
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.start import start_session
from formcheck.source.frame import StreamInfo

# Who has sat well for so long has shown that the calibration is theirs.
_NEUTRAL_S, _WELL_S, _COMES_S, _HELD_S = 3.0, 8.0, 3.0, 60.0
_TREMBLE = 0.0005
# Of these nobody is told.
_NO_POSTURE = ("desk.static",)
_MOST_CHANGING = 0.05


@dataclass(frozen=True, slots=True)
class Hold:
    """A posture as somebody of the set holds it, and the same person sitting well."""

    clip: str
    body: int
    posture: str
    view: str
    info: StreamInfo
    home: tuple[Pose, ...]
    held: tuple[Pose, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """How a hold was named.

    Attributes:
        changes: How often its name changed.
        names: How many looks had each name; "" for none.
    """

    hold: Hold
    changes: int
    names: Counter[str]


def holds_of(folder: Path, split: str) -> Iterator[Hold]:
    """Every posture that is held for a second at least."""
    about = {s["name"]: s for s in json.loads((folder / "set.json").read_text(encoding="utf-8"))["scenes"]}
    for exercise in ("desk", "sitters"):
        for clip in find_clips(folder, split, exercise):
            yield from _of_clip(clip, about[clip.name]["body"], about[clip.name]["view"])


def _of_clip(clip: Clip, body: int, view: str) -> Iterator[Hold]:
    truth = json.loads(gzip.decompress(clip.source.with_name(f"{clip.name}.truth.json.gz").read_bytes()))
    with PoseRecording(clip.source) as stream:
        frames, info = [*stream], stream.info

    def between(start_s: float, end_s: float) -> tuple[Pose, ...]:
        return tuple(f.pose for f in frames if start_s <= f.time_s <= end_s and f.pose is not None)

    home = between(truth["neutral_s"][0], truth["neutral_s"][1] - 0.1)
    for fault in truth["faults"]:
        held = between(fault["start_s"] + 0.3, fault["end_s"] - 0.3)
        if min(len(home), len(held)) >= info.fps:
            yield Hold(clip.name, body, fault["name"], view, info, home, held)


def named(hold: Hold) -> Named:
    """Play a hold, and note its names."""
    desk, fps = load_activity("desk"), hold.info.fps
    before = [*islice(_on_and_on(hold, hold.home, 1), round(_WELL_S * fps))]
    after = [*islice(_on_and_on(hold, hold.held, 2), round((_COMES_S + _HELD_S) * fps))]
    frames = [PosedFrame(i, i / fps, pose) for i, pose in enumerate([*before, *after])]
    neutral = seated_neutral(frames[: round(_NEUTRAL_S * fps)], hold.info, desk.mode, 0.0, _NEUTRAL_S)
    session = start_session(desk, hold.info, ZeroPhaseSmoother(), neutral=neutral)
    told = [
        "+".join(sorted(rule for rule in seen.firing if rule not in _NO_POSTURE))
        for seen in session.watch(frames)
        if not seen.is_end and seen.time_s >= _WELL_S + _COMES_S
    ]
    return Named(hold, sum(one != other for one, other in pairwise(told)), Counter(told))


def _on_and_on(hold: Hold, poses: Sequence[Pose], seed: int) -> Iterator[Pose]:
    rng = np.random.default_rng([hold.body, seed])
    tremble_px = _TREMBLE * max(hold.info.width_px, hold.info.height_px)
    for pose in cycle([*poses, *poses[-2:0:-1]]):
        points = pose.points.copy()
        points[:, :2] += rng.normal(0, tremble_px, points[:, :2].shape)
        yield Pose(points)


def main() -> int:
    """Measure and print; 1 if names change more often than promised."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="SET")
    parser.add_argument("--split", default="test")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with ProcessPoolExecutor(arguments.processes) as pool:
        found = [*pool.map(named, holds_of(arguments.folder, arguments.split), chunksize=4)]
    for one in found:
        if one.changes:
            hold = one.hold
            print(f"{hold.clip}, {hold.posture}: {one.changes} changes, {dict(one.names)}", file=sys.stderr)
    return show(_figures(found), as_json=arguments.json)


def _figures(found: Sequence[Named]) -> list[Figure]:
    bodies = sorted({one.hold.body for one in found})
    sums = np.zeros((len(bodies), 2))
    for one in found:
        sums[bodies.index(one.hold.body)] += (one.changes > 0, 1)
    share = estimate(sums, lambda sums: sums[..., 0] / sums[..., 1])
    assert share is not None
    figures = [
        Figure("people", len(bodies), ""),
        Figure("holds of a minute", len(found), ""),
        Figure("of them with a name that changes", share.value, "", bound=_MOST_CHANGING),
    ]
    if share.low is not None and share.high is not None:
        figures += [Figure("at least (95 %)", share.low, ""), Figure("at most (95 %)", share.high, "")]
    return [*figures, Figure("changes in all", sum(one.changes for one in found), "")]


if __name__ == "__main__":
    sys.exit(main())
