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
        min_share: A movement down by less than this share of the range is a bounce, not the end of the rep,
            unless it is as slow as a rep that stays far above the bottom.
        dip: Least depth of such a slow movement; none counts if it is left out.
        dip_s: Least time that it takes, down and up again.
        still_per_s: Slower than this the signal rests.
        min_s, max_s: Shortest and longest way up.
        refractory_s: Time after a rep in which no other can be counted.
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
    dip: float | None = Field(None, gt=0)
    dip_s: float = Field(0.8, gt=0)
    still_per_s: float = Field(gt=0)
    min_s: float = Field(0.25, ge=0)
    max_s: float = Field(8.0, gt=0)
    refractory_s: float = Field(0.4, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.start_from < self.start_to:
            raise ValueError("start_from must be below start_to")
        if self.top <= self.start_from + self.rise:
            raise ValueError("top must lie above start_from + rise")
        return self
