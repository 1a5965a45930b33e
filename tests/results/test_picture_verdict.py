"""What is said of one still picture."""

from formcheck.results.summary import Coverage, NotJudgedSummary, Summary
from formcheck.results.verdict import verdict
from tests.sinks import report_samples as samples

NO_NEUTRAL = NotJudgedSummary(
    rule="desk.slump", title="Slumping", reason="no neutral position was seen to compare with",
    fix="Store your own neutral first: formcheck calibrate.", reps=[],
)  # fmt: skip


def picture(**changes: object) -> Summary:
    summary = samples.report_data().summary
    source = summary.source.model_copy(update={"kind": "picture"})
    return summary.model_copy(update={"source": source, "reps": [], "attempts": [], "moment": {}, **changes})


def test_what_stands_out_is_named_with_its_severity_and_how_much_was_looked_at() -> None:
    found = samples.report_data().summary.findings[:1]
    said = verdict(picture(findings=found, judged=["a", "b"]))
    assert said.lower().startswith(found[0].title.lower())
    assert found[0].severity in said
    assert said.endswith("in the 2 checks that one picture allows.")


def test_a_clean_moment_is_clean_only_in_what_was_judged() -> None:
    said = verdict(picture(findings=[], judged=["a"]))
    assert said == "Nothing stands out in the 1 check that one picture allows."


def test_where_nothing_was_judged_the_reason_and_the_remedy_are_said() -> None:
    said = verdict(picture(findings=[], judged=[], not_judged=[NO_NEUTRAL]))
    assert said == (
        "Measured, and not judged: no neutral position was seen to compare with. "
        "Store your own neutral first: formcheck calibrate."
    )


def test_nobody_in_the_picture() -> None:
    said = verdict(picture(coverage=Coverage(frames=1, with_pose=0, views={})))
    assert said == "No person was found, so nothing could be judged."
