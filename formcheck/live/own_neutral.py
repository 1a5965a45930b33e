"""The subject's own neutral before a camera: from a stored profile that fits, or calibrated just now."""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

from formcheck.activities.activity import Activity
from formcheck.live.options import LiveOptions
from formcheck.pose.pose import PosedFrame
from formcheck.profiles.choose import candidates, choose_stored
from formcheck.profiles.profile import Profile, profile_of
from formcheck.profiles.store import ProfileStore
from formcheck.session.calibration import Calibration, kind_of
from formcheck.session.camera_setup import setup_of
from formcheck.session.seeing import Seen, Seer
from formcheck.source.frame import StreamInfo

# The end of the set-up shows how the subject stands; as long as an analysis looks at its beginning.
_LOOK_S = 2.0


class OwnNeutral:
    """Looks on during the set-up, and then says what the set is to be compared with.

    Args:
        info: The stream that the poses are in.
        options: Which profile is used, and the pose model.
        store: Where profiles are.
        now: The time of day, for new profiles.

    Raises:
        ProfileError: If there is no profile of the name that was asked for.
    """

    def __init__(
        self,
        info: StreamInfo,
        options: LiveOptions,
        store: ProfileStore | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._info, self._options, self._now = info, options, now
        self._store = store or ProfileStore()
        if options.profile is not None:
            self._store.require(options.profile)
        self._made: dict[str, Profile] = {}
        self._seer = Seer(info, ())
        self._seen: deque[Seen] = deque()

    def begin(self, activity: Activity) -> None:
        """A new set-up, for an activity."""
        # As session and calibration see it: from in front also where somebody sits at an angle.
        self._seer = Seer(self._info, (), seated=kind_of(activity.id) == "desk")
        self._seen.clear()

    def look(self, frame: PosedFrame) -> None:
        """Take a frame of the set-up."""
        self._seen.append(self._seer.see(frame))
        while frame.time_s - self._seen[0].frame.time_s > _LOOK_S:
            self._seen.popleft()

    def wants_to_look(self, activity: Activity) -> bool:
        """Whether there is a profile that might fit, so that looking is worth the time."""
        if not self._options.profiles:
            return False
        kind = kind_of(activity.id)
        return (
            self._options.profile is not None or kind in self._made or bool(candidates(self._store, kind)[0])
        )

    @property
    def has_looked(self) -> bool:
        """Whether somebody was seen for long enough."""
        times_s = [seen.frame.time_s for seen in self._seen if seen.frame.pose is not None]
        return len(times_s) > 1 and times_s[-1] - times_s[0] > 0.9 * _LOOK_S

    def choose(self, activity: Activity) -> tuple[Profile | None, tuple[str, ...]]:
        """The profile to compare with, or None, and what to tell the user."""
        kind = kind_of(activity.id)
        if kind in self._made:
            return self._made[kind], ()
        if not self._options.profiles:
            return None, ()
        setup = setup_of(self._seen, self._info)
        choice = choose_stored(self._store, self._options.profile, setup, kind, self._options.model)
        return choice.profile, choice.warnings

    def keep(self, calibration: Calibration) -> str:
        """Store a calibration, and use it from the next set on; what to tell the user.

        Raises:
            ProfileError: If it cannot be stored.
        """
        name = self._options.profile or f"{calibration.kind}-{calibration.setup.view}"
        profile = profile_of(calibration, name, self._now().replace(microsecond=0))
        self._made[calibration.kind] = profile
        return f"calibrated: stored as {name}: {self._store.save(profile)}"
