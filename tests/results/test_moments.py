"""Which moment of a session shows each finding in the report."""

import pytest

from formcheck.results.moments import Moments
from formcheck.rules.finding import Finding, Severity
from tests.sinks.observed import observed

LAYBACK, KNEES = "overhead-press.layback", "overhead-press.knee-bend"
POOR, CAUTION = Severity.POOR, Severity.CAUTION


def finding(
    number: int, peak_s: float, rule: str = LAYBACK, severity: Severity = POOR, past: float = 5.0
) -> Finding:
    return Finding(
        f"f{number}", rule, severity, peak_s - 0.5, peak_s + 0.5, peak_s, 1, None,
        "trunk_inclination_deg", 20.0 + past, 20.0, 1.0, uncertain=False,
    )  # fmt: skip


def watched(findings: dict[float, tuple[Finding, ...]], seconds: float = 20.0) -> Moments:
    """Ten frames a second; findings are settled at their times."""
    moments = Moments()
    for index in range(round(seconds * 10)):
        moments.write(observed(index, index / 10, findings=findings.get(index / 10, ())))
    return moments


def shown_s(moments: Moments) -> dict[str, float]:
    return {name: moment.time_s for name, moment in moments.by_finding().items()}


def test_a_session_without_findings_has_no_moments() -> None:
    assert watched({}).by_finding() == {}


@pytest.mark.parametrize("peak_s", [4.0, 4.04, 3.96])
def test_the_frame_nearest_to_the_worst_value_is_kept(peak_s: float) -> None:
    assert shown_s(watched({6.0: (finding(1, peak_s),)})) == {"f1": 4.0}


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        (finding(2, 9.0, past=6.0), {"f2": 9.0}),
        (finding(2, 9.0, past=5.0), {"f1": 4.0}),
        (finding(2, 9.0, past=4.0), {"f1": 4.0}),
        (finding(2, 9.0, severity=CAUTION, past=9.0), {"f1": 4.0}),
        (finding(2, 9.0, KNEES, CAUTION), {"f1": 4.0, "f2": 9.0}),
    ],
    ids=["worse", "as bad", "less bad", "milder", "of another rule"],
)
def test_of_each_rule_the_worst_finding_is_kept(later: Finding, kept: dict[str, float]) -> None:
    assert shown_s(watched({6.0: (finding(1, 4.0),), 11.0: (later,)})) == kept


def test_findings_that_end_together_have_their_own_moments() -> None:
    together = (finding(1, 4.0), finding(2, 5.0, KNEES))
    assert shown_s(watched({6.0: together})) == {"f1": 4.0, "f2": 5.0}


def test_a_moment_that_is_long_past_is_shown_by_the_oldest_frame_that_is_still_held() -> None:
    assert shown_s(watched({50.0: (finding(1, 5.0),)}, 60.0)) == {"f1": 20.0}


def test_what_ends_with_the_session_has_its_moment_among_what_was_written() -> None:
    moments = watched({})
    moments.write(observed(199, 19.9).ending(findings=(finding(1, 12.3),)))
    assert shown_s(moments) == {"f1": 12.3}


def test_what_ends_with_the_first_frame_is_shown_by_it() -> None:
    moments, first = Moments(), observed(0, 0.0)
    moments.write(first)
    moments.write(first.ending(findings=(finding(1, 0.0),)))
    (moment,) = moments.by_finding().values()
    assert moment.index == first.index
    assert not moment.is_end


def test_the_moment_of_a_finding_is_about_this_finding_alone() -> None:
    together = (finding(1, 4.0), finding(2, 4.0, KNEES))
    moments = watched({6.0: together}).by_finding()
    assert {name: [f.id for f in seen.findings] for name, seen in moments.items()} == {
        "f1": ["f1"],
        "f2": ["f2"],
    }
