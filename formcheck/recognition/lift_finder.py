"""Looks for the sets of one lift."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from formcheck.activities.activity import Activity, arm_signs
from formcheck.activities.signs import Sign, Signs
from formcheck.measurements.measurement import Measurement
from formcheck.measurements.quantity import Side
from formcheck.phases.arms import RepCounter
from formcheck.phases.rep import Phase, Rep
from formcheck.phases.segmenter import LONGEST_REP_S
from formcheck.phases.settings import RepSettings
from formcheck.pose.time_window import TimeWindow
from formcheck.recognition.evidence import missing_evidence
from formcheck.recognition.look import Look
from formcheck.recognition.rep_look import RepLook, rep_look, set_look
from formcheck.recognition.sets import FoundSet, RejectedSet, grouped_by_rest
from formcheck.rules.quantities import quantities

# A rep, and how long after its end it may become known.
_MEMORY_S = LONGEST_REP_S + 5.0
_MOVES = "the whole body moves"
_CUT_OFF = "the only repetition is not seen to its end"


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """What recognition remembers of a frame.

    Attributes:
        look: The body, or None where no trunk was found.
    """

    time_s: float
    measurements: Mapping[str, Measurement]
    look: Look | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a lift's counter found.

    Attributes:
        sets: Sets of this lift.
        rejected: Reps that were counted and are not of this lift.
    """

    sets: tuple[FoundSet, ...] = ()
    rejected: tuple[RejectedSet, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A rep with what was seen of it: per condition the value at its top, if there was one."""

    rep: Rep
    tops: tuple[float | None, ...]
    look: RepLook


class LiftFinder:
    """Counts the reps that one lift would see, and keeps the sets that look like it.

    Args:
        activity: A lift that says by which signs it is known.
        frame_s: Time from frame to frame.
    """

    def __init__(self, activity: Activity, frame_s: float) -> None:
        assert activity.reps is not None
        assert activity.signs is not None
        self._id, self._called = activity.id, activity.key_word or activity.title.lower()
        self.signs: Signs = activity.signs
        self._conditions = (*self.signs.tops, *self.signs.one_arm)
        settings: RepSettings = activity.reps
        self._counter = RepCounter(settings, frame_s, arm_signs(activity))
        self._recent: TimeWindow[Glimpse] = TimeWindow(_MEMORY_S)
        self._candidates: list[_Candidate] = []
        self._known: tuple[int, Findings] = (0, Findings())

    def see(self, glimpse: Glimpse) -> None:
        """Take the next frame."""
        self._recent.add(glimpse.time_s, glimpse)
        self._take(self._counter.update(glimpse.time_s, glimpse.measurements).reps)

    def cut(self) -> None:
        """The film was cut before the next frame."""
        self._take(self._counter.cut().reps)

    def finish(self) -> Findings:
        """What was found, once the source has ended."""
        self._take(self._counter.finish().reps)
        return self.so_far()

    def so_far(self) -> Findings:
        """The same of the reps that are over, while the source goes on."""
        count, findings = self._known
        if count != len(self._candidates):
            findings = self._judged()
            self._known = len(self._candidates), findings
        return findings

    def _judged(self) -> Findings:
        sets: list[FoundSet] = []
        rejected: list[RejectedSet] = []
        for steady in (True, False):
            of_kind = [c for c in self._candidates if self._steady(c) is steady]
            for group in grouped_by_rest((c.rep.start_s, c.rep.end_s) for c in of_kind):
                members = [of_kind[index] for index in group]
                doubt = self._doubt(members, steady=steady)
                if doubt is None:
                    sets.append(self._set_of(members))
                else:
                    rejected.append(doubt)
        return Findings(tuple(sets), tuple(rejected))

    def _set_of(self, members: Sequence[_Candidate]) -> FoundSet:
        return FoundSet(
            self._id, members[0].rep.start_s, members[-1].rep.end_s, len(members), _of_one_arm(members)
        )

    def _doubt(self, members: Sequence[_Candidate], *, steady: bool) -> RejectedSet | None:
        """What speaks against a set, or None."""
        pieces = missing_evidence(set_look([c.look for c in members]), self.signs.evidence)
        words = [piece.missing for piece in pieces]
        words += [sign.missing for sign in self._missing_signs(members)]
        if not words and not steady:
            words = [_MOVES]
        elif not words and len(members) == 1 and not members[0].rep.complete:
            words = [_CUT_OFF]
        if not words:
            return None
        general = pieces[0].general if pieces else not steady
        why = words[0] if general else f"{words[0]}, no {self._called}"
        start_s, end_s = members[0].rep.start_s, members[-1].rep.end_s
        return RejectedSet(self._id, start_s, end_s, len(members), tuple(dict.fromkeys(words)), why)

    def _take(self, reps: Sequence[Rep]) -> None:
        for rep in reps:
            tops = rep.intervals.get(Phase.TOP, ())
            at_top = [g for g in self._recent if any(low <= g.time_s <= high for low, high in tops)]
            values = tuple(_middle(condition, at_top, rep.side) for condition in self._conditions)
            looks = [g.look for g in self._recent if g.look is not None]
            self._candidates.append(_Candidate(rep, values, rep_look(rep, looks)))

    def _steady(self, candidate: _Candidate) -> bool:
        up, across = candidate.look.shoulders_up or 0.0, candidate.look.shoulders_across or 0.0
        return up <= self.signs.moves_up and across <= self.signs.moves_across

    def _missing_signs(self, members: Sequence[_Candidate]) -> list[Sign]:
        """The signs at the tops that do not hold, or that have to be seen and are not."""
        of_one_arm = _of_one_arm(members)
        missing = []
        for number, condition in enumerate(self._conditions if of_one_arm else self.signs.tops):
            if of_one_arm and not quantities()[condition.measure].paired:
                continue  # it takes both arms together
            known = [value for c in members if (value := c.tops[number]) is not None]
            if (known and not _holds(condition, median(known))) or (not known and self.signs.sure):
                missing.append(condition)
        return missing


def _of_one_arm(members: Sequence[_Candidate]) -> bool:
    return all(c.rep.side is not None for c in members)


def _middle(condition: Sign, glimpses: Sequence[Glimpse], side: Side | None) -> float | None:
    """The median of what a condition looks at; of a paired measure the mean of the sides that are seen.

    Of a rep of one arm only that one counts.
    """
    quantity = quantities()[condition.measure]
    if side is not None and not quantity.paired:
        return None
    names = quantity.columns() if side is None else (f"{side}_{condition.measure}",)
    values = []
    for glimpse in glimpses:
        found = [glimpse.measurements[name].value for name in names if name in glimpse.measurements]
        known = [value for value in found if value is not None]
        if known:
            values.append(sum(known) / len(known))
    return median(values) if values else None


def _holds(condition: Sign, value: float) -> bool:
    if condition.above is not None:
        return value > condition.above
    return condition.below is not None and value < condition.below
