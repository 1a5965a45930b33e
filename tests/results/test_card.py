import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.results.card import CardRow, card_rows
from formcheck.results.digest import Digest
from formcheck.results.set_lines import summary_lines
from formcheck.results.summary import NotJudgedSummary, Summary
from formcheck.session.start import start_session
from tests.people import FRONT, RIGHT_SIDE, Camera, film_set, press_set

PRESS = load_activity("overhead-press")


def summary_of(camera: Camera = FRONT, reps: int = 2, down_s: float = 1.5) -> Summary:
    session, digest = start_session(PRESS, camera.info(), ZeroPhaseSmoother()), Digest(PRESS)
    for seen in session.watch(film_set(press_set(reps, down_s=down_s), camera)):
        digest.write(seen)
    return digest.summary(camera.info(), "full", kind="video", interrupted=False)


def nothing_judged(summary: Summary, reps: list[int]) -> Summary:
    fix = PRESS.mode.how_to_film((View.FRONT,))
    missing = [
        NotJudgedSummary(rule=rule.id, title=rule.title, reason=str(Reason.WRONG_VIEW), fix=fix, reps=reps)
        for rule in PRESS.rules
    ]
    return summary.model_copy(update={"not_judged": missing, "findings": []})


def test_a_card_names_what_was_found_with_its_reps_and_what_was_not_judged() -> None:
    rows = card_rows(summary_of(down_s=0.4), PRESS)
    assert rows[0] == CardRow("heading", "2 reps")
    found = {row.text: row.kind for row in rows}
    assert found["Lowered too fast: every rep"] in ("caution", "poor")
    assert rows[-1].kind == "not judged"
    assert "clear" not in found.values()


@pytest.mark.parametrize("camera", [FRONT, RIGHT_SIDE], ids=["front", "side"])
def test_no_fault_is_said_of_so_many_checks_as_were_made(camera: Camera) -> None:
    summary = summary_of(camera).model_copy(update={"findings": []})
    (clear,) = [row.text for row in card_rows(summary, PRESS) if row.kind == "clear"]
    assert clear == summary_lines(summary)[-1]
    assert clear.startswith("No fault in ")


def test_of_little_that_was_judged_no_praise_is_made() -> None:
    summary = summary_of().model_copy(update={"findings": []})
    little = [
        rep.model_copy(
            update={
                "measurements": {
                    name: m if name == "wide-grip" else m.model_copy(update={"value": None})
                    for name, m in rep.measurements.items()
                }
            }
        )
        for rep in summary.reps
    ]
    rows = card_rows(summary.model_copy(update={"reps": little}), PRESS)
    assert "clear" not in {row.kind for row in rows}
    assert any(row.text.startswith("Only 1 of ") for row in rows)


@pytest.mark.parametrize("reps", [[], [1, 2]], ids=["anywhere", "in any rep"])
def test_where_nothing_was_judged_it_is_said_and_how_to_film(reps: list[int]) -> None:
    rows = card_rows(nothing_judged(summary_of(), reps), PRESS)
    assert [row.kind for row in rows] == ["heading", "not judged", "not judged"]
    assert rows[1].text == "Not judged from here"
    assert rows[2].text == PRESS.mode.how_to_film((View.FRONT,))


def test_what_is_uncertain_is_called_possible() -> None:
    summary = summary_of(down_s=0.4)
    unsure = [f.model_copy(update={"uncertain": True}) for f in summary.findings]
    rows = card_rows(summary.model_copy(update={"findings": unsure}), PRESS)
    assert {row.kind for row in rows if row.text.startswith("Possibly lowered too fast")} == {"unsure"}
    assert not {"poor", "caution"} & {row.kind for row in rows}
