"""Makes the README's picture: moments of the analysed sample press, side by side.

python scripts/make_picture.py
"""

import tempfile
from pathlib import Path

import cv2
import numpy as np

from formcheck.activities.load import load_activity
from formcheck.analysis.analysis_options import AnalysisOptions
from formcheck.analysis.analyze import analyze_source
from formcheck.source.video import VideoFile

_ROOT = Path(__file__).resolve().parent.parent
_MOMENTS = (
    ("press_side_layback.mp4", 0.9),
    ("press_side_layback.mp4", 5.9),
    ("press_front_good.mp4", 2.75),
)
_HEIGHT_PX = 560


def main() -> None:
    """Analyse the samples and write docs/press.jpg."""
    activity, pictures = load_activity("overhead-press"), []
    with tempfile.TemporaryDirectory() as folder:
        for name, time_s in _MOMENTS:
            target = Path(folder) / name
            if not target.exists():
                options = AnalysisOptions(report=False)
                analyze_source(_ROOT / "sample_videos" / name, target, activity, options)
            with VideoFile(target / "annotated.mp4", time_s) as video:
                image = next(iter(video)).image
            width_px = round(image.shape[1] * _HEIGHT_PX / image.shape[0])
            pictures.append(cv2.resize(image, (width_px, _HEIGHT_PX), interpolation=cv2.INTER_AREA))
    sheet = cv2.cvtColor(np.hstack(pictures), cv2.COLOR_RGB2BGR)
    cv2.imwrite(str(_ROOT / "docs" / "press.jpg"), sheet, [cv2.IMWRITE_JPEG_QUALITY, 82])


if __name__ == "__main__":
    main()
