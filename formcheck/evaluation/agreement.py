"""How well each measure agrees with the truth, by the true direction, with intervals over people."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from formcheck.activities.activity import Activity
from formcheck.evaluation.direction import filmed_from, who
from formcheck.evaluation.measure_errors import errors_of
from formcheck.evaluation.replay import Replay
from formcheck.evaluation.resampling import Estimate, estimate, share
from formcheck.evaluation.tally import Tally
from formcheck.pose.pose import FloatArray
from formcheck.rules.quantities import quantities

LARGE_DEG = 10.0
# Bland & Altman 2007, J Biopharm Stat 17:571, section 3: several readings of each person, whose true value
# varies. 95 % of normal differences are within so many standard deviations.
LIMITS_SD = 1.96
_COLUMNS = ("known", "error", "squared", "absolute", "large", "missing", "clips")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The errors of one measure from one direction, in the measure's unit; frames count alike.

    Attributes:
        where: "judged": in the parts of a rep that the rules on this measure look at; "clip": in all frames.
        clips: Clips with a value, each side of a paired measure by itself.
        frames: Frames with a value.
        bias: Mean of measured minus true.
        lower_limit, upper_limit: The 95 % limits of agreement: bias -+ 1.96 standard deviations.
        mean_absolute: Mean absolute error.
        root_mean_square: Root of the mean squared error.
        large: Share of the errors that are over 10 degrees; None for what is no angle.
        not_judged: Share of the frames without a value.
    """

    measure: str
    direction: str
    where: str
    people: int
    clips: int
    frames: int
    bias: Estimate
    lower_limit: Estimate
    upper_limit: Estimate
    mean_absolute: Estimate
    root_mean_square: Estimate
    large: Estimate | None
    not_judged: Estimate


def agreements(replays: Iterable[Replay], activity: Activity) -> list[Agreement]:
    """A row a measure, direction and place that has any value."""
    found: dict[tuple[str, str, str], Tally] = {}
    for each in replays:
        person, direction = who(each), filmed_from(each).value
        for one in errors_of(each, activity):
            for where, inside in (("judged", one.judged), ("clip", np.full(len(one.error), fill_value=True))):
                if inside.any():
                    tally = found.setdefault((one.measure, direction, where), Tally(_COLUMNS))
                    tally.add(person, *_summed(one.error[inside]))
    return [_row(*key, tally) for key, tally in sorted(found.items()) if tally.total("known")]


def _summed(error: FloatArray) -> tuple[float, ...]:
    known = error[~np.isnan(error)]
    size = np.abs(known)
    large = float(np.count_nonzero(size > LARGE_DEG))
    sums = float(known.sum()), float((known**2).sum()), float(size.sum())
    return len(known), *sums, large, len(error) - len(known), float(len(known) > 0)


def _row(measure: str, direction: str, where: str, tally: Tally) -> Agreement:
    some = tally.sums()[tally["known"] > 0]
    lower_limit, upper_limit = limits_of_agreement(some[:, 0], some[:, 1], some[:, 2])
    is_angle = quantities()[measure].unit == "deg"
    return Agreement(
        measure=measure,
        direction=direction,
        where=where,
        people=len(some),
        clips=tally.total("clips"),
        frames=tally.total("known"),
        bias=_surely(estimate(some, lambda sums: sums[..., 1] / sums[..., 0])),
        lower_limit=lower_limit,
        upper_limit=upper_limit,
        mean_absolute=_surely(estimate(some, lambda sums: sums[..., 3] / sums[..., 0])),
        root_mean_square=_surely(estimate(some, lambda sums: np.sqrt(sums[..., 2] / sums[..., 0]))),
        large=share(tally["large"], tally["known"]) if is_angle else None,
        not_judged=_surely(share(tally["missing"], tally["known"] + tally["missing"])),
    )


def limits_of_agreement(count: FloatArray, error: FloatArray, squared: FloatArray) -> list[Estimate]:
    """Bias -+ 1.96 standard deviations, of the variance between people and that within a person added.

    Args:
        count: By person, how many readings.
        error: By person, the sum of their errors.
        squared: By person, the sum of the squares of the errors.

    Returns:
        The lower and the upper limit.

    Example:
        >>> one_each = np.array([-1.0, 0.0, 2.0, 3.0])
        >>> lower, upper = limits_of_agreement(np.ones(4), one_each, one_each**2)
        >>> round(lower.value, 2), round(upper.value, 2)
        (-2.58, 4.58)
    """
    # A person who is drawn twice counts as two.
    sums = np.stack([count, error, squared, error**2 / count, count**2, np.ones(len(count))], axis=1)
    lower = estimate(sums, lambda drawn: _limit(drawn, -LIMITS_SD))
    return [_surely(lower), _surely(estimate(sums, lambda drawn: _limit(drawn, LIMITS_SD)))]


def _limit(sums: FloatArray, deviations: float) -> FloatArray:
    count, error, squared, of_means, of_counts, people = (sums[..., column] for column in range(6))
    bias = error / count
    within = (squared - of_means) / np.maximum(count - people, 1)
    if (people < 2).all():
        return np.asarray(bias + deviations * np.sqrt(np.maximum(within, 0.0)))
    between = (of_means - count * bias**2) / (people - 1)
    size = (count**2 - of_counts) / ((people - 1) * count)
    variance = np.maximum(within, 0.0) + np.maximum(between - within, 0.0) / size
    return np.asarray(bias + deviations * np.sqrt(variance))


def _surely(found: Estimate | None) -> Estimate:
    assert found is not None, "there are frames with a value"
    return found
