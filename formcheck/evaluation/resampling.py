"""Figures with 95 % intervals, resampled by person.

Frames and repetitions of one person are not independent, and an interval that takes them for it is far too
narrow. Here people are drawn with replacement, each with all that is known of them (the cluster bootstrap:
Davison & Hinkley 1997, *Bootstrap Methods and their Application*, section 3.8). The percentiles that are
taken are those of Hesterberg 2015, *The American Statistician* 69:371 (the expanded percentile interval):
with few people the usual ones are too near to each other.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from formcheck.pose.pose import FloatArray

RESAMPLES = 10_000
_SEED = 2015
# Fewer people than this tell nothing of how people differ.
_LEAST_PEOPLE = 3
# A figure that is undefined in more of the draws than this has no interval.
_MOST_UNDEFINED = 0.2

Figure = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval.

    Attributes:
        value: The figure over everybody.
        low, high: Its interval; None where it cannot be told: too few people, or no draw differs.
        people: How many people it comes from.
        exact: All were alike (0, or a share of 1, which resampling cannot vary). The open end is then of
            *people*: the exact one-sided 95 % bound of the share of them in whom it is otherwise,
            1 - 0.05 ** (1 / people), which is near to 3 / people ("the rule of three": Hanley and
            Lippman-Hand 1983, *JAMA* 249:1743).
    """

    value: float
    low: float | None
    high: float | None
    people: int
    exact: bool = False


def estimate(sums: FloatArray, figure: Figure) -> Estimate | None:
    """A figure of sums over people.

    Args:
        sums: people x columns: what each person adds to each sum.
        figure: From sums (..., columns) to the figure (...); not finite where it is undefined.

    Returns:
        None where it is undefined for everybody together.

    Example:
        >>> heights, ones = np.array([1.6, 1.7, 1.8, 1.9]), np.ones(4)
        >>> mean = estimate(np.stack([heights, ones], 1), lambda sums: sums[..., 0] / sums[..., 1])
        >>> round(mean.value, 2), mean.low < 1.7, mean.high > 1.8
        (1.75, True, True)
    """
    return estimate_weighted(len(sums), lambda weights: figure(weights @ sums))


def estimate_weighted(people: int, figure: Figure) -> Estimate | None:
    """A figure of how often each person is there: for what is no figure of sums.

    Args:
        people: How many there are.
        figure: From weights (..., people) to the figure (...); not finite where it is undefined.
    """
    if people == 0:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(figure(np.ones((1, people)))[0])
        draws = figure(_weights(people)) if people >= _LEAST_PEOPLE else np.array([np.nan])
    if not np.isfinite(value):
        return None
    known = draws[np.isfinite(draws)]
    if len(known) < (1 - _MOST_UNDEFINED) * len(draws) or np.ptp(known) == 0:
        return Estimate(value, None, None, people)
    low, high = np.quantile(known, _tails(people))
    return Estimate(value, float(low), float(high), people)


def share(hits: FloatArray, trials: FloatArray) -> Estimate | None:
    """A share of trials, given by person; who has no trial is left out.

    Args:
        hits: By person, at most as many as `trials`.
        trials: By person.

    Example:
        >>> none = share(np.zeros(9), np.full(9, 20.0))
        >>> none.value, none.low, round(none.high, 2), none.exact
        (0.0, 0.0, 0.28, True)
    """
    hits, trials = _of_those_who_tried(hits, trials)
    if len(trials) > 0 and (hits == trials).all():
        return Estimate(1.0, 1.0 - _bound(len(trials)), 1.0, len(trials), exact=True)
    return rate(hits, trials)


def rate(events: FloatArray, exposure: FloatArray) -> Estimate | None:
    """Events per unit of exposure, given by person: a share that may be past 1.

    Example:
        >>> flags, hours = np.array([3.0, 0.0, 1.0, 2.0]), np.array([1.0, 2.0, 1.0, 0.5])
        >>> round(rate(flags, hours).value, 2)
        1.33
    """
    events, exposure = _of_those_who_tried(events, exposure)
    people = len(exposure)
    if people > 0 and not events.any():
        return Estimate(0.0, 0.0, _bound(people), people, exact=True)
    return estimate(np.stack([events, exposure], 1), lambda sums: sums[..., 0] / sums[..., 1])


def _of_those_who_tried(hits: FloatArray, trials: FloatArray) -> tuple[FloatArray, FloatArray]:
    return hits[trials > 0], trials[trials > 0]


def _bound(people: int) -> float:
    return 1.0 - math.pow(0.05, 1.0 / people)


@cache
def _weights(people: int) -> FloatArray:
    """How often each person is drawn, in each of the draws; the same every time."""
    chance = np.random.default_rng((_SEED, people))
    return chance.multinomial(people, np.full(people, 1 / people), RESAMPLES).astype(float)


@cache
def _tails(people: int) -> tuple[float, float]:
    """The percentiles to take: 2.5 and 97.5 of very many people, further out of few."""
    expanded = np.sqrt(people / (people - 1)) * _student_97_5(people - 1)
    tail = NormalDist().cdf(-float(expanded))
    return tail, 1.0 - tail


def _student_97_5(freedom: int) -> float:
    """Student's t at 97.5 %, by the Cornish-Fisher series (Abramowitz & Stegun 26.7.5)."""
    if freedom <= 2:
        return (12.7062, 4.3027)[freedom - 1]
    z = NormalDist().inv_cdf(0.975)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return float(z + sum(term / freedom**power for power, term in enumerate(terms, 1)))
