"""The true size of what a rule looks for in the lower half of the hands' way alone."""

import numpy as np

from formcheck.evaluation.labels import LabelledRep, Labels
from formcheck.measurements.quantity import SIDES

_HANDS = "wrists_over_shoulders_ratio"


def size_in_lower_half(labels: Labels, rep: LabelledRep, angle: str, size: float) -> float:
    """The largest size of an angle while the hands are in the lower half of their way.

    A wide grip leans straight arms outwards at the top, and with them the forearms, where no rule about
    stacked forearms looks.

    Args:
        labels: A truth file, with curves or without.
        rep: One of its repetitions.
        angle: Name of the angle, without its side.
        size: What the file says of the whole repetition, of the arms that lift: never exceeded.

    Returns:
        `size` where the file has no curves, or none of the hands.
    """
    time_s, hands = np.array(labels.time_s), np.array(labels.ratios.get(_HANDS, ()))
    sides = [np.array(labels.angles[name]) for side in SIDES if (name := f"{side}_{angle}") in labels.angles]
    within = (time_s >= rep.start_s) & (time_s <= rep.end_s)
    if not len(hands) or not sides or not within.any():
        return size
    low = within & (hands <= (hands[within].min() + hands[within].max()) / 2)
    return min(size, float(np.maximum.reduce(sides)[low].max()))
