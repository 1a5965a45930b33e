"""Figures with their intervals as Markdown, which is also what the terminal shows."""

from collections.abc import Iterator, Mapping

from formcheck.evaluation.agreement import Agreement
from formcheck.evaluation.evidence import Evidence
from formcheck.evaluation.markdown import as_table
from formcheck.evaluation.resampling import Estimate
from formcheck.evaluation.rule_evidence import ALL, RuleEvidence

HOW = """In brackets the 95 % interval, resampled by person. Where all were alike, nothing can be resampled:
*under* and *over* then give the exact one-sided 95 % bound of the share of people in whom it is otherwise
(3 / people, nearly). No brackets: too few people, or too few with such a case, to tell."""
OVERVIEW_HEAD = (
    "from", "people", "clips", "reps", "count exact", "judged", "judged of what applies",
    "too close to tell", "clear faults",
    "found of the judged clear", "of all clear", "F1", "F1 of always flagging",
    "false flags on 100 good reps", "of always flagging",
)  # fmt: skip
POSTURE_HEAD = (
    "from", "people", "clips", "true states", "named rightly", "some state named", "quiet minutes",
    "false states an hour", "false alerts an hour", "of the quiet time", "not judged",
)  # fmt: skip
MEASURE_HEAD = (
    "measure", "from", "where", "people", "clips", "bias", "lower limit", "upper limit",
    "mean absolute error", "root mean square", "over 10 deg", "no value",
)  # fmt: skip
_RULE_HEAD = (
    "rule", "from", "reps", "judged", "of what applies", "too close", "faults", "recall", "clear faults",
    "recall, judged clear", "found of all clear", "precision", "F1", "F1 of always flagging",
    "false flags on 100 good reps",
)  # fmt: skip
_MOSTLY_MISSING = 0.9


def overview_rows(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    """All rules together, a row a direction."""
    counts = {count.direction: count for count in evidence.counts}
    for row in evidence.rules:
        if row.rule:
            continue
        count = counts.get(row.direction)
        yield (
            row.direction, str(row.people), "" if count is None else str(count.clips),
            "" if count is None else str(count.reps), "" if count is None else shown(count.exact),
            shown(row.judged), shown(row.judged_of_its_own), shown(row.too_close),
            str(row.clear_faults), shown(row.clear_recall), shown(row.clear_found),
            shown(row.f1), shown(row.always_f1), shown(row.false_flags, 1), shown(row.always_false_flags, 0),
        )  # fmt: skip


def posture_rows(evidence: Evidence) -> Iterator[tuple[str, ...]]:
    """Of an activity without reps: a row a direction."""
    for row in evidence.postures:
        yield (
            row.direction, str(row.people), str(row.clips), str(row.shown), shown(row.named),
            shown(row.noticed), f"{row.quiet_min:.1f}", shown(row.false_per_h, 1), shown(row.alerts_per_h, 1),
            shown(row.false_time), shown(row.not_judged),
        )  # fmt: skip


def measure_rows(evidence: Evidence) -> list[tuple[str, ...]]:
    """A row a measure, direction and place; those with hardly a value from a direction are left out."""
    return [_measure_row(row) for row in evidence.measures if row.not_judged.value < _MOSTLY_MISSING]


def rule_table(evidence: Evidence, found_from: Mapping[str, float | None]) -> list[str]:
    """The lines of the table of rules over all directions.

    Args:
        evidence: The figures.
        found_from: By rule id, the true size from which on nearly all are found.
    """
    every = [row for row in evidence.rules if row.rule and row.direction == ALL]
    head = (*_RULE_HEAD, "balanced accuracy", "AUC", "found from")
    return as_table(
        head,
        (
            (*_rule_row(row), shown(row.balanced_accuracy), shown(row.auc), _plain(found_from.get(row.rule)))
            for row in every
        ),
    )


def rule_direction_table(evidence: Evidence) -> list[str]:
    """The lines of the table of rules by direction."""
    return as_table(
        _RULE_HEAD, (_rule_row(row) for row in evidence.rules if row.rule and row.direction != ALL)
    )


def shown(found: Estimate | None, digits: int = 2) -> str:
    """A figure with its interval in words.

    Example:
        >>> shown(Estimate(0.5, 0.25, 0.75, 9)), shown(Estimate(0.5, None, None, 2))
        ('0.50 (0.25 to 0.75)', '0.50')
        >>> shown(Estimate(0.0, 0.0, 0.283, 9, exact=True)), shown(Estimate(1.0, 0.717, 1.0, 9, exact=True))
        ('0.00 (under 28 % of people)', '1.00 (over 72 % of people)')
    """
    if found is None:
        return "-"
    value = f"{found.value:.{digits}f}"
    if found.low is None or found.high is None:
        return value
    if found.exact:
        bound = f"under {found.high:.0%}" if found.value == 0 else f"over {found.low:.0%}"
        return f"{value} ({bound.replace('%', ' %')} of people)"
    return f"{value} ({found.low:.{digits}f} to {found.high:.{digits}f})"


def _measure_row(row: Agreement) -> tuple[str, ...]:
    digits = 1 if row.large is not None else 2
    errors = (row.bias, row.lower_limit, row.upper_limit, row.mean_absolute, row.root_mean_square)
    return (
        f"`{row.measure}`", row.direction, row.where, str(row.people), str(row.clips),
        *(shown(error, digits) for error in errors), shown(row.large), shown(row.not_judged),
    )  # fmt: skip


def _rule_row(row: RuleEvidence) -> tuple[str, ...]:
    return (
        f"`{row.rule.rpartition('.')[2]}`", row.direction, str(row.asked), shown(row.judged),
        shown(row.judged_of_its_own), shown(row.too_close), str(row.faults),
        shown(row.recall), str(row.clear_faults), shown(row.clear_recall), shown(row.clear_found),
        shown(row.precision), shown(row.f1), shown(row.always_f1), shown(row.false_flags, 1),
    )  # fmt: skip


def _plain(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.1f}" if abs(value) >= 3 else f"{value:.2f}"
