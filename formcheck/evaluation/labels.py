"""What is known of a clip: its repetitions, its faults and, for rendered people, its angles."""

import gzip
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from formcheck.errors import LabelError

SUFFIX = ".truth.json.gz"
FORMAT = "formcheck.truth/1"
# Activity -> what truth files call it.
EXERCISES: Mapping[str, str] = {
    "overhead-press": "press",
    "upright-row": "row",
    "lateral-raise": "lateral_raise",
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class LabelledRep(_Part):
    """A repetition that is there, and the true size of whatever may be wrong with it, if known."""

    number: int = Field(ge=1)
    start_s: float
    end_s: float
    top_start_s: float | None = None
    complete: bool = True
    activity: str = ""
    sizes: dict[str, FiniteFloat] = {}


class LabelledFault(_Part):
    """A fault that is there; rep 0 means the whole clip."""

    name: str
    rep: int = 0
    size: FiniteFloat | None = None
    start_s: float | None = None
    end_s: float | None = None


class Labels(_Part):
    """The content of a truth or label file. Only the repetitions and faults are needed."""

    format: Literal["formcheck.truth/1"]
    reps: tuple[LabelledRep, ...]
    faults: tuple[LabelledFault, ...] = ()
    time_s: tuple[float, ...] = ()
    angles: dict[str, tuple[float, ...]] = {}
    ratios: dict[str, tuple[float, ...]] = {}
    neutral_s: tuple[float, float] | None = None

    def of_activity(self, activity_id: str) -> "Labels":
        """The same with the repetitions of one activity; those that name none belong to any."""
        name = EXERCISES.get(activity_id, "")
        reps = tuple(rep for rep in self.reps if rep.activity in ("", name, activity_id))
        return self.model_copy(update={"reps": reps})

    @property
    def full_reps(self) -> tuple[LabelledRep, ...]:
        """The repetitions that should be counted."""
        return tuple(rep for rep in self.reps if rep.complete)


def read_labels(path: Path) -> Labels:
    """Read a truth or label file, packed or not.

    Raises:
        LabelError: If it is missing, broken, of another version, or has a wrong field.
    """
    try:
        raw = path.read_bytes()
        data: Any = json.loads(gzip.decompress(raw) if path.name.endswith(".gz") else raw)
    except OSError as error:
        raise LabelError(f"{path}: cannot be read: {error.strerror or 'not gzip'}") from None
    except (ValueError, EOFError, zlib.error, RecursionError):
        raise LabelError(f"{path}: is not a truth file; see docs/truth-format.md") from None
    version = data.get("format") if isinstance(data, dict) else None
    if version != FORMAT:
        raise LabelError(f"{path}: format: is {version!r}, this program reads {FORMAT!r}")
    try:
        return Labels.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise LabelError(f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
