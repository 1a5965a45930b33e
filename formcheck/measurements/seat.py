"""Whether the subject sits."""

from formcheck.measurements.body import Body
from formcheck.measurements.networks.reading import seat_reading

# On clips of rendered people that the network has not seen it reads 0.00 to 0.15 for those who stand, and 0.4
# to 1.0 for those who sit.
_SITS_FROM = 0.5


def sits(body: Body) -> bool | None:
    """Whether somebody sits, as one frame shows it.

    Returns:
        None where trunk or feet are out of the picture, or look like nothing that was learned.
    """
    read = seat_reading(body)
    value = None if read is None else read["sits"].value
    return None if value is None else value > _SITS_FROM
