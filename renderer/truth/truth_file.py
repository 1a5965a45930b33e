"""The per-frame truth file, format `formcheck.truth/1` (see docs/truth-format.md)."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from renderer.movements.movement import Moment, Movement
from renderer.scene.camera import Camera
from renderer.truth.angles import true_angles
from renderer.truth.fault_truth import Curves
from renderer.truth.landmarks import LandmarkSet
from renderer.truth.ratios import true_lengths_m, true_ratios
from renderer.truth.set_truth import judge

FORMAT = "formcheck.truth/1"


@dataclass
class TruthRecorder:
    """Collects the truth of a clip frame by frame."""

    camera: Camera
    marks: LandmarkSet
    _times_s: list[float] = field(default_factory=list)
    _points_m: list[NDArray[np.float64]] = field(default_factory=list)
    _angles: list[dict[str, float]] = field(default_factory=list)
    _phases: list[str] = field(default_factory=list)
    _reps: list[int] = field(default_factory=list)

    def add(self, time_s: float, moment: Moment) -> None:
        """Record one frame."""
        points = self.marks.points(moment.pose)
        named = dict(zip(self.marks.names, points, strict=True))
        self._times_s.append(round(time_s, 4))
        self._points_m.append(points)
        self._angles.append(true_angles(named, moment.pose))
        self._phases.append(moment.phase)
        self._reps.append(moment.rep)

    def document(
        self, name: str, fps: int, movement: Movement, scene: Mapping[str, Any], compact: bool = False
    ) -> dict[str, Any]:
        """Return the whole file as plain data.

        Args:
            name: of the clip.
            fps: pictures a second.
            movement: what was done.
            scene: the description it came from.
            compact: leave out the points and round more coarsely, for large sets.
        """
        points = np.array(self._points_m)
        angles = {key: np.round([a[key] for a in self._angles], 2) for key in self._angles[0]}
        ratios = true_ratios(self.marks.names, points)
        sets = movement.sets
        judged = [judge(one, self._curves(angles, ratios, one.neutral_s)) for one in sets]
        places = (1, 3) if compact else (2, 4)
        return {
            "format": FORMAT,
            "name": name,
            "fps": fps,
            "width_px": self.camera.width_px,
            "height_px": self.camera.height_px,
            "frames": len(self._times_s),
            "scene": dict(scene),
            "lengths_m": true_lengths_m(self.marks.names, points),
            "time_s": self._times_s,
            "angles": {key: np.round(values, places[0]).tolist() for key, values in angles.items()},
            "ratios": {key: np.round(values, places[1]).tolist() for key, values in ratios.items()},
            "phase": self._phases,
            "rep": self._reps,
            "reps": [row for each in judged for row in each.reps],
            "sets": [each.about for each in judged],
            "neutral_s": [round(t, 3) for t in sets[0].neutral_s],
            "faults": [row for each in judged for row in each.faults],
            "events": [row for each in judged for row in each.events],
        } | ({} if compact else self._points(points))

    def _points(self, points: NDArray[np.float64]) -> dict[str, Any]:
        pixels = self.camera.project(points.reshape(-1, 3)).reshape(*points.shape[:2], 2)
        return {
            "point_names": list(self.marks.names),
            "points_m": np.round(points, 4).tolist(),
            "points_px": np.round(pixels, 2).tolist(),
        }

    def _curves(
        self, angles: Mapping[str, Any], ratios: Mapping[str, Any], neutral_s: tuple[float, float]
    ) -> Curves:
        time_s = np.array(self._times_s)
        start_s, end_s = neutral_s
        return Curves(time_s, dict(angles) | dict(ratios), (time_s >= start_s) & (time_s <= end_s))


def write_truth(path: Path, document: Mapping[str, Any]) -> None:
    """Write a truth file; the same content always gives the same bytes."""
    text = json.dumps(document, separators=(",", ":"), sort_keys=True)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
