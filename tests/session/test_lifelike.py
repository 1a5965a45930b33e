"""What happens around a set in life: bending to the bar, hands leaving the picture, turning between sets."""

from dataclasses import replace

import numpy as np
import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.measurements.view import View
from formcheck.pose.landmarks import Landmark as L
from formcheck.pose.pose import Pose, PosedFrame
from tests.people import FRONT, RIGHT_SIDE, along, film, film_set, one_rep, press_set, route, watch

PRESS = load_activity("overhead-press")
LOCKOUT = "overhead-press.no-lockout"
FOREARMS = "overhead-press.forearm-tilt"


def test_bending_to_the_bar_is_not_the_neutral() -> None:
    path = route(-1.0, (2.5, -1.0), (0.5, -1.0), (1.0, 0.0), (1.0, 0.0), *one_rep() * 2)
    bent = along(path)

    def motion(time_s: float):
        posture = bent(time_s)
        return replace(posture, trunk_forward_deg=50) if time_s < 2.5 else posture

    watched = watch(PRESS, film(motion, path[-1][0], RIGHT_SIDE), RIGHT_SIDE)
    assert watched.count == 2
    assert "layback" not in watched.found()


def cut_above(frames: list[PosedFrame], y_px: float) -> list[PosedFrame]:
    """The same film with its upper edge lower down: what is above is outside the picture."""
    cut = []
    for frame in frames:
        assert frame.pose is not None
        points = frame.pose.points.copy()
        points[:, 1] -= y_px
        cut.append(PosedFrame(frame.index, frame.time_s, Pose(points)))
    return cut


def test_a_top_out_of_the_picture_is_not_judged() -> None:
    frames = film_set(press_set(2))
    wrist_y = [frame.pose.xy_px[L.LEFT_WRIST, 1] for frame in frames if frame.pose]
    watched = watch(PRESS, cut_above(frames, float(np.quantile(wrist_y, 0.12)) + 40))
    assert watched.count == 2
    for rep in watched.reps:
        assert rep.verdicts[LOCKOUT].value.reason is Reason.TOP_NOT_SEEN
        assert rep.rep.measurements["range"].reason is Reason.TOP_NOT_SEEN


def test_with_one_arm_hidden_a_check_of_both_is_not_passed() -> None:
    hidden = [L.RIGHT_ELBOW, L.RIGHT_WRIST]
    watched = watch(PRESS, film_set(press_set(2), hidden=hidden))
    assert watched.count == 2
    assert {rep.verdicts[FOREARMS].value.reason for rep in watched.reps} == {Reason.NOT_VISIBLE}


def test_each_view_of_a_video_has_its_own_neutral() -> None:
    path = press_set(2)
    first = film_set(path)
    leaning = along(path, lambda p, height: replace(p, trunk_forward_deg=-30 if height > 0.1 else 0))
    later = path[-1][0] + 2.0
    second = [
        PosedFrame(len(first) + f.index, later + f.time_s, f.pose)
        for f in film(leaning, path[-1][0], RIGHT_SIDE)
    ]
    watched = watch(PRESS, [*first, *second], FRONT)
    assert watched.count == 4
    assert {o.view for o in watched.observations} >= {View.FRONT, View.SIDE}
    assert watched.found()["layback"] == "poor"
    assert {f.rep for o in watched.everything for f in o.findings if f.rule.endswith("layback")} == {3, 4}


@pytest.mark.parametrize("dip", [0.75, 0.62])
def test_a_dip_at_the_top_is_no_second_rep(dip) -> None:
    bounce = ((1.0, 1.0), (0.4, dip), (0.4, 1.0), (1.2, 0.0), (0.8, 0.0))
    path = route(-1.0, (1.0, -1.0), (1.0, 0.0), (1.0, 0.0), *bounce)
    assert watch(PRESS, film_set(path)).count == 1


def test_a_shown_caution_becomes_poor_while_the_rep_goes_on() -> None:
    path = press_set(3, up_s=2.0)
    ramp = along(path, lambda p, height: replace(p, trunk_forward_deg=-30 * max(0.0, height)))
    watched = watch(PRESS, film(ramp, path[-1][0], RIGHT_SIDE), RIGHT_SIDE)
    third = [str(o.cue.severity) for o in watched.observations if o.cue and o.rep_count == 3]
    assert "poor" in third


def test_in_doubt_about_poor_a_certain_caution_is_said() -> None:
    path = press_set(1)
    leaning = along(path, lambda p, height: replace(p, trunk_forward_deg=-21 if height > 0.1 else 0))
    watched = watch(PRESS, film(leaning, path[-1][0], RIGHT_SIDE), RIGHT_SIDE)
    (found,) = (f for o in watched.everything for f in o.findings if f.rule.endswith("layback"))
    assert (str(found.severity), found.threshold, found.uncertain) == ("caution", -10.0, False)
    assert found.value == pytest.approx(-21, abs=1)
