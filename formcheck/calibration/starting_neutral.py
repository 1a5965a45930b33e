"""The neutral that a session starts with: from a part of the source, or from the stored profile that fits."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from formcheck.activities.mode import Mode
from formcheck.calibration.calibrator import Calibration, calibrate_from
from formcheck.calibration.choose import Choice, candidates, choose_stored
from formcheck.calibration.keep import keep_calibration
from formcheck.calibration.one_picture import in_one_picture
from formcheck.calibration.profile import Profile
from formcheck.calibration.setup import SIGNS, Setup, setup_of
from formcheck.calibration.stillness import Stillness
from formcheck.calibration.store import ProfileStore
from formcheck.errors import CalibrationError
from formcheck.measurements.covered import covered_s
from formcheck.measurements.measurer import FrameMeasurer, MeasuredFrame
from formcheck.measurements.neutral import Neutral
from formcheck.pose.pose import PosedFrame
from formcheck.pose.time_window import TimeWindow
from formcheck.postures.sat_well import SatWell
from formcheck.source.frame import StreamInfo

if TYPE_CHECKING:  # it brings OpenCV and PyAV along, which who has poses does without
    from formcheck.pose.stream import PoseStream

# Somebody has to be seen this long from one side before it is known which profile fits.
LOOK_S = 2.0
# Of a stream that goes on, a little less: its last two seconds hold a frame less than two seconds.
_ENOUGH = 0.9
# A longer gap between two frames counts as this long.
_GAP_S = 0.4
# A file is looked at for no longer than this, or for so many frames of it. Who sits is waited for until they
# hold still: sitting down, they are not where they are going to sit.
_LOOK_WITHIN_S, _LOOK_FOR_STILL_S, _MOST_FRAMES = 10.0, 30.0, 900
# A stated neutral is not searched for quiet seconds: most of it has to be quiet.
_QUIET_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class StartingNeutral:
    """The neutral to start with.

    Attributes:
        neutral: None if it is to be learned on the way.
        profile: The profile that it is from, if any.
        warnings: What to tell the user, one line each.
        elsewhere: Whether no profile is used because the camera stands elsewhere.
    """

    neutral: Neutral | None = None
    profile: Profile | None = None
    warnings: tuple[str, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class ProfileWish:
    """Which stored calibration is wanted.

    Attributes:
        name: The name of one; None: the only one that fits.
        any: Whether any is wanted at all.
    """

    name: str | None = None
    any: bool = True


def from_part(
    open_part: Callable[[float, float], "PoseStream"], mode: Mode, start_s: float, end_s: float
) -> StartingNeutral:
    """The neutral that a part of the source shows; learned on the way if it shows none."""
    try:
        with open_part(start_s, end_s) as part:
            seconds = _QUIET_SHARE * (end_s - start_s)
            return StartingNeutral(calibrate_from(part, mode, seconds).neutral)
    except CalibrationError as error:
        where = f"{start_s:g} to {end_s:g} s"
        return StartingNeutral(
            warnings=(f"no neutral in the part {where}: {error}. A provisional neutral is used instead",)
        )


class ProfileChooser:
    """Looks at somebody for two seconds, and then says which stored profile fits.

    Args:
        info: The stream that the poses are in.
        mode: Of the activity that somebody gets ready for.
        wish: Which profile is wanted.
        model: Name of the pose model, or None where unknown.
        store: Where profiles are.
        last_only: Whether only the last two seconds count, as before a camera that somebody steps up to; else
            all that was looked at.
        now: The time of day, for new profiles.
        remembers: Whether what is seen happens now, so that a profile may learn from it.

    Raises:
        ProfileError: If there is no profile of the name that was asked for.
    """

    def __init__(
        self,
        info: StreamInfo,
        mode: Mode,
        wish: ProfileWish,
        model: str | None,
        store: ProfileStore | None = None,
        *,
        last_only: bool = False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        remembers: bool = True,
    ) -> None:
        self._info, self._wish, self._model, self._now = info, wish, model, now
        self._remembers = remembers
        self._store = store or ProfileStore()
        self._last_only = last_only
        if wish.name is not None:
            self._store.require(wish.name)
        self._made: dict[str, Profile] = {}
        self.begin(mode)

    def begin(self, mode: Mode) -> None:
        """Forget what was seen: somebody gets ready for an activity of this mode."""
        self._kind = mode.kind
        self._stillness = None if mode.has_reps else Stillness()
        # As session and calibration see it: from in front also where somebody sits at an angle.
        self._measurer = FrameMeasurer(self._info, SIGNS, mode.views)
        kept_s = LOOK_S if self._last_only else math.inf
        self._seen: TimeWindow[MeasuredFrame] = TimeWindow(kept_s)
        self._steady: TimeWindow[MeasuredFrame] = TimeWindow(kept_s)

    def look(self, frame: PosedFrame) -> None:
        """Take a frame."""
        seen = self._measurer.measure(frame)
        still = self._stillness is None or self._stillness.update(frame)
        self._seen.add(frame.time_s, seen)
        self._steady.forget(frame.time_s)
        if seen.frame.pose is None or not still:
            return
        if self._steady and self._steady.last[1].sight.view is not seen.sight.view:
            self._steady.clear()
        self._steady.add(frame.time_s, seen)

    @property
    def has_looked(self) -> bool:
        """Whether somebody was seen from one side for long enough."""
        seen_s = covered_s(self._steady.times_s(), _GAP_S, gap_s=_GAP_S)
        return seen_s >= (_ENOUGH * LOOK_S if self._last_only else LOOK_S)

    @property
    def look_within_s(self) -> float:
        """For so long it is worth looking on."""
        restless = self._stillness is not None and any(seen.frame.pose is not None for seen in self._seen)
        return _LOOK_FOR_STILL_S if restless else _LOOK_WITHIN_S

    @property
    def _waited_for_still(self) -> bool:
        """Whether somebody who sits held still, so that only that counts."""
        return self._stillness is not None and self.has_looked

    @property
    def wants_to_look(self) -> bool:
        """Whether there is a profile that might fit, so that looking is worth the time."""
        if not self._wish.any:
            return False
        named = self._wish.name is not None or self._kind in self._made
        return named or bool(candidates(self._store, self._kind)[0])

    def choose(self) -> StartingNeutral:
        """The profile to compare with, if any, and what to tell the user."""
        setup = setup_of([*(self._steady if self._waited_for_still else self._seen)], self._info)
        choice = self._choice(setup)
        profile = choice.profile
        neutral = None if profile is None else profile.as_neutral(self._info.width_px)
        if profile is not None and neutral is not None and setup is not None and len(self._seen) == 1:
            neutral = in_one_picture(neutral, profile, setup)
        return StartingNeutral(neutral, profile, choice.warnings, choice.elsewhere)

    def _choice(self, setup: Setup | None) -> Choice:
        if self._kind in self._made:
            return Choice(self._made[self._kind])
        if not self._wish.any:
            return Choice()
        if not self.wants_to_look:
            return Choice(warnings=candidates(self._store, self._kind)[1])
        return choose_stored(self._store, self._wish.name, setup, self._kind, self._model)

    def remember(self, profile: Profile, sat: SatWell) -> str:
        """Remember in a profile how its owner sat well today; gives a line to tell, or "".

        How much somebody differs from day to day moves limits out. Of a day one session counts.

        Args:
            profile: The profile that was in use.
            sat: How they sat while nothing was wrong.

        Raises:
            OutputError: If it cannot be stored.
            ProfileError: If it cannot be read any more.
        """
        if not self._remembers:
            return ""
        now = self._now().replace(microsecond=0)
        # As it is in the file: another run may have added to it.
        stored = self._store.load(profile.name)
        if stored.camera != profile.camera:
            return ""  # calibrated anew meanwhile
        after = stored.after_session(now, sat.view, sat.medians, self._info.width_px)
        if after == stored:
            return ""
        self._store.save(after)
        return f"profile {profile.name} remembers how you sat today; its limits allow for your days"

    def keep(self, calibration: Calibration) -> str:
        """Store a calibration that was taken just now, and choose it from here on; what to tell the user.

        Raises:
            OutputError: If it cannot be stored.
        """
        now = self._now().replace(microsecond=0)
        kept = keep_calibration(self._store, calibration, now, self._wish.name)
        self._made[calibration.kind] = kept.profile
        words = f" ({kept.words()})" if kept.words() else ""
        doubt = f". {kept.doubt()}" if kept.doubt() else ""
        return f"calibrated: stored as {kept.profile.name}: {kept.path}{words}{doubt}"


def look_at_start(
    frames: Iterator[PosedFrame], chooser: ProfileChooser, should_stop: Callable[[], bool] = lambda: False
) -> tuple[PosedFrame, ...]:
    """Let a chooser see the beginning of a file, if a profile might fit; gives the frames that it took.

    Up to two seconds in which somebody is seen from one side, within the first ten; where somebody who sits
    is there by then but does not hold still, within the first thirty.
    """
    looked: list[PosedFrame] = []
    for frame in frames if chooser.wants_to_look else ():
        chooser.look(frame)
        looked.append(frame)
        too_long = frame.time_s - looked[0].time_s >= chooser.look_within_s or len(looked) >= _MOST_FRAMES
        if chooser.has_looked or too_long or should_stop():
            break
    return tuple(looked)
