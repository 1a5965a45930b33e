"""Fits the desk model: what the changes that a webcam sees say about a sitting body.

    python scripts/fit_desk_model.py SET [--check]

SET is a folder with the rendered benchmark set; only its development half is used. Writes
formcheck/pose/blazepose/full.desk_model.toml and docs/desk-model.md; with --check nothing is written, and
what would be is compared.

Every clip gives windows of about a second in which nothing starts or ends: medians of what the camera sees,
as changes from the clip's neutral, and of what the rendered body truly did. A logistic regression on the
direction of the changes names the posture; a ridge regression through the origin, on the windows that show
it and on quiet ones, sizes it. Errors are measured by leaving out one person, or one place of the camera,
after the other.
"""

import argparse
import sys
from pathlib import Path

from desk_model.design import INPUTS
from desk_model.learn import fit
from desk_model.page import page_text
from desk_model.toml_text import toml_text
from desk_model.windows import windows

_ROOT = Path(__file__).resolve().parent.parent
_TOML = _ROOT / "formcheck" / "pose" / "blazepose" / "full.desk_model.toml"
_PAGE = _ROOT / "docs" / "desk-model.md"


def main() -> int:
    """Fit, and write or compare."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="SET")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    fits = [fit(view, tuple(windows(arguments.folder, view))) for view in INPUTS]
    texts = {_TOML: toml_text(fits), _PAGE: page_text(fits)}
    stale = [p for p, text in texts.items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{'differs' if arguments.check else 'written'}: {path.relative_to(_ROOT)}")
        if not arguments.check:
            path.write_text(texts[path], encoding="utf-8")
    return int(bool(stale) and arguments.check)


if __name__ == "__main__":
    sys.exit(main())
