from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from formcheck.activities.find import activity_ids, own_activity_ids
from formcheck.activities.load import load_activity
from formcheck.guide.guidance import Arrow, Guidance
from formcheck.measurements.measurement import Measurement, Reason
from formcheck.measurements.neutral import Neutral
from formcheck.measurements.view import Facing, View
from formcheck.phases.rep import Phase
from formcheck.pose.smoothing.one_euro import OneEuroSmoother
from formcheck.results.posture_tally import PostureTotals
from formcheck.rules.finding import Severity
from formcheck.rules.rule import Check as RuleTest
from formcheck.rules.rule import Thresholds
from formcheck.session.observation import Observation
from formcheck.session.start import start_session
from formcheck.sinks.context import SinkContext
from formcheck.sinks.drawing.plates import Box, Sign, lay_out_cue
from formcheck.sinks.screen.gauges import GAUGES_AT_MOST, Gauges
from formcheck.sinks.screen.keys import COMMANDS, HINTS, help_rows
from formcheck.sinks.screen.layout import SMALLEST_PX, LiveLayout, lay_out
from formcheck.sinks.screen.posture import PostureWatch
from formcheck.sinks.screen.reach import ReachWatch
from formcheck.sinks.screen.rest import RestSummary
from formcheck.sinks.screen.screen import LiveScreen
from formcheck.sinks.screen.shown import ShownScreen
from formcheck.sinks.screen.tempo import TempoWatch
from formcheck.sinks.status import LiveStatus
from formcheck.sinks.update import Update
from formcheck.source.frame import Image, StreamInfo
from formcheck.source.health import lost
from tests.people import FRONT, Camera, film_set, measured, photo, press_set, watch
from tests.sinks.observed import body, cue, elbows, in_state, observed

PRESS = load_activity("overhead-press")
DESK = load_activity("desk")
READY = Guidance("ready")
INFO = StreamInfo("camera", 640, 480, 30.0)
SIZES = [(640, 480), (1280, 720), (1080, 1920), (3840, 2160), (500, 500), (200, 600), (100, 80)]
SIDES = st.integers(SMALLEST_PX, 4000)


def picture(width: int = 640, height: int = 480) -> Image:
    return np.full((height, width, 3), 90, np.uint8)


def drawn(
    seen: Observation | None = None,
    guidance: Guidance = READY,
    size: tuple[int, int] = (1280, 720),
    *,
    mirror: bool = True,
    image: Image | None = None,
    **status: Any,
) -> Image:
    screen = LiveScreen(INFO, PRESS, mirror)
    return screen.draw(picture() if image is None else image, seen, guidance, LiveStatus(**status), size)


def standing(**changes: Any) -> Observation:
    return observed(pose=body(640, 480), measurements=elbows(), **changes)


SITUATIONS = {
    "set": (standing(cue=cue("Ribs down, squeeze glutes", Severity.POOR)), READY, {"fps": 30.0}),
    "summary": (None, READY, {"summary": ("4 reps", "Short lockout: 3 x") * 5}),
    "between sets": (
        standing(),
        Guidance("adjust", "Move left", "", "left"),
        {"summary": ("4 reps", "Short lockout: 3 x") * 5},
    ),
    "nobody": (
        observed(),
        READY,
        {"recording": True, "muted": True, "sound": "voice"},
    ),
    "nothing yet": (None, Guidance("looking", "Step into the picture"), {}),
    "arrow": (standing(), Guidance("adjust", "Step back", "", "back"), {"fps": 12.3}),
    "countdown": (
        standing(),
        Guidance("countdown", "Get ready", "2", "", 1.4, "From the front: 9 of 14"),
        {},
    ),
    "help": (standing(), READY, {"help": True}),
    "paused": (standing(), READY, {"paused": True}),
    "problem": (standing(), READY, {"trouble": lost("The camera was unplugged; plug it in again")}),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SITUATIONS)
def test_every_situation_is_drawn_at_any_size(name: str, size: tuple[int, int]) -> None:
    seen, guidance, status = SITUATIONS[name]
    shown = drawn(seen, guidance, size, **status)
    assert shown.shape == (size[1], size[0], 3)
    assert shown.dtype == np.uint8
    if min(size) >= SMALLEST_PX:
        bare = drawn(None, READY, size)
        assert (shown != bare).any(axis=2).mean() > 0.005


@settings(max_examples=25)
@given(st.integers(1, 900), st.integers(1, 900), st.sampled_from(sorted(SITUATIONS)), st.booleans())
@example(1, 1, "set", True)
def test_no_size_and_no_shape_is_an_error(width: int, height: int, name: str, mirror: bool) -> None:
    seen, guidance, status = SITUATIONS[name]
    assert drawn(seen, guidance, (width, height), mirror=mirror, **status).shape == (height, width, 3)


def shown_together(layout: LiveLayout) -> list[dict[str, Box]]:
    names = [
        ("count", "tempo", "reach", "gauges", "cue", "bar"),
        ("count", "tempo", "reach", "summary", "cue", "bar"),
        ("guide", "note", "cue", "past", "bar"),
    ]
    return [{name: getattr(layout, name) for name in group} for group in names]


@settings(max_examples=300)
@given(SIDES, SIDES)
@example(1080, 1920)
@example(640, 480)
@example(SMALLEST_PX, 4000)
@example(4000, SMALLEST_PX)
def test_plates_lie_in_the_window_and_do_not_overlap(width: int, height: int) -> None:
    layout = lay_out(width, height)
    assert layout is not None
    for group in shown_together(layout):
        for name, box in group.items():
            assert box == box.inside(width, height), name
            assert min(box.width, box.height) > 0 or name == "past", name
        for (first, a), (second, b) in combinations(group.items(), 2):
            assert not (a.overlaps(b) and min(a.height, b.height) > 0), (first, second)
    assert layout.help == layout.help.inside(width, height)


@settings(max_examples=60)
@given(
    SIDES, SIDES, st.sampled_from([rule.cue for name in activity_ids() for rule in load_activity(name).rules])
)
def test_cues_of_all_rules_stay_in_their_place(width: int, height: int, text: str) -> None:
    layout = lay_out(width, height)
    assert layout is not None
    box = lay_out_cue(text, width, layout.cue_height_px).box
    assert box.height <= layout.cue.height
    assert box == box.inside(width, layout.cue_height_px)


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (1080, 1920), (3840, 2160)])
def test_the_count_can_be_read_from_across_the_room(size: tuple[int, int]) -> None:
    layout = lay_out(*size)
    assert layout is not None
    assert layout.count.height >= 0.25 * min(size) * 0.95
    for rule in PRESS.rules:
        letters_px = 1.2 * lay_out_cue(rule.cue, size[0], layout.cue_height_px).size_px
        assert letters_px >= 0.06 * min(size)


def half_marked(mirror: bool) -> tuple[float, float]:
    image = picture()
    image[:, :320] = 200
    shown = drawn(None, READY, (640, 480), mirror=mirror, image=image)
    return float(shown[:, :300].mean()), float(shown[:, 340:].mean())


def test_the_picture_is_mirrored_unless_asked_otherwise() -> None:
    left, right = half_marked(mirror=True)
    assert left < right
    left, right = half_marked(mirror=False)
    assert left > right


def test_the_skeleton_is_mirrored_with_the_picture() -> None:
    points = body(640, 480).points.copy()
    points[:, 0] = np.where(np.isnan(points[:, 0]), np.nan, points[:, 0] * 0.3 + 10)  # at the left edge
    seen = observed(pose=replace(body(640, 480), points=points))
    guidance = Guidance("hold")
    for mirror, is_left in ((True, False), (False, True)):
        changed = (drawn(seen, guidance, (640, 480), mirror=mirror) != drawn(None, guidance, (640, 480))).any(
            2
        )
        assert (changed[:, :320].sum() > changed[:, 320:].sum()) == is_left


@pytest.mark.parametrize(
    ("arrow", "mirror", "points_left"),
    [("left", True, True), ("right", True, False), ("left", False, False), ("right", False, True)],
)
def test_the_arrow_points_where_to_go_on_the_screen(arrow: Arrow, mirror: bool, points_left: bool) -> None:
    shown = drawn(None, Guidance("adjust", "", "", arrow), mirror=mirror)
    yellow = (shown == (66, 228, 240)).all(axis=2)
    columns = yellow.sum(axis=0).nonzero()[0]
    heights = yellow.sum(axis=0)
    tallest = int(heights.argmax())
    assert (tallest < (columns[0] + columns[-1]) / 2) == points_left


def test_words_are_not_mirrored() -> None:
    seen = standing(cue=cue("Chin back", Severity.CAUTION))
    layout = lay_out(1280, 720)
    assert layout is not None
    cue_rows = slice(layout.cue.top, None)
    plain, mirrored = drawn(seen, mirror=False)[cue_rows].copy(), drawn(seen, mirror=True)[cue_rows]
    white = [(image > 250).all(axis=2) for image in (plain, mirrored)]
    assert (white[0] & white[1]).sum() > 0.8 * white[0].sum()


def test_what_was_shown_leaves_no_trace_beside_the_picture() -> None:
    screen = LiveScreen(INFO, PRESS)
    nothing = screen.draw(picture(), None, READY, LiveStatus(), (1280, 720)).copy()
    screen.draw(picture(), standing(), READY, LiveStatus(fps=30.0, recording=True), (1280, 720))
    again = screen.draw(picture(), None, READY, LiveStatus(), (1280, 720))
    assert np.array_equal(nothing, again)


def test_a_source_problem_hides_the_cue_and_pausing_is_said() -> None:
    seen = standing(cue=cue("Chin back", Severity.POOR))
    shown = [
        drawn(seen, **status).copy() for status in ({}, {"paused": True}, {"trouble": lost("unplugged")})
    ]
    for a, b in combinations(shown, 2):
        assert (a[500:] != b[500:]).any()


# Gauges

UPRIGHT = Neutral(View.FRONT, {View.FRONT: {"trunk_lean_deg": 0.0}})


def gauges_at(view: View, phase: Phase, **values: float) -> list[str]:
    seen = observed(
        view=view, phase=phase, measurements={name: Measurement(value, 1.0) for name, value in values.items()}
    )
    neutral = replace(UPRIGHT, by_view={view: UPRIGHT.by_view[View.FRONT]})
    return [f"{g.title} {r.severity or 'ok'}" for g in Gauges(PRESS).read(seen, neutral) for r in g.readings]


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("phase", Phase)
def test_gauges_are_few_steady_and_have_their_band_on_the_scale(view: View, phase: Phase) -> None:
    read = Gauges(PRESS).read(observed(view=view, phase=phase))
    assert len(read) <= GAUGES_AT_MOST
    assert [g.title for g in read] == [g.title for g in Gauges(PRESS).read(observed(view=view))]
    for gauge in read:
        assert gauge.low <= gauge.band[0] < gauge.band[1] <= gauge.high
        assert gauge.readings == ()
        if gauge.title in ("Trunk", "Head", "Gaze", "Lean", "Forearms"):
            assert gauge.low < 0 < gauge.high  # standing as always is on the scale


def test_a_value_out_of_its_band_is_marked_in_the_phase_that_counts() -> None:
    assert gauges_at(View.FRONT, Phase.ASCENT, trunk_lean_deg=7.0) == ["Lean caution"]
    assert gauges_at(View.FRONT, Phase.ASCENT, trunk_lean_deg=-12.0) == ["Lean poor"]
    assert gauges_at(View.FRONT, Phase.ASCENT, trunk_lean_deg=2.0) == ["Lean ok"]
    assert gauges_at(View.FRONT, Phase.SETUP, trunk_lean_deg=12.0) == ["Lean ok"]


def test_the_band_of_the_elbows_follows_the_movement() -> None:
    rule = PRESS.rules[0].model_copy(update={"views": (View.FRONT,), "when": "rep"})
    straight, bent = (
        rule.model_copy(update={"id": f"overhead-press.{phase}", "phases": (phase,), "tests": (test,)})
        for phase, test in (
            ("top", RuleTest(measure="elbow_angle_deg", below=Thresholds(caution=160, poor=150))),
            ("bottom", RuleTest(measure="elbow_angle_deg", above=Thresholds(caution=95, poor=110))),
        )
    )
    gauges = Gauges(replace(PRESS, rules=(straight, bent)))

    def band(phase: Phase) -> tuple[float, float]:
        read = gauges.read(observed(phase=phase, measurements=elbows()))
        return next(g.band for g in read if g.title == "Elbows")

    assert band(Phase.TOP)[0] == 160
    assert band(Phase.ASCENT) == band(Phase.TOP)
    assert band(Phase.BOTTOM)[1] == 95
    assert band(Phase.DESCENT) == band(Phase.BOTTOM)


def test_changes_are_shown_once_there_is_a_neutral_to_compare_with() -> None:
    camera = Camera(90)
    seen = observed(
        view=View.SIDE,
        facing=Facing.RIGHT,
        phase=Phase.ASCENT,
        measurements=measured(photo(camera=camera), camera),
    )
    without = Gauges(PRESS).read(seen)
    neutral = Neutral(View.SIDE, {View.SIDE: {"trunk_inclination_deg": 15.0}})
    read = {g.title: g.readings for g in Gauges(PRESS).read(seen, neutral)}
    assert {g.title: g.readings for g in without}["Trunk"] == ()
    (reading,) = read["Trunk"]
    assert reading.value == pytest.approx(-15, abs=1)
    assert reading.severity is Severity.CAUTION


# Tempo, rest and sitting


def test_at_rest_after_a_set_its_faults_are_summed_up() -> None:
    rest, said = RestSummary(PRESS), []
    path = press_set(2, down_s=0.4)
    end_s = path[-1][0]
    for seen in watch(PRESS, film_set((*path, (end_s + 1, -1.0), (end_s + 5, -1.0)))).observations:
        said.append((seen, rest.update(seen)))
    assert all(not lines for seen, lines in said if seen.phase in (Phase.ASCENT, Phase.TOP, Phase.DESCENT))
    assert all(not lines for seen, lines in said if seen.rep_count == 0)
    last = said[-1][1]
    assert last[0] == "2 reps"
    assert "Lowered too fast: 2 times" in last
    assert last[-1].startswith("Lowering: 0.")


@dataclass
class Wall:
    """A surface that remembers what it was shown."""

    size_px: tuple[int, int] = (1280, 720)
    shown: Image | None = None

    def show(self, image_bgr: Image) -> None:
        self.shown = image_bgr.copy()

    def pressed(self) -> Iterator[str]:
        return iter(())

    def toggle_full_screen(self) -> None:
        pass

    def close(self) -> None:
        pass


def test_a_new_set_begins_with_nothing_of_the_one_before_on_the_screen() -> None:
    seen = observed(pose=body(640, 480), phase=Phase.UNKNOWN)
    sitting = [replace(seen, index=n, time_s=n / 2, **in_state(DESK.rules[0].id, 0.0)) for n in range(60)]
    upright = replace(seen, time_s=0.0)

    def last_shown(*updates: Update) -> Image:
        wall = Wall()
        with ShownScreen(wall, SinkContext(DESK, INFO)) as screen:
            for update in updates:
                screen.write(replace(update, image=picture(), activity=DESK, guidance=READY))
        assert wall.shown is not None
        return wall.shown

    before = [Update(o) for o in sitting]
    fresh = last_shown(Update(upright))
    assert (last_shown(*before, Update(upright, set_number=2)) == fresh).all()
    assert (last_shown(*before, Update(upright)) != fresh).any()


def test_the_tempo_follows_the_rep_and_ends_with_what_was_judged() -> None:
    watcher = TempoWatch(PRESS)
    film = film_set(press_set(2, up_s=1.0, down_s=1.5), fps=30.0)
    shown = [(seen, watcher.update(seen)) for seen in watch(PRESS, film, fps=30.0).observations]
    over, last = next((seen, number) for number, (seen, _) in enumerate(shown) if seen.reps)
    before = shown[last - 1][1]
    judged = over.reps[0].rep.measurements
    assert before.up_s == pytest.approx(judged["concentric_time_s"].value, abs=0.3)
    assert before.down_s == pytest.approx(judged["eccentric_time_s"].value, abs=0.3)
    tempo = shown[last][1]
    assert (tempo.up_s, tempo.down_s) == tuple(
        judged[n].value for n in ("concentric_time_s", "eccentric_time_s")
    )
    assert tempo.down_at_least_s == pytest.approx(1.0, abs=0.5)
    assert tempo.severity is None
    ways = [(t.is_up, t.is_down) for _, t in shown[:last]]
    assert (True, True) not in ways
    assert sum(up for up, _ in ways) / 30 == pytest.approx(0.7, abs=0.3)
    assert sum(down for _, down in ways) / 30 == pytest.approx(1.3, abs=0.3)


def press_seen(time_s: float, phase: Phase, height: float) -> Observation:
    height_of = {f"{side}_wrist_height": Measurement(height, 0.05) for side in ("left", "right")}
    return observed(time_s=time_s, pose=body(640, 480), phase=phase, measurements=height_of)


def test_a_dip_at_the_top_is_not_the_way_down() -> None:
    watcher = TempoWatch(PRESS)
    rising = [(Phase.BOTTOM, 0.2), (Phase.ASCENT, 0.5), (Phase.TOP, 0.9), (Phase.TOP, 0.7), (Phase.TOP, 0.9)]
    for step, (phase, height) in enumerate((*rising, (Phase.TOP, 0.9), (Phase.TOP, 0.88))):
        tempo = watcher.update(press_seen(step / 2, phase, height))
    assert (tempo.up_s, tempo.down_s) == (1.0, None)


def test_a_rep_that_begins_without_a_rest_is_timed_from_where_it_turned() -> None:
    watcher = TempoWatch(PRESS)
    first = [(Phase.BOTTOM, 0.2), (Phase.ASCENT, 0.5), (Phase.TOP, 0.9), (Phase.DESCENT, 0.5)]
    for step, (phase, height) in enumerate((*first, (Phase.DESCENT, 0.2), (Phase.ASCENT, 0.9))):
        tempo = watcher.update(press_seen(float(step), phase, height))
    assert tempo.up_s == 1.0


@settings(max_examples=200)
@given(st.lists(st.tuples(st.sampled_from(Phase), st.floats(-1.0, 1.0)), min_size=1, max_size=30))
def test_no_time_of_a_rep_is_negative_whatever_is_seen(moments: list[tuple[Phase, float]]) -> None:
    watcher = TempoWatch(PRESS)
    for step, (phase, height) in enumerate(moments):
        tempo = watcher.update(press_seen(step / 10, phase, height))
        assert min(tempo.up_s or 0.0, tempo.down_s or 0.0) >= 0.0


def test_a_way_down_that_was_too_fast_is_marked_until_the_next_rep() -> None:
    watcher = TempoWatch(PRESS)
    quick = watch(PRESS, film_set(press_set(2, down_s=0.4))).observations
    found = [watcher.update(seen).severity for seen in quick]
    assert Severity.POOR in found or Severity.CAUTION in found
    assert found[0] is None


def test_sitting_is_told_by_its_state_its_time_in_neutral_and_its_events() -> None:
    tally, rule = PostureWatch(DESK), DESK.rules[0]
    for step in range(101):
        since_s = 3.9 if 40 <= step < 60 else 9.0 if step >= 91 else None
        there = {} if since_s is None else in_state(rule.id, since_s)
        pose = None if 70 <= step < 80 else body(640, 480)
        now = tally.update(observed(time_s=step / 10, pose=pose, phase=Phase.UNKNOWN, **there))
    assert now.words == rule.title
    assert now.sign is Sign.CAUTION
    assert now.events == 2
    assert now.judged_s == pytest.approx(9.0)
    assert now.neutral_s == pytest.approx(6.0)


def test_time_in_a_state_counts_in_the_window_as_it_does_in_the_report() -> None:
    tally, digest = PostureWatch(DESK), PostureTotals(DESK)
    for second in range(11):
        there = in_state("desk.head-tilt", 7.0) if second > 7 else {}
        suspended = Reason.TURNED_AWAY if second > 4 else None
        pose = None if second == 3 else body(640, 480)
        suspended = Reason.NO_PERSON if pose is None else suspended
        seen = observed(second, float(second), pose, suspended=suspended, **there)
        now = tally.update(seen)
        digest.write(seen)
    total = digest.summary()
    assert (now.neutral_s, now.judged_s) == (total.neutral_s, total.judged_s) == (3.0, 6.0)


def test_a_sitting_session_shows_its_state_in_place_of_reps() -> None:
    image, status = picture(), LiveStatus()
    calm = LiveScreen(INFO, DESK).draw(image, standing(), READY, status, (1280, 720)).copy()
    off = standing(firing={DESK.rules[0].id: ""})
    warned = LiveScreen(INFO, DESK).draw(image, off, READY, status, (1280, 720))
    layout = lay_out(1280, 720)
    assert layout is not None
    box = layout.count
    rows, columns = slice(box.top, box.top + box.height), slice(box.left, box.left + box.width)
    assert (calm[rows, columns] != warned[rows, columns]).any()


def test_at_a_desk_head_and_shoulders_are_enough_to_be_seen() -> None:
    half = observed(pose=body(640, 480, {"elbow": 0.1, "wrist": 0.1, "hip": 0.1}), phase=Phase.UNKNOWN)
    layout = lay_out(1280, 720)
    assert layout is not None
    below = slice(layout.cue.top, None)
    shown = {
        activity.id: LiveScreen(INFO, activity).draw(picture(), half, READY, LiveStatus(), (1280, 720)).copy()
        for activity in (PRESS, DESK)
    }
    assert (shown["overhead-press"][below] != shown["desk"][below]).any(axis=2).mean() > 0.05


def test_the_readme_lists_the_keys_that_the_help_shows() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    own = sorted((a.key, a.key_word) for a in map(load_activity, own_activity_ids()) if a.key is not None)
    assert "".join(f"| {key} | {meaning} |\n" for key, meaning in help_rows(own)) in readme


def arms_seen(time_s: float, phase: Phase, left: float, right: float, **changes: Any) -> Observation:
    heights = {
        "left_wrist_height": Measurement(left, 0.05),
        "right_wrist_height": Measurement(right, 0.05),
        **changes.pop("more", {}),
    }
    return observed(time_s=time_s, pose=body(640, 480), phase=phase, measurements=heights, **changes)


def test_the_meter_follows_each_arm_and_fills_where_a_rep_counts() -> None:
    watcher = ReachWatch(PRESS)
    assert watcher.update(arms_seen(0.0, Phase.SETUP, -0.9, -0.9)).shares == ()
    watcher.update(arms_seen(1.0, Phase.BOTTOM, 0.2, 0.1))
    half = watcher.update(arms_seen(2.0, Phase.ASCENT, 0.4, 0.1))
    assert dict(half.shares)["left"] > dict(half.shares)["right"] == 0.0
    assert not half.of_own
    counted = watcher.update(arms_seen(3.0, Phase.TOP, 0.57, 0.57))
    assert all(share >= counted.counts_at for _, share in counted.shares)


def test_after_a_rep_the_meter_is_full_where_the_own_reps_end() -> None:
    watcher, shown = ReachWatch(PRESS), []
    for seen in watch(PRESS, film_set(press_set(3))).observations:
        shown.append((seen, watcher.update(seen)))
    later = [max(share for _, share in r.shares) for seen, r in shown if r.of_own and seen.phase is Phase.TOP]
    assert 0.9 < max(later) < 1.15
    assert all(0.0 <= share <= 1.5 for _, reach in shown for _, share in reach.shares)


def test_from_the_side_one_bar_stands_for_the_arm_that_is_seen() -> None:
    watcher = ReachWatch(PRESS)
    watcher.update(arms_seen(0.0, Phase.BOTTOM, 0.2, 0.2, view=View.SIDE))
    assert len(watcher.update(arms_seen(1.0, Phase.ASCENT, 0.4, 0.5, view=View.SIDE)).shares) == 1


@pytest.mark.parametrize(("difference", "lags"), [(0.2, "right"), (-0.2, "left")])
def test_the_meter_names_the_arm_that_lags(difference: float, lags: str) -> None:
    more = {"wrist_height_difference": Measurement(difference, 0.02)}
    firing = {"overhead-press.uneven": ""}
    reach = ReachWatch(PRESS).update(arms_seen(1.0, Phase.ASCENT, 0.5, 0.4, more=more, firing=firing))
    assert reach.lags == lags
    assert ReachWatch(PRESS).update(arms_seen(1.0, Phase.ASCENT, 0.5, 0.4, more=more)).lags is None


def test_a_sitter_has_no_meter() -> None:
    assert ReachWatch(DESK).update(observed(phase=Phase.UNKNOWN)).shares == ()


def test_one_angle_has_one_number_on_the_screen() -> None:
    screen, rule = LiveScreen(INFO, PRESS), "overhead-press.lateral-lean"
    pose = body(640, 480)

    def shown(time_s: float, lean_deg: float) -> Image:
        lean = {"trunk_lean_deg": Measurement(lean_deg, 1.0)}
        seen = observed(time_s=time_s, pose=pose, phase=Phase.TOP, measurements=lean, firing={rule: ""})
        return screen.draw(picture(), seen, READY, LiveStatus(), (640, 480), UPRIGHT).copy()

    first = shown(0.0, 8.0)
    assert np.array_equal(first, shown(0.1, 12.0)), "gauge and label wait together"
    assert not np.array_equal(first, shown(0.2, 12.0))


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (1920, 1080), (1080, 1920)])
def test_the_keys_are_hinted_at_in_letters_that_can_be_read(size: tuple[int, int]) -> None:
    layout = lay_out(*size)
    assert layout is not None
    shown = drawn(standing(), READY, size, fps=30.0, recording=True)[layout.bar.top :]
    rows = np.flatnonzero((shown[:, size[0] // 2 :] > 240).all(axis=2).any(axis=1))
    assert np.ptp(rows) >= 0.016 * min(size)
    assert {key for key, _ in HINTS} <= {*COMMANDS}


def test_every_key_of_the_help_does_something() -> None:
    shown = [key for keys, _ in help_rows([(1, "press"), (3, "desk")]) for key in keys.split()]
    assert {*shown} <= {*COMMANDS}
    assert len(shown) == len({*shown})


@pytest.mark.parametrize("name", ["overhead-press", "upright-row", "lateral-raise"])
def test_an_angle_of_a_lift_has_a_name_that_can_be_large(name: str) -> None:
    activity = load_activity(name)
    session = start_session(activity, FRONT.info(), OneEuroSmoother())
    seen = [o for frame in film_set(press_set(1), FRONT)[:10] for o in session.push(frame)][-1]
    gauges = Gauges(activity).read(seen, session.neutral)
    assert gauges
    assert all(len(gauge.title) <= 16 for gauge in gauges)
