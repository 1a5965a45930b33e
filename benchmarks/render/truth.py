"""The per-frame truth file, format `formcheck.truth/1` (see docs/truth-format.md)."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.render.angles import true_angles
from benchmarks.render.camera import Camera
from benchmarks.render.fault_truth import Curves, came_about, measured, rep_sizes
from benchmarks.render.landmarks import LandmarkSet
from benchmarks.render.movement import Moment, Movement
from benchmarks.render.ratios import true_ratios

FORMAT = "formcheck.truth/1"

COMPLETE = 0.7
"""A rep that gets less far up is an attempt."""


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

    def document(self, name: str, fps: int, movement: Movement, scene: Mapping[str, Any]) -> dict[str, Any]:
        """Return the whole file as plain data."""
        points = np.array(self._points_m)
        pixels = self.camera.project(points.reshape(-1, 3)).reshape(*points.shape[:2], 2)
        angles = {key: [round(a[key], 2) for a in self._angles] for key in self._angles[0]}
        ratios = true_ratios(self.marks.names, points)
        curves = self._curves(angles, ratios, movement)
        faults = [measured(span, curves, movement.reps) for span in movement.faults]
        faults = [row for row in faults if came_about(row)]
        return {
            "format": FORMAT,
            "name": name,
            "fps": fps,
            "width_px": self.camera.width_px,
            "height_px": self.camera.height_px,
            "frames": len(self._times_s),
            "scene": dict(scene),
            "point_names": list(self.marks.names),
            "time_s": self._times_s,
            "points_m": np.round(points, 4).tolist(),
            "points_px": np.round(pixels, 2).tolist(),
            "angles": angles,
            "ratios": {key: np.round(values, 4).tolist() for key, values in ratios.items()},
            "phase": self._phases,
            "rep": self._reps,
            "reps": self._rep_rows(movement, faults, curves),
            "neutral_s": [round(t, 3) for t in movement.neutral_s],
            "faults": faults,
        }

    @staticmethod
    def _rep_rows(movement: Movement, faults: list[dict[str, Any]], curves: Curves) -> list[dict[str, Any]]:
        return [
            {
                "number": number,
                "start_s": round(rep.start_s, 3),
                "top_start_s": round(rep.top_start_s, 3),
                "top_end_s": round(rep.top_end_s, 3),
                "end_s": round(rep.end_s, 3),
                "complete": rep.reach >= COMPLETE,
                "faults": sorted(row["name"] for row in faults if row["rep"] == number),
                "sizes": rep_sizes(movement.measured_faults, number, movement.reps, curves),
            }
            for number, rep in enumerate(movement.reps, start=1)
        ]

    def _curves(
        self, angles: Mapping[str, list[float]], ratios: Mapping[str, Any], movement: Movement
    ) -> Curves:
        time_s = np.array(self._times_s)
        start_s, end_s = movement.neutral_s
        neutral = (time_s >= start_s) & (time_s <= end_s)
        return Curves(time_s, {k: np.array(v) for k, v in angles.items()} | dict(ratios), neutral)


def write_truth(path: Path, document: Mapping[str, Any]) -> None:
    """Write a truth file; the same content always gives the same bytes."""
    text = json.dumps(document, separators=(",", ":"), sort_keys=True)
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


def read_truth(path: Path) -> dict[str, Any]:
    """Read a truth file and check its format."""
    document = json.loads(gzip.decompress(path.read_bytes()))
    if document.get("format") != FORMAT:
        raise ValueError(f"{path} is not a {FORMAT} file")
    return document
