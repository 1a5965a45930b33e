"""What differs between the kinds of activity, in one object that is chosen once, from the activity's file.

Three kinds run on one engine: lifts have repetitions, postures have states, neck exercises have
repetitions that are held. Whatever has to know which of them it serves asks the activity's `Mode`, which is
data: words, views, what has to be seen. Its defaults stand in `modes/`; an activity's file overrides them key
by key.
"""

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View

Part = Literal["ear", "eye", "shoulder", "elbow", "wrist", "hip", "knee", "ankle"]

# What changes what would help: the source is one picture, a stored neutral is in use, the source was not seen
# to its end because somebody stopped, and there were several reps.
Situation = Literal["picture", "calibrated", "stopped", "repeated"]

# The keys of [film]: from where to film, and what removes a reason for which something is not judged; the
# same where it is filmed from that side already, and in a situation.
_REASONS = frozenset(reason.name.lower() for reason in Reason)
FILM_KEYS = frozenset(
    {view.value for view in View}
    | _REASONS
    | {f"{reason}_from_{view.value}" for reason in _REASONS for view in View}
    | {f"{reason}_when_{known}" for reason in _REASONS for known in get_args(Situation)}
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ModeName(StrEnum):
    """The kinds of activity."""

    LIFT = "lift"
    POSTURE = "posture"
    MOBILITY = "mobility"


class NeutralNeeds(_Strict):
    """What a calibrated neutral of the activity has to show.

    Attributes:
        kind: Activities of one kind share their neutrals; "" for one that has neutrals of its own.
        title: What the neutrals of that kind are for, in words; "" for the activity's title.
        from_behind: Whether it may be taken from behind.
        needs_hips: Whether the hips have to be seen.
        standing: Whether the person stands upright with the arms hanging.
        shown: What the screen tells somebody whose neutral is taken, in two words; for how long is added.
        how: What is said to them; for how long is added.
    """

    kind: str = ""
    title: str = ""
    from_behind: bool
    needs_hips: bool
    standing: bool
    shown: str
    how: str


class Framing(_Strict):
    """What has to be in the picture.

    Attributes:
        shows: The body from the hips up with room for the arms, or face and shoulders.
        parts: Of the body, which are missed when they are out of sight; the one nearest to the trunk first.
        above: For the body: how much room is needed above the shoulders, in trunk lengths.
    """

    shows: Literal["body", "face and shoulders"]
    parts: tuple[Part, ...] = Field(min_length=1)
    above: float = Field(0.75, gt=0, le=5)


class GuideWords(_Strict):
    """What the guide says, and whether it waits.

    Attributes:
        hold: Shown while the framing has to last; at most four words.
        waits_until_still: Whether the set begins only once the person is still.
        nobody: Shown while nobody is seen; "" for the guide's own words.
    """

    hold: str
    waits_until_still: bool
    nobody: str = ""


class Mode(_Strict):
    """Everything that differs between the kinds of activity.

    Attributes:
        name: Which of them it is.
        neutral: What a calibrated neutral has to show.
        framing: What has to be in the picture.
        guide: What the guide says.
        film: View or reason -> what to do about it, also by situation; see `FILM_KEYS`.
        views: View -> the view that it counts as.

    Example:
        >>> mode_of(ModeName.POSTURE, "desk").neutral.kind
        'desk'
    """

    name: ModeName
    neutral: NeutralNeeds
    framing: Framing
    guide: GuideWords
    film: Mapping[str, str] = {}
    views: Mapping[View, View] = {}

    @field_validator("film")
    @classmethod
    def _known_keys(cls, film: Mapping[str, str]) -> Mapping[str, str]:
        unknown = [key for key in film if key not in FILM_KEYS]
        if unknown:
            raise ValueError(f"unknown key {unknown[0]!r}")
        return film

    @property
    def has_reps(self) -> bool:
        """Whether the activity has repetitions, and not states."""
        return self.name is not ModeName.POSTURE

    @property
    def kind(self) -> str:
        """Activities with the same kind share their calibrated neutrals."""
        return self.neutral.kind

    def how_to_film(self, views: tuple[View, ...]) -> str:
        """From where to film so that one of these views is shown; "" where there are no words for it."""
        return " Or: ".join(self.film[view] for view in views if view in self.film)

    def remedy(self, reason: Reason, view: View | None = None, known: Sequence[Situation] = ()) -> str:
        """What removes a reason for which something was not judged; "" where there are no words for it.

        Args:
            reason: The reason.
            view: From where it was filmed: that is not advised once more.
            known: What else is known; the first that there are words for counts.
        """
        name = reason.name.lower()
        keys = [*(f"{name}_when_{situation}" for situation in known), f"{name}_from_{view}", name]
        return next((self.film[key] for key in keys if key in self.film), "")


def mode_of(name: ModeName, activity_id: str, overrides: Mapping[str, Any] | None = None) -> Mode:
    """The mode of an activity.

    Args:
        name: Which of them it is.
        activity_id: Its id: whose neutrals it has where its mode says nothing else.
        overrides: Blocks of the activity's own file: [neutral], [framing], [guide], [film], [views].

    Raises:
        pydantic.ValidationError: If a block has an unknown key or a wrong value.
    """
    blocks: dict[str, Any] = {key: dict(value) for key, value in _defaults(name).items()}
    for key, own in (overrides or {}).items():
        blocks[key] = {**blocks.get(key, {}), **own} if isinstance(own, Mapping) else own
    blocks["neutral"] = {"kind": activity_id, **blocks["neutral"]}
    return Mode.model_validate({"name": name, **blocks})


@cache
def _defaults(name: ModeName) -> Mapping[str, Mapping[str, Any]]:
    file = resources.files("formcheck.activities").joinpath("modes", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
