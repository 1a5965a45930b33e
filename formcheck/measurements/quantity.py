"""What a quantity is: its name and unit, its words, how it is drawn, how wrong it is, and how it is measured.

Each layer declares the quantities that it can give as rows: `measurements/catalog.py` those that one body
shows, `phases/quantities.py` those of a repetition, `postures/quantities.py` those of a sitter. Rules,
gauges, drawings, tables, plots and docs/measures.md ask for them by name in `rules/quantities.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View

Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")


class Kind(StrEnum):
    """What has to be known to give a quantity."""

    FRAME = "frame"  # the body in one frame
    CHANGE = "change"  # how several measurements changed from the person's own neutral
    TIME = "time"  # how long something has lasted
    REP = "rep"  # a repetition as a whole


class Reference(StrEnum):
    """The second leg of an angle that is not held between three points."""

    UPWARD = "upward"
    LEVEL = "level"
    STRAIGHT_ON = "straight-on"


@dataclass(frozen=True, slots=True)
class Arc:
    """How an angle is drawn: an arc at a joint from one leg to the other. Joints are parts such as "elbow".

    Attributes:
        vertex: Where the arc has its centre.
        leg: The end of the body's leg of the angle.
        start: The end of the other leg, or what it is measured from: the upward vertical, the level, or the
            line from `straight_from` straight on through the vertex.
        straight_from: Where the line of `Reference.STRAIGHT_ON` begins.
        quiet: Drawn only while a rule on it fires: another arc has the same joint, or the angle by itself
            says little, such as that of the head, which is not 0 for a level head.
    """

    vertex: str
    leg: str
    start: str | Reference
    straight_from: str = ""
    quiet: bool = False


class Way(StrEnum):
    """Which way a target line runs in the picture."""

    LEVEL = "level"
    UPRIGHT = "upright"


@dataclass(frozen=True, slots=True)
class Target:
    """The line in the picture that says where the joints of a quantity belong, which is no angle there.

    Attributes:
        way: Level or upright.
        through: The part that it runs through; through the own joints it runs at the higher one, since who
            holds one hand higher than the other is to bring the lower one up.
    """

    way: Way
    through: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """One thing that can be measured, and all that has to be known of it.

    Attributes:
        name: With the unit at the end, such as "trunk_inclination_deg".
        unit: Id of its unit: see `units.UNITS`.
        title: For people.
        kind: What has to be known to give it.
        short: A word for large print, or "": then the title serves.
        joints: Parts that it is about, such as ("elbow", "wrist"): ringed while a rule on it fires.
        arc: How it is drawn, if it is an angle in the picture.
        paired: Measured on the left and on the right, as left_NAME and right_NAME.
        limb: The parts, one after the other, of the limb that is at fault; () where it is none.
        target: The line that the joints belong at, where it is no angle in the picture.
        compares_sides: Whether it is left minus right, so that its sign says which side is the lower one.
        poles: What a positive and what a negative value says: ("left hand higher", "right hand higher").
        ways: What stands in the picture in place of the sign: ("forward", "back"); None: the sign itself.
        about: What it is, in a sentence; of what one body shows, the function says it.
        face: Whether it needs a look at the face, which costs time: see `formcheck.pose.face_mesh`.
        function: Takes the body, and the side for a paired quantity; None for what one body does not show.
            What it gives has an error of its own, or the one that is typical.
        errors: Typical error (root mean square) per view; a view that is not listed cannot give it.
        spread_at_rest: For a change: how much it varies while the person holds still; takes whether averages
            are looked at, by `averaged`.
        varies_as: The measure whose change it is in essence, and that it varies with; "" for none.

    Example:
        >>> elbow = Quantity("elbow_angle_deg", "deg", "Elbow angle", paired=True)
        >>> elbow.columns()
        ('left_elbow_angle_deg', 'right_elbow_angle_deg')
    """

    name: str
    unit: str
    title: str
    kind: Kind = Kind.FRAME
    short: str = ""
    joints: tuple[str, ...] = ()
    arc: Arc | None = None
    paired: bool = False
    limb: tuple[str, ...] = ()
    target: Target | None = None
    compares_sides: bool = False
    poles: tuple[str, str] | None = None
    ways: tuple[str, str] | None = None
    about: str = ""
    face: bool = False
    function: Callable[..., float | Measurement] | None = None
    errors: Mapping[View, float] = field(default_factory=dict)
    spread_at_rest: Callable[..., float] | None = None
    varies_as: str = ""

    @property
    def is_change(self) -> bool:
        """Whether its value is a change from the neutral already, so that 0 is normal."""
        return self.spread_at_rest is not None

    @property
    def word(self) -> str:
        """The shortest name that there is for it."""
        return self.short or self.title

    def way_of(self, value: float) -> str | None:
        """The word that stands for the sign of a value in the picture; None where the sign does."""
        ways = self.ways or self.poles
        return None if ways is None or round(value) == 0 else ways[0] if value > 0 else ways[1]

    def pole_of(self, value: float) -> str | None:
        """What the sign of a value says, in words; None where it says nothing of its own."""
        if self.poles is None or value == 0:
            return None
        return self.poles[0] if value > 0 else self.poles[1]

    def lower_side(self, value: float) -> Side | None:
        """The side that is lower, or lags, where the two are compared; None where they are not."""
        if not self.compares_sides or value == 0:
            return None
        return "right" if value > 0 else "left"

    def columns(self) -> tuple[str, ...]:
        """The names under which an observation holds it."""
        return tuple(f"{side}_{self.name}" for side in SIDES) if self.paired else (self.name,)

    def of(self, body: Body) -> dict[str, Measurement]:
        """Measure a body: a value with its error, or the reason why there is none, by column."""
        if not self.paired:
            return {self.name: self._measured(body)}
        return {f"{side}_{self.name}": self._measured(body, side) for side in SIDES}

    def _measured(self, body: Body, *side: str) -> Measurement:
        assert self.function is not None
        error = self.errors.get(body.view)
        if error is None:
            return Measurement.missing(Reason.WRONG_VIEW)
        try:
            value = self.function(body, *side)
            return value if isinstance(value, Measurement) else Measurement(value, error)
        except Unmeasurable as why:
            return Measurement.missing(why.reason)
