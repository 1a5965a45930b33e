"""What an activity file and a rule file may hold, and how a mistake in one is said."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from formcheck.activities.activity import Effort
from formcheck.activities.mode import FILM_KEYS, Framing, GuideWords, Mode, ModeName, NeutralNeeds, mode_of
from formcheck.activities.signs import Signs
from formcheck.activities.truth import FaultTruth, TruthNames
from formcheck.errors import RuleError
from formcheck.moves.settings import Figure, MoveSettings, Signal
from formcheck.phases.settings import RepSettings
from formcheck.rules.rule import Check, Condition, Hold, Rule, Source, StateTimes, Thresholds

# A key of many parts takes the square of their number to be read: minutes, for one of 60 kB.
_DEEPEST = 20
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP_KEY = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{_DEEPEST}}}")
_LARGEST_NUMBER = 1e6
_LONGEST_TEXT = 2000
# The blocks of a file that override the defaults of its mode.
MODE_BLOCKS = ("neutral", "framing", "guide", "film", "views")


class About(BaseModel):
    """The block [activity].

    Attributes:
        title: For people.
        key: The digit that chooses it before a camera.
        key_word: What the help of the keys calls it.
        effort: Whether the weight is pressed away from the body or pulled to it, for volumes; "" for neither.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    key: int | None = Field(None, ge=1, le=9)
    key_word: str = ""
    effort: Effort = ""


class Variant(BaseModel):
    """The same activity with other limits, for people who need them.

    Attributes:
        title: For people, after the activity's own: "with a history of shoulder pain".
        rule: Rules that differ; a key that is not given stays as it is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    rule: tuple[dict[str, Any], ...] = ()


class ActivityFile(BaseModel):
    """A whole activity file; what overrides its mode is kept as it stands and checked by `mode`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    activity: About
    reps: RepSettings | None = None
    move: MoveSettings | None = None
    signs: Signs | None = None
    truth: TruthNames = TruthNames()
    variant: dict[str, Variant] = {}
    rule: tuple[Rule, ...] = ()
    neutral: dict[str, Any] = {}
    framing: dict[str, Any] = {}
    guide: dict[str, Any] = {}
    film: dict[str, Any] = {}
    views: dict[str, Any] = {}

    def mode(self, activity_id: str) -> Mode:
        """The mode of the activity: a lift with [reps], a neck exercise with [move], else a posture.

        Raises:
            ValidationError: If one of the blocks has an unknown key or a wrong value.
        """
        blocks = {name: getattr(self, name) for name in MODE_BLOCKS if getattr(self, name)}
        found = {ModeName.LIFT: self.reps, ModeName.MOBILITY: self.move}
        name = next((mode for mode, block in found.items() if block is not None), ModeName.POSTURE)
        return mode_of(name, activity_id, blocks)


# Where in a file each class of keys is found, to name the nearest valid key.
_KEYS: Mapping[str, Iterable[str]] = {
    "": ActivityFile.model_fields,
    "activity": About.model_fields,
    "reps": RepSettings.model_fields,
    "move": MoveSettings.model_fields,
    "move.signals": Signal.model_fields,
    "move.figure": Figure.model_fields,
    "signs": Signs.model_fields,
    "signs.tops": Condition.model_fields,
    "truth": TruthNames.model_fields,
    "truth.faults": FaultTruth.model_fields,
    "variant": Variant.model_fields,
    "neutral": NeutralNeeds.model_fields,
    "framing": Framing.model_fields,
    "guide": GuideWords.model_fields,
    "film": FILM_KEYS,
    "rule": Rule.model_fields,
    "rule.tests": Check.model_fields,
    "rule.tests.above": Thresholds.model_fields,
    "rule.tests.below": Thresholds.model_fields,
    "rule.tests.poor_also": Condition.model_fields,
    "rule.tests.only_while": Condition.model_fields,
    "rule.hold_s": Hold.model_fields,
    "rule.times": StateTimes.model_fields,
    "rule.source": Source.model_fields,
}


def parse(name: str, text: str) -> dict[str, Any]:
    """The blocks of a file.

    Raises:
        RuleError: If it is not TOML, or holds what would overflow whatever is computed or drawn with it.
    """
    if _DEEP_KEY.search(text):
        raise RuleError(f"{name}: has a key of more than {_DEEPEST} parts; no file of rules needs one")
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits, brackets within brackets
        raise RuleError(f"{name}: is not valid TOML: {error}") from None
    _refuse_absurd(name, data)
    return data


def _refuse_absurd(name: str, data: dict[str, Any]) -> None:
    """Whatever a number or a text is for: beyond these bounds it is nothing that anybody meant."""
    waiting: list[tuple[str, Any]] = list(data.items())
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.items()
        elif isinstance(value, list):
            waiting += [(key, one) for one in value]
        elif isinstance(value, str) and len(value) > _LONGEST_TEXT:
            raise RuleError(f"{name}: {key}: is longer than {_LONGEST_TEXT} characters")
        elif isinstance(value, (int, float)) and not abs(value) <= _LARGEST_NUMBER:
            raise RuleError(f"{name}: {key}: is no number that can be measured; at most {_LARGEST_NUMBER:g}")


def validate(name: str, activity_id: str, data: Mapping[str, Any]) -> tuple[ActivityFile, Mode]:
    """The checked file, and its mode.

    Raises:
        RuleError: If a key is unknown or a value wrong; names file, rule, key and the nearest valid key.
    """
    try:
        file = ActivityFile.model_validate(data)
        return file, file.mode(activity_id)
    except ValidationError as error:
        raise RuleError(_explain(name, data, error)) from None


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a message on an unknown name: the nearest known one, or all of them."""
    names = list(known)
    near = difflib.get_close_matches(word, names, 1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else f"; known: {', '.join(sorted(names))}"


def _explain(name: str, data: Mapping[str, Any], error: ValidationError) -> str:
    """The first mistake as one line: file, rule and key, what is wrong, the nearest valid key."""
    first = error.errors()[0]
    loc = first["loc"]
    where = [str(part) for part in loc if not isinstance(part, int)]
    place = ".".join(where)
    if len(loc) > 1 and loc[0] == "rule" and isinstance(loc[1], int):
        rule_id = data["rule"][loc[1]].get("id", f"rule {loc[1] + 1}")
        place = ": ".join([str(rule_id), ".".join(where[1:])])
    if first["type"] == "extra_forbidden":
        within = ".".join(where[:-1])
        if where[:2] == ["truth", "faults"]:
            within = "truth.faults"
        return f"{name}: {place}: unknown key{nearest(where[-1], _KEYS.get(within, ()))}"
    if place == "film" and first["type"] == "value_error":
        wrong = next(key for key in data["film"] if key not in FILM_KEYS)
        return f"{name}: film.{wrong}: unknown key{nearest(wrong, FILM_KEYS)}"
    if first["type"] == "missing":
        return f"{name}: {place}: is missing"
    return f"{name}: {place}: {first['msg'].removeprefix('Value error, ')}"
