import json
import logging
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from formcheck.desktop.notice import Button, Notice, Press
from formcheck.desktop.notifier import Notifier, open_notifier
from tests.desktop.buses import dunst, dunstctl, needs_bus, needs_dunst, own_bus
from tests.display import display  # noqa: F401 - a fixture
from tests.waiting import until

BUTTONS = (Button("snooze", "Snooze 15 min"), Button("calibrate", "Calibrate"), Button("stop-today", "Stop"))
NOTICE = Notice("posture", "Head forward", "Slide your head back.", BUTTONS, lasts_s=600.0)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with own_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def server(bus: str, display: str, tmp_path: Path) -> Iterator[None]:  # noqa: F811
    with dunst(tmp_path):
        yield


def shown(which: str = "displayed") -> int:
    return int(dunstctl("count", which) or 0)


def last_in_history() -> dict[str, Any]:
    (entries,) = json.loads(dunstctl("history"))["data"]
    return {key: entry["data"] for key, entry in entries[0].items()} if entries else {}


def press(folder: Path, label: str) -> None:
    """Press a button: dunst shows them in a menu, from which the label is chosen."""
    (folder / "wanted").write_text(label)
    dunstctl("context")


@needs_dunst
@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)
def test_a_notice_is_read_back_and_its_buttons_come_back(tmp_path: Path, button: Button) -> None:
    pressed: list[Press] = []
    with closing(open_notifier(pressed.append)) as notifier:
        notifier.show(NOTICE)
        until(lambda: shown() == 1)
        press(tmp_path, button.label)
        until(lambda: pressed)
        assert pressed == [Press("posture", button.id)]
        until(lambda: shown() == 0)
        seen = last_in_history()
        assert (seen["appname"], seen["summary"]) == ("formcheck", "Head forward")
        assert "Slide your head back." in seen["body"]
        assert notifier.problem == ""


@needs_dunst
@pytest.mark.usefixtures("server")
def test_a_newer_notice_takes_the_place_of_the_earlier_one() -> None:
    with closing(open_notifier(lambda _: None)) as notifier:
        for number in range(5):
            notifier.show(Notice("posture", f"Notice {number}", "", BUTTONS, lasts_s=600.0))
        notifier.show(Notice("break", "Time for a break", "", (), lasts_s=600.0))
        until(lambda: shown() + shown("waiting") == 2)
        notifier.withdraw("break")
        notifier.withdraw("no such key")
        until(lambda: shown() == 1)
        dunstctl("close")
        until(lambda: last_in_history().get("summary") == "Notice 4")


@needs_dunst
@pytest.mark.usefixtures("server")
def test_nothing_is_left_when_it_ends() -> None:
    with closing(open_notifier(lambda _: None)) as notifier:
        notifier.show(NOTICE)
        until(lambda: shown() == 1)
    until(lambda: shown() == 0)


@needs_dunst
@pytest.mark.usefixtures("server")
def test_a_notice_goes_when_it_is_not_worth_reading_any_more() -> None:
    with closing(open_notifier(lambda _: None)) as notifier:
        # A server that was told to pause keeps what it was sent; it must not come out an hour later.
        dunstctl("set-paused", "true")
        notifier.show(Notice("posture", "Head forward", "", BUTTONS, lasts_s=1.0))
        until(lambda: shown("waiting") == 1)
        until(lambda: shown("waiting") == 0)
        dunstctl("set-paused", "false")
        assert shown() == 0


@needs_dunst
@pytest.mark.usefixtures("bus", "display")
def test_a_server_that_comes_later_or_anew_shows_what_comes_then(tmp_path: Path) -> None:
    with closing(open_notifier(lambda _: None)) as notifier:
        until(lambda: notifier.problem)
        assert "no notification server answers" in notifier.problem
        assert "\n" not in notifier.problem
        notifier.show(NOTICE)
        for _ in range(2):
            with dunst(tmp_path):
                notifier.show(NOTICE)
                until(lambda: shown() == 1)
                assert notifier.problem == ""
        notifier.show(NOTICE)
        until(lambda: notifier.problem)
    # What the library says of that goes nowhere: not to the terminal either.
    assert not logging.getLogger("desktop_notifier").propagate


@needs_dunst
@pytest.mark.usefixtures("server")
def test_markup_and_control_characters_are_shown_as_they_are() -> None:
    with closing(open_notifier(lambda _: None)) as notifier:
        notifier.show(Notice("x", "a\x1b[2Jb", "<b>&amp;\x07 of <script>", lasts_s=600.0))
        until(lambda: shown() == 1)
        dunstctl("close")
        until(lambda: last_in_history().get("summary") == "a?[2Jb")
        assert "(b)+amp;? of (script)" in last_in_history()["body"]


def problem_of(notifier: Notifier) -> str:
    with closing(notifier):
        notifier.show(NOTICE)
        until(lambda: notifier.problem)
        notifier.withdraw("posture")
        return notifier.problem


def test_without_a_bus_it_says_so_and_where_hints_go_instead(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    said = problem_of(open_notifier(lambda _: None))
    assert said.startswith("no notifications: there is no D-Bus session")
    assert "terminal" in said


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("tcp:host=localhost,port=9", "not one of this computer"),
        ("unix:path=/nonexistent/bus", "no notification server answers"),
        ("unix:path=/dev/null", "no notification server answers"),
        ("garbage", "not one of this computer"),
    ],
)
def test_a_bus_that_is_none_is_said(address: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert says in problem_of(open_notifier(lambda _: None))


@needs_bus
def test_a_bus_that_goes_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with own_bus() as address:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        notifier = open_notifier(lambda _: None)
        until(lambda: notifier.problem)
    assert "no notification server answers" in problem_of(notifier)


def test_what_is_shown_after_it_was_closed_is_not_shown() -> None:
    notifier = open_notifier(lambda _: None)
    notifier.close()
    notifier.show(NOTICE)
    notifier.withdraw("posture")
    notifier.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "notifier"]
