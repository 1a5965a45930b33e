"""Fits the network that reads the bend of the knees from any view: full.leg_network.npz.

    python scripts/fit_legs.py --clips FOLDER... [--check]

--clips   folders with recorded lifts and their truth, `python -m renderer.sets --exercise press_knees`;
          benchmarks/recordings is always among them. Only the development half is used.

Prints and writes into docs/knee-network.md how wrong it is, for people that were left out of the training,
one quarter of them after the other. Then trains on everybody. About three minutes on two cores.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from networks.knee_page import knee_page_text
from networks.legs import fit_legs
from networks.samples import clips_of, joined

from formcheck.measurements.networks.network import write_network
from formcheck.pose.fits import Fit
from formcheck.pose.models import FITTED_MODEL, pose_model

_ROOT = Path(__file__).resolve().parent.parent
_SET = _ROOT / "benchmarks" / "recordings"
_PAGE = _ROOT / "docs" / "knee-network.md"
_EXERCISES = (
    *("press", "row", "raise", "press_views", "row_views", "raise_views"),
    *("press_heads", "press_mixed", "press_knees"),
)


def main() -> int:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clips", type=Path, nargs="+", default=[], metavar="FOLDER")
    parser.add_argument("--check", action="store_true", help="write nothing, say whether it would change")
    arguments = parser.parse_args()
    fits = pose_model(FITTED_MODEL).fits
    assert fits is not None
    samples = joined([*clips_of([*arguments.clips, _SET], _EXERCISES, "development")])
    network, judged = fit_legs(samples)
    page = knee_page_text(samples, judged, network)
    print(page)
    if arguments.check:
        same = _PAGE.is_file() and _PAGE.read_text(encoding="utf-8") == page
        print("the same" if same else "differs")
        return 0 if same else 1
    write_network(network, fits.path(Fit.LEG_NETWORK))
    _PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    np.seterr(invalid="ignore")
    sys.exit(main())
