"""The least that any analysis has to do: decode each picture and run the pose model on it, nothing else."""

import sys
from pathlib import Path

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions, RunningMode

from formcheck.pose.blazepose.bundles import find_bundle
from formcheck.source.codecs import av


def main(video: Path) -> None:
    """Run the model over a video and forget the result."""
    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(find_bundle("full"))),
        running_mode=RunningMode.VIDEO,
    )
    with PoseLandmarker.create_from_options(options) as model, av.open(str(video)) as container:
        for number, picture in enumerate(container.decode(video=0)):
            # PyAV pads its rows, and MediaPipe does not mind the padding: it sees a skewed picture then.
            pixels = np.ascontiguousarray(picture.to_ndarray(format="rgb24"))
            model.detect_for_video(Image(image_format=ImageFormat.SRGB, data=pixels), number * 1000)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
