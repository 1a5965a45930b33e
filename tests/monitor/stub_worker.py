"""Stands for the worker: speaks its language, has neither camera nor model, and fails as it is told to.

    python stub_worker.py FOLDER

FOLDER/pose.json holds what it sees; FOLDER/mode says what it does: "" all is well, "hang" it never answers,
"die" it ends at the next look, "gone" there is no camera, "slow to close" it takes for ever to let go.
FOLDER/log has a line for each order, and FOLDER/camera is there while the camera is open.
"""

import json
import sys
import time
from pathlib import Path

FOLDER = Path(sys.argv[1])
CAMERA = FOLDER / "camera"


def tell(**parts: object) -> None:
    sys.stdout.write(json.dumps(parts) + "\n")
    sys.stdout.flush()


def look(order: dict, mode: str) -> None:
    if mode == "gone":
        tell(**{"is": "could not"}, number=order["number"], why="camera gone", line="no camera", fatal=False)
        return
    if not CAMERA.exists():
        CAMERA.touch()
        tell(**{"is": "opened"}, name="stub")
    info = {"name": "stub", "width_px": 640, "height_px": 480, "fps": 10.0, "model": "full"}
    points = json.loads((FOLDER / "pose.json").read_text())
    at_s = time.clock_gettime(time.CLOCK_BOOTTIME)
    tell(
        **{"is": "looked"}, number=order["number"], at_s=at_s, info=info, points=points, light=0.5,
        model_s=0.0,
    )  # fmt: skip


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        mode = (FOLDER / "mode").read_text().strip()
        with (FOLDER / "log").open("a") as log:
            log.write(f"{order['do']} {mode}\n")
        if mode == "hang":
            time.sleep(3600)
        if mode == "die":
            sys.exit(3)
        if order["do"] == "look":
            look(order, mode)
        if order["do"] == "close":
            if mode == "slow to close":
                time.sleep(3600)
            CAMERA.unlink(missing_ok=True)
            tell(**{"is": "closed"})
        if order["do"] == "end":
            break
    CAMERA.unlink(missing_ok=True)


main()
