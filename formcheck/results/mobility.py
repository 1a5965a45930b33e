"""What is remembered of neck exercises: what was done, held and found in each; as data, and as words."""

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from formcheck.activities.activity import Activity
from formcheck.activities.moves import settings_of
from formcheck.files import read_bounded
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.view import View
from formcheck.moves.quantities import HOLD_S, REACH_PERCENT
from formcheck.phases.quantities import RANGE
from formcheck.rules.finding import Verdict
from formcheck.session.observation import JudgedRep, Observation

FORMAT = "formcheck.mobility/1"
_LARGEST_BYTES = 8_000_000
STOP_SIGNS = "Stop on pain, dizziness, numbness or tingling, and have it looked at if it stays."
INFORMS = "This informs; it does not diagnose."


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One movement.

    Attributes:
        number: From 1.
        side: To which side, or None.
        start_s, end_s: When.
        held_s: How long its end was held.
        held: Whether that was long enough; None of what is not held.
        range_deg: How far it went; None where that cannot be told from this view.
        range_error_deg: How far that may be off.
        reach_percent: Share of the best so far.
        faults: Short ids of the rules that it breaks.
        unsure: Those of them that are nearer to their limit than the measure's error.
    """

    number: int
    side: str | None
    start_s: float
    end_s: float
    held_s: float
    held: bool | None
    range_deg: float | None
    range_error_deg: float | None
    reach_percent: float | None
    faults: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A check that could not be made.

    Attributes:
        rule: Short id.
        title: What it is about.
        why: Why not.
        remedy: What would help.
    """

    rule: str
    title: str
    why: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ExerciseResult:
    """One exercise of a routine.

    Attributes:
        exercise: Its id.
        title: For people.
        view: From where it was seen for most of the time; "" where nobody was.
        asked_hold_s: How long it was to be held.
        moves: What was counted.
        too_short: How many fell short: of the way, or of being held at all.
        best_deg: Side -> the best range of this session.
        before_deg: Side -> the best range that was known before.
        natural_deg: Ranges differ by this from day to day.
        not_seen: Checks that could not be made.
        seen: Whether the exercise can be told from this view at all.
        film: From where it can be, where it cannot from here.
    """

    exercise: str
    title: str
    view: str
    asked_hold_s: float
    moves: tuple[MoveLine, ...] = ()
    too_short: int = 0
    best_deg: Mapping[str, float] = field(default_factory=dict)
    before_deg: Mapping[str, float] = field(default_factory=dict)
    natural_deg: float = 0.0
    not_seen: tuple[NotSeen, ...] = ()
    seen: bool = True
    film: str = ""

    @property
    def held(self) -> int:
        """How many were held long enough; of what is not held all."""
        return sum(move.held is not False for move in self.moves)

    def faults(self) -> dict[str, int]:
        """Rule -> in how many movements it was found for certain."""
        return dict(Counter(f for move in self.moves for f in move.faults if f not in move.unsure))

    def range_error_deg(self) -> float | None:
        """How far a range may be off."""
        return next((m.range_error_deg for m in self.moves if m.range_error_deg is not None), None)


@dataclass(frozen=True, slots=True)
class MobilityResult:
    """A whole routine.

    Attributes:
        source: Where it was seen.
        exercises: One after the other.
    """

    source: str
    exercises: tuple[ExerciseResult, ...]

    @property
    def done(self) -> bool:
        """Whether anything was done that could be seen."""
        return any(one.moves for one in self.exercises)

    def to_json(self) -> str:
        """The summary, as JSON."""
        rows = [_as_data(one) for one in self.exercises]
        return json.dumps({"format": FORMAT, "source": self.source, "exercises": rows}, indent=2) + "\n"


def is_mobility_summary(path: Path) -> bool:
    """Whether a file is a summary of neck exercises."""
    try:
        data = json.loads(read_bounded(path, _LARGEST_BYTES))
    except (OSError, ValueError):
        return False
    return isinstance(data, dict) and data.get("format") == FORMAT


def _as_data(one: ExerciseResult) -> dict[str, Any]:
    return asdict(one) | {"reps": len(one.moves), "held": one.held, "faults": one.faults()}


class ExerciseTally:
    """Collects what a session of one exercise tells.

    Args:
        activity: The exercise.
        hold_s: How long it is to be held.
        before: Side -> the best range that was known before.
    """

    def __init__(self, activity: Activity, hold_s: float, before: Mapping[str, float] | None = None) -> None:
        self._activity, self._settings = activity, settings_of(activity)
        self._hold_s, self._before = hold_s, dict(before or {})
        self._views: Counter[View] = Counter()
        self._moves: list[MoveLine] = []
        self._verdicts: list[Mapping[str, Verdict]] = []
        self._too_short = 0

    def add(self, seen: Observation) -> None:
        """One frame."""
        if seen.pose is not None and not seen.is_end:
            self._views[seen.view] += 1
        self._too_short += len(seen.attempts)
        for rep in seen.reps:
            self._moves.append(self._line(rep))
            self._verdicts.append(rep.verdicts)

    @property
    def moves(self) -> Sequence[MoveLine]:
        """What was counted so far."""
        return self._moves

    def keep(self, numbers: frozenset[int]) -> None:
        """Of what was counted keep only these: the others belong to another exercise."""
        kept = [n for n, move in enumerate(self._moves) if move.number in numbers]
        self._moves = [self._moves[n] for n in kept]
        self._verdicts = [self._verdicts[n] for n in kept]

    def result(self) -> ExerciseResult:
        """What is known by now."""
        view = self._views.most_common(1)[0][0] if self._views else View.UNKNOWN
        best: dict[str, float] = {}
        for move in self._moves:
            if move.range_deg is not None:
                side = move.side or "both"
                best[side] = max(best.get(side, 0.0), move.range_deg)
        signals, mode = self._settings.signals, self._activity.mode
        return ExerciseResult(
            exercise=self._activity.id,
            title=self._activity.title,
            view=view.value if self._views else "",
            asked_hold_s=self._hold_s,
            moves=tuple(self._moves),
            too_short=self._too_short,
            best_deg=best,
            before_deg=self._before,
            natural_deg=self._settings.natural,
            not_seen=tuple(self._not_seen(view)),
            seen=view in signals,
            film="" if view in signals else mode.how_to_film(tuple(signals)),
        )

    def _line(self, judged: JudgedRep) -> MoveLine:
        rep = judged.rep
        far, reach = rep.measurements[RANGE], rep.measurements[REACH_PERCENT]
        held_s = rep.measurements[HOLD_S].value or 0.0
        return MoveLine(
            number=rep.index,
            side=rep.side,
            start_s=round(rep.start_s, 2),
            end_s=round(rep.end_s, 2),
            held_s=math.floor(10 * held_s) / 10,  # never more than it was
            held=held_s >= self._hold_s if self._settings.held else None,
            range_deg=_rounded(far),
            range_error_deg=round(far.error, 1) if far.value is not None else None,
            reach_percent=_rounded(reach),
            faults=tuple(_short(finding.rule) for finding in judged.findings),
            unsure=tuple(_short(finding.rule) for finding in judged.findings if finding.uncertain),
        )

    def _not_seen(self, view: View) -> list[NotSeen]:
        """The checks that were made in none of the movements."""
        found = []
        for rule in self._activity.rules:
            verdicts = [by_rule[rule.id] for by_rule in self._verdicts]
            if not verdicts or any(verdict.judged for verdict in verdicts):
                continue
            reason = verdicts[0].value.reason or Reason.UNSURE
            remedy = rule.fix or self._activity.mode.remedy(reason, view)
            found.append(NotSeen(rule.short_id, rule.title, reason.value, remedy))
        return found


def _short(rule: str) -> str:
    return rule.rpartition(".")[2]


def _rounded(measured: Measurement) -> float | None:
    return None if measured.value is None else round(measured.value, 1)


def compared(one: ExerciseResult) -> list[str]:
    """How each range compares with the best before; a change only past natural variation and error.

    Example:
        >>> def done(now, before):
        ...     moves = (MoveLine(1, "left", 0.0, 6.0, 5.0, True, now, 2.0, None),)
        ...     best, before = {"left": now}, {"left": before}
        ...     return ExerciseResult("side-tilt", "", "front", 5.0, moves, 0, best, before, 12.0)
        >>> compared(done(36.0, 30.0)), compared(done(48.0, 30.0))
        (['left 36 deg, as before'], ['left 48 deg, before 30 deg'])
    """
    lines = []
    error = one.range_error_deg() or 0.0
    for side, best in sorted(one.best_deg.items()):
        words = f"{best:.0f} deg" if side == "both" else f"{side} {best:.0f} deg"
        before = one.before_deg.get(side)
        if before is None:
            lines.append(words)
        elif abs(best - before) <= max(one.natural_deg, 2.8 * error):
            lines.append(f"{words}, as before")
        else:
            lines.append(f"{words}, before {before:.0f} deg")
    return lines
