"""The benchmark of what is no posture: its scenes cover every kind, and one of them plays."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.desk_confusers import Shown, scenes, seen
from formcheck.pose.pose import PosedFrame
from tests.people import FRONT
from tests.seats import UPRIGHT

CAMERA = {"fov_deg": 60.0, "distance_m": 0.8}
INFO = replace(FRONT.info(6.0), pose_model="full")


def somebody(body: int, topic: str = "home") -> Shown:
    frames = tuple(PosedFrame(index, index / 6, UPRIGHT.photo()) for index in range(12))
    return Shown(body, topic, frames, INFO, CAMERA)


PEOPLE = [[somebody(1), somebody(1, "redressed"), somebody(1, "nearer")], [somebody(2)], [somebody(3)]]


def test_every_kind_of_change_and_every_person_has_its_turn() -> None:
    made = list(scenes(PEOPLE, 132))
    kinds = Counter(scene.what for scene in made)
    assert {"somebody else", "other clothes", "chair, rendered: nearer", "camera panned"} <= set(kinds)
    assert len([kind for kind in kinds if kind.startswith("chair ")]) == 18
    assert len([kind for kind in kinds if kind.startswith("camera ")]) == 8
    assert any(kind.startswith("break, chair") for kind in kinds)
    assert {scene.before.body for scene in made} == {1, 2, 3}
    assert all(scene.after.body != scene.before.body for scene in made if scene.what == "somebody else")
    halves = Counter(scene.is_calibrated for scene in made)
    assert halves[True] == halves[False]
    assert [scene.what for scene in scenes(PEOPLE, 20)] == [scene.what for scene in scenes(PEOPLE, 20)]


@pytest.mark.parametrize("what", ["camera panned", "chair left 5 cm"])
def test_a_scene_of_somebody_who_sits_well_throughout_counts_the_time_after_it(what: str) -> None:
    scene = next(scene for scene in scenes(PEOPLE, 132) if scene.what == what)
    found = seen(scene)
    assert (found.what, found.body) == (what, scene.before.body)
    assert found.counted_s == pytest.approx(60.0, abs=1.0)
    assert found.false_s <= found.counted_s
    assert np.isclose(sum(found.named.values()) > 0, found.false_s > 0)
    assert found.alerts == 0
