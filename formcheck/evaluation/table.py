"""An evaluation as Markdown, which is also what the terminal shows."""

from formcheck.evaluation.evaluation import Evaluation
from formcheck.evaluation.markdown import as_table
from formcheck.evaluation.measure_errors import MeasureError
from formcheck.evaluation.posture_table import posture_tables
from formcheck.evaluation.rule_scores import Score
from formcheck.rules.quantities import quantities


def tables(evaluation: Evaluation) -> str:
    """Counting, measures and rules, each with what it was measured on."""
    if evaluation.posture is not None:
        return posture_tables(evaluation.posture, evaluation.counting.clips)
    counting = evaluation.counting
    seconds = [f"{e:.2f} s" if e is not None else "-" for e in (counting.start_error_s, counting.end_error_s)]
    parts = [
        "## Counting",
        f"{counting.clips} clips with {counting.reps} reps: the count is exact in {counting.exact:.0%} of "
        f"them, off by {counting.most_off} at most. {counting.counted_there} reps were counted in the "
        f"{counting.without_reps} clips that have none. Mean absolute error of a rep's start {seconds[0]}, "
        f"of its end {seconds[1]}.",
        *(f"- `{name}`: {found} counted, {true} true" for name, found, true in counting.wrong),
        "",
        "## Measures",
        "",
        *as_table(
            _MEASURE_HEAD,
            (
                (f"`{m.measure}`", m.view, m.where, m.clips, *_errors(m))
                for m in evaluation.measures
            ),
        ),
        "",
        "## Rules",
        "",
        f"{evaluation.false_flags} flags on {evaluation.good_reps} reps without any fault that can be seen "
        f"from there: {evaluation.false_flags_per_100:.1f} per 100, all rules together.",
        "",
        *as_table(_RULE_HEAD, (_rule_row(r.rule, r.overall, str(r.elsewhere)) for r in evaluation.rules)),
        "",
        "## Rules by view",
        "",
        *as_table(
            ("rule", "view", *_RULE_HEAD[2:]),
            (_rule_row(r.rule, score, view) for r in evaluation.rules for view, score in r.by_view.items()),
        ),
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


_MEASURE_HEAD = (
    "measure", "view", "where", "clips", "bias", "mean absolute error", "root mean square", "95 % within",
)  # fmt: skip
_RULE_HEAD = (
    "rule", "reps from other views", "reps", "judged", "faults", "recall", "clear faults",
    "recall, judged clear", "found of all clear", "precision", "F1", "F1 of always flagging",
    "balanced accuracy", "AUC", "found from", "false flags",
)  # fmt: skip


def _rule_row(rule: str, score: Score, second: str) -> tuple[object, ...]:
    return (
        f"`{rule.rpartition('.')[2]}`", second, score.reps, f"{score.judged:.0%}", score.faults,
        _share(score.recall), score.clear_faults, _share(score.recall_clear), _share(score.found_clear),
        _share(score.precision), _share(score.f1), _share(score.always_f1), _share(score.balanced_accuracy),
        _share(score.auc), "-" if score.smallest_95 is None else _number(score.smallest_95),
        f"{score.false_flags} of {score.good_reps}",
    )  # fmt: skip


def _errors(measure: MeasureError) -> tuple[str, ...]:
    errors = (measure.bias, measure.mean_absolute, measure.root_mean_square, measure.limit_95)
    return tuple(_number(error) + _unit(measure.measure) for error in errors)


def _number(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 3 else f"{value:.2f}"


def _unit(measure: str) -> str:
    unit = quantities()[measure].unit
    return " deg" if unit == "deg" else ""


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
