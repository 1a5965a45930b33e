"""Fits the networks that read a body from any view: full.arm_network.npz and the others.

    python scripts/fit_networks.py --frames FOLDER... --clips FOLDER... [--check]

--frames  folders with archives of single frames, `python -m renderer.frames` (people in any position)
--clips   folders with recorded lifts and their truth, `python -m renderer.sets`: of those exercises that
          are named below; benchmarks/recordings is always among them. Only the development half is used.

Prints and writes into docs/networks.md how wrong each angle is, for people that were left out of the
training, one quarter of them after the other; the errors that the networks state are stretched until they
hold for those. Then trains on everybody. About twenty minutes on two cores.
"""

import os

# One thread each: networks are fitted side by side, and on small matrices threads wait for each other.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from networks.arms import fit_arms, fit_flat_arms
from networks.legs import fit_legs
from networks.page import Fitted, page_text
from networks.posture import fit_posture
from networks.samples import Samples, clips_of, frames_of, joined
from networks.values import fit_hands, fit_seat

from formcheck.measurements.networks.network import write_network
from formcheck.pose.fits import Fit
from formcheck.pose.models import FITTED_MODEL, pose_model

_ROOT = Path(__file__).resolve().parent.parent
_SET = _ROOT / "benchmarks" / "recordings"
_PAGE = _ROOT / "docs" / "networks.md"
_EXERCISES = (
    *("press", "row", "raise", "press_views", "row_views", "raise_views"),
    *("row_people", "press_knees", "press_company"),
)
# In the order of `Fitted`: what each fit gives, and the fit.
_FITS = (
    ((Fit.ARM_NETWORK, Fit.ARM_MEMORY_NETWORK), fit_arms),
    ((Fit.FLAT_ARM_NETWORK, Fit.FLAT_ARM_MEMORY_NETWORK), fit_flat_arms),
    ((Fit.POSTURE_NETWORK,), fit_posture),
    ((Fit.LEG_NETWORK,), fit_legs),
    ((Fit.HAND_NETWORK,), fit_hands),
    ((Fit.SEAT_NETWORK,), fit_seat),
)


def main() -> int:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--frames", type=Path, nargs="+", default=[], metavar="FOLDER")
    parser.add_argument("--clips", type=Path, nargs="+", default=[], metavar="FOLDER")
    parser.add_argument("--check", action="store_true", help="write nothing, say whether it would change")
    arguments = parser.parse_args()
    fits = pose_model(FITTED_MODEL).fits
    assert fits is not None
    samples = _samples(arguments.frames, arguments.clips)
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("fork")) as pool:
        running = [pool.submit(fit, samples) for _, fit in _FITS]
        found = [one.result() for one in running]
    networks = {
        what: network
        for (kinds, _), (given, _) in zip(_FITS, found, strict=True)
        for what, network in zip(kinds, given, strict=True)
    }
    page = page_text(samples, Fitted(*(judged for _, judged in found)), networks.values())
    print(page)
    if arguments.check:
        same = _PAGE.is_file() and _PAGE.read_text(encoding="utf-8") == page
        print("the same" if same else "differs")
        return 0 if same else 1
    for what, network in networks.items():
        write_network(network, fits.path(what))
    _PAGE.write_text(page, encoding="utf-8")
    return 0


def _samples(frames: list[Path], clips: list[Path]) -> Samples:
    archives = [path for folder in frames for path in sorted(folder.glob("*.npz"))]
    folders = [*clips, _SET]
    return joined([*frames_of(archives, FITTED_MODEL), *clips_of(folders, _EXERCISES, "development")])


if __name__ == "__main__":
    np.seterr(invalid="ignore")
    sys.exit(main())
