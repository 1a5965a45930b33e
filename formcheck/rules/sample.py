"""What rules see of one frame."""

from collections.abc import Mapping
from dataclasses import dataclass

from formcheck.measurements.body import Body
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.view import View


@dataclass(frozen=True, slots=True)
class RuleSample:
    """What rules see of one frame.

    Attributes:
        body: What was measured, where it is to be measured again at the end of the rep.
        damaged: Whether the picture is, so that nothing was measured.
    """

    time_s: float
    view: View
    measurements: Mapping[str, Measurement]
    body: Body | None = None
    damaged: bool = False
