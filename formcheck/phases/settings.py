from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class RepSettings(BaseModel):
    """How an activity's repetitions are found in its signal. Values are in the signal's own unit.

    Attributes:
        signal: The measure that rises and falls with each rep.
        start_from, start_to: Where a rep can start: the signal rests or turns there before it rises.
        rise: A rise by this much above the start is a movement, less is fidgeting.
        top: A rep has to get this high at first; later `top_share` of the range seen so far.
        top_share: Share of the usual range that counts as a rep. Count loosely, judge strictly.
        drop: A fall by this much ends the top.
        min_share: A movement down by less than this share of the range is a bounce, not the end of the rep.
        still_per_s: Slower than this the signal rests.
        min_s, max_s: Shortest and longest way up.
        refractory_s: Time after a rep in which no other can be counted.
        usual_range: How far a usual rep goes, until the subject's own reps tell; from 0 to top if left out.
        first_share: Share of the usual range that a rep has to rise until the own range is known; min_share
            if left out, and later.
        own_after: From so many reps on the subject's own range counts.
        attempt_share: A rise by less than this share of the range is no attempt; min_share if left out.
        ceiling: Whatever rises past this is another movement, and no rep: a bar that is pressed overhead.
        hanging: Whether the reps start from arms that hang beside a standing body, which is then the neutral.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    signal: str
    start_from: float
    start_to: float
    rise: float = Field(gt=0)
    top: float
    top_share: float = Field(0.6, gt=0, lt=1)
    drop: float = Field(gt=0)
    min_share: float = Field(0.4, gt=0, lt=1)
    still_per_s: float = Field(gt=0)
    min_s: float = Field(0.25, ge=0)
    max_s: float = Field(8.0, gt=0)
    refractory_s: float = Field(0.4, ge=0)
    usual_range: float | None = Field(None, gt=0)
    first_share: float | None = Field(None, gt=0, lt=1)
    own_after: int = Field(2, ge=1)
    attempt_share: float | None = Field(None, gt=0, lt=1)
    ceiling: float | None = None
    hanging: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.start_from < self.start_to:
            raise ValueError("start_from must be below start_to")
        if self.top <= self.start_from + self.rise:
            raise ValueError("top must lie above start_from + rise")
        if self.ceiling is not None and self.ceiling <= self.top:
            raise ValueError("ceiling must lie above top")
        return self

    @property
    def first_range(self) -> float:
        """How far a usual rep goes before any was seen."""
        return self.usual_range or self.top - max(self.start_from, 0.0)

    @property
    def least_attempt(self) -> float:
        """Share of the range from which on a rise that turns back is an attempt."""
        return self.min_share if self.attempt_share is None else self.attempt_share
