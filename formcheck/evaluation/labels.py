"""What is known of a clip: its repetitions, its faults and, for rendered people, its angles."""

import json
from collections.abc import Collection
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from formcheck.errors import LabelError
from formcheck.files import read_bounded

SUFFIX = ".truth.json.gz"
FORMAT = "formcheck.truth/1"
# Unpacked: an hour with all curves. JSON takes up to thirty times its length while it is read.
LARGEST_BYTES = 8_000_000
# Wide bounds: what lies beyond is no angle, ratio or time of anybody, and would overflow what is computed.
_Number = Annotated[float, Field(ge=-1e6, le=1e6)]
_Time = Annotated[float, Field(ge=-1e7, le=1e7)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class LabelledRep(_Part):
    """A repetition that is there, and the true size of whatever may be wrong with it, if known."""

    number: int = Field(ge=1, le=1_000_000)
    start_s: _Time
    end_s: _Time
    top_start_s: _Time | None = None
    complete: bool = True
    activity: str = ""
    sizes: dict[str, _Number] = {}

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        _check_span("start_s", self.start_s, self.end_s)
        return self


class LabelledFault(_Part):
    """A fault that is there; rep 0 means the whole clip."""

    name: str
    rep: int = Field(0, ge=0, le=1_000_000)
    size: _Number | None = None
    start_s: _Time | None = None
    end_s: _Time | None = None

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        if self.start_s is not None and self.end_s is not None:
            _check_span("start_s", self.start_s, self.end_s)
        return self


class Camera(_Part):
    """Where the camera of a scene stands: 0 in front of the person, 90 at the person's left, 180 behind."""

    azimuth_deg: _Number = 0.0


class Scene(_Part):
    """What is needed of the scene that a clip was rendered from; nothing of it for a film.

    Attributes:
        body: The body's shape, or empty.
        camera: The camera, or None.
    """

    body: dict[str, Any] = {}
    camera: Camera | None = None


class Labels(_Part):
    """The content of a truth or label file. Only the repetitions and faults are needed.

    `person` names who is seen, in files of your own: clips of one person are not independent evidence.
    """

    format: Literal["formcheck.truth/1"]
    reps: tuple[LabelledRep, ...]
    faults: tuple[LabelledFault, ...] = ()
    time_s: tuple[_Time, ...] = ()
    angles: dict[str, tuple[_Number, ...]] = {}
    ratios: dict[str, tuple[_Number, ...]] = {}
    neutral_s: tuple[_Time, _Time] | None = None
    person: str = ""
    scene: Scene = Scene()

    @model_validator(mode="after")
    def _is_in_step(self) -> Self:
        if any(later <= earlier for earlier, later in pairwise(self.time_s)):
            raise ValueError("time_s must rise from frame to frame")
        for name, curve in {**self.angles, **self.ratios}.items():
            if len(curve) != len(self.time_s):
                raise ValueError(f"{name} has {len(curve)} values for {len(self.time_s)} times in time_s")
        if self.neutral_s is not None:
            _check_span("neutral_s", *self.neutral_s)
        return self

    def of_activity(self, names: Collection[str]) -> "Labels":
        """The same with the repetitions of one activity, by its names; those that name none belong to any."""
        reps = tuple(rep for rep in self.reps if not rep.activity or rep.activity in names)
        return self.model_copy(update={"reps": reps})

    @property
    def who(self) -> str:
        """Who is seen: as the file names the person, else the scene's body; "" where neither is known."""
        body = self.scene.body
        return self.person or (json.dumps(body, sort_keys=True) if body else "")

    @property
    def azimuth_deg(self) -> float | None:
        """From where a rendered person is seen: 0 in front, 90 at the left, 180 behind; None of a film."""
        return None if self.scene.camera is None else self.scene.camera.azimuth_deg

    @property
    def full_reps(self) -> tuple[LabelledRep, ...]:
        """The repetitions that should be counted."""
        return tuple(rep for rep in self.reps if rep.complete)


def _check_span(name: str, start_s: float, end_s: float) -> None:
    if end_s <= start_s:
        raise ValueError(f"{name} must come before the end, {start_s:g} is not before {end_s:g} s")


def read_labels(path: Path) -> Labels:
    """Read a truth or label file, packed or not.

    Raises:
        LabelError: If it is missing, broken, of another version, or has a wrong field.
    """
    try:
        data: Any = json.loads(read_bounded(path, LARGEST_BYTES, packed=path.name.endswith(".gz")))
    except OSError as error:
        raise LabelError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (ValueError, EOFError, RecursionError):
        raise LabelError(f"{path}: is not a truth file; see docs/truth-format.md") from None
    version = data.get("format") if isinstance(data, dict) else None
    if version != FORMAT:
        raise LabelError(f"{path}: format: is {version!r}, this program reads {FORMAT!r}")
    try:
        return Labels.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        what = first["msg"].removeprefix("Value error, ")
        raise LabelError(f"{path}: {where}: {what}" if where else f"{path}: {what}") from None
