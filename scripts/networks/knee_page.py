"""Writes docs/knee-network.md."""

import numpy as np

from formcheck.measurements.networks.network import Network
from networks.arms import Judged
from networks.page import change_rows, table
from networks.samples import Samples

_TEXT = """# The network for knees

Made by `scripts/fit_legs.py`; the numbers are of people left out of the training, a quarter of them after
the other. Figures on test people are in [accuracy.md](accuracy.md).

From the side a bent knee is an angle in the picture. From the front it goes towards the camera, and what
shows is that the hips come down; obliquely it is something of both. A small perceptron ({count:,} numbers,
the mean of three side by side) turns the points of trunk and legs into how far both knees bend, as a change
from the person's own neutral or from one rep of a set to another. It is asked twice, the second time in a
mirror, and the mean counts. From the side plane geometry stays, with the leg that is nearer.

**Data.** {data}

**Errors.** As in [the other networks](networks.md): it says how wrong it is, stretched so that this holds for
people left out. Points that look like none that were learned give no value.

**Limits.** Rendered people, BlazePose `full`. Both feet have to be in the picture. Both knees bend alike: a
lunge is no press.

Change from the person's own neutral, in repetitions of lifts; *shows* is the share of large changes that is
found.

{knees}
"""


def knee_page_text(samples: Samples, judged: Judged, network: Network) -> str:
    """The card of the network."""
    rows = judged.row
    bent = np.abs(judged.true[:, 0]) > 10
    data = (
        f"{len(rows):,} frames of {len(np.unique(samples.clip[rows])):,} recorded lifts of "
        f"{len(np.unique(samples.person[rows]))} rendered people; in {int(bent.sum()):,} the knees bend by "
        "more than 10 deg."
    )
    count = sum(weights.size for weights in (*network.weights, *network.biases))
    return _TEXT.format(count=count, data=data, knees=table(change_rows(samples, judged)))
