"""Two sets of one lift beside each other: what differs by more than the measurement can err."""

from dataclasses import dataclass

from formcheck.errors import PairError
from formcheck.history.change import Change, change_of, detectable
from formcheck.history.phase_curves import AT_TOP, LAST
from formcheck.history.sets import Curve, Number, SetOverview, SetRecord
from formcheck.history.trends import agrees
from formcheck.history.words import counted, lower, number_text, readable, title_of, with_error, with_unit

# A difference has to last: among the many phases of many curves some differ by chance.
_LEAST_PHASES = 3
_NEAR_END = 3
_RANK = {"more": 0, "less": 0, "none": 1, "unknown": 2}


@dataclass(frozen=True, slots=True)
class CurveDifference:
    """How one quantity goes over the rep in both sets.

    Attributes:
        title: The quantity.
        first, second: Its curves.
        detectable: How large a difference has to be; None where the errors are not known.
        at: The phase of the largest difference that can be told; None where none can.
        sentence: What changed.
    """

    title: str
    first: Curve
    second: Curve
    detectable: float | None
    at: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class ValueDifference:
    """One value of both sets.

    Attributes:
        title: What it is.
        first, second: The values in words.
        sentence: What changed; "" where the values say it themselves.
    """

    title: str
    first: str
    second: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SetsCompared:
    """All that is shown.

    Attributes:
        activity: The lift.
        caution: What has to be known first, such as that the sets were seen from different sides; or "".
        values: Reps, load, range, tempo, sides, and what was found.
        curves: The angles over the rep; those that differ first.
    """

    activity: str
    caution: str
    values: tuple[ValueDifference, ...]
    curves: tuple[CurveDifference, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """A sentence each on what was compared."""
        return (*(v.sentence for v in self.values if v.sentence), *(c.sentence for c in self.curves))


def compare_sets(first: SetRecord, second: SetRecord) -> SetsCompared:
    """Compare two sets of one lift.

    Raises:
        PairError: If they are of different lifts.
    """
    if first.activity != second.activity:
        raise PairError(
            f"these are different lifts, {lower(readable(first.activity))} and "
            f"{lower(readable(second.activity))}: give two of one lift"
        )
    one, other = first.overview, second.overview
    curves = [
        _curve(name, first.curves[name], second.curves[name])
        for name in first.curves
        if _has_values(first.curves[name]) and _has_values(second.curves.get(name))
    ]
    return SetsCompared(
        first.activity,
        _caution(one, other),
        (*_plain(one, other), *_measured(one, other), *_sides(one, other), *_found(one, other)),
        tuple(sorted(curves, key=lambda curve: (curve.at is None, curve.detectable is None))),
    )


def _caution(one: SetOverview, other: SetOverview) -> str:
    if one.view != other.view:
        return (
            f"The first was seen from the {one.view or 'unknown'} view, the second from the "
            f"{other.view or 'unknown'} view: what differs may be the view."
        )
    if one.model != other.model:
        return (
            f"Measured with different pose models, {one.model or 'unknown'} and {other.model or 'unknown'}."
        )
    return ""


def _plain(one: SetOverview, other: SetOverview) -> list[ValueDifference]:
    rows = []
    if one.load or other.load:
        rows.append(ValueDifference("Load", one.load or "not given", other.load or "not given"))
    more = other.reps - one.reps
    said = "As many reps." if not more else f"{counted(abs(more), 'rep')} {'more' if more > 0 else 'fewer'}."
    return [ValueDifference("Reps", str(one.reps), str(other.reps), said), *rows]


def _measured(one: SetOverview, other: SetOverview) -> list[ValueDifference]:
    rows = []
    for name in one.numbers:
        change = change_of(one.numbers[name], other.numbers.get(name))
        if change is not None:
            title = title_of(name, (one, other))
            texts = (_text(one.numbers[name]), _text(other.numbers[name]))
            rows.append((_RANK[change.way], ValueDifference(title, *texts, f"{title}: {_said(change)}.")))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _text(number: Number) -> str:
    return with_error(number.value, number.error, number.unit)


def _said(change: Change) -> str:
    if change.detectable is None:
        return "the errors are not known, so no difference is called one"
    least = with_unit(change.detectable, change.unit)
    if change.way == "none":
        return f"no difference that can be told (it would have to be over {least})"
    ends = f"{number_text(change.before, change.unit)} to {with_unit(change.after, change.unit)}"
    way = "higher" if change.way == "more" else "lower"
    by = with_unit(abs(change.size), change.unit)
    return f"{way} in the second by {by}, {ends} (over {least} can be told)"


def _sides(one: SetOverview, other: SetOverview) -> list[ValueDifference]:
    texts = []
    for each in (one, other):
        side = each.imbalance
        told = side is not None and agrees(side)
        texts.append(
            f"{side.words} in {side.reps} of {side.judged}" if side and told else "no side for certain"
        )
    return [ValueDifference("Left and right", *texts)]


def _found(one: SetOverview, other: SetOverview) -> list[ValueDifference]:
    rows = []
    for rule in dict.fromkeys((*one.rules, *other.rules)):
        tallies = [each.rules.get(rule) for each in (one, other)]
        if any(tally is not None and tally.flagged for tally in tallies):
            title = next(tally.title for tally in tallies if tally is not None)
            texts = [f"{t.flagged} of {counted(t.judged, 'rep')}" if t else "not judged" for t in tallies]
            said = f"{title}: {texts[0]} in the first, {texts[1]} in the second."
            rows.append(ValueDifference(title, texts[0], texts[1], said))
    return rows


def _has_values(curve: Curve | None) -> bool:
    return curve is not None and any(value is not None for value in curve.values)


def _curve(title: str, first: Curve, second: Curve) -> CurveDifference:
    least = detectable(first.error, second.error)
    if least is None:
        return CurveDifference(title, first, second, None, None, f"{title}: the errors are not known.")
    known = [
        None if a is None or b is None else b - a for a, b in zip(first.values, second.values, strict=False)
    ]
    at = _largest(known, least)
    under = with_unit(least, first.unit)
    if at is None:
        said = f"{title}: no difference over the rep that can be told (it would have to be over {under})."
        return CurveDifference(title, first, second, least, None, said)
    size = known[at]
    assert size is not None
    way = "higher" if size > 0 else "lower"
    by = with_unit(abs(size), first.unit)
    said = f"{title}: up to {by} {way} in the second, {phase_words(at)} (over {under} can be told)."
    return CurveDifference(title, first, second, least, at, said)


def _largest(differences: list[float | None], least: float) -> int | None:
    """The phase of the largest difference, of those that last for some phases and do not change sides."""
    best: int | None = None
    run: list[int] = []
    for at, size in enumerate([*differences, None]):
        past = size is not None and abs(size) > least
        if past and run and size is not None and (differences[run[-1]] or 0.0) * size > 0:
            run.append(at)
            continue
        if len(run) >= _LEAST_PHASES:
            top = max(run, key=lambda i: abs(differences[i] or 0.0))
            if best is None or abs(differences[top] or 0.0) > abs(differences[best] or 0.0):
                best = top
        run = [at] if past else []
    return best


def phase_words(at: int) -> str:
    """Where in the rep a phase is.

    Example:
        >>> phase_words(0), phase_words(10), phase_words(20), phase_words(30), phase_words(40)
        ('at the start', 'on the way up', 'at the top', 'on the way down', 'at the end')
    """
    top = LAST // 2
    if abs(at - top) <= AT_TOP // 2:
        return "at the top"
    if at <= _NEAR_END or at >= LAST - _NEAR_END:
        return "at the start" if at <= _NEAR_END else "at the end"
    return "on the way up" if at < top else "on the way down"
