"""Whether the computer runs on a battery that is low."""

from contextlib import suppress

# The camera and the model take a watt or two: below this they are better left for what the user is at.
LOW_PERCENT = 20.0


def on_low_battery() -> bool:
    """Whether it runs on a battery of less than `LOW_PERCENT`; not where nobody can tell."""
    import psutil

    with suppress(Exception):  # systems differ in what they raise for a battery that is odd
        battery = psutil.sensors_battery()
        return battery is not None and battery.power_plugged is False and battery.percent < LOW_PERCENT
    return False
