"""How often someone who sits well is told off: clips without a fault, played for hours.

    python -m benchmarks.desk_alerts SET [--split test] [--hours 8] [--json]

The hours are shared out among the people of the set, each before a camera of their own: one session each,
at the recording's own frame rate, with the neutral that its labels name. A clip is over in seconds, so it is
played forwards and backwards in turn, without a jump, with a tremble of its own each time. What it shows,
such as talking, drinking, a glance at the keys, a stretch, comes back far sooner than in real life: what
looks like a fault is over-counted, not missed.

*Held without moving* is counted apart: who repeats the same few seconds for half an hour has earned it.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, show
from formcheck.activities.load import load_activity
from formcheck.errors import FormcheckError
from formcheck.evaluation.clips import Clip, find_clips
from formcheck.evaluation.seated_neutral import seated_neutral
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.start import start_session

_STATIC = "desk.static"
# Everybody who sits at a desk: the people of both are others.
_EXERCISES = ("desk", "sitters")
_WORKDAY_S = 8 * 3600.0
# In shares of the picture's longer side: a third of a pixel of 640. More would hide what a clip does.
_TREMBLE = 0.0005


@dataclass(frozen=True, slots=True)
class Sat:
    """One person's session.

    Attributes:
        seconds: How long it lasted.
        false_s: For how long of it a posture was named.
        events, alerts: Rule -> how often it was named, and told.
    """

    name: str
    who: str
    seconds: float
    false_s: float
    events: Counter[str]
    alerts: Counter[str]


def sat_well(clip: Clip, seconds: float) -> Sat:
    """Play a clip for so long, and count what is said."""
    with PoseRecording(clip.source) as stream:
        frames, info = [*stream], stream.info
    assert clip.labels.neutral_s is not None
    desk = load_activity("desk")
    neutral = seated_neutral(frames, info, desk.mode, *clip.labels.neutral_s)
    session = start_session(desk, info, ZeroPhaseSmoother(), neutral=neutral)
    events: Counter[str] = Counter()
    alerts: Counter[str] = Counter()
    seen = named = 0
    played = _on_and_on(frames, info.fps, seconds, _TREMBLE * max(info.width_px, info.height_px))
    for observation in session.watch(played):
        events.update(f.rule for f in observation.findings)
        alerts.update(f.rule for f in observation.findings if f.alert_s is not None)
        if not observation.is_end:
            seen, named = seen + 1, named + any(rule != _STATIC for rule in observation.firing)
    return Sat(
        clip.name, clip.labels.who or clip.name, seconds, seconds * named / max(1, seen), events, alerts
    )


def _on_and_on(
    frames: list[PosedFrame], fps: float, seconds: float, tremble_px: float
) -> Iterator[PosedFrame]:
    """Forwards and backwards in turn; time goes on."""
    noise = np.random.default_rng(len(frames))
    there_and_back = [*frames, *frames[-2:0:-1]]
    for index in range(round(seconds * fps)):
        pose = there_and_back[index % len(there_and_back)].pose
        if pose is not None:
            points = pose.points.copy()
            points[:, :2] += noise.normal(0, tremble_px, points[:, :2].shape)
            pose = Pose(points, pose.world)
        yield PosedFrame(index, index / fps, pose)


def main() -> int:
    """Measure and print; 1 if there are more alerts than promised."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="SET")
    parser.add_argument("--split", default="test")
    parser.add_argument("--hours", type=float, default=8.0, help="of all people together")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    try:
        every = find_clips(arguments.folder, arguments.split)
        found = [clip for clip in every if clip.exercise in ("", *_EXERCISES)]
    except FormcheckError as error:
        print(error, file=sys.stderr)
        return 1
    clips = [clip for clip in found if not clip.labels.faults and clip.labels.neutral_s is not None]
    if not clips:
        print("no clip without a fault", file=sys.stderr)
        return 1
    each = partial(sat_well, seconds=3600 * arguments.hours / len(clips))
    with ProcessPoolExecutor(arguments.processes) as pool:
        sat = [*pool.map(each, clips)]
    for one in sat:
        if one.events:
            told = ", ".join(f"{rule} {n} ({one.alerts[rule]} told)" for rule, n in one.events.items())
            print(f"{one.name}: {told}", file=sys.stderr)
    return show(_figures(sat), as_json=arguments.json)


def _figures(sat: list[Sat]) -> list[Figure]:
    total_s = sum(one.seconds for one in sat)
    events, alerts = (sum(each, Counter()) for each in ([s.events for s in sat], [s.alerts for s in sat]))
    in_8_h = _WORKDAY_S / total_s
    false = [sum(n for rule, n in of.items() if rule != _STATIC) for of in (events, alerts)]
    return [
        Figure("people", len({one.who for one in sat}), ""),
        Figure("sessions", len(sat), ""),
        Figure("session time", total_s / 3600, "h"),
        Figure("postures named in 8 h", in_8_h * false[0], ""),
        Figure("postures told (alerts) in 8 h", in_8_h * false[1], "", bound=1.0),
        Figure("time with a posture named", 100 * sum(one.false_s for one in sat) / total_s, "%"),
        Figure("held without moving, told in 8 h", in_8_h * alerts[_STATIC], ""),
    ]


if __name__ == "__main__":
    sys.exit(main())
