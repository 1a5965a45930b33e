"""Fits the networks that read arms, trunk and head from any view: full.arm_network.npz and the others.

    python scripts/fit_networks.py --frames FOLDER... --clips FOLDER... [--check]

--frames  folders with archives of single frames, `python -m renderer.frames` (people in any position)
--clips   folders with recorded lifts and their truth, `python -m renderer.sets`; benchmarks/recordings is
          always among them. Only the development half is used.

Prints and writes into docs/networks.md how wrong each angle is, for people that were left out of the
training, one quarter of them after the other; the errors that the networks state are stretched until they
hold for those. Then trains on everybody. About ten minutes on two cores.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from networks.arms import fit_arms, fit_flat_arms
from networks.page import page_text
from networks.posture import fit_posture
from networks.samples import Samples, clips_of, frames_of, joined

from formcheck.measurements.networks.network import write_network
from formcheck.pose.fits import Fit
from formcheck.pose.models import FITTED_MODEL, pose_model

_ROOT = Path(__file__).resolve().parent.parent
_SET = _ROOT / "benchmarks" / "recordings"
_PAGE = _ROOT / "docs" / "networks.md"
_EXERCISES = (
    *("press", "row", "raise", "press_views", "row_views", "raise_views"),
    *("press_heads", "press_mixed", "row_mixed", "press_people", "row_people"),
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
    arms, of_arms = fit_arms(samples)
    flat, of_flat = fit_flat_arms(samples)
    posture, of_posture = fit_posture(samples)
    page = page_text(samples, of_arms, of_flat, of_posture, arms, flat, posture)
    print(page)
    if arguments.check:
        same = _PAGE.is_file() and _PAGE.read_text(encoding="utf-8") == page
        print("the same" if same else "differs")
        return 0 if same else 1
    write_network(arms, fits.path(Fit.ARM_NETWORK))
    write_network(flat, fits.path(Fit.FLAT_ARM_NETWORK))
    write_network(posture, fits.path(Fit.POSTURE_NETWORK))
    _PAGE.write_text(page, encoding="utf-8")
    return 0


def _samples(frames: list[Path], clips: list[Path]) -> Samples:
    archives = [path for folder in frames for path in sorted(folder.glob("*.npz"))]
    folders = [*clips, _SET]
    return joined([*frames_of(archives, FITTED_MODEL), *clips_of(folders, _EXERCISES, "development")])


if __name__ == "__main__":
    np.seterr(invalid="ignore")
    sys.exit(main())
