"""Writes docs/networks.md."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.measurements.networks.network import Network
from networks.judged import Judged
from networks.people import Array
from networks.samples import Samples

_HALF, _BEHIND = 0.5, 180
_VIEWS = {"front": (0, 20), "oblique": (20, 70), "side": (70, 110), "behind": (110, 180)}
_WORDS = {
    "elbow_angle_deg": "elbow",
    "arm_elevation_deg": "arm elevation",
    "forearm_tilt_deg": "forearm from vertical",
    "trunk_inclination_deg": "trunk forwards and back",
    "trunk_lean_deg": "trunk to the side",
    "head_pitch_deg": "head up and down",
    "head_yaw_deg": "head to the side",
    "head_protraction_deg": "head forward",
    "knees_bend_deg": "knees",
    "grip_ratio": "hands apart",
    "bar_offset": "hands ahead",
    "wrists_over_shoulders": "hands over shoulders",
    "hands_over_elbows": "hands over elbows",
    "sits": "sits",
}
# A change that is worth a rule, in degrees.
_LARGE = {
    "trunk_inclination_deg": 8,
    "trunk_lean_deg": 5,
    "head_pitch_deg": 12,
    "head_yaw_deg": 15,
    "head_protraction_deg": 8,
    "knees_bend_deg": 10,
}


_TEXT = """# The networks for any view

Made by `scripts/fit_networks.py`; the numbers are of people left out of the training, a quarter of them
after the other. Figures on test people are in [accuracy.md](accuracy.md).

Eight small perceptrons ({count:,} numbers together) turn the points of one frame into angles and distances,
each with its own standard error. That of the *arms* adds to what plane geometry gives; it sees one arm at a
time, a right one in a mirror. There are two for arms: one sees the depth that the pose model guesses, face
and other arm; the *flat* one sees the picture's places of trunk and arm alone, for points of other models and
for bodies of which some points are missing. What each of the two reads is looked at again by one more: beside
what the other arm reads now, and what both have read in the last 20 seconds. One frame leaves open whether an
elbow is bent, or only looks so in this body, these clothes and this camera. The program asks it only of an
arm that has gone up or down by 40 deg and more. Each is the mean of two to five that began otherwise, side
by side in one: where they are wrong by chance, they are so in different ways.
That of *trunk and head* sees the points and, where a face was seen, its mesh; only changes from the person's
own neutral, or from one rep of a set to another, mean anything, which is what it is trained on. It is asked
twice, the second time in a mirror, and the mean counts. So it is with that of the *knees*, which sees trunk
and legs, and reads how far both bend: from the front a knee goes towards the camera, and what shows is that
the hips come down. That of the *hands* reads how far apart both are, how far ahead and how high, where they
hold one weight; that of the *seat*, who sits.

**Data.** {data}

**Errors.** A network says how wrong it is (Seitzer et al. 2022, ICLR); what it says is stretched so that it
holds for people left out. *Within 1* and *within 2*: share of true values within one and two stated errors
(68 and 95 % are right). Inputs that are farther from what was learned than five standard deviations make
the error larger in proportion; a body that looks like none that was learned (Mahalanobis' distance over
1.2 times that of all but one in a thousand) is left to plane geometry.

**Limits.** Rendered people, BlazePose `full`. Other models set joints elsewhere by some centimetres, which
these figures do not hold. Where a point of trunk or arm is missing, plane geometry is left, with its larger
error. A change of which little shows is estimated too
small rather than too large: *shows* is the share of large changes that is found.

## Arms

Mean absolute error in degrees, in repetitions of lifts and in any position; *plane* is plane geometry,
*network* both networks one after the other.

{arms}

## Arms without depth

The same people and frames.

{flat}

## Trunk and head

Change from the person's own neutral, in repetitions of lifts and in any position.

{posture}

## Knees

Change from the person's own neutral, of who stands and lifts. From the side plane geometry stays, with the
leg that is nearer. Both feet have to be in the picture, and both knees bend alike: a lunge is no press.

{knees}

## Hands

Where both hold one weight: how far apart, in shoulder widths, how far ahead of the shoulders and above them,
in trunk lengths, and how far above the elbows, in forearm lengths. *Spread* is that of the true values.

{hands}

## Who sits

Whole clips, by the middle of what is read in them.

{seat}
"""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What each network is worth, of people left out."""

    arms: Judged
    flat: Judged
    posture: Judged
    legs: Judged
    hands: Judged
    seat: Judged


def page_text(samples: Samples, judged: Fitted, networks: Iterable[Network]) -> str:
    """The card of the networks."""
    count = sum(w.size for network in networks for w in (*network.weights, *network.biases))
    people = len(np.unique(samples.person))
    data = (
        f"{(~samples.lift).sum():,} single frames of people in any position, before cameras all around them, "
        f"and {samples.lift.sum():,} frames of {len(np.unique(samples.clip[samples.lift]))} recorded lifts; "
        f"{people} rendered people."
    )
    return _TEXT.format(
        count=count,
        data=data,
        arms=_table(_arm_rows(samples, judged.arms)),
        flat=_table(_arm_rows(samples, judged.flat)),
        posture=_table(_change_rows(samples, judged.posture)),
        knees=_table(_change_rows(samples, judged.legs)),
        hands=_table(_hand_rows(samples, judged.hands)),
        seat=_table(_seat_rows(samples, judged.seat)),
    )


def _arm_rows(samples: Samples, judged: Judged) -> Iterable[tuple[str, ...]]:
    yield "angle", "where", "view", "arms", "plane", "network", "bias", "within 1", "within 2"
    for column, name in enumerate(judged.outputs):
        for where, view, rows in _places(samples, judged):
            off, stated = judged.off[rows, column], judged.stated[rows, column]
            yield (
                *(
                    _WORDS[name],
                    where,
                    view,
                    f"{len(off):,}",
                    f"{np.abs(judged.plane[rows, column]).mean():.1f}",
                ),
                *(f"{np.abs(off).mean():.1f}", f"{off.mean():+.1f}", *_within(off, stated)),
            )


def _change_rows(samples: Samples, judged: Judged) -> Iterable[tuple[str, ...]]:
    """A table of changes: how wrong, how wrong it says it is, and how much of large ones shows."""
    yield "change", "where", "view", "frames", "error", "stated", "within 1", "within 2", "shows"
    for column, name in enumerate(judged.outputs):
        for where, view, rows in _places(samples, judged):
            off, stated, true = (part[rows, column] for part in (judged.off, judged.stated, judged.true))
            large = np.abs(true) > _LARGE[name]
            shows = ((off + true) * true)[large].sum() / max(1e-9, (true[large] ** 2).sum())
            yield (
                *(_WORDS[name], where, view, f"{len(off):,}", f"{np.abs(off).mean():.1f}"),
                *(f"{np.median(stated):.1f}", *_within(off, stated), f"{shows:.2f}" if large.any() else ""),
            )


def _hand_rows(samples: Samples, judged: Judged) -> Iterable[tuple[str, ...]]:
    yield (
        "value",
        "where",
        "view",
        "frames",
        "error",
        "stated",
        "within 1",
        "within 2",
        "spread",
        "correlation",
    )
    for column, name in enumerate(judged.outputs):
        for where, view, rows in _places(samples, judged):
            off, stated, true = (part[rows, column] for part in (judged.off, judged.stated, judged.true))
            yield (
                *(_WORDS[name], where, view, f"{len(off):,}", f"{np.abs(off).mean():.3f}"),
                *(f"{np.median(stated):.3f}", *_within(off, stated), f"{true.std():.2f}"),
                f"{np.corrcoef(off + true, true)[0, 1]:.2f}",
            )


def _seat_rows(samples: Samples, judged: Judged) -> Iterable[tuple[str, ...]]:
    yield "view", "clips sitting", "read so", "clips standing", "read so"
    clip, azimuth = samples.clip[judged.row], samples.azimuth_deg[judged.row]
    of_clip = [np.flatnonzero(clip == number) for number in np.unique(clip)]
    for view, (low, high) in _VIEWS.items():
        there = [
            rows for rows in of_clip if low <= azimuth[rows[0]] < high or azimuth[rows[0]] == high == 180
        ]
        true = np.array([judged.true[rows, 0].mean() > _HALF for rows in there])
        read = np.array([np.median((judged.off + judged.true)[rows, 0]) > _HALF for rows in there])
        yield (
            *(view, f"{true.sum()}", f"{(true & read).sum()}"),
            *(f"{(~true).sum()}", f"{(~true & ~read).sum()}"),
        )


def _places(samples: Samples, judged: Judged) -> Iterable[tuple[str, str, NDArray[np.bool_]]]:
    azimuth = samples.azimuth_deg[judged.row]
    lift, phase = samples.lift[judged.row], samples.phase[judged.row]
    for where, those in (("lifts", lift & (phase != "")), ("top", phase == "top"), ("any", ~lift)):
        for view, (low, high) in _VIEWS.items():
            rows = those & (azimuth >= low) & ((azimuth < high) | (high == _BEHIND))
            if rows.any():
                yield where, view, rows


def _within(off: Array, stated: Array) -> tuple[str, str]:
    sizes = np.abs(off) / stated
    return f"{100 * (sizes <= 1).mean():.0f} %", f"{100 * (sizes <= 2).mean():.0f} %"


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    """A table of Markdown, its first row the head."""
    head, *body = rows
    left = sum(1 for name in head if name in {"angle", "change", "value", "where", "view"})
    lines = [head, tuple("---" if n < left else "---:" for n in range(len(head))), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
