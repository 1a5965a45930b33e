"""A moment with nothing in it but what one finding is about, to be drawn beside that finding."""

from dataclasses import replace

from formcheck.measurements.measurement import Measurement
from formcheck.results.plain import Plain
from formcheck.results.summary import FindingSummary
from formcheck.rules.finding import Finding
from formcheck.rules.quantities import quantities
from formcheck.session.observation import Observation
from formcheck.sinks.report.plain_units import sign_of


def about(finding: Finding | FindingSummary, observation: Observation, plain: Plain) -> Observation:
    """The observation with the finding's own joints at fault and its own number.

    The number is the one that the words beside the picture give: where a change from the neutral is judged,
    the angle against the vertical would be another one.
    """
    name = finding.measure.removeprefix("left_").removeprefix("right_")
    quantity = quantities().get(name)
    columns = () if quantity is None else quantity.columns()
    side = finding.side or ""
    own = [column for column in columns if not side or len(columns) == 1 or column.startswith(f"{side}_")]
    value = Measurement(sign_of(plain.test(finding.rule, finding.measure)) * finding.value)
    return replace(observation, firing={finding.rule: side}, measurements=dict.fromkeys(own, value))
