"""The published figures of a rule, counted by hand: what is found, and what is said of good reps."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.activities.load import load_activity
from formcheck.evaluation.outcomes import Outcome, Truth
from formcheck.evaluation.rule_scores import Score, rule_scores
from formcheck.measurements.view import View

PRESS = load_activity("overhead-press")
RULE = PRESS.rule("overhead-press.layback")
ONE_RULE = replace(PRESS, rules=(RULE,))
INF = float("inf")


def rep(
    size: float | None = None,
    *,
    flagged: bool = False,
    judged: bool = True,
    score: float = 0.0,
    clear: bool = False,
    good: bool | None = None,
    view: View = View.SIDE,
) -> Outcome:
    """A rep whose true fault is so far past caution; None: it has none. Good: it has none of any rule."""
    truth = Truth(size, -INF if size is None else size, RULE.tests[0])
    is_good = size is None if good is None else good
    return Outcome(view, truth, clear, is_good, judged, flagged, score)


def scored(reps: Sequence[Outcome]) -> Score:
    (found,) = rule_scores({RULE.id: reps}, ONE_RULE)
    return found.overall


FOUND, MISSED = rep(5.0, flagged=True), rep(5.0)
SPARED, FALSE_FLAG = rep(), rep(flagged=True)
UNSEEN_FAULT, UNSEEN = rep(5.0, judged=False), rep(judged=False)


def test_of_ten_reps() -> None:
    score = scored([FOUND, FOUND, FOUND, MISSED, SPARED, SPARED, SPARED, FALSE_FLAG, UNSEEN_FAULT, UNSEEN])
    assert (score.reps, score.judged, score.faults) == (10, 0.8, 5)
    assert score.recall == 3 / 4
    assert score.precision == 3 / 4
    assert score.f1 == 3 / 4
    assert score.balanced_accuracy == 3 / 4
    # Half of the judged reps are faulty: flagging all of them is right every second time.
    assert score.always_precision == 1 / 2
    assert score.always_f1 == pytest.approx(2 / 3)
    assert (score.good_reps, score.false_flags) == (5, 1)


@pytest.mark.parametrize(
    ("reps", "recall", "precision", "f1", "balanced"),
    [
        ([], None, None, None, None),
        ([UNSEEN_FAULT, UNSEEN], None, None, None, None),
        ([SPARED, SPARED], None, None, None, None),
        ([FALSE_FLAG, SPARED], None, 0.0, None, None),
        ([FOUND], 1.0, 1.0, 1.0, None),
        ([MISSED], 0.0, None, None, None),
        ([MISSED, SPARED], 0.0, None, None, 0.5),
        ([FOUND, SPARED], 1.0, 1.0, 1.0, 1.0),
        ([MISSED, FALSE_FLAG], 0.0, 0.0, None, 0.0),
        ([FOUND, FALSE_FLAG], 1.0, 0.5, 2 / 3, 0.5),
        ([FOUND, MISSED, FALSE_FLAG, SPARED], 0.5, 0.5, 0.5, 0.5),
    ],
    ids=["no reps", "none judged", "no faults", "false flag alone", "fault alone", "miss alone", "never",
         "perfect", "the wrong way round", "always", "a coin"],
)  # fmt: skip
def test_what_cannot_be_told_from_some_reps_has_no_figure(reps, recall, precision, f1, balanced) -> None:
    score = scored(reps)
    assert (score.recall, score.precision, score.f1) == (recall, precision, pytest.approx(f1))
    assert score.balanced_accuracy == balanced


def test_a_clear_fault_that_was_not_judged_was_not_found() -> None:
    found, missed = rep(9.0, flagged=True, clear=True), rep(9.0, clear=True)
    unseen = rep(9.0, judged=False, clear=True)
    score = scored([found, found, missed, unseen, MISSED])
    assert score.clear_faults == 4
    assert score.recall_clear == pytest.approx(2 / 3)
    assert score.found_clear == 2 / 4


def test_a_flag_on_a_rep_with_another_fault_is_no_false_flag_of_a_good_rep() -> None:
    """It counts against the precision all the same."""
    score = scored([FOUND, rep(flagged=True, good=False), SPARED])
    assert (score.good_reps, score.false_flags) == (1, 0)
    assert score.precision == 1 / 2


@pytest.mark.parametrize(
    ("faulty", "good", "auc"),
    [
        ([3.0, 4.0], [1.0, 2.0], 1.0),
        ([1.0, 2.0], [3.0, 4.0], 0.0),
        ([1.0, 3.0], [2.0], 0.5),
        ([2.0], [2.0], 0.5),
        ([2.0, 2.0], [2.0, 1.0], 0.75),
        ([2.0], [-INF], 1.0),
        ([], [1.0], None),
        ([1.0], [], None),
    ],
)
def test_the_auc_is_the_chance_that_a_faulty_rep_scores_higher(faulty, good, auc) -> None:
    reps = [*(rep(5.0, score=value) for value in faulty), *(rep(score=value) for value in good)]
    assert scored(reps).auc == auc
    assert scored([*reps, rep(5.0, judged=False, score=-INF)]).auc == auc


@pytest.mark.parametrize(
    ("found", "smallest"),
    [
        ("1+ 2+ 3+", 1.0),
        ("1- 2+ 3+", 2.0),
        ("1+ 2- 3+", 3.0),
        ("1+ 2+ 3-", None),
        ("3+ 1- 2+", 2.0),  # the order of the reps does not matter
        ("1- " + "2+ " * 19, 1.0),  # 19 of 20 are 95 %
        ("1- " + "2+ " * 18, 2.0),
        ("1- 1+", None),  # of one size, all count
        ("1+ 1- 2+", 2.0),
        ("", None),
    ],
)
def test_the_smallest_fault_from_which_on_nearly_all_are_found(found: str, smallest: float | None) -> None:
    reps = [rep(float(each[:-1]), flagged=each[-1] == "+") for each in found.split()]
    assert scored([*reps, FALSE_FLAG, SPARED]).smallest_95 == smallest


def test_a_fault_that_only_a_label_tells_of_has_no_size() -> None:
    labelled = replace(rep(flagged=True), truth=Truth(None, 1.0, RULE.tests[0]))
    score = scored([labelled, rep(2.0, flagged=True)])
    assert (score.faults, score.recall, score.smallest_95) == (2, 1.0, 2.0)


def test_each_view_that_a_rule_claims_is_scored_by_itself() -> None:
    rule = RULE.model_copy(update={"views": (View.SIDE, View.OBLIQUE, View.FRONT)})
    from_behind = rep(5.0, flagged=True, view=View.BACK)
    reps = [FOUND, rep(5.0, view=View.OBLIQUE), rep(view=View.OBLIQUE), from_behind]
    (found,) = rule_scores({RULE.id: reps}, replace(PRESS, rules=(rule,)))
    assert (found.rule, found.elsewhere) == (RULE.id, 1)
    assert (found.overall.reps, found.overall.recall) == (3, 0.5)
    assert {view: (score.reps, score.recall) for view, score in found.by_view.items()} == {
        "side": (1, 1.0), "oblique": (2, 0.0),
    }  # fmt: skip


def test_rules_keep_their_order() -> None:
    found = rule_scores({rule.id: [] for rule in reversed(PRESS.rules)}, PRESS)
    assert [score.rule for score in found] == [rule.id for rule in PRESS.rules]


REPS = st.lists(
    st.builds(
        rep, st.one_of(st.none(), st.floats(0.1, 50.0)), flagged=st.booleans(), judged=st.booleans(),
        score=st.floats(-50.0, 50.0),
    ),
    max_size=30,
)  # fmt: skip


@given(REPS)
def test_always_flagging_has_the_figures_that_are_given_for_it(reps: list[Outcome]) -> None:
    score, always = scored(reps), scored([replace(each, flagged=True) for each in reps])
    if score.always_f1 is not None:
        assert (always.precision, always.f1) == (score.always_precision, score.always_f1)
        assert always.balanced_accuracy in (None, 0.5)
    assert (score.always_f1 is None) == (score.recall is None)


@given(REPS, st.randoms())
def test_the_order_of_the_reps_does_not_matter(reps: list[Outcome], chance) -> None:
    mixed = chance.sample(reps, len(reps))
    assert scored(mixed) == scored(reps)
