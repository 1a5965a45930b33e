"""A video that ends in the middle of a rep."""

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from tests.people import film_set, press_set, watch

PRESS = load_activity("overhead-press")


@pytest.mark.parametrize("share", [0.65, 0.7])
def test_a_rep_cut_off_on_its_way_up_is_not_judged_at_the_top(share) -> None:
    # Hanging 1.5 s, up to the shoulders 1 s, rest 1 s, then up within 2 s: the film ends before the top.
    frames = [f for f in film_set(press_set(1, up_s=2.0)) if f.time_s <= 3.5 + 2.0 * share]
    watched = watch(PRESS, frames)
    assert watched.count == 1
    (rep,) = watched.reps
    assert not rep.rep.complete
    assert rep.verdicts["overhead-press.no-lockout"].value.reason is Reason.TOP_NOT_SEEN
    assert "no-lockout" not in watched.found()
