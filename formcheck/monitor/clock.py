"""The clocks of a monitor."""

import time

from formcheck.monitor.moment import MINUTE_S, Moment


def mono_s() -> float:
    """The first clock: it goes on while the computer sleeps, where there is such a one."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


def moment() -> Moment:
    """This moment."""
    utc_s = time.time()
    return Moment(mono_s(), utc_s, int(time.localtime(utc_s).tm_gmtoff // MINUTE_S))
