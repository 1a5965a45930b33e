"""How often someone who sits well is alerted: clips without a fault, each played again and again.

    python benchmarks/desk_alerts.py SET [--split test] [--minutes 10]

Every clip is compared with its own labelled neutral. A clip is over in seconds, and an alert takes 45 s:
played in a loop, whatever it does comes back sooner than in real life, so that alerts are over-counted, not
missed.
"""

import argparse
from pathlib import Path

from formcheck.activities.load import load_activity
from formcheck.evaluation.clips import Clip, find_clips
from formcheck.pose.pose import PosedFrame
from formcheck.pose.recording import PoseRecording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.seated_neutral import seated_neutral
from formcheck.session.start import start_session


def looped(clip: Clip, seconds: float) -> tuple[float, float, int]:
    """Seconds watched, seconds with a state, and alerts."""
    with PoseRecording(clip.source) as stream:
        frames, info = [*stream], stream.info
    assert clip.labels.neutral_s is not None
    neutral = seated_neutral(frames, info, *clip.labels.neutral_s)
    session = start_session(load_activity("desk"), info, ZeroPhaseSmoother(), neutral=neutral)
    length_s = frames[-1].time_s + 1.0 / info.fps
    seen = []
    for turn in range(max(1, round(seconds / length_s))):
        for frame in frames:
            index, time_s = turn * len(frames) + frame.index, turn * length_s + frame.time_s
            seen += session.push(PosedFrame(index, time_s, frame.pose))
    seen += session.finish()
    last = session.conclude()
    watched_s = seen[-1].time_s
    alerts = sum(f.alert_s is not None for o in [*seen, *([last] if last else [])] for f in o.findings)
    return watched_s, watched_s * sum(bool(o.firing) for o in seen) / len(seen), alerts


def main() -> None:
    """Print the alerts in eight hours."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="SET")
    parser.add_argument("--split", default="test")
    parser.add_argument("--minutes", type=float, default=10.0, help="of each clip")
    arguments = parser.parse_args()
    total_s = false_s = 0.0
    alerts = 0
    for clip in find_clips(arguments.folder, arguments.split, "desk"):
        if clip.labels.faults or clip.labels.neutral_s is None:
            continue
        watched_s, with_state_s, found = looped(clip, 60 * arguments.minutes)
        total_s, false_s, alerts = total_s + watched_s, false_s + with_state_s, alerts + found
        if found:
            print(f"{clip.name}: {found} alerts")
    if not total_s:
        print("no clip without a fault")
        return
    print(
        f"{total_s / 3600:.1f} h: {alerts} alerts, {8 * 3600 * alerts / total_s:.1f} in 8 h; "
        f"a state was there for {false_s / total_s:.1%} of the time"
    )


if __name__ == "__main__":
    main()
