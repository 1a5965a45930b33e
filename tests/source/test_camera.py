"""Cameras of this computer: reads that fail, and pictures that are not 8-bit colour."""

from collections.abc import Iterator
from itertools import chain, repeat
from typing import Any

import numpy as np
import pytest

from formcheck.errors import SourceError
from formcheck.source import camera as cameras
from formcheck.source.camera import AsRgb, Camera

GREEN = np.zeros((4, 6, 3), np.uint8)
GREEN[..., 1] = 200


class Capture:
    """What OpenCV gives for a camera that is read by a script: pictures, or None for a read that fails."""

    def __init__(self, steps: Iterator[Any], clock: "Clock") -> None:
        self.steps, self.clock = steps, clock

    def isOpened(self) -> bool:
        return True

    def read(self) -> tuple[bool, Any]:
        step = next(self.steps, None)
        if isinstance(step, float):  # so long it takes to fail
            self.clock.now_s += step
            return False, None
        return step is not None, step

    def get(self, key: int) -> float:
        return 30.0

    def release(self) -> None:
        pass


class Clock:
    """A clock that goes on when somebody sleeps."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.now_s += seconds


def opened(monkeypatch: pytest.MonkeyPatch, steps: Iterator[Any]) -> tuple[Camera, Clock]:
    clock = Clock()
    monkeypatch.setattr(cameras, "device_path", lambda which: None)
    monkeypatch.setattr(cameras, "_capture", lambda which, wish: Capture(steps, clock))
    camera = Camera(0, clock, clock.sleep)
    camera.open()
    return camera, clock


@pytest.mark.parametrize("failures", [1, 2, 5, 15])
def test_a_read_that_fails_is_tried_again(monkeypatch: pytest.MonkeyPatch, failures: int) -> None:
    camera, _ = opened(monkeypatch, chain([GREEN], repeat(None, failures), [GREEN]))
    assert camera.read().image[0, 0].tolist() == [0, 200, 0]


def test_a_camera_that_gives_nothing_any_more_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    camera, clock = opened(monkeypatch, chain([GREEN] * 3, repeat(None)))
    for _ in range(2):
        clock.now_s += 0.03
        camera.read()
    since_s = clock.now_s
    with pytest.raises(SourceError, match="gives no picture any more"):
        camera.read()
    assert clock.now_s - since_s == pytest.approx(2.0, abs=0.2)


def test_a_camera_with_a_picture_in_ten_seconds_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    # Each read gives up after 2 s, as the driver's do.
    slowly = chain([GREEN], *([*repeat(2.0, 5), GREEN] for _ in range(4)))
    camera, clock = opened(monkeypatch, iter(slowly))
    for _ in range(4):
        camera.read()
    assert clock.now_s > 40


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (GREEN, [0, 200, 0]),
        (np.full((4, 6), 90, np.uint8), [90, 90, 90]),
        (np.full((4, 6, 1), 90, np.uint8), [90, 90, 90]),
        (np.dstack([GREEN, np.full((4, 6), 7, np.uint8)]), [0, 200, 0]),
        (np.full((4, 6), 0x5A00, np.uint16), [180, 180, 180]),
        (np.full((4, 6), 0x3FF, np.uint16), [255, 255, 255]),
        (np.full((4, 6), 90, np.uint16), [90, 90, 90]),
        (np.dstack([np.full((4, 6), 100, np.uint8), np.full((4, 6), 128, np.uint8)]), [98, 98, 98]),
    ],
    ids=["colour", "grey", "grey in a plane", "transparent", "15 bits", "10 bits", "8 of 16", "yuyv"],
)
def test_pictures_of_all_kinds_become_colour(image: Any, expected: list[int]) -> None:
    rgb = AsRgb().of(image)
    assert (rgb.shape, rgb.dtype) == ((4, 6, 3), np.uint8)
    assert rgb[0, 0].tolist() == pytest.approx(expected, abs=2)


def test_the_brightness_of_16_bits_does_not_jump_with_each_picture() -> None:
    rgb = AsRgb()
    bright, dark = np.full((4, 6), 1000, np.uint16), np.full((4, 6), 100, np.uint16)
    assert rgb.of(bright)[0, 0, 0] == 250
    assert rgb.of(dark)[0, 0, 0] == 25
