"""A pose model whose loading begins before anybody knows who will use it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from formcheck.errors import ModelError
from formcheck.pose.early_model import EarlyModel
from formcheck.pose.estimator import PoseFinders
from formcheck.pose.models import PoseModel, forget_pose_model, register_pose_model
from tests.stub_model import Stub

_NAME = "loads-early"


@dataclass
class _Opened:
    """What was opened, in order, and how often loading began."""

    stubs: list[Stub] = field(default_factory=list)
    begun: int = 0
    loading: threading.Event = field(default_factory=threading.Event)

    def open(self) -> PoseFinders:
        stub = Stub(())
        self.stubs.append(stub)
        return PoseFinders(stub, stub, self._begin)

    def _begin(self) -> None:
        self.begun += 1
        self.loading.set()


@contextmanager
def _registered(opened: _Opened) -> Iterator[None]:
    register_pose_model(PoseModel(_NAME, opened.open))
    try:
        yield
    finally:
        forget_pose_model(_NAME)


def test_it_loads_before_it_is_opened_and_who_opens_it_first_gets_that() -> None:
    opened = _Opened()
    with _registered(opened), EarlyModel(_NAME) as early:
        assert opened.loading.wait(10.0)
        finders = early.model().open()
        assert [finders.tracker] == opened.stubs
        assert opened.begun == 1


def test_who_opens_it_next_gets_one_of_their_own() -> None:
    opened = _Opened()
    with _registered(opened), EarlyModel(_NAME) as early:
        first, second = early.model().open(), early.model().open()
        assert first.tracker is not second.tracker


def test_what_nobody_took_is_freed() -> None:
    opened = _Opened()
    with _registered(opened):
        with EarlyModel(_NAME):
            assert opened.loading.wait(10.0)
        assert [stub.closed for stub in opened.stubs] == [2]  # as what follows, and as what finds everybody


def test_what_was_taken_is_its_taker_s_to_free() -> None:
    opened = _Opened()
    with _registered(opened):
        with EarlyModel(_NAME) as early:
            early.model().open()
        assert [stub.closed for stub in opened.stubs] == [0]


def test_a_model_that_is_not_known_is_told_when_it_is_asked_for_and_not_before() -> None:
    with EarlyModel("no-such-model") as early, pytest.raises(ModelError, match="no-such-model"):
        early.model()


def test_a_model_that_cannot_be_opened_is_told_who_opens_it() -> None:
    def broken() -> PoseFinders:
        raise ModelError("it is damaged")

    register_pose_model(PoseModel(_NAME, broken))
    try:
        with EarlyModel(_NAME) as early, pytest.raises(ModelError, match="damaged"):
            early.model().open()
    finally:
        forget_pose_model(_NAME)
