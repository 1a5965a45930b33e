"""Makes the README's pictures of the report and of the desk: docs/report.jpg and docs/desk.jpg.

    python scripts/make_report_picture.py

The report is that of a sample press, opened in the browser that also prints PDFs; the desk is a moment of the
annotated video of a sample.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import cv2

from formcheck.activities.load import load_activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.analyze import analyze_source
from formcheck.sinks.report.pdf import find_browser
from formcheck.source.frame import Image
from formcheck.source.video import VideoFile

_ROOT = Path(__file__).resolve().parent.parent
_PAGE_PX = (1000, 806)
_DESK_S = 5.0
_QUALITY = 84


def main() -> None:
    """Analyse the samples and write the pictures."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _report("press_side_layback.mp4", folder / "press", folder / "page.png")
        page = cv2.imread(str(folder / "page.png"))
        assert page is not None
        cv2.imwrite(str(_ROOT / "docs" / "report.jpg"), page, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        desk = cv2.cvtColor(_moment("desk_side.mp4", folder / "desk"), cv2.COLOR_RGB2BGR)
        cv2.imwrite(str(_ROOT / "docs" / "desk.jpg"), desk, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])


def _report(sample: str, folder: Path, picture: Path) -> None:
    film = _ROOT / "sample_videos" / sample
    analyze_source(film, folder, load_activity("overhead-press"), AnalysisOptions())
    command = [
        str(find_browser()),
        *("--headless", "--disable-gpu", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND"),
        *(("--no-sandbox",) if sys.platform == "linux" and os.geteuid() == 0 else ()),
        f"--window-size={_PAGE_PX[0]},{_PAGE_PX[1]}",
        f"--screenshot={picture}",
        (folder / "report.html").as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True)


def _moment(sample: str, folder: Path) -> Image:
    analyze_source(
        _ROOT / "sample_videos" / sample, folder, load_activity("desk"), AnalysisOptions(report=False)
    )
    with VideoFile(folder / "annotated.mp4", _DESK_S, _DESK_S + 1.0) as video:
        return next(iter(video)).image


if __name__ == "__main__":
    main()
