"""When a set's two sides are said to differ."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import formcheck
from formcheck.activities.load import load_activity
from formcheck.history.logged import Log, sets_of
from formcheck.results.summary import Summary

PRESS = (
    Path(__file__).parents[2] / "benchmarks" / "recordings" / "dev-press-000-good-good-front.poses.jsonl.gz"
)


@pytest.fixture(scope="module")
def press() -> Summary:
    return formcheck.analyze(PRESS, activity="overhead-press").summary


def uneven(summary: Summary, values: tuple[float, ...], error: float) -> Summary:
    """The same reps, of which one hand is higher by so much."""
    reps = []
    for rep, value in zip(summary.reps, values, strict=True):
        found = rep.measurements["uneven"].model_copy(update={"value": value, "error": error})
        reps.append(rep.model_copy(update={"measurements": {**rep.measurements, "uneven": found}}))
    return summary.model_copy(update={"reps": tuple(reps)})


@pytest.mark.parametrize(
    ("values", "error", "told"),
    [
        ((-0.03, -0.03, -0.03), 0.03, None),  # each rep within what the measure can err
        ((-0.05, -0.05, -0.05), 0.03, None),
        ((-0.07, -0.07, -0.07), 0.03, ("right hand higher", 3, 0)),
        ((0.07, 0.02, 0.07), 0.03, ("left hand higher", 2, 0)),
        ((0.07, -0.07, 0.07), 0.03, ("left hand higher", 2, 1)),
    ],
)
def test_a_side_is_uneven_only_by_more_than_the_measure_can_err(
    press: Summary, values: tuple[float, ...], error: float, told: tuple[str, int, int] | None
) -> None:
    log = Log(started=datetime(2026, 11, 2, tzinfo=UTC))
    (kept,) = sets_of(uneven(press, values, error), load_activity("overhead-press"), log)
    found = kept.imbalance
    assert (found and (found.words, found.reps, found.against)) == told
