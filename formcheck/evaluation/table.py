"""An evaluation as Markdown, which is also what the terminal shows."""

from formcheck.evaluation.evaluation import Evaluation
from formcheck.evaluation.evidence_table import (
    HOW,
    MEASURE_HEAD,
    OVERVIEW_HEAD,
    POSTURE_HEAD,
    measure_rows,
    overview_rows,
    posture_rows,
    rule_direction_table,
    rule_table,
    shown,
)
from formcheck.evaluation.markdown import as_table
from formcheck.evaluation.posture_table import posture_tables


def tables(evaluation: Evaluation) -> str:
    """An overview by direction, and what it was measured on."""
    known = evaluation.evidence
    unnamed = (
        f" Of {known.unnamed} clips the labels do not say who is seen: each counts as one of somebody else."
        if known.unnamed
        else ""
    )
    is_posture = evaluation.posture is not None
    head, rows = (POSTURE_HEAD, posture_rows) if is_posture else (OVERVIEW_HEAD, overview_rows)
    model = f"Pose model: {' and '.join(known.models)}. "
    overview = ["## Overview", "", model + HOW + unnamed, "", *as_table(head, rows(known)), ""]
    return "\n".join(overview) + "\n" + details(evaluation)


def details(evaluation: Evaluation) -> str:
    """Counting, measures and rules; or states, of an activity without reps."""
    known = evaluation.evidence
    if evaluation.posture is not None:
        return posture_tables(evaluation.posture, evaluation.counting.clips)
    found_from = {rule.rule: rule.overall.smallest_95 for rule in evaluation.rules}
    parts = [
        *_counting(evaluation),
        "",
        "## Measures",
        "",
        *as_table(MEASURE_HEAD, measure_rows(known)),
        "",
        "## Rules",
        "",
        f"{evaluation.false_flags} flags on {evaluation.good_reps} reps without any fault that can be seen "
        f"from there: {evaluation.false_flags_per_100:.1f} per 100, all rules together.",
        "",
        *rule_table(known, found_from),
        "",
        "## Rules by direction",
        "",
        *rule_direction_table(known),
    ]
    return "\n".join(parts) + "\n"


def _counting(evaluation: Evaluation) -> list[str]:
    counting = evaluation.counting
    whole = evaluation.evidence.counts[-1]
    return [
        "## Counting",
        f"{counting.clips} clips with {counting.reps} reps: the share of clips whose count is exact is "
        f"{shown(whole.exact)}; off by {counting.most_off} at most. {counting.counted_there} reps were "
        f"counted in the {counting.without_reps} clips that have none. Mean absolute error of a rep's start "
        f"{shown(whole.start_error_s)} s, of its end {shown(whole.end_error_s)} s.",
        *(f"- `{name}`: {found} counted, {true} true" for name, found, true in counting.wrong),
    ]
