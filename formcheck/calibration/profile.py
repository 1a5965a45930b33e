"""A stored calibration: what the file holds (docs/profiles.md). No picture, no point of a body."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from statistics import stdev
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from formcheck.calibration.calibrator import Calibration
from formcheck.calibration.setup import Setup
from formcheck.measurements.face import POSITIONS
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.version import VERSION

FORMAT: Final = "formcheck.profile/3"
# Without what shows how high the camera stands; read, and used where that does not matter.
OLDER_FORMAT: Final = "formcheck.profile/2"
# Of more sessions than these the oldest are forgotten.
MOST_SESSIONS: Final = 10
_DECIMALS = 5
_IN_PIXELS = "_px"

# Wide bounds: what lies beyond is no measure of anybody, and would overflow what is computed from it.
_MOST_PX = 100_000
_MOST = 1e6
_Share = Annotated[float, Field(ge=1e-4, le=1e4)]
_Number = Annotated[float, Field(ge=-_MOST, le=_MOST)]
_Kind = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
_Printable = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class CameraSetup(_Part):
    """How the subject stood in the picture."""

    width_px: int = Field(gt=0, le=_MOST_PX)
    height_px: int = Field(gt=0, le=_MOST_PX)
    view: View
    sizes: dict[str, _Share] = Field(description="lengths of the subject in shares of the picture's height")
    signs: dict[str, _Number] = Field(default={}, description="how high and how tilted the camera looked")


class Resting(_Part):
    """One measurement at rest."""

    median: float = Field(ge=-_MOST, le=_MOST)
    spread: float = Field(ge=0, le=_MOST, description="1.4826 times the median absolute deviation")


class Sat(_Part):
    """The neutral of another session of the same person at the same camera.

    That of an earlier calibration, or of a day on which the profile was in use.
    """

    made: datetime
    medians: dict[View, dict[str, _Number]]


class Profile(_Part):
    """One person at one camera."""

    format: Literal["formcheck.profile/2", "formcheck.profile/3"] = FORMAT
    name: str = Field(min_length=1)
    kind: _Kind = Field(description="what it is for: lifts, or the name of a posture")
    made: datetime
    version: _Printable = Field(description="version of formcheck that made it")
    model: _Printable | None = Field(description="pose model")
    seconds: float = Field(ge=0, le=3600, description="length of the quiet time; 0 for single pictures")
    frames: int = Field(gt=0, le=1_000_000)
    camera: CameraSetup
    proportions: dict[str, _Share] = Field(description="ratios of the body's own lengths")
    neutral: dict[View, dict[str, Resting]] = Field(min_length=1)
    sessions: tuple[Sat, ...] = Field(default=(), max_length=MOST_SESSIONS - 1)

    @model_validator(mode="after")
    def _holds_its_own_view(self) -> Self:
        if self.camera.view not in self.neutral:
            raise ValueError(f"nothing is stored for the {self.camera.view} view that it was made in")
        return self

    def as_neutral(self, width_px: int | None = None) -> Neutral:
        """The neutral, calibrated for the views that the profile holds.

        Without places in the picture: the next day the camera, or the chair, stands elsewhere. With how much
        it differed from one session to the next, where there were several.

        Args:
            width_px: Width of the picture that it is used in, where that is not the one it was made in: what
                is measured in pixels grows with it.
        """
        scale = 1.0 if width_px is None else width_px / self.camera.width_px

        def scaled(name: str, value: float) -> float:
            return value * scale if name.endswith(_IN_PIXELS) else value

        return Neutral(
            self.camera.view,
            {
                view: {
                    name: scaled(name, rest.median) for name, rest in known.items() if name not in POSITIONS
                }
                for view, known in self.neutral.items()
            },
            {
                view: {name: scaled(name, rest.spread) for name, rest in known.items()}
                for view, known in self.neutral.items()
            },
            frozenset(self.neutral),
            {
                view: {name: scaled(name, spread) for name, spread in between.items()}
                for view in self.neutral
                if (between := self.between(view))
            },
        )

    def between(self, view: View) -> dict[str, float]:
        """How much each median differed from one session to the next: the standard deviation."""
        known = [{name: rest.median for name, rest in self.neutral[view].items()}]
        known += [each.medians[view] for each in self.sessions if view in each.medians]
        values = {name: [each[name] for each in known if name in each] for name in known[0]}
        return {name: stdev(each) for name, each in values.items() if len(each) > 1}

    def setup(self) -> Setup:
        """The setup that it was calibrated in."""
        camera = self.camera
        return Setup(
            camera.width_px,
            camera.height_px,
            camera.view,
            camera.sizes,
            self.proportions,
            signs=camera.signs,
        )

    def after(self, before: "Profile") -> "Profile":
        """The same, which remembers the sessions of an earlier profile of the same person and camera."""
        scale = self.camera.width_px / before.camera.width_px
        kept = [*before.sessions]
        if before.neutral != self.neutral:  # else it is the same recording once more
            medians = {view: _medians(known) for view, known in before.neutral.items()}
            kept.append(Sat(made=before.made, medians=medians))
        return self._remembering([_scaled(each, scale) for each in kept])

    def after_session(
        self, made: datetime, view: View, medians: Mapping[str, float], width_px: int
    ) -> "Profile":
        """The same, which remembers how somebody sat well on another day; one session a day.

        Args:
            made: When.
            view: From where they were seen.
            medians: What was measured.
            width_px: Width of the picture that it was measured in.
        """
        known = {self.made.date(), *(each.made.date() for each in self.sessions)}
        if made.date() in known or view not in self.neutral:
            return self
        rests = {name: round(medians[name], _DECIMALS) for name in self.neutral[view] if name in medians}
        sat = _scaled(Sat(made=made, medians={view: rests}), self.camera.width_px / width_px)
        return self._remembering([*self.sessions, sat])

    def _remembering(self, sessions: Sequence[Sat]) -> "Profile":
        return self.model_copy(update={"sessions": tuple(sessions[-MOST_SESSIONS + 1 :])})

    def to_json(self) -> str:
        """The text of its file."""
        return self.model_dump_json(indent=2) + "\n"


def profile_of(calibration: Calibration, name: str, made: datetime) -> Profile:
    """The profile that stores a calibration."""
    neutral, setup = calibration.neutral, calibration.setup
    return Profile(
        name=name,
        kind=calibration.kind,
        made=made,
        version=VERSION,
        model=calibration.model,
        seconds=round(calibration.seconds, 2),
        frames=calibration.frames,
        camera=CameraSetup(
            width_px=setup.width_px,
            height_px=setup.height_px,
            view=setup.view,
            sizes=_rounded(setup.sizes),
            signs=_rounded(setup.signs),
        ),
        proportions=_rounded(setup.proportions),
        neutral={
            view: {
                key: Resting(
                    median=round(value, _DECIMALS),
                    spread=round(neutral.spread_by_view[view].get(key, 0.0), _DECIMALS),
                )
                for key, value in sorted(values.items())
                if key not in POSITIONS
            }
            for view, values in neutral.by_view.items()
        },
    )


def _medians(known: Mapping[str, Resting]) -> dict[str, float]:
    return {name: rest.median for name, rest in known.items()}


def _scaled(sat: Sat, scale: float) -> Sat:
    """As in a picture that is so many times as wide."""
    medians = {
        view: {name: round(value * scale, _DECIMALS) if name.endswith(_IN_PIXELS) else value
               for name, value in known.items()}
        for view, known in sat.medians.items()
    }  # fmt: skip
    return Sat(made=sat.made, medians=medians)


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, _DECIMALS) for name, value in values.items()}
