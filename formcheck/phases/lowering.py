"""How long the way down of a repetition took, by both hands."""

import math
from collections.abc import Sequence
from dataclasses import replace

from formcheck.measurements.body import Body
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.view import View
from formcheck.phases.quantities import ECCENTRIC_S
from formcheck.phases.rep import Rep
from formcheck.phases.signal import Sample
from formcheck.phases.trace import Trace
from formcheck.pose.landmarks import Landmark as L

# From the side and from behind a hand is guessed for longer.
_ERROR_S, _HIDDEN_ERROR_S = 0.30, 0.45
# Both arms lower the weight: a hand that never comes down is not followed, nor may the other one be. Of 6
# such reps that read as less than 0.6 s, 5 truly took 1.25 s and more.
_LOST_ERROR_S = 1.0
# The end of the way is looked for so long after the end that the lower hand had.
_LATER_S = 0.3
_HANDS = ((L.LEFT_SHOULDER, L.LEFT_WRIST), (L.RIGHT_SHOULDER, L.RIGHT_WRIST))


def lowered_by_both_hands(rep: Rep, bodies: Sequence[tuple[float, Body]]) -> Rep:
    """The rep with the time of the hand, or of the middle of both, that was longest on its way down.

    A rep is found by its lower hand, whichever that is. Where a weight or the body hides a hand, the
    model's guess of it jumps, and a hand that jumps seems to be quick; both hold the same weight, or one
    alike. Of 296 rendered good presses from all around 23 then read as less than a second, 40 by the lower
    hand, and of ten that are too fast by far all do.

    Args:
        rep: A rep that is over.
        bodies: Times and bodies from before its top to after its end.

    Returns:
        The same rep where one arm lifts, or the way down was not seen whole.
    """
    known = rep.measurements.get(ECCENTRIC_S)
    if rep.side is not None or known is None or known.value is None:
        return rep
    within = [(time, body) for time, body in bodies if rep.top_s <= time <= rep.end_s + _LATER_S]
    heights = [[body.xy[shoulder][1] - body.xy[wrist][1] for shoulder, wrist in _HANDS] for _, body in within]
    times = [time for time, _ in within]
    ways = ([left for left, _ in heights], [right for _, right in heights], [sum(both) for both in heights])
    took_s = [known.value, *(_down_s(times, way) for way in ways)]
    hidden = sum(body.view in (View.SIDE, View.BACK) for _, body in within) > len(within) / 2
    error_s = max(_HIDDEN_ERROR_S if hidden else _ERROR_S, 2 * _step_s(times))
    if min(took_s[1:]) <= 0.0:
        error_s = max(error_s, _LOST_ERROR_S)
    longest = Measurement(max(took_s), error_s)
    return replace(rep, measurements={**rep.measurements, ECCENTRIC_S: longest})


def _down_s(times: list[float], way: list[float]) -> float:
    if len(times) < 3 or any(map(math.isnan, way)):
        return 0.0
    lowest = min(range(len(way)), key=way.__getitem__)
    trace = Trace([Sample(time, height) for time, height in zip(times, way, strict=True)])
    return trace.movement(times[0], times[lowest]).duration_s


def _step_s(times: list[float]) -> float:
    return (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 0.0
