"""What a file that is well formed can still get wrong: a rule that nothing could ever be judged by."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from formcheck.activities.activity import check_measures
from formcheck.activities.file import ActivityFile, nearest
from formcheck.activities.signs import Signs
from formcheck.errors import RuleError
from formcheck.measurements.quantity import Kind, Quantity
from formcheck.moves.quantities import move_quantities
from formcheck.moves.settings import MoveSettings
from formcheck.phases.settings import RepSettings
from formcheck.rules.quantities import quantities
from formcheck.rules.rule import Check, Rule


def check_meaning(name: str, file: ActivityFile) -> None:
    """Refuse what could never work.

    Args:
        name: Of the file, for the message.
        file: What it holds.

    Raises:
        RuleError: Names file, rule, key, and what would be right.
    """
    problem = next(_problems(file), None)
    if problem is not None:
        raise RuleError(f"{name}: {problem}")


def _problems(file: ActivityFile) -> Iterator[str]:
    if file.reps is not None:
        yield from _of_signal(file.reps)
    if file.signs is not None:
        yield from _of_signs(file.signs, has_reps=file.reps is not None)
    if file.reps is not None and file.move is not None:
        yield "move: an activity has either [reps] or [move]"
    if not file.rule:
        yield "rule: there is none; an activity needs one [[rule]] at least"
    if file.move is not None:
        yield from _of_move(file.move)
        for rule in file.rule:
            yield from (f"{rule.id}: {problem}" for problem in _of_move_rule(rule))
        return
    names = [rule.short_id for rule in file.rule]
    for rule in file.rule:
        yield from (f"{rule.id}: {problem}" for problem in _of_rule(rule, has_reps=file.reps is not None))
        for other in set(rule.misled_by) - {*names}:
            yield f"{rule.id}: misled_by: there is no rule {other!r}{nearest(other, names)}"


def _of_move(move: MoveSettings) -> Iterator[str]:
    for view, signal in move.signals.items():
        summed = [name for names in signal.within for name in names.split("+")]
        for measure in (signal.measure, signal.range or signal.measure, *summed):
            known = move_quantities().get(measure)
            if known is None or known.kind is Kind.REP:
                yield f"move: signals: {view.value}: unknown {measure!r}{nearest(measure, move_quantities())}"
            elif view not in known.errors and signal.sized:
                yield f"move: signals: {view.value}: {measure!r} cannot be measured from there"


def _of_move_rule(rule: Rule) -> Iterator[str]:
    for test in rule.tests:
        for measure in check_measures(test):
            if measure not in move_quantities():
                yield f"measure: unknown {measure!r}{nearest(measure, move_quantities())}"
                return
        yield from _of_views(rule, [test])
    if rule.when == "state":
        yield 'when: use "during" or "rep"'
    elif rule.when == "during" and not rule.phases:
        yield 'phases: name at least one for when = "during"'


def _of_signal(reps: RepSettings) -> Iterator[str]:
    known = _measured_in_frames()
    if reps.signal not in known:
        sided = [name for name, quantity in known.items() if quantity.paired]
        yield f"reps: signal: unknown {reps.signal!r}{nearest(reps.signal, sided)}"
    elif not known[reps.signal].paired:
        sided = [name for name, quantity in known.items() if quantity.paired]
        yield (
            f"reps: signal: {reps.signal!r} is not measured on each side, as reps need it"
            f"{nearest(reps.signal, sided)}"
        )


def _of_signs(signs: Signs, *, has_reps: bool) -> Iterator[str]:
    if signs.seated and has_reps:
        yield "signs: seated: is for a posture; a lift is known by its tops"
    for condition in signs.tops:
        if condition.measure not in _measured_in_frames():
            near = nearest(condition.measure, _measured_in_frames())
            yield f"signs: tops: unknown {condition.measure!r}{near}"


def _measured_in_frames() -> Mapping[str, Quantity]:
    return {name: quantity for name, quantity in quantities().items() if quantity.kind is Kind.FRAME}


def _of_rule(rule: Rule, *, has_reps: bool) -> Iterator[str]:
    for test in rule.tests:
        for measure in check_measures(test):
            if measure not in quantities():
                yield f"measure: unknown {measure!r}{nearest(measure, quantities())}"
                return
    if has_reps != (rule.when != "state"):
        yield 'when: use "during" or "rep"' if has_reps else 'when: there are no reps here: use "state"'
    elif rule.when == "state":
        yield from _of_state(rule)
    else:
        yield from _of_lift_rule(rule)
    for number, test in enumerate(rule.tests):
        if not (number and test.stands_in):
            yield from _of_views(rule, [test, *takewhile(lambda t: t.stands_in, rule.tests[number + 1 :])])


def _of_views(rule: Rule, tests: Sequence[Check]) -> Iterator[str]:
    """A view from which neither a measure can be taken nor what stands in: there nothing would be judged."""
    known = [quantities()[test.measure] for test in tests]
    if any(quantity.kind is Kind.REP for quantity in known):
        return
    blind = [view.value for view in rule.views if not any(view in quantity.errors for quantity in known)]
    if blind:
        name, sighted = tests[0].measure, ", ".join(view.value for view in known[0].errors)
        yield f"views: {name!r} cannot be measured from {' or '.join(blind)}; it can from: {sighted}"


def _of_lift_rule(rule: Rule) -> Iterator[str]:
    for test in rule.tests:
        for measure in check_measures(test):
            if quantities()[measure].kind in (Kind.CHANGE, Kind.TIME):
                yield f"measure: {measure!r} is known of somebody who sits, not of a lift"
    if rule.when == "during" and not rule.phases:
        yield 'phases: name at least one for when = "during"'
    yield from (problem for test in rule.tests for problem in _of_test(rule, test))


def _of_test(rule: Rule, test: Check) -> Iterator[str]:
    if _is_of_a_rep(test.measure):
        if rule.when == "during":
            yield f'when: {test.measure!r} is known once the rep is over: use "rep"'
    elif not rule.phases:
        yield f"phases: name at least one for {test.measure!r}, which is measured in every frame"
    for key, condition in (("poor_also", test.poor_also), ("only_while", test.only_while)):
        if condition is not None and _is_of_a_rep(condition.measure):
            yield f"{key}: needs a measure of every frame, not {condition.measure!r}"
    if rule.when == "during" and test.reduce == "range":
        yield 'reduce: "range" is known once the phase is over: use when = "rep"'


def _of_state(rule: Rule) -> Iterator[str]:
    if rule.phases:
        yield "phases: a state has none; leave them out"
    for test in rule.tests:
        if _is_of_a_rep(test.measure):
            yield f"measure: {test.measure!r} belongs to a rep, and there are none here"


def _is_of_a_rep(measure: str) -> bool:
    return quantities()[measure].kind is Kind.REP
