"""Neck exercises for a terminal: what was done, held and found, how far, and what could not be seen."""

from formcheck.activities.moves import load_move
from formcheck.cli.look import Look
from formcheck.cli.page import Page, table
from formcheck.results.mobility import (
    INFORMS,
    STOP_SIGNS,
    ExerciseResult,
    MobilityResult,
    MoveLine,
    NotSeen,
    compared,
)
from formcheck.results.words import count, listing, lower_first

# Both sides of a tilt should be so near to each other; less is not told as a difference.
_SIDES_APART_DEG = 10.0


def print_mobility(result: MobilityResult, look: Look, *, named: bool) -> None:
    """Print what was done.

    Args:
        result: The routine.
        look: What the terminal can show.
        named: Whether the exercises were asked for by name: then those that were not done are told too.
    """
    page = Page(look)
    page.line((f"{result.source}: ", "heading"), _verdict(result), hang=2)
    shown = [one for one in result.exercises if one.moves or named]
    for one in shown:
        page.space()
        _exercise(page, one)
    page.space()
    page.line(f"{STOP_SIGNS} {INFORMS}", hang=2)
    page.echo()


def _verdict(result: MobilityResult) -> str:
    done = [one for one in result.exercises if one.moves]
    if not done:
        return "no exercise was seen that counts."
    parts = [f"{lower_first(one.title)} {len(one.moves)} x" for one in done]
    return f"{listing(parts)}."


def _exercise(page: Page, one: ExerciseResult) -> None:
    page.heading(one.title)
    if not one.view:
        page.line("Nobody was seen.", indent=2, hang=2)
        return
    if not one.seen:
        page.line(f"It cannot be told from this view. {one.film}", indent=2, hang=2)
        return
    if one.moves:
        _moves(page, one)
        page.line(_held(one), indent=2, hang=2)
    if one.too_short:
        page.line(f"{count(one.too_short, 'movement')} too short or too small to count.", indent=2, hang=2)
    if not one.moves:
        page.line("None was seen that counts.", indent=2, hang=2)
        return
    _range(page, one)
    for rule, times in one.faults().items():
        _fault(page, one, rule, times)
    for missing in one.not_seen:
        page.line(f"Not judged: {_missing(missing)}", indent=2, hang=2)


def _held(one: ExerciseResult) -> str:
    if one.asked_hold_s <= 0:
        return f"{len(one.moves)} done."
    return f"{one.held} of {len(one.moves)} held for {one.asked_hold_s:g} s or more."


def _moves(page: Page, one: ExerciseResult) -> None:
    held = one.asked_hold_s > 0
    head = ["#", "side", "from s", *(["held s"] if held else []), "range", "seen"]
    rows = [head] + [[*_cells(move, held=held), _seen(one, move)] for move in one.moves]
    table(page, rows)


def _cells(move: MoveLine, *, held: bool) -> list[str]:
    far = "-" if move.range_deg is None else f"{move.range_deg:.0f} +- {move.range_error_deg:.0f} deg"
    held_s = [f"{move.held_s:.1f}"] if held else []
    return [str(move.number), move.side or "", f"{move.start_s:.1f}", *held_s, far]


def _seen(one: ExerciseResult, move: MoveLine) -> str:
    if not move.faults:
        return "not all judged" if one.not_seen else "clean"
    titles = {rule.short_id: lower_first(rule.title) for rule in load_move(one.exercise).rules}
    return ", ".join(titles[f] + (" (uncertain)" if f in move.unsure else "") for f in move.faults)


def _range(page: Page, one: ExerciseResult) -> None:
    ranges = compared(one)
    if not ranges:
        page.line("How far it went cannot be told from this view.", indent=2, hang=2)
        return
    page.line(f"Best range: {'; '.join(ranges)}.", indent=2, hang=2)
    left, right = one.best_deg.get("left"), one.best_deg.get("right")
    apart_deg = max(_SIDES_APART_DEG, 2.8 * (one.range_error_deg() or 0.0))
    if left is not None and right is not None and abs(left - right) > apart_deg:
        side = "left" if left < right else "right"
        page.line(f"Less far to the {side}, by {abs(left - right):.0f} deg.", indent=2, hang=2)


def _fault(page: Page, one: ExerciseResult, rule_id: str, times: int) -> None:
    rule = next(rule for rule in load_move(one.exercise).rules if rule.short_id == rule_id)
    words = f" in {times} of {len(one.moves)}: {rule.spoken}"
    page.line((rule.title, "caution"), words, indent=2, hang=2)


def _missing(missing: NotSeen) -> str:
    return f"{lower_first(missing.title)} ({missing.why}). {missing.remedy}".strip()
