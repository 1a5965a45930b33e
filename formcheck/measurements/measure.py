from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from formcheck.measurements.body import Body, Unmeasurable
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View

Side = Literal["left", "right"]
SIDES: tuple[Side, ...] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Measure:
    """How one quantity is measured on one body.

    Attributes:
        name: With the unit at the end, such as "trunk_inclination_deg".
        unit: For people: "deg", "s", "%", "x" for ratios, "trunk" for lengths in trunk lengths.
        title: For people.
        function: Takes the body, and the side for a paired measure. None for what one body does not show:
            a session works it out from the change of other measures, or from time.
        about: What it is, in a sentence, for the pages in docs/.
        paired: Measured on the left and on the right, as left_NAME and right_NAME.
        errors: Typical error per view; a view that is not listed cannot give this measure.
    """

    name: str
    unit: str
    title: str
    function: Callable[..., float] | None
    errors: dict[View, float]
    paired: bool = False
    about: str = ""

    def columns(self) -> tuple[str, ...]:
        """The names under which an observation holds this measure."""
        return tuple(f"{side}_{self.name}" for side in SIDES) if self.paired else (self.name,)

    def of(self, body: Body) -> dict[str, Measurement]:
        """Measure a body: a value with its error, or the reason why there is none."""
        if self.function is None:
            return dict.fromkeys(self.columns(), Measurement.missing(Reason.NO_NEUTRAL))
        if not self.paired:
            return {self.name: self._measured(body)}
        return {f"{side}_{self.name}": self._measured(body, side) for side in SIDES}

    def _measured(self, body: Body, *side: str) -> Measurement:
        assert self.function is not None
        error = self.errors.get(body.view)
        if error is None:
            return Measurement.missing(Reason.WRONG_VIEW)
        try:
            return Measurement(self.function(body, *side), error)
        except Unmeasurable as why:
            return Measurement.missing(why.reason)
