"""Where the neutral of an analysis comes from: a part of the source, a profile, or the session itself."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from formcheck.analysis.options import AnalysisOptions
from formcheck.errors import CalibrationError
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.stream import PoseStream
from formcheck.profiles.choose import candidates, choose_stored
from formcheck.profiles.profile import Profile
from formcheck.profiles.store import ProfileStore
from formcheck.session.calibration import Kind, calibrate_from, kind_of
from formcheck.session.camera_setup import setup_of
from formcheck.session.seeing import Seen, Seer

# So much of the beginning is looked at to see which profile fits: this long in one view, within so long.
_LOOK_S, _LOOK_WITHIN_S, _MOST_FRAMES = 2.0, 10.0, 900
# A stated neutral is not searched for quiet seconds: most of it has to be quiet.
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class GivenNeutral:
    """The neutral to start with.

    Attributes:
        neutral: None if it is to be learned on the way.
        profile: The profile that it is from, if any.
        warnings: What to tell the user, one line each.
        looked: The frames that were looked at to choose; they come first in the analysis.
    """

    neutral: Neutral | None = None
    profile: Profile | None = None
    warnings: tuple[str, ...] = ()
    looked: tuple[PosedFrame, ...] = ()


def from_part(
    open_part: Callable[[float, float], PoseStream], activity: str, start_s: float, end_s: float
) -> GivenNeutral:
    """The neutral that a part of the source shows; learned on the way if it shows none."""
    try:
        with open_part(start_s, end_s) as part:
            seconds = _SHARE * (end_s - start_s)
            return GivenNeutral(calibrate_from(part, activity, seconds).neutral)
    except CalibrationError as error:
        where = f"{start_s:g} to {end_s:g} s"
        return GivenNeutral(
            warnings=(f"no neutral in the part {where}: {error}. A provisional neutral is used instead",)
        )


def from_profile(
    frames: Iterator[PosedFrame],
    stream: PoseStream,
    activity: str,
    options: AnalysisOptions,
    should_stop: Callable[[], bool] = lambda: False,
    store: ProfileStore | None = None,
) -> GivenNeutral:
    """The neutral of the profile that was asked for, or of the only one that fits.

    Raises:
        ProfileError: If there is no profile of the name that was asked for.
    """
    if not options.profiles:
        return GivenNeutral()
    kind, store = kind_of(activity), store or ProfileStore()
    if options.profile is not None:
        store.require(options.profile)
    else:
        known, complaints = candidates(store, kind)
        if not known:
            return GivenNeutral(warnings=complaints)
    looked = _look(frames, stream, kind, should_stop)
    setup = setup_of([seen for _, seen in looked], stream.info)
    choice = choose_stored(store, options.profile, setup, kind, stream.model)
    return GivenNeutral(
        None if choice.profile is None else choice.profile.as_neutral(stream.info.width_px),
        choice.profile,
        choice.warnings,
        tuple(frame for frame, _ in looked),
    )


def _look(
    frames: Iterator[PosedFrame], stream: PoseStream, kind: Kind, should_stop: Callable[[], bool]
) -> list[tuple[PosedFrame, Seen]]:
    """The beginning, up to two seconds in which somebody is seen from one side."""
    seer = Seer(stream.info, (), seated=kind == "desk")
    looked: list[tuple[PosedFrame, Seen]] = []
    steady: deque[Seen] = deque()
    for frame in frames:
        seen = seer.see(frame)
        looked.append((frame, seen))
        if frame.pose is not None:
            if steady and steady[-1].sight.view is not seen.sight.view:
                steady.clear()
            steady.append(seen)
        times = [s.frame.time_s for s in steady]
        enough = sum(min(0.4, later - earlier) for earlier, later in pairwise(times)) >= _LOOK_S
        too_long = frame.time_s - looked[0][0].time_s >= _LOOK_WITHIN_S or len(looked) >= _MOST_FRAMES
        if enough or too_long or should_stop():
            break
    return looked
