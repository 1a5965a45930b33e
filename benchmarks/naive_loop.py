"""What a user would write: read, find the pose, draw it, write an mp4, in one loop."""

import sys
from pathlib import Path

import cv2
import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions
from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions, RunningMode

from formcheck.pose.blazepose.bundles import find_bundle
from formcheck.pose.landmarks import SKELETON


def main(video: Path, target: Path) -> None:
    """Write a copy of the video with the skeleton in it."""
    options = PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(find_bundle("full"))),
        running_mode=RunningMode.VIDEO,
    )
    source = cv2.VideoCapture(str(video))
    width, height = (int(source.get(key)) for key in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    kind = cv2.VideoWriter.fourcc(*"mp4v")
    out = cv2.VideoWriter(str(target), kind, source.get(cv2.CAP_PROP_FPS), (width, height))
    with PoseLandmarker.create_from_options(options) as model:
        number = 0
        while True:
            is_there, picture = source.read()
            if not is_there:
                break
            rgb = np.ascontiguousarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
            found = model.detect_for_video(Image(image_format=ImageFormat.SRGB, data=rgb), number * 33)
            for points in found.pose_landmarks:
                places = [(round(point.x * width), round(point.y * height)) for point in points]
                for a, b in SKELETON:
                    cv2.line(picture, places[a], places[b], (0, 255, 0), 2)
                for place in places:
                    cv2.circle(picture, place, 3, (0, 0, 255), -1)
            out.write(picture)
            number += 1
    out.release()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
