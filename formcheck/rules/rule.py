"""What a rule is: the same classes validate the TOML and travel through the program."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from formcheck.measurements.view import View
from formcheck.phases.rep import BOTTOM_HALF, TURN, Load, Phase
from formcheck.rules.finding import Severity


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Tag(StrEnum):
    """How well a threshold is founded."""

    LITERATURE = "lit"
    STANDARD = "std"
    KNOWLEDGE = "know"
    DERIVED = "derived"
    COACH = "coach"
    PEER = "peer"


def _at_most_four_words(text: str) -> str:
    if len(text.split()) > 4:
        raise ValueError("a screen cue has at most four words")
    return text


def _one_place(text: str) -> str:
    if text and (text.count("{}") != 1 or set(text.replace("{}", "")) & {"{", "}"}):
        raise ValueError("says needs one {}, where the value goes, and no other braces")
    return text


EVERY_VIEW = (View.FRONT, View.OBLIQUE, View.SIDE, View.BACK)
ScreenCue = Annotated[str, AfterValidator(_at_most_four_words)]
PhaseName = Literal["setup", "bottom", "ascent", "top", "descent", "bottom-half", "turn"]
assert {*get_args(PhaseName)} == {*Phase, BOTTOM_HALF, TURN} - {Phase.UNKNOWN}


class Thresholds(_Strict):
    """The thresholds of one direction; either may be left out."""

    caution: float | None = None
    poor: float | None = None

    @model_validator(mode="after")
    def _at_least_one(self) -> Self:
        if self.caution is None and self.poor is None:
            raise ValueError("give caution, poor, or both")
        return self

    def of(self, severity: Severity) -> float | None:
        """The threshold of a severity, or None."""
        return self.caution if severity is Severity.CAUTION else self.poor


class Hold(_Strict):
    """How long a value must stay past its threshold, in seconds."""

    caution: float = Field(0.2, ge=0)
    poor: float = Field(0.2, ge=0)

    def of(self, severity: Severity) -> float:
        """The dwell of a severity in seconds."""
        return self.caution if severity is Severity.CAUTION else self.poor


class StateTimes(_Strict):
    """The times of a state, in seconds.

    Attributes:
        onset_s: A value has to stay past its threshold this long before the state is there.
        caution_s: It has to last this long before the screen says so.
        alert_s: This long before the subject is alerted.
        clear_s: It has to be gone this long before it is over; what returns earlier is the same event.
        gap_s: Unseen or turned away for longer than this, it is over where it was seen last.
        cooldown_s: After an alert there is none of the same rule for this long.
    """

    onset_s: float = Field(0.7, ge=0)
    caution_s: float = Field(15.0, ge=0)
    alert_s: float = Field(45.0, ge=0)
    clear_s: float = Field(5.0, ge=0)
    gap_s: float = Field(15.0, ge=0)
    cooldown_s: float = Field(300.0, ge=0)

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.onset_s <= self.caution_s <= self.alert_s:
            raise ValueError("onset_s, caution_s and alert_s must not fall")
        return self


class Condition(_Strict):
    """Something that must also be true for a severity, such as "and the hips drop"."""

    measure: str
    compare: Literal["absolute", "change", "ratio"] = "absolute"
    above: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        if (self.above is None) == (self.below is None):
            raise ValueError("give either above or below")
        return self


class Check(_Strict):
    """One measure held against its thresholds.

    compare: "absolute" takes the value as it is, "change" its difference from the subject's neutral,
    "ratio" its ratio to the neutral.
    reduce: for rules judged once a rep, how the values of the phase become one; "range" is highest minus
    lowest.
    error_below: only values whose error is smaller than this count, in the measure's unit; from where they
    are less sure, nothing is said. None: 2.5 times the typical error of the measure in that view.
    least_seen: a rep counts as judged when at least this share of the frames that are looked at is known;
    more than half where the fault itself may hide what shows it.
    shows: view -> which share of a true change shows from there; what is read, and its error, count as so
    much larger.
    beyond_best: view -> how much worse than the set's best rep a rule's first test has to be as well.
    sure_below: a value whose error is smaller than this counts without that.
    tilt_margin: how far the limits move away from normal when the camera is not level.
    only_while: frames in which this is not known to be true are not looked at.
    load: of several tests: asked only where this is known to be what is lifted.
    stands_in: of several tests: asked where the one before it could not be judged, and then in its place.
    says: A value in plain words, such as "leaning back {}"; "" leaves it to the heading.
    says_from: The value that the words count from, such as the 180 deg of a straight elbow.
    """

    __test__ = False  # not a test case, whatever pytest thinks

    measure: str
    compare: Literal["absolute", "change", "ratio"] = "absolute"
    reduce: Literal["max", "min", "median", "range"] = "max"
    above: Thresholds | None = None
    below: Thresholds | None = None
    poor_also: Condition | None = None
    only_while: Condition | None = None
    error_below: float | None = Field(None, gt=0)
    least_seen: float = Field(0.5, gt=0, le=1)
    shows: Mapping[View, Annotated[float, Field(gt=0.2, le=1)]] = Field(default_factory=dict)
    beyond_best: Mapping[View, float] = Field(default_factory=dict)
    sure_below: float = Field(0.0, ge=0)
    tilt_margin: float = Field(0.0, ge=0)
    load: Load | None = None
    stands_in: bool = False
    says: Annotated[str, AfterValidator(_one_place)] = ""
    says_from: float = 0.0

    @model_validator(mode="after")
    def _some_threshold(self) -> Self:
        if self.above is None and self.below is None:
            raise ValueError("give above, below, or both")
        for limits, sign in ((self.above, 1), (self.below, -1)):
            if limits and None not in (limits.caution, limits.poor) and not _rising(limits, sign):
                raise ValueError("poor must lie beyond caution")
        return self


def _rising(limits: Thresholds, sign: int) -> bool:
    assert limits.caution is not None
    assert limits.poor is not None
    return sign * limits.poor >= sign * limits.caution


class Source(_Strict):
    """Where a threshold comes from."""

    tag: Tag
    text: str


class Rule(_Strict):
    """One declared fault.

    Attributes:
        id: Activity, dot, name.
        when: "during" looks at every frame of the phases, with dwell and hysteresis; "rep" at the phase
            as a whole, once it is over; "state" at every frame of an activity without reps.
        phases: Where in the rep it looks; not needed for measures of the rep as a whole.
        views: From where it can be judged; from everywhere where its measures are sure enough.
        load: What it is about; with the other one it is not judged, where that is known.
        standing: Whether it is about who stands: of who is known to sit it is not judged.
        hold_s: For "during": how long the value must stay past the threshold.
        times: For "state": from when it counts, is shown, alerts and is over.
        family: States of one family exclude each other: of two that are there, the one that is further past
            its threshold is named.
        harmless: A state that is no fault: it keeps others of its family from being named, and is never told.
        hysteresis: A fault ends when the value's distance from normal is below this share of the
            threshold's.
        priority: 1 is told first.
        certain_only: Whether a value has to be past a threshold by more than its own error to count; what is
            past it by less is "too close to tell", and not judged.
        misled_by: Rules of the same activity, without its name, whose fault looks like this one's: in
            such a rep it is not judged.
        poor_when_repeated: Whether the same fault in two of three reps is poor.
        fix: What to do when it cannot be judged; made from the views where empty.
        heading: What it measures, for tables: "Lockout", not "Short lockout"; "" takes the measure's title.
        column: Heading of its values in a narrow table of reps; "" leaves them out.
        off_because: Of a rule that is off because one camera cannot judge it: what to tell, and to do.
    """

    id: str
    title: str
    when: Literal["during", "rep", "state"]
    phases: tuple[PhaseName, ...] = ()
    views: tuple[View, ...] = Field(EVERY_VIEW, min_length=1)
    tests: tuple[Check, ...] = Field(min_length=1)
    load: Load | None = None
    standing: bool = False
    hold_s: Hold = Hold(caution=0.2, poor=0.2)
    times: StateTimes = Field(default_factory=lambda: StateTimes.model_validate({}))
    family: str = ""
    harmless: bool = False
    hysteresis: float = Field(0.8, gt=0, le=1)
    priority: int = Field(5, ge=1, le=9)
    cue: ScreenCue
    spoken: str
    praise: ScreenCue = "Good, keep that"
    advice: str
    source: Source
    fix: str = ""
    heading: str = ""
    column: str = ""
    certain_only: bool = False
    misled_by: tuple[str, ...] = ()
    poor_when_repeated: bool = False
    enabled: bool = True
    off_because: str = ""

    @property
    def short_id(self) -> str:
        """The id without its activity."""
        return self.id.rpartition(".")[2]

    def is_about(self, load: Load | None, seated: bool | None = None) -> bool:
        """Whether it is judged with a load, and of who sits; where that is not known, it is."""
        return (None in (self.load, load) or self.load == load) and not (self.standing and seated)
