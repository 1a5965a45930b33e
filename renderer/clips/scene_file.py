"""Scene files: what a rendered clip shows, as TOML or JSON. Described in docs/rendering.md."""

import json
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from formcheck.files import read_bounded
from renderer.movements.faults import (
    NEEDS_BOTH_HANDS,
    NEEDS_ONE_FLOOR,
    PRESS_FAULTS,
    RAISE_FAULTS,
    ROW_FAULTS,
    SHIFTS,
    FaultKind,
)
from renderer.movements.pastimes import PASTIMES

FORMAT = "formcheck.scene/1"

Byte = Annotated[int, Field(ge=0, le=255)]
Rgb = tuple[Byte, Byte, Byte]
Share = Annotated[float, Field(ge=0, le=1)]
Before = Literal["walk_in", "wave", "arms_down", "unrack"]
After = Literal["arms_down", "drop", "wave", "walk_out"]

# A thousand times a scene with all its keys.
_LONGEST_MESSAGE = 300
_LARGEST_BYTES = 1_000_000


class SceneError(ValueError):
    """A scene file that cannot be used; the message names the file and the field."""


class _Spec(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BodyScene(_Spec):
    """Who; see `BodySpec`."""

    male: Share = 0.5
    age_years: float = Field(30, ge=18, le=90)
    muscle: Share = 0.5
    weight: Share = 0.5
    ideal: Share = 0.5
    stature_m: float = Field(1.70, ge=1.4, le=2.1)
    ancestry: tuple[Share, Share, Share] = (1 / 3, 1 / 3, 1 / 3)
    details: dict[str, float] = {}


class ClothesScene(_Spec):
    """What the person looks like; see `Clothes`."""

    skin: Rgb = (214, 170, 145)
    hair: Rgb = (58, 38, 26)
    hair_style: Literal["short", "bun", "ponytail", "bob", "long", "bald"] = "short"
    worn: Literal["nothing", "cap", "beanie", "hood", "headphones"] = "nothing"
    shirt: Rgb = (70, 95, 150)
    sleeve: Share = 0.28
    shirt_stripe: Rgb | None = None
    trousers: Rgb = (45, 47, 58)
    trouser_leg: Share = 0.95
    shoes: Rgb = (225, 225, 222)
    loose_m: float = Field(0.010, ge=0, le=0.05)
    glasses: bool = False


class CameraScene(_Spec):
    """Seen from where; see `Camera`."""

    azimuth_deg: float = Field(0, ge=-180, le=180)
    distance_m: float = Field(3.2, ge=0.4, le=8)
    height_m: float = Field(1.2, ge=0.02, le=2.5)
    pitch_deg: float = Field(0, ge=-45, le=45)
    roll_deg: float = Field(0, ge=-20, le=20)
    fov_deg: float = Field(45, ge=15, le=100)
    width_px: int = Field(540, ge=64, le=1920, multiple_of=2)
    height_px: int = Field(960, ge=64, le=1920, multiple_of=2)
    aim_m: tuple[float, float] = (0.0, 0.0)


class LightScene(_Spec):
    """Lamps; see `Light`."""

    strength: float = Field(1.0, ge=0.1, le=2)
    key_deg: float = Field(25, ge=-180, le=180)
    contrast: Share = 0.5
    warmth: float = Field(0.2, ge=-1, le=1)


class SensorScene(_Spec):
    """The camera's flaws; see `Sensor`."""

    noise_sd: float = Field(1.5, ge=0, le=60)
    blur_px: float = Field(0.5, ge=0, le=8)
    gain: float = Field(1.0, ge=0.05, le=3)
    gamma: float = Field(1.0, ge=0.4, le=3)
    warmth: float = Field(0.0, ge=-0.3, le=0.3)


class VideoScene(_Spec):
    """How the video is written."""

    fps: int = Field(30, ge=5, le=60)
    crf: int = Field(25, ge=0, le=45)
    preset: Literal["veryfast", "medium", "slow"] = "slow"
    samples: Literal[1, 2, 4, 8] = 4


class TempoScene(_Spec):
    """Seconds of each part of a rep."""

    up_s: float = Field(1.1, ge=0.2, le=8)
    top_s: float = Field(0.3, ge=0, le=10)
    down_s: float = Field(1.5, ge=0.2, le=8)
    rest_s: float = Field(0.35, ge=0, le=30)


class RepScene(_Spec):
    """One or more equal reps, with the size of each of their faults by name."""

    count: int = Field(1, ge=1, le=30)
    faults: dict[str, float] = {}


def _checked(faults: dict[str, float], known: dict[str, FaultKind]) -> None:
    for name, size in faults.items():
        if name not in known:
            raise ValueError(f"no fault is named {name}; there are {', '.join(sorted(known))}")
        kind = known[name]
        if not kind.low <= size <= kind.high:
            raise ValueError(f"{name} must be from {kind.low:g} to {kind.high:g} ({kind.meaning})")


class _Lift(_Spec):
    start_s: float = Field(1.0, ge=0.3, le=10)
    tail_s: float = Field(0.6, ge=0, le=10)
    tempo: TempoScene = TempoScene()
    reps: list[RepScene] = Field(min_length=1)
    plates: Rgb = (35, 35, 38)
    before: list[Before] = []
    after: list[After] = []
    arms_down_s: float = Field(1.0, ge=0.3, le=10)


class _ArmsLift(_Lift):
    arms: Literal["both", "left", "right", "alternating"] = "both"
    other_arm: Literal["hanging", "hip", "shoulder"] = "hanging"
    kettlebells: bool = False

    @model_validator(mode="after")
    def _possible(self) -> "_ArmsLift":
        if self.arms == "both":
            return self
        named = {name for rep in self.reps for name in rep.faults}
        wrong = named & (NEEDS_BOTH_HANDS | (NEEDS_ONE_FLOOR if self.arms == "alternating" else set()))
        if wrong:
            raise ValueError(f"{min(wrong)} cannot be with arms = {self.arms}")
        return self


class PressScene(_ArmsLift):
    """An overhead press."""

    kind: Literal["press"]
    grip_ratio: float = Field(1.16, ge=0.6, le=2.4)
    dumbbells: bool = False
    seated: bool = False
    back_rest: bool = False
    opening_top: bool = False

    @field_validator("reps")
    @classmethod
    def _known(cls, reps: list[RepScene]) -> list[RepScene]:
        for rep in reps:
            _checked(rep.faults, PRESS_FAULTS)
        return reps


class RowScene(_ArmsLift):
    """An upright row."""

    kind: Literal["row"]
    grip_ratio: float = Field(1.12, ge=0.3, le=2.4)
    dumbbells: bool = False

    @field_validator("reps")
    @classmethod
    def _known(cls, reps: list[RepScene]) -> list[RepScene]:
        for rep in reps:
            _checked(rep.faults, ROW_FAULTS)
        return reps


class RaiseScene(_ArmsLift):
    """A lateral raise with dumbbells."""

    kind: Literal["lateral_raise"]
    seated: bool = False
    back_rest: bool = False

    @field_validator("reps")
    @classmethod
    def _known(cls, reps: list[RepScene]) -> list[RepScene]:
        for rep in reps:
            _checked(rep.faults, RAISE_FAULTS)
        return reps


class PlainScene(_Lift):
    """A lift that nobody judges: a biceps curl with dumbbells, or a squat without weight."""

    kind: Literal["curl", "squat"]

    @field_validator("reps")
    @classmethod
    def _known(cls, reps: list[RepScene]) -> list[RepScene]:
        for rep in reps:
            _checked(rep.faults, {})
        return reps


class WalkScene(_Spec):
    """Walking through the picture."""

    kind: Literal["walk"]
    duration_s: float = Field(4.0, ge=1, le=20)
    from_m: tuple[float, float] = (2.2, 0.0)
    to_m: tuple[float, float] = (-2.2, 0.0)


class PastimeScene(_Spec):
    """Something that nobody counts or judges, such as a bench press or a selfie."""

    kind: Literal["pastime"]
    name: str
    duration_s: float = Field(6.0, ge=1, le=60)
    pace: float = Field(1.0, ge=0.3, le=3)
    mirrored: bool = False

    @field_validator("name")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in PASTIMES:
            raise ValueError(f"there is no {name}; there are {', '.join(sorted(PASTIMES))}")
        return name


class WorkoutScene(_Spec):
    """Sets of different lifts with one bar, with rests between them in which it lies on the floor."""

    kind: Literal["workout"]
    sets: list[Annotated[PressScene | RowScene | PlainScene, Field(discriminator="kind")]] = Field(
        min_length=2
    )
    rest_s: float = Field(4.0, ge=1, le=60)

    @model_validator(mode="after")
    def _one_bar(self) -> "WorkoutScene":
        for one in self.sets:
            odd = ("dumbbells", "kettlebells", "seated")
            one_armed = getattr(one, "arms", "both") != "both"
            if one.kind == "curl" or one_armed or any(getattr(one, name, False) for name in odd):
                raise ValueError("only standing lifts with a barbell, and squats, follow each other")
        return self


class ShiftScene(_Spec):
    """Something that happens in a posture for a while."""

    name: str
    size: float
    start_s: float = Field(ge=0.3)
    end_s: float
    ramp_s: float = Field(0.7, ge=0.1, le=5)

    @model_validator(mode="after")
    def _whole(self) -> "ShiftScene":
        _checked({self.name: self.size}, SHIFTS)
        if self.end_s < self.start_s + 2 * self.ramp_s:
            raise ValueError("end_s must leave time for two ramps after start_s")
        return self


class PostureScene(_Spec):
    """Sitting or standing, at a desk or for neck exercises."""

    kind: Literal["posture"]
    duration_s: float = Field(ge=1, le=600)
    shifts: list[ShiftScene] = []
    seated: bool = True
    hands: Literal["keyboard", "mouse", "lap", "hanging"] = "keyboard"
    furniture: list[Literal["chair", "stool", "desk", "screen"]] = ["chair", "desk"]
    leaves_for_s: float | None = Field(None, ge=0, le=30)


class Scene(_Spec):
    """A whole clip."""

    format: Literal["formcheck.scene/1"] = "formcheck.scene/1"
    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    seed: int = 0
    body: BodyScene = BodyScene()
    clothes: ClothesScene = ClothesScene()
    room: Literal["gym", "living_room", "office", "plain"] = "gym"
    camera: CameraScene = CameraScene()
    light: LightScene = LightScene()
    sensor: SensorScene = SensorScene()
    video: VideoScene = VideoScene()
    movement: Annotated[
        PressScene
        | RowScene
        | RaiseScene
        | PlainScene
        | WalkScene
        | PastimeScene
        | WorkoutScene
        | PostureScene,
        Field(discriminator="kind"),
    ]


_KINDS = ("press", "row", "lateral_raise", "curl", "squat", "walk", "pastime", "workout", "posture")


def read_scene(path: Path) -> Scene:
    """Read a scene file, TOML by its ending and JSON otherwise.

    Raises:
        SceneError: If it cannot be read or says something that cannot be done.
    """
    try:
        text = read_bounded(path, _LARGEST_BYTES).decode("utf-8")
        data = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except OSError as error:
        raise SceneError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise SceneError(f"{path}: is neither TOML nor JSON: {_short(error)}") from None
    return scene_of(data, str(path))


def scene_of(data: Any, where: str) -> Scene:
    """Return the scene in plain data; `where` opens the message if something is wrong with it."""
    try:
        return Scene.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"] if part not in _KINDS)
        message = first["msg"].removeprefix("Value error, ")
        raise SceneError(f"{where}: {_short(field) or 'scene'}: {_short(message)}") from None


def _short(said: object) -> str:
    """What is said, as one line that fits a terminal, whatever the file holds."""
    text = " ".join(str(said).split())
    return text if len(text) <= _LONGEST_MESSAGE else f"{text[:_LONGEST_MESSAGE]}..."
