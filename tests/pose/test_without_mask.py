"""The pose model without its mask: quicker, and in everything else the same to the last bit."""

import os
from pathlib import Path

import numpy as np
import pytest

from formcheck.pose.blazepose.bundles import BUNDLES, BundleState, bundle_status
from formcheck.pose.blazepose.estimator import BlazePosePeople, BlazePoseTracker
from formcheck.pose.blazepose.without_mask import load_options, without_mask
from formcheck.pose.pose import Pose
from formcheck.source.frame import Image
from formcheck.source.video import VideoFile
from tests.cli.recordings import GOOD, SAMPLES

pytestmark = pytest.mark.model


@pytest.fixture(params=[bundle.name for bundle in BUNDLES])
def bundle(request: pytest.FixtureRequest) -> Path:
    known = next(one for one in BUNDLES if one.name == request.param)
    status = bundle_status(known)
    if status.path is None or status.state is not BundleState.OK:
        pytest.skip(f"{known.name} is not on this machine")
    return status.path


@pytest.fixture(scope="module")
def pictures() -> list[Image]:
    with VideoFile(SAMPLES / f"{GOOD}.mp4", 2.0, 2.7) as video:
        return [frame.image for frame in video]


def is_same(one: Pose | None, other: Pose | None) -> bool:
    assert one is not None
    assert other is not None
    assert one.world is not None
    assert other.world is not None
    return np.array_equal(one.points, other.points) and np.array_equal(one.world, other.world)


def test_who_is_followed_is_found_at_the_same_points(bundle: Path, pictures: list[Image]) -> None:
    with BlazePoseTracker(bundle) as complete, BlazePoseTracker(bundle, known=True) as quick:
        assert all(is_same(complete.estimate(one), quick.estimate(one)) for one in pictures)


def test_everybody_in_a_picture_is_found_at_the_same_points(bundle: Path, pictures: list[Image]) -> None:
    two_people = np.ascontiguousarray(np.hstack([pictures[0], pictures[-1]]))
    with BlazePosePeople(bundle) as complete, BlazePosePeople(bundle, known=True) as quick:
        found, again = complete.find(two_people), quick.find(two_people)
    assert len(found) == 2
    assert all(map(is_same, found, again))


def test_where_no_file_can_be_in_memory_the_bytes_are_given(
    bundle: Path, pictures: list[Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    with BlazePoseTracker(bundle, known=True) as quick:
        expected = quick.estimate(pictures[0])
    monkeypatch.delattr(os, "memfd_create", raising=False)
    load_options.cache_clear()
    try:
        assert load_options(bundle) == {"model_asset_buffer": without_mask(bundle)}
        with BlazePoseTracker(bundle, known=True) as from_bytes:
            assert is_same(expected, from_bytes.estimate(pictures[0]))
    finally:
        load_options.cache_clear()
