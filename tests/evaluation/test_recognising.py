"""What `-a auto` tells of the clips of a set, counted by person."""

from dataclasses import replace
from pathlib import Path

from formcheck.evaluation.clips import Clip, find_clips
from formcheck.evaluation.recognising import Told, recognised_rows, right, tell, wrongly_told

RECORDINGS = Path(__file__).parents[2] / "benchmarks" / "recordings"
CLIPS = [*find_clips(RECORDINGS, "development", "raise"), *find_clips(RECORDINGS, "development", "other")]


def clip(exercise: str, number: int = 0) -> Clip:
    return replace([c for c in CLIPS if c.exercise == exercise][number])


def test_a_raise_and_a_curl_are_told_rightly() -> None:
    raised, curled = tell(clip("raise")), tell(clip("other"))
    assert (raised.activities, raised.why_not) == (("lateral-raise",), "")
    assert curled.activities == ()
    assert curled.why_not.endswith("no row")
    assert right(raised)
    assert right(curled)


def test_rows_count_clips_that_are_taken_for_nothing_and_for_something_else() -> None:
    told = [
        Told(clip("raise", 0), ("lateral-raise",)),
        Told(clip("raise", 1), ()),
        Told(clip("raise", 2), ("upright-row",)),
        Told(clip("other", 0), ()),
        Told(clip("other", 1), ("desk",)),
    ]
    rows = {row[0]: row[1:] for row in recognised_rows(told)}
    assert [cell.split()[0] for cell in rows["raise"]] == ["3", "3", "0.33", "0.33", "0.33"]
    assert [cell.split()[0] for cell in rows["none of them"] if cell] == ["2", "2", "0.50", "0.50"]
    assert wrongly_told(told) == [told[4]]
