"""Each cue is told once to those who do not show it."""

from dataclasses import replace

from formcheck.cues.cue import Cue
from formcheck.cues.new_cues import NewCues
from formcheck.rules.finding import Severity

LEAN = Cue(1.0, "desk.lean", Severity.CAUTION, "Sit up", "Sit up.")


def test_a_cue_is_new_once_however_long_it_is_shown() -> None:
    cues = NewCues()
    assert [cues.update(cue) for cue in (None, LEAN, LEAN, None, LEAN)] == [None, LEAN, None, None, None]


def test_a_cue_that_grows_worse_is_the_same_and_one_that_is_given_again_is_not() -> None:
    cues = NewCues()
    assert cues.update(LEAN) is LEAN
    assert cues.update(replace(LEAN, severity=Severity.POOR)) is None
    again = replace(LEAN, time_s=9.0)
    assert cues.update(again) is again
