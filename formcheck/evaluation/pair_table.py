"""The comparison of two views as Markdown, which is also what the terminal shows."""

from collections.abc import Iterable

from formcheck.evaluation.markdown import as_table
from formcheck.evaluation.pair import Pair
from formcheck.evaluation.pair_differences import Difference

_DIFFERENCE_HEAD = ("mean difference", "lower limit", "upper limit", "beyond both errors")


def pair_tables(pair: Pair) -> str:
    """Offset and reps, differences by frame and by rep, and the rules."""
    parts = [
        "## Two views",
        "",
        *_about(pair),
        "",
        "## Measures",
        "",
        f"{pair.first} minus {pair.second}, frame by frame within the reps that both count. Limits are the "
        "95 % limits of agreement. Beyond both errors is the share of the differences past the two stated "
        "errors combined: about a third where these are right.",
        "",
        *as_table(("measure", "frames", *_DIFFERENCE_HEAD), _rows(pair.measures)),
        "",
        "## Repetitions",
        "",
        *as_table(("quantity", "reps", *_DIFFERENCE_HEAD), _rows(pair.rep_quantities)),
        "",
        "## Rules",
        "",
        *as_table(
            ("rule", "agree", "both flag", "disagree", "only first flags", "only second flags",
             "judged from first only", "from second only", "from neither"),
            (
                (f"`{r.rule.rpartition('.')[2]}`", r.both_flag + r.neither_flags, r.both_flag, r.disagree,
                 r.only_first_flags, r.only_second_flags, r.only_first_judged, r.only_second_judged,
                 r.not_judged)
                for r in pair.rules
            ),
        ),
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _about(pair: Pair) -> list[str]:
    found = pair.alignment
    lines = [
        f"First {pair.first}, second {pair.second}. At the same moment the clock of the second shows "
        f"{found.offset_s:+.2f} s against that of the first (correlation of the movement "
        f"{found.correlation:.2f} over {found.overlap_s:.0f} s). {len(pair.reps)} reps are in both.",
        *_missing(pair.first, pair.only_first, "counted in", "though the other film shows that time"),
        *_missing(pair.second, pair.only_second, "counted in", "though the other film shows that time"),
        *_missing(pair.first, pair.outside_first, "of", "for the other film does not show that time"),
        *_missing(pair.second, pair.outside_second, "of", "for the other film does not show that time"),
    ]
    if found.rival_s is not None:
        lines.append(
            f"Another offset fits nearly as well, {found.rival_s:+.2f} s: reps that are all alike do that. "
            f"If that is the right one, say so with --offset {found.rival_s:.1f}."
        )
    return lines


def _missing(name: str, numbers: Iterable[int], how: str, why: str) -> list[str]:
    told = ", ".join(map(str, numbers))
    return [f"Rep {told} {how} {name} has no counterpart, {why}."] if told else []


def _rows(differences: Iterable[Difference]) -> Iterable[tuple[object, ...]]:
    for d in differences:
        is_large = max(abs(d.mean), abs(d.upper_limit or 0.0), abs(d.lower_limit or 0.0)) >= 3
        digits = 1 if is_large else 2
        limits = ["-" if end is None else f"{end:.{digits}f}" for end in (d.lower_limit, d.upper_limit)]
        beyond = "-" if d.beyond is None else f"{d.beyond:.2f}"
        yield f"`{d.name}`", d.count, f"{d.mean:.{digits}f}", *limits, beyond
