"""What a sitting body did, from frame to frame: which posture, and how large."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import View
from formcheck.pose.models import FITTED_MODEL
from formcheck.pose.time_window import TimeWindow
from formcheck.postures.held import HeldChanges
from formcheck.postures.model import ESTIMATES, ViewModel, changes_of, posture_model, within

# A movement is told by the changes of this time, and a posture is named by all since the last one: by one
# picture alone the names of two that look alike take turns, and none of them lasts.
_NAMED_BY_S = 0.6
# Where pictures are few, it is named by so many, none of them older than this.
_NAMED_BY, _OLDEST_S = 4, 8.0
# A name that fitted best for so long stays until another fits e times better, and for as long: who holds a
# posture keeps its name. What ends and begins anew is named anew [design defaults].
_BETTER, _FOR_S, _FOR_FRAMES = 1.0, 0.6, 4
_NOTHING = 0.2
# A chair that stands nearer does so for longer than this, and most who lean in do not; it is shorter than the
# time after which a posture is hinted at [design default].
_LASTS_S = 12.0


@dataclass(frozen=True, slots=True)
class _Best:
    """The name that fits best, since when, and in how many frames."""

    name: str
    since_s: float
    frames: int = 1


class PostureEstimator:
    """Estimates every posture; of those that look alike only one is there at a time.

    Args:
        model: The pose model whose points are measured, or None where it is not known.
    """

    def __init__(self, model: str | None = FITTED_MODEL) -> None:
        self._model = posture_model(model)
        self._recent: TimeWindow[Mapping[str, float]] = TimeWindow(_NAMED_BY_S, _NAMED_BY)
        self._known: tuple[View, frozenset[str]] | None = None
        self._held = HeldChanges()
        self._name = ""
        self._best = _Best("", 0.0)
        self._elsewhere = False

    @property
    def is_elsewhere(self) -> bool:
        """Whether what changed is where chair or camera stand, and no posture."""
        return self._elsewhere

    def update(
        self, time_s: float, measurements: Mapping[str, Measurement], neutral: Neutral, view: View
    ) -> dict[str, Measurement]:
        """Every estimate at one moment, or the reason why there is none."""
        self._elsewhere = False
        part = self._model.get(view)
        if part is None:
            return dict.fromkeys(ESTIMATES, Measurement.missing(Reason.WRONG_VIEW))
        found = changes_of(part.inputs, part.distance, measurements, neutral, view)
        missing = next((m for name, m in found.items() if m.value is None and name in part.needed), None)
        if missing is not None:
            return dict.fromkeys(ESTIMATES, missing)
        changes = {name: m.value for name, m in found.items() if m.value is not None}
        posture = part.postures[self._named(time_s, view, part, changes)]
        known = {p.estimate: Measurement(0.0, p.error) for p in part.postures.values()}
        if posture.estimate is not None:
            size = posture.size(changes, part.setting_of(neutral, view))
            known[posture.estimate] = within(posture.estimate, size, posture.error)
        return {name: known.get(name, Measurement.missing(Reason.WRONG_VIEW)) for name in ESTIMATES}

    def _named(self, time_s: float, view: View, part: ViewModel, changes: Mapping[str, float]) -> str:
        """The name that fits the last moments; the last one until another fits clearly better."""
        known = (view, frozenset(changes))
        if self._known != known:
            self._recent.clear()
            self._held.clear()
            self._known, self._name = known, ""
        self._recent.forget_before(time_s - _OLDEST_S)
        self._recent.add(time_s, changes)
        usual = self._held.update(time_s, changes, self._lately(), part.share_of_usual)
        lasts = time_s - self._held.since_s >= _LASTS_S
        scores, large = part.scores(usual, lasts=lasts), part.share_of_usual(usual)
        best = max(scores, key=lambda name: scores[name])
        is_same = best == self._best.name
        self._best = replace(self._best, frames=self._best.frames + 1) if is_same else _Best(best, time_s)
        lasted = time_s - self._best.since_s >= _FOR_S and self._best.frames >= _FOR_FRAMES
        if large < _NOTHING:
            self._name = ""
        elif lasted and (not self._name or scores[best] - scores[self._name] >= _BETTER):
            self._name = best
        name = self._name or best
        self._elsewhere = large >= _NOTHING and part.postures[name].estimate is None
        return name

    def _lately(self) -> dict[str, float]:
        """The mean of the last moment."""
        lately = [*self._recent]
        return {name: sum(each[name] for each in lately) / len(lately) for name in lately[-1]}
