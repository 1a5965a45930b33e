"""Films that were cut: reps of one shot are judged by themselves."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from formcheck.activities.load import load_activity
from formcheck.measurements.measurement import Reason
from formcheck.pose.pose import Pose, PosedFrame
from formcheck.pose.smoothing.zero_phase import ZeroPhaseSmoother
from formcheck.session.start import start_session
from tests.people import BACK, FRONT, RIGHT_SIDE, Camera, film_set, one_rep, press_set, route, watch

PRESS = load_activity("overhead-press")
REPS = route(0, (1.0, 0), *one_rep() * 3)
FARTHER = Camera(trunk_px=95)


def shots(*films: Sequence[PosedFrame]) -> list[PosedFrame]:
    """One film of several shots, one after the other."""
    frames: list[PosedFrame] = []
    for film in films:
        start_s = frames[-1].time_s + 1 / 30 if frames else 0.0
        first_s = film[0].time_s
        frames += [replace(f, time_s=f.time_s - first_s + start_s) for f in film]
    return frames


def part(film: Sequence[PosedFrame], from_s: float, to_s: float) -> list[PosedFrame]:
    return [frame for frame in film if from_s <= frame.time_s < to_s]


@pytest.mark.parametrize(
    ("first", "second"), [(FRONT, RIGHT_SIDE), (BACK, FRONT), (FRONT, FARTHER)], ids=["side", "back", "far"]
)
def test_reps_of_two_shots_are_all_counted_and_not_compared(first, second) -> None:
    watched = watch(PRESS, shots(film_set(REPS, first), film_set(REPS, second)))
    assert [judged.rep.index for judged in watched.reps] == [1, 2, 3, 4, 5, 6]
    lost = [judged.rep.measurements["range_loss_percent"].reason for judged in watched.reps]
    assert lost == [Reason.FIRST_REPS] * 6


def test_a_rep_that_a_cut_runs_through_is_not_judged_as_a_whole() -> None:
    film = film_set(press_set(3))
    # Stands, racks, and holds the first rep overhead at 4.8 s; the second one starts at 7.2 s.
    watched = watch(PRESS, shots(part(film, 0, 4.8), part(film, 7.0, 99)))
    assert [judged.rep.complete for judged in watched.reps] == [False, True, True]
    cut_off = watched.reps[0]
    assert cut_off.rep.measurements["eccentric_time_s"].reason is Reason.NOT_SEEN_WHOLE
    assert not any(judged.findings for judged in watched.reps)


def test_a_neutral_of_one_shot_is_not_taken_for_the_next() -> None:
    watched = watch(PRESS, shots(film_set(press_set(1)), film_set(REPS, FARTHER)))
    assert len(watched.reps) == 4
    assert watched.count == 4


def test_a_film_that_hangs_in_the_middle_of_a_rep_goes_on_with_it() -> None:
    film = film_set(press_set(2))
    still = [frame for frame in film if frame.time_s <= 5.6]
    hung = [replace(still[-1], time_s=still[-1].time_s + (n + 1) / 30) for n in range(120)]
    watched = watch(PRESS, shots(still, hung, part(film, 5.61, 99)))
    assert [judged.rep.complete for judged in watched.reps] == [True, True]
    assert watched.found() == {}


def test_the_shape_of_the_picture_that_changes_is_a_cut_that_nobody_has_to_find() -> None:
    film = film_set(press_set(3))
    at = next(number for number, frame in enumerate(film) if frame.time_s >= 4.8)
    marked = [replace(frame, cut=number == at) for number, frame in enumerate(film)]
    watched = watch(PRESS, marked)
    assert [judged.rep.complete for judged in watched.reps] == [False, True, True]


def test_reps_are_counted_and_not_judged_where_the_picture_is_damaged() -> None:
    film = film_set(press_set(3))
    # The second rep is the one that starts at 7.2 s.
    damaged = [replace(frame, damaged=7.0 < frame.time_s < 10.0) for frame in film]
    watched = watch(PRESS, damaged)
    assert len(watched.reps) == 3
    first, second, third = watched.reps
    assert second.rep.measurements["eccentric_time_s"].reason is Reason.DAMAGED
    reasons = {rule: verdict.value.reason for rule, verdict in second.verdicts.items()}
    assert reasons["overhead-press.uneven"] is Reason.DAMAGED
    assert all(judged.verdicts["overhead-press.uneven"].judged for judged in (first, third))


def test_what_is_made_up_in_a_damaged_picture_is_no_finding() -> None:
    film = film_set(press_set(2))
    torn = [
        replace(f, damaged=True, pose=turned_aside(f)) if 4.9 < f.time_s < 5.3 and f.pose else f for f in film
    ]
    assert watch(PRESS, torn).found() == {}


def turned_aside(frame: PosedFrame) -> Pose:
    """One hand is where it is not."""
    assert frame.pose is not None
    points = frame.pose.points.copy()
    points[15, :2] += (40, 30)
    return Pose(points)


def test_times_are_not_judged_where_the_film_holds_none() -> None:
    film = film_set(press_set(2))
    info = replace(FRONT.info(), times_known=False)
    session = start_session(PRESS, info, ZeroPhaseSmoother())
    reps = [judged for seen in session.watch(film) for judged in seen.reps]
    assert len(reps) == 2
    for judged in reps:
        assert judged.rep.measurements["eccentric_time_s"].reason is Reason.NO_CLOCK
        assert judged.rep.measurements["concentric_time_s"].reason is Reason.NO_CLOCK
        assert judged.verdicts["overhead-press.fast-lowering"].value.reason is Reason.NO_CLOCK
        assert judged.verdicts["overhead-press.uneven"].judged
    assert PRESS.mode.remedy(Reason.NO_CLOCK)
    assert PRESS.mode.remedy(Reason.DAMAGED)
