"""Finds by how much the clocks of two films of one set differ, from the movement that both show."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.pose import FloatArray

_STEP_S = 0.05
# A gap up to this long is bridged; what is longer is unknown.
_GAP_S = 0.5
# The two must show the same moments for so long, and for this share of the shorter one.
LEAST_S, _LEAST_SHARE = 3.0, 1 / 2
# In what both show, each must move by this share of its whole variance: standing still fits anything.
_LEAST_MOVED = 0.25
# Another offset this near to the best in score, and so far from it, might be the true one.
_NEARLY, _APART_S = 0.9, 0.5
# An offset that is given by hand is meant within a second.
_NEAR_S = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A signal over time.

    Attributes:
        time_s: Rising.
        value: In step with it; not a number where it is unknown.
    """

    time_s: FloatArray
    value: FloatArray


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two clocks belong together.

    Attributes:
        offset_s: What the second clock shows more than the first at the same moment.
        correlation: Of the two signals at that offset, -1..1.
        overlap_s: For how long both are known.
        rival_s: Another offset that fits nearly as well, as with reps that are all alike; or None.
    """

    offset_s: float
    correlation: float
    overlap_s: float
    rival_s: float | None


def align(first: Curve, second: Curve, near_s: float | None = None) -> Alignment | None:
    """The offset at which two signals correlate best, however their scales differ.

    Of two offsets with the same correlation the one counts that more of the films speaks for: Fisher's z of
    the correlation, times the root of the overlap.

    Args:
        first: One signal.
        second: The other, at whatever rate.
        near_s: Look only within a second of this offset; None for everywhere.

    Returns:
        None where the two never show enough movement at the same time.

    Example:
        >>> time_s = np.arange(0, 20, 1 / 30)
        >>> wave = np.sin(time_s) + 0.5 * np.sin(0.31 * time_s)
        >>> found = align(Curve(time_s, wave), Curve(time_s[60:] - 5, 2 * wave[60:]))
        >>> round(found.offset_s, 2), round(found.correlation, 2)
        (-5.0, 1.0)
    """
    one, two = _on_grid(first), _on_grid(second)
    if one is None or two is None:
        return None
    correlation, count = _correlations(one, two)
    least = max(LEAST_S / _STEP_S, _LEAST_SHARE * min(_known(one), _known(two)))
    starts_s = second.time_s[0] - first.time_s[0]
    offsets_s = starts_s + (np.arange(len(count)) - (len(one) - 1)) * _STEP_S
    correlation[count < least] = np.nan
    if near_s is not None:
        correlation[np.abs(offsets_s - near_s) > _NEAR_S] = np.nan
    if np.isnan(correlation).all():
        return None
    score = np.arctanh(np.clip(correlation, -0.999, 0.999)) * np.sqrt(count)
    best = int(np.nanargmax(score))
    rival = _rival(score, best)
    return Alignment(
        offset_s=float(offsets_s[best] + _between(score, best) * _STEP_S),
        correlation=float(correlation[best]),
        overlap_s=float(count[best] * _STEP_S),
        rival_s=None if rival is None else float(offsets_s[rival]),
    )


def _known(curve: FloatArray) -> int:
    return int(np.count_nonzero(~np.isnan(curve)))


def _on_grid(curve: Curve) -> FloatArray | None:
    """The signal at even steps from its first frame on, about its mean; None where it never moves."""
    known = ~np.isnan(curve.value)
    if np.count_nonzero(known) < 2:
        return None
    time_s, value = curve.time_s[known], curve.value[known]
    grid_s = np.arange(curve.time_s[0], curve.time_s[-1] + _STEP_S / 2, _STEP_S)
    after = np.clip(np.searchsorted(time_s, grid_s), 1, len(time_s) - 1)
    inside = (grid_s >= time_s[0]) & (grid_s <= time_s[-1])
    bridged = inside & (time_s[after] - time_s[after - 1] <= _GAP_S)
    found = np.where(bridged, np.interp(grid_s, time_s, value), np.nan)
    if not bridged.any() or np.nanstd(found) == 0:
        return None
    return np.asarray((found - np.nanmean(found)) / np.nanstd(found))


def _correlations(one: FloatArray, two: FloatArray) -> tuple[FloatArray, FloatArray]:
    """At every shift of the second against the first: the correlation of what both know, and how much."""
    in_one, in_two = (~np.isnan(one)).astype(float), (~np.isnan(two)).astype(float)
    a, b = np.nan_to_num(one), np.nan_to_num(two)
    count = np.round(_sliding(in_one, in_two))
    n = np.maximum(count, 1.0)
    mean_a, mean_b = _sliding(a, in_two) / n, _sliding(in_one, b) / n
    variance_a = _sliding(a**2, in_two) / n - mean_a**2
    variance_b = _sliding(in_one, b**2) / n - mean_b**2
    together = _sliding(a, b) / n - mean_a * mean_b
    moved = (variance_a >= _LEAST_MOVED) & (variance_b >= _LEAST_MOVED)
    root = np.sqrt(np.where(moved, variance_a * variance_b, 1.0))
    return np.where(moved, together / root, np.nan), count


def _sliding(one: FloatArray, two: FloatArray) -> FloatArray:
    """Sums of one[i] * two[i + shift], from shift 1 - len(one) on."""
    length = len(one) + len(two) - 1
    spectrum = np.fft.rfft(one[::-1], length) * np.fft.rfft(two, length)
    return np.asarray(np.fft.irfft(spectrum, length))


def _between(score: FloatArray, best: int) -> float:
    """Where between the steps the peak lies, by the parabola through it and its neighbours."""
    if not 0 < best < len(score) - 1:
        return 0.0
    before, peak, after = score[best - 1 : best + 2]
    bend = before - 2 * peak + after
    return 0.0 if np.isnan(bend) or bend >= 0 else float(0.5 * (before - after) / bend)


def _rival(score: FloatArray, best: int) -> int | None:
    far: NDArray[np.bool_] = np.abs(np.arange(len(score)) - best) * _STEP_S > _APART_S
    # The flanks of the best peak are no rivals: only what falls off on both sides is.
    peak = np.zeros(len(score), dtype=bool)
    peak[1:-1] = (score[1:-1] >= score[:-2]) & (score[1:-1] >= score[2:])
    rivals = np.flatnonzero(far & peak & (score >= _NEARLY * score[best]))
    return int(rivals[np.argmax(score[rivals])]) if len(rivals) else None
