"""What an activity is called in truth files, and which rule each fault of a truth file belongs to."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator


class FaultTruth(BaseModel):
    """How a fault of a truth file is called and counted by the rules.

    Attributes:
        rule: Short id of the rule.
        test: Which of its tests has the unit of the fault's size.
        size: From the truth file's size to the unit of that test: as it is, without its sign, with the other
            sign, or the percentage that a share lacks of 1.
        seen: Of a true change the model sees this share; truth is scaled by it before it is held against the
            rule's threshold, which the published accuracy says.
        about: What a change is counted from: 0, or 1 for a ratio.
        in_lower_half: Where a file has curves, the size is that of this angle in the lower half of the way,
            which the rule looks at; "" takes the size of the whole repetition.
        from_rep: The rule compares with the reps before this one; in them there is nothing to find.

    Example:
        >>> FaultTruth.model_validate({"rule": "head-poke", "seen": 0.75}).in_units_of_rule(12.0)
        9.0
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    test: int = Field(0, ge=0)
    size: Literal["as it is", "magnitude", "negated", "percent lost"] = "as it is"
    seen: float = Field(1.0, gt=0, le=1)
    about: float = 0.0
    in_lower_half: str = ""
    from_rep: int = Field(1, ge=1)

    def in_units_of_rule(self, size: float) -> float:
        """The size as the rule's test would read it."""
        match self.size:
            case "magnitude":
                size = abs(size)
            case "negated":
                size = -size
            case "percent lost":
                size = 100.0 * (1.0 - size)
        return self.about + self.seen * (size - self.about)


class TruthNames(BaseModel):
    """The names of an activity in truth files.

    Attributes:
        exercise: What a set calls it; "" for its id.
        also: Other names that repetitions of it have.
        faults: Name in truth files -> the rule that it belongs to, or the rule's short id alone. A name that
            is not listed is a rule's own short id, in its unit.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    exercise: str = ""
    also: tuple[str, ...] = ()
    faults: Mapping[str, FaultTruth] = {}

    @field_validator("faults", mode="before")
    @classmethod
    def _short_form(cls, faults: object) -> object:
        if not isinstance(faults, Mapping):
            return faults
        return {k: {"rule": v} if isinstance(v, str) else v for k, v in faults.items()}

    def fault(self, name: str) -> FaultTruth:
        """The rule that a fault's name belongs to."""
        return self.faults.get(name) or FaultTruth.model_validate({"rule": name})
