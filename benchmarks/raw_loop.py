"""The least that any analysis has to do: decode each picture and run the pose model on it, nothing else.

    python -m benchmarks.raw_loop VIDEO [PICTURES]

With a number, it ends after so many pictures.
"""

import sys
from itertools import islice
from pathlib import Path

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions, RunningMode

from formcheck.pose.blazepose.bundles import find_bundle
from formcheck.source.codecs import av


def main(video: Path, pictures: int | None = None) -> None:
    """Run the model over a video, or its first pictures, and forget the result."""
    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(find_bundle("full"))),
        running_mode=RunningMode.VIDEO,
    )
    with PoseLandmarker.create_from_options(options) as model, av.open(str(video)) as container:
        for number, picture in enumerate(islice(container.decode(video=0), pictures)):
            # PyAV pads its rows, and MediaPipe does not mind the padding: it sees a skewed picture then.
            pixels = np.ascontiguousarray(picture.to_ndarray(format="rgb24"))
            model.detect_for_video(Image(image_format=ImageFormat.SRGB, data=pixels), number * 1000)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
