"""One film of a set, analysed, for the comparison with another film of the same set."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from formcheck.activities.activity import Activity
from formcheck.activities.load import load_activities
from formcheck.errors import PairError
from formcheck.evaluation.alignment import Curve
from formcheck.measurements.catalog import frame_quantities
from formcheck.measurements.quantity import SIDES
from formcheck.pose.models import DEFAULT_MODEL
from formcheck.pose.recording_name import is_recording
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.stream import open_poses
from formcheck.recognition.recognizer import Recognizer
from formcheck.session.observation import JudgedRep, Observation
from formcheck.session.start import start_session


@dataclass(frozen=True, slots=True, eq=False)
class Filmed:
    """A set as one camera saw it.

    Attributes:
        name: What to call the film.
        observed: Every frame, and what ended with the last.
        looks_like: Ids of the activities that were recognised in it; empty where none was, or nobody looked.
    """

    name: str
    observed: Sequence[Observation]
    looks_like: tuple[str, ...] = ()

    @property
    def frames(self) -> list[Observation]:
        """The frames, each once."""
        return [seen for seen in self.observed if not seen.is_end]

    @property
    def reps(self) -> list[JudgedRep]:
        """The counted repetitions."""
        return [rep for seen in self.observed for rep in seen.reps]

    def signal(self, activity: Activity) -> Curve:
        """The lift's signal: the mean of both sides, or of the one that is seen."""
        assert activity.reps is not None
        frames, name = self.frames, activity.reps.signal
        sides = [self.values(f"{side}_{name}")[0] for side in SIDES]
        known = np.stack(sides)
        count = np.count_nonzero(~np.isnan(known), axis=0)
        mean = np.where(count > 0, np.nansum(known, axis=0) / np.maximum(count, 1), np.nan)
        return Curve(np.array([seen.time_s for seen in frames]), mean)

    def values(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """A measurement in every frame and its stated error; not a number where there is none."""
        found = [seen.measurements.get(column) for seen in self.frames]
        values = [np.nan if m is None or m.value is None else m.value for m in found]
        return np.array(values, dtype=float), np.array([0.0 if m is None else m.error for m in found])


def film(path: Path, activity: Activity, model: str = DEFAULT_MODEL) -> Filmed:
    """Analyse a film, a pose recording, or the folder that an analysis was written to with its poses.

    Raises:
        PairError: If a folder holds no single pose recording.
        SourceError: If it cannot be read.
        ModelError: If the pose model is not there.
    """
    source = _recording_in(path) if path.is_dir() else path
    with open_poses(source, model) as stream:
        frames = list(stream)
        recognizer = Recognizer(load_activities()[0], stream.info)
        session = start_session(activity, stream.info, ZeroPhaseSmoother(), tuple(frame_quantities()))
        observed = tuple(session.watch(frames))
    for frame in frames:
        recognizer.push(frame)
    return Filmed(path.name, observed, recognizer.finish().activities)


def _recording_in(folder: Path) -> Path:
    found = sorted(path for path in folder.iterdir() if is_recording(path))
    if len(found) != 1:
        raise PairError(
            f"{folder}: holds {len(found)} pose recordings, not one; analyse the film with --save-poses, "
            "or name the film itself"
        )
    return found[0]
