"""The summary of a session: what summary.json holds. docs/summary.schema.json is generated from here."""

from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from formcheck.phases.rep import Load

SCHEMA: Final = "formcheck.summary/1"

SourceKind = Literal["video", "poses", "picture", "camera"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceSummary(_Part):
    """What was analysed."""

    name: str = Field(description="file name of the source, without its folder; what a camera is called")
    kind: SourceKind
    width_px: int
    height_px: int
    fps: float = Field(description="average frame rate; times come from the frames themselves")
    start_s: float | None = Field(None, description="--start, if given")
    end_s: float | None = Field(None, description="--end, if given")
    looked_at: str | None = Field(None, description="which pictures, if fewer than all: --stride, --max-fps")


class Coverage(_Part):
    """How much of the source could be seen."""

    frames: int
    with_pose: int
    views: dict[str, float] = Field(description="share of the frames with a pose, per view, 0..1")
    end_s: float | None = Field(default=None, description="time of the last frame that was read")
    looks_down: bool | None = Field(
        default=None,
        description="whether the camera seems to look down; null: it cannot be told, or does not matter",
    )
    roll_deg: float | None = Field(
        default=None,
        description="by how much the camera turns the picture clockwise, as somebody who stands still "
        "shows it; it is taken out of what is measured. null: it cannot be told",
    )


class ErrorsSummary(_Part):
    """Whether the typical errors of the numbers are known."""

    known: bool = Field(description="false: they were not fitted on this pose model, and every error is null")
    fitted_on: str = Field(description="the pose model that the errors which the rules reckon with belong to")
    text: str = Field(description="the same for people")


class MeasurementSummary(_Part):
    """A value with its error, or the reason why there is none."""

    value: float | None
    error: float | None = Field(description="typical error of the value, same unit; null where not known")
    unit: str
    reason: str | None = None


class SpeedSummary(_Part):
    """How fast the hands went up in a rep, from its start to its top: shown, and judged by no rule."""

    mean: float
    mean_error: float | None = Field(description="typical error; null where not known")
    peak: float = Field(description="of the fastest 0.15 s")
    peak_error: float | None
    unit: Literal["m/s", "heights/s"] = Field(description="m/s with --height, else heights of the body")
    loss_percent: float | None = Field(
        default=None, description="by how much the mean is below that of the fastest rep"
    )


class RepSummary(_Part):
    """One counted repetition."""

    index: int
    start_s: float
    top_s: float
    end_s: float
    complete: bool = Field(description="false where the way down was not seen to its end")
    side: Literal["left", "right"] | None = Field(
        default=None,
        description="the arm that lifted alone; null: both together, or the other one is hidden",
    )
    load: Load | None = Field(
        default=None,
        description="what is lifted, as far as this rep and those before it tell; null: not known",
    )
    measurements: dict[str, MeasurementSummary]
    findings: list[str] = Field(description="ids of this rep's findings")
    speed: SpeedSummary | None = Field(default=None, description="of the hands going up; null: not seen")


class AttemptSummary(_Part):
    """A repetition that started and did not reach its range."""

    start_s: float
    peak_s: float
    end_s: float
    reached_percent: float


class SourceOfThreshold(_Part):
    """Where a threshold comes from: lit, std, know, derived, coach or peer, and the words for it."""

    tag: str
    text: str


class FindingSummary(_Part):
    """One fault, seen once."""

    id: str
    rule: str
    title: str
    severity: Literal["caution", "poor"]
    start_s: float
    end_s: float
    peak_s: float = Field(description="the moment of the worst value")
    rep: int | None
    side: Literal["left", "right"] | None = Field(description="the subject's side, where one was judged")
    direction: str | None = Field(
        default=None,
        description='what the sign of the value says, such as "left hand higher"; null: nothing of its own',
    )
    measure: str
    value: float
    threshold: float
    unit: str
    error: float | None = Field(description="typical error of the value, same unit; null where not known")
    uncertain: bool = Field(description="the value is nearer to its threshold than the error reckoned with")
    alert_s: float | None = Field(
        default=None, description="of a state: when it had lasted long enough for an alert; null: it had not"
    )
    stretches: list[tuple[float, float]] = Field(
        default=[],
        description="of a state: when it was there, from and to; in between it was gone, or not seen, too "
        "briefly to be over. empty: from start to end",
    )
    cue: str
    advice: str
    source: SourceOfThreshold

    _assumed_error: float | None = PrivateAttr(default=None)

    @property
    def aside(self) -> str:
        """Which side it is about, or which way, in words; "" where it has neither."""
        return self.side or self.direction or ""

    @property
    def assumed_error(self) -> float | None:
        """The error that the rule reckoned with, known for this pose model or not: to weigh, not to print."""
        return self._assumed_error if self.error is None else self.error

    def scaled(self, factor: float, unit: str) -> Self:
        """The same finding in another unit, or counted the other way."""
        assumed = self.assumed_error
        shown = self.model_copy(
            update={
                "value": factor * self.value,
                "threshold": factor * self.threshold,
                "error": None if self.error is None else abs(factor) * self.error,
                "unit": unit,
            }
        )
        shown._assumed_error = None if assumed is None else abs(factor) * assumed
        return shown

    def without_error(self) -> Self:
        """The same finding with no error stated."""
        hidden = self.model_copy(update={"error": None})
        hidden._assumed_error = self.assumed_error
        return hidden


class NotJudgedSummary(_Part):
    """A rule that could not be judged."""

    rule: str
    title: str
    reason: str
    fix: str
    reps: list[int] = Field(description="the reps that it concerns; empty: the whole source")


class NeutralSummary(_Part):
    """What changes were taken from."""

    origin: Literal["none", "provisional", "calibrated"] = Field(
        description="provisional: learned on the way; calibrated: from a profile or a part of the source"
    )
    view: str = Field(description="the view that was seen last; each has a neutral of its own")
    profile: str | None = Field(default=None, description="name of the profile that was used")
    made: str | None = Field(default=None, description="the day on which the profile was made")


class StateSummary(_Part):
    """How much of the time a state was there."""

    rule: str
    title: str
    time_s: float = Field(description="how long in all: all stretches of its events, not what lies between")
    share: float = Field(description="of the time that was judged, 0..1")
    events: int
    longest_s: float = Field(description="length of the longest stretch")


class PostureSummary(_Part):
    """A session without reps: how the time was spent."""

    seen_s: float
    judged_s: float
    neutral_s: float = Field(description="judged, and no state was there")
    not_judged: dict[str, float] = Field(description="seconds in which postures were not judged, by reason")
    states: list[StateSummary] = Field(description="every state that was there, the longest first")


class NotesSummary(_Part):
    """What was said of a session by whoever recorded it: shown as it is, and used for nothing else."""

    athlete: str = ""
    load: str = Field(default="", description='such as "40 kg"')
    note: str = ""
    height_cm: float | None = Field(default=None, description="of the person; lengths are then told in cm")
    date: str | None = Field(default=None, description="the day on which it was recorded, YYYY-MM-DD")
    date_from: Literal["recording", "name", "file"] | None = Field(
        default=None,
        description="what says so: the recording itself, its name, or the date of the file",
    )


class SetSummary(_Part):
    """One set that was recognised."""

    activity: str
    start_s: float = Field(description="when its first rep starts")
    end_s: float = Field(description="when its last rep is over")
    reps: int
    folder: str | None = Field(
        default=None, description="where its own results are, seen from here; null: they are these"
    )


class LikelySummary(_Part):
    """What was seen where nothing of the activity that was named was found."""

    activity: str | None = Field(description="id of the activity that it looks like; null: none of them")
    why: str = Field(description='what was seen instead, such as "lying down"; "" where an activity is named')


class NotRecognisedSummary(_Part):
    """A part of the source that is none of the activities, and why."""

    start_s: float
    end_s: float
    reps: int = Field(description="how many repetitions a lift counted in it; 0: none did, it is the whole")
    why: str = Field(description="what is done instead, or what is missing for a lift")


class Summary(_Part):
    """The result of one session."""

    schema_: Literal["formcheck.summary/1"] = Field(default=SCHEMA, alias="schema")
    version: str = Field(description="version of formcheck")
    source: SourceSummary
    activity: str = Field(description="its id; of what was recognised also: several, none")
    model: str | None = Field(description="pose model that found the points")
    errors: ErrorsSummary
    coverage: Coverage
    load: Load | None = Field(
        default=None,
        description="what is lifted: a bar, or a weight in each hand; null: not known, or as often the other",
    )
    reps: list[RepSummary]
    attempts: list[AttemptSummary]
    findings: list[FindingSummary]
    not_judged: list[NotJudgedSummary]
    neutral: NeutralSummary | None = Field(default=None, description="the subject's own neutral")
    moment: dict[str, MeasurementSummary] | None = Field(
        default=None, description="of a still picture: what was measured in it"
    )
    judged: list[str] | None = Field(
        default=None, description="of a still picture: the rules that could be judged in it"
    )
    posture: PostureSummary | None = Field(
        default=None, description="how the time was spent; null for an activity with reps"
    )
    sets: list[SetSummary] | None = Field(
        default=None, description="what was recognised, in order of time; null where the activity was named"
    )
    likely: LikelySummary | None = Field(
        default=None,
        description="what was seen where the named activity was not found; null: not known",
    )
    notes: NotesSummary | None = Field(default=None, description="what was given with it; null: nothing")
    not_recognised: list[NotRecognisedSummary] | None = Field(
        default=None,
        description="what is none of the activities, the plainest first; null where the activity was named, "
        "and where one was recognised alone",
    )
    last_time: str | None = Field(
        default=None,
        description="how the last set compares with the same lift before, in words; null: it is not kept in "
        "the history, or there is none before",
    )
    interrupted: bool = Field(description="stopped before the end of the source")

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def to_json(self) -> str:
        """The text of summary.json."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"

    @property
    def last_s(self) -> float:
        """The time up to which the source was seen; worked out from the frame rate if it is not known."""
        source, coverage = self.source, self.coverage
        if coverage.end_s is not None:
            return coverage.end_s
        return (source.start_s or 0.0) + (coverage.frames / source.fps if source.fps > 0 else 0.0)
