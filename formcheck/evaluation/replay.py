"""Runs a clip through the engine and lays what was found beside what is known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from formcheck.activities.activity import Activity
from formcheck.errors import LabelError
from formcheck.evaluation.clips import Clip
from formcheck.evaluation.labels import LabelledRep
from formcheck.evaluation.seated_neutral import seated_neutral
from formcheck.measurements.catalog import frame_quantities
from formcheck.pose.models import DEFAULT_MODEL
from formcheck.pose.pose import PosedFrame
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.pose.stream import open_poses
from formcheck.session.observation import JudgedRep, Observation
from formcheck.session.start import start_session

# A found rep is the labelled one whose middle it covers, or comes this near to.
_NEAR_S = 0.4
# Truth and clip end together, but for frames that a recording left out at its end.
_ENDS_APART_S = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """One clip, analysed.

    Attributes:
        observed: Every frame.
        reps: Every rep that was counted.
        pairs: Found and labelled reps that belong together.
        model: The pose model whose points they are, or None where it is not known.
    """

    clip: Clip
    observed: tuple[Observation, ...]
    reps: tuple[JudgedRep, ...]
    pairs: tuple[tuple[JudgedRep, LabelledRep], ...]
    model: str | None = None


def replay(clip: Clip, activity: Activity, model: str = DEFAULT_MODEL) -> Replay:
    """Analyse a clip as `analyze` would, taking every measure there is.

    Raises:
        SourceError: If it cannot be read.
        LabelError: If its truth is of something longer or shorter.
    """
    clip = replace(clip, labels=clip.labels.of_activity(activity.names()))
    with open_poses(clip.source, model, faces=activity.needs_faces) as stream:
        frames: Iterable[PosedFrame] = stream
        neutral = None
        if not activity.mode.has_reps and clip.labels.neutral_s is not None:
            # Who sits is compared with a calibrated neutral: the time that is labelled as such.
            frames = list(stream)
            neutral = seated_neutral(frames, stream.info, activity.mode, *clip.labels.neutral_s)
        session = start_session(
            activity, stream.info, ZeroPhaseSmoother(), tuple(frame_quantities()), neutral
        )
        seen = list(session.watch(frames))
    observed = [o for o in seen if not o.is_end]
    _check_length(clip, observed)
    reps = tuple(rep for o in seen for rep in o.reps)
    pairs = tuple(_pairs(reps, clip.labels.full_reps))
    return Replay(clip, tuple(observed), reps, pairs, stream.info.pose_model)


def _check_length(clip: Clip, observed: list[Observation]) -> None:
    if not clip.labels.time_s or not observed:
        return
    true_s, seen_s = clip.labels.time_s[-1], observed[-1].time_s
    if abs(true_s - seen_s) > _ENDS_APART_S:
        raise LabelError(
            f"{clip.source}: ends at {seen_s:.1f} s, but time_s of the truth beside it at {true_s:.1f} s; "
            "put the truth of this clip there"
        )


def _pairs(
    found: tuple[JudgedRep, ...], labelled: tuple[LabelledRep, ...]
) -> list[tuple[JudgedRep, LabelledRep]]:
    pairs, left = [], list(labelled)
    for judged in found:
        rep = judged.rep
        near = [r for r in left if rep.start_s - _NEAR_S <= _middle_s(r) <= rep.end_s + _NEAR_S]
        if near:
            best = min(near, key=lambda r: abs(_middle_s(r) - rep.top_s))
            left.remove(best)
            pairs.append((judged, best))
    return pairs


def _middle_s(rep: LabelledRep) -> float:
    return (rep.start_s + rep.end_s) / 2 if rep.top_start_s is None else rep.top_start_s
