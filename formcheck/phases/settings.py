"""How an activity's repetitions are found in its signal: the block [reps] of its file."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator


class RepSettings(BaseModel):
    """How an activity's repetitions are found in its signal. Values are in the signal's own unit.

    Attributes:
        signal: The measure that rises and falls with each rep, measured on each side.
        falls: Whether the signal falls on the way up, as the angle of the elbow does in a curl: then what is
            said below of rising holds for falling, and `top` lies below the start.
        start_from, start_to: Where a rep can start: the signal rests or turns there before it rises.
        rise: A rise by this much above the start is a movement, less is fidgeting.
        jitter: A signal that is at rest stays within so much of its lowest point; a fifth of `rise` if left
            out.
        range_error: Typical error of a rep's range; half of `rise` if left out.
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
        overhead: Whether they end with the hands overhead, where dumbbells come together and a bar does not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    signal: str
    falls: bool = False
    start_from: float
    start_to: float
    rise: float = Field(gt=0)
    jitter: float | None = Field(None, gt=0)
    range_error: float | None = Field(None, gt=0)
    top: float
    top_share: float = Field(0.6, gt=0, lt=1)
    drop: float = Field(gt=0)
    min_share: float = Field(0.4, gt=0, lt=1)
    still_per_s: float = Field(gt=0)
    min_s: float = Field(0.25, ge=0)
    max_s: float = Field(12.0, gt=0)
    refractory_s: float = Field(0.4, ge=0)
    usual_range: float | None = Field(None, gt=0)
    first_share: float | None = Field(None, gt=0, lt=1)
    own_after: int = Field(2, ge=1)
    attempt_share: float | None = Field(None, gt=0, lt=1)
    ceiling: float | None = None
    hanging: bool = False
    overhead: bool = False

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.start_from < self.start_to:
            raise ValueError("start_from must be below start_to")
        if not self.falls and self.top <= self.start_from + self.rise:
            raise ValueError(
                "top must lie above start_from + rise; for a signal that falls, say falls = true"
            )
        if self.falls and self.top >= self.start_to - self.rise:
            raise ValueError("top must lie below start_to - rise, because falls = true")
        if self.ceiling is not None and (self.ceiling <= self.top) is not self.falls:
            raise ValueError(f"ceiling must lie {'below' if self.falls else 'above'} top")
        return self

    @property
    def rising(self) -> "RepSettings":
        """The same of the signal that rises with each rep: of one that falls, its negative.

        Example:
            >>> curl = RepSettings(
            ...     signal="elbow_angle_deg", falls=True, start_from=130, start_to=185, rise=12, top=75,
            ...     drop=15, still_per_s=30,
            ... )
            >>> curl.rising.start_from, curl.rising.top
            (-185.0, -75.0)
        """
        if not self.falls:
            return self
        ceiling = None if self.ceiling is None else -self.ceiling
        return self.model_copy(
            update={
                "falls": False, "start_from": -self.start_to, "start_to": -self.start_from, "top": -self.top,
                "ceiling": ceiling,
                # Before any rep was seen, a usual one goes from the middle of the start to the top.
                "usual_range": self.usual_range or (self.start_from + self.start_to) / 2 - self.top,
            }
        )  # fmt: skip

    @property
    def rest_within(self) -> float:
        """How far above its lowest point a signal at rest may be."""
        return 0.2 * self.rise if self.jitter is None else self.jitter

    @property
    def error_of_range(self) -> float:
        """Typical error of a rep's range."""
        return 0.5 * self.rise if self.range_error is None else self.range_error

    @property
    def first_range(self) -> float:
        """How far a usual rep goes before any was seen."""
        return self.usual_range or self.top - max(self.start_from, 0.0)

    @property
    def most_error(self) -> float:
        """A value that may be off by half of a usual rep tells nothing of one."""
        return 0.5 * abs(self.first_range)

    @property
    def least_attempt(self) -> float:
        """Share of the range from which on a rise that turns back is an attempt."""
        return self.min_share if self.attempt_share is None else self.attempt_share
